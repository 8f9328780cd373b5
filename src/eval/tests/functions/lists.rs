//! Lists and tuples.

use super::answers;

#[test]
fn coalescelist() {
    answers(
        r#"
        coalescelist([],[1]) => [1]
        coalescelist([],["a"],[1,2]) => ["a"]
        coalescelist([],[]) => !
        coalescelist() => !
        coalescelist(null,[1]) => !
        coalescelist("a") => !
        coalescelist({}) => !
        coalescelist(convert(null,list(string)),[1]) => [1]
        "#,
    );
}

#[test]
fn compact() {
    answers(
        r#"
        compact(["a","",null,"b"]) => ["a","b"]
        compact([1,"",true]) => ["1","true"]
        compact([]) => []
        compact("a") => !
        compact([null]) => []
        "#,
    );
}

#[test]
fn concat() {
    answers(
        r#"
        concat(["a"],["b",1]) => ["a","b",1]
        concat([],[]) => []
        concat() => !
        concat(["a"],null) => !
        concat(["a"],"b") => !
        concat(split(",","a,b"),split(",","c")) => ["a","b","c"]
        concat(split(",","a,b"),[1,true]) => ["a","b",1,true]
        concat(split(",","a"),range(2)) => ["a","0","1"]
        concat(range(2),split(",","a")) => ["0","1","a"]
        concat(setunion(["a"]),["b"]) => !
        concat(convert([],list(number)),convert(["a"],list(string))) => ["a"]
        "#,
    );
}

#[test]
fn contains() {
    answers(
        r#"
        contains(["a","b"],"a") => true
        contains(["a","b"],"c") => false
        contains([1,2],"1") => false
        contains([null,1],null) => !
        contains({a=1},"a") => !
        contains("abc","a") => !
        contains([],1) => false
        contains(setunion(["a"],["b"]),"b") => true
        contains([[1]],[1]) => true
        contains([null],1) => false
        "#,
    );
}

#[test]
fn distinct() {
    answers(
        r#"
        distinct(["a","b","a"]) => ["a","b"]
        distinct([1,"1",1]) => ["1"]
        distinct([1,2,1.0]) => [1,2]
        distinct([]) => []
        distinct([null,null]) => [null]
        distinct([{a=null},{a=null}]) => [{"a":null}]
        distinct([[1],[1],[2]]) => [[1],[2]]
        distinct([[1],["a"]]) => [["1"],["a"]]
        distinct([1,{}]) => !
        distinct({a=1}) => !
        distinct("a") => !
        distinct(setunion(["b"],["a"])) => ["a","b"]
        distinct([1/3,divide(1,3)]) => [0.33333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333335]
        "#,
    );
}

#[test]
fn chunklist() {
    answers(
        r#"
        chunklist([],2) => []
        chunklist(["a","b","c"],2) => [["a","b"],["c"]]
        chunklist(["a","b","c"],0) => [["a","b","c"]]
        chunklist(["a","b","c"],-1) => !
        chunklist([1,"b"],1) => [["1"],["b"]]
        chunklist(["a"],1.5) => !
        chunklist([1,[]],1) => !
        "#,
    );
}

#[test]
fn element() {
    answers(
        r#"
        element([],0) => !
        element([1,2,3],-1) => 3
        element([1,2,3],3) => 1
        element([1,2,3],-4) => 3
        element([1,2,3],1.5) => !
        element(["a","b"],"1") => "b"
        element(setunion(["a"]),0) => !
        element({a=1},0) => !
        element("abc",0) => !
        element(split(",","a,b"),5) => "b"
        element(split("",""),5) => !
        "#,
    );
}

#[test]
fn flatten() {
    answers(
        r#"
        flatten([[1,[2,[3]]],4]) => [1,2,3,4]
        flatten([]) => []
        flatten([[],[[]]]) => []
        flatten([null,[null]]) => [null,null]
        flatten(["a",setunion(["c"],["b"])]) => ["a","b","c"]
        flatten({a=[1]}) => !
        flatten("a") => !
        flatten([{a=[1]}]) => [{"a":[1]}]
        flatten(setunion([["b"]],[["a"]])) => ["a","b"]
        "#,
    );
}

#[test]
fn hasindex() {
    answers(
        r#"
        hasindex([1],0) => true
        hasindex([1],1) => false
        hasindex([1],"0") => false
        hasindex([1],-1) => false
        hasindex([1],0.5) => false
        hasindex({a=1},"a") => !
        hasindex(convert({a=1},map(number)),"a") => true
        hasindex(convert({a=1},map(number)),1) => false
        hasindex(setunion(["a"]),"a") => !
        hasindex("a",0) => !
        hasindex(null,1) => !
        hasindex([1],null) => !
        "#,
    );
}

#[test]
fn index() {
    answers(
        r#"
        index([1,2],1) => 2
        index([1,2],2) => !
        index([1,2],-1) => !
        index([1,2],"1") => !
        index([1,2],1.5) => !
        index({a=1},"a") => !
        index(convert({a=1},map(number)),"a") => 1
        index(convert({a=1},map(number)),"b") => !
        index(convert({a=1},map(number)),1) => !
        index(split(",","a,b"),1) => "b"
        index(split(",","a,b"),2) => !
        index(split(",","a,b"),"1") => !
        index("abc",1) => !
        "#,
    );
}

#[test]
fn indexof() {
    answers(
        r#"
        indexof(["a","b"],"b") => 1
        indexof(["a","b"],"c") => !
        indexof([],"c") => !
        indexof([1,"1"],"1") => 1
        indexof(setunion(["a"]),"a") => !
        indexof([null],1) => !
        indexof([1],null) => !
        indexof("abc","b") => !
        "#,
    );
}

#[test]
fn length() {
    answers(
        r#"
        length([1,2]) => 2
        length({a=1}) => !
        length(convert({a=1},map(number))) => 1
        length("abc") => !
        length(setunion(["a","a"])) => 1
        length([]) => 0
        length(null) => !
        length(1) => !
        length(jsondecode("[]")) => 0
        "#,
    );
}

#[test]
fn reverselist() {
    answers(
        r#"
        reverselist([1,"a",null]) => [null,"a",1]
        reverselist([]) => []
        reverselist(setunion(["a","b"])) => ["b","a"]
        reverselist(split(",","a,b")) => ["b","a"]
        reverselist("abc") => !
        reverselist({}) => !
        "#,
    );
}

#[test]
fn slice() {
    answers(
        r#"
        slice([1,2,3],1,2) => [2]
        slice([1,2,3],0,0) => []
        slice([1,2,3],3,3) => []
        slice([1,2,3],2,1) => !
        slice([1,2,3],0,4) => !
        slice([1,2,3],-1,2) => !
        slice([1,2,3],4,4) => !
        slice(split(",","a,b,c"),1,3) => ["b","c"]
        slice(split(",","a,b,c"),1,1) => []
        slice(setunion(["a"]),0,1) => !
        slice("abc",0,1) => !
        slice([1,2,3],0.5,1) => !
        "#,
    );
}
