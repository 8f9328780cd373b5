//! Text.

use super::answers;

#[test]
fn upper() {
    answers(
        r#"
        upper("ßŉǰΐևẖᾀᾼﬀdži") => "ßŉǰΐևẖᾈᾼﬀDŽI"
        upper(1) => "1"
        upper(true) => "TRUE"
        upper([]) => !
        upper(null) => !
        upper() => !
        upper("a","b") => !
        "#,
    );
}

#[test]
fn lower() {
    answers(
        r#"
        lower("İIΣΑΣ") => "iiσασ"
        "#,
    );
}

#[test]
fn title() {
    answers(
        r#"
        title("dža ﬁx hello-world foo_bar x.y é1b ა ǆ ΐ ₁a २a") => "Dža ﬁx Hello-World Foo_bar X.Y É1b ა ǅ ΐ ₁a २a"
        title("ᾳ ǳ ᲀ") => "ᾼ ǲ В"
        "#,
    );
}

#[test]
fn strlen() {
    answers(
        r#"
        strlen("क्ष") => 2
        strlen("น้ำ") => 1
        strlen("क्ष्य") => 3
        strlen("👨‍👩‍👧👨🏽🇩🇪🇫") => 4
        strlen("a\r\nb") => 3
        strlen("") => 0
        strlen("한글각") => 3
        strlen("e\u0301x") => 2
        strlen("క్🏽က") => 2
        "#,
    );
}

#[test]
fn reverse() {
    answers(
        r#"
        reverse("a\u0301b") => "bá"
        reverse("q\u0323\u0307x🇩🇪🇫🇷") => "🇫🇷🇩🇪xq̣̇"
        reverse("a\r\nb") => "b\r\na"
        "#,
    );
}

#[test]
fn substr() {
    answers(
        r#"
        substr("hello",-2,0) => "lo"
        substr("hello",-9,2) => "he"
        substr("hello",5,2) => ""
        substr("hello",9,-1) => ""
        substr("hello",-3,2) => "ll"
        substr("hello",1,-7) => "ello"
        substr("hello",0,0) => ""
        substr("",0,1) => ""
        substr("",-1,1) => ""
        substr("hello",1.5,1) => !
        substr("hello",1,9999999999) => "ello"
        substr("hello","1","2") => "el"
        substr("héllo wörld",1,7) => "éllo wö"
        substr("hello",1e30,1) => !
        "#,
    );
}

#[test]
fn split() {
    answers(
        r#"
        split("","") => []
        split("","abc") => ["a","b","c"]
        split(",","") => [""]
        split("","é") => ["é"]
        split("","e\u0301q\u0323") => ["é","q","̣"]
        split(",","a,,b,") => ["a","","b",""]
        "#,
    );
}

#[test]
fn replace() {
    answers(
        r#"
        replace("ab","","-") => "-a-b-"
        replace("","","-") => "-"
        replace("aaa","aa","b") => "ba"
        replace("a/b","/","") => "ab"
        replace("hello world","/w.*d/","x") => "hello world"
        "#,
    );
}

#[test]
fn indent() {
    answers(
        r#"
        indent(-1,"a\nb") => !
        indent(2,"a\nb\n") => "a\n  b\n  "
        indent(0,"a\nb\n") => "a\nb\n"
        indent(1.5,"a") => !
        indent("3","x\ny") => "x\n   y"
        "#,
    );
}

#[test]
fn sort() {
    answers(
        r#"
        sort(["b","a","B"]) => ["B","a","b"]
        sort(["b",null]) => !
        sort([3,1,2,10]) => ["1","10","2","3"]
        sort([]) => []
        sort([true,"a"]) => ["a","true"]
        sort([[],"a"]) => !
        "#,
    );
}

#[test]
fn chomp() {
    answers(
        r#"
        chomp("a\n\r\n\n") => "a"
        chomp("\n") => ""
        chomp("a\nb") => "a\nb"
        "#,
    );
}

#[test]
fn trim() {
    answers(
        r#"
        trim("??hello?!","!?") => "hello"
        trim("  x  "," ") => "x"
        trim("abc","") => "abc"
        trim("ééxé","é") => "x"
        "#,
    );
}

#[test]
fn trimspace() {
    answers(
        r#"
        trimspace("\u00a0 \u2003x\t\n\u0085") => "x"
        "#,
    );
}

#[test]
fn trimprefix() {
    answers(
        r#"
        trimprefix("helloworld","hello") => "world"
        trimprefix("x","") => "x"
        "#,
    );
}

#[test]
fn trimsuffix() {
    answers(
        r#"
        trimsuffix("helloworld","world") => "hello"
        "#,
    );
}

#[test]
fn sanitize() {
    answers(
        r#"
        sanitize("a/b.c:d é_-9") => "a_b_c_d___-9"
        "#,
    );
}

#[test]
fn join() {
    answers(
        r#"
        join(",",["a","b"],["c"]) => "a,b,c"
        join(",") => !
        join(",",[]) => ""
        join(",",["a",null]) => !
        join(",",[1,true,"x"]) => "1,true,x"
        join(",",[[1]]) => !
        join(",","a") => !
        join(",",{a=1}) => !
        join("-",["a"],null) => !
        "#,
    );
}
