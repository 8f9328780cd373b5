//! Regular expressions.

use super::answers;

#[test]
fn regex_operators() {
    answers(
        r#"
        regex("a+","baaa") => "aaa"
        regex("x","baaa") => !
        regex("(a)(b)?","ac") => ["a",null]
        regex("(?P<x>a)(?P<y>b)?","ac") => {"x":"a","y":null}
        regex("(?<x>a)","ac") => {"x":"a"}
        regex("(?P<x>a)(b)","ab") => !
        regex("(?P<x>a)(?P<x>b)","ab") => {"x":"b"}
        regex("(?P<1x>a)","a") => {"1x":"a"}
        regex("(?P<é>a)","a") => !
        regex("(?P<>a)","a") => !
        regex("(","a") => !
        regex(")","a") => !
        regex("a**","aa") => !
        regex("a*+","aa") => !
        regex("a*?","aa") => ""
        regex("a+?","aa") => "a"
        regex("a??","aa") => ""
        regex("a{2}","aaa") => "aa"
        regex("a{2,}","aaa") => "aaa"
        regex("a{,2}","a{,2}") => "a{,2}"
        regex("a{1,2}{2}","aaaa") => !
        regex("(?:a{1,2}){2}","aaaa") => "aaaa"
        regex("a{","a{") => "a{"
        regex("a{x}","a{x}") => "a{x}"
        regex("a{01}","a{01}") => "a{01}"
        regex("{","{") => "{"
        regex("a{1001}","a") => !
        regex("a{1000}","a") => !
        regex("(?:a{100}){11}","a") => !
        regex("(?:a{0,100}){10}","a") => "a"
        regex("(?:(?:a{100})*){11}","a") => !
        regex("a{2,1}","a") => !
        regex("*","a") => !
        regex("^*","a") => ""
        regex("a|*","a") => !
        regex("(*)","a") => !
        regex("(?i)ABC","abc") => "abc"
        regex("(?i:A)B","aB") => "aB"
        regex("(?i:A)B","ab") => !
        regex("a(?i)b|c","aB") => "aB"
        regex("(?s).","\n") => "\n"
        regex(".","\n") => !
        regex("(?m)^b$","a\nb\nc") => "b"
        regex("^b$","a\nb\nc") => !
        regex("(?U)a+","aaa") => "a"
        regex("(?U)a+?","aaa") => "aaa"
        regex("(?x)a b","ab") => !
        regex("(?R)a","a") => !
        regex("(?u)a","a") => !
        regex("(?-i)a","a") => "a"
        regex("(?i-)a","a") => !
        regex("(?-)a","a") => !
        regex("(?)a","a") => "a"
        regex("(?ii)a","A") => "A"
        regex("(?i-i)a","A") => !
        regex("(?i-s:A)","a") => "a"
        regex("(?=a)","a") => !
        regex("(?!a)","a") => !
        regex("(?<=a)b","ab") => !
        regex("(?#x)a","a") => !
        regex("a(?i)*","aaa") => "aaa"
        regex("a*(?i)*","aaa") => "aaa"
        regex("\\d+","a١2") => "2"
        regex("\\w+","é_a1é") => "_a1"
        regex("\\s+","\u00a0 \u000b") => " "
        regex("\\S+","\u00a0") => " "
        regex("\\W","é") => "é"
        regex("\\D","٣") => "٣"
        regex("\\bx","éx") => "x"
        regex("x\\b","xé") => "x"
        regex("\\By","xy") => "y"
        "#,
    );
}

#[test]
fn regex_classes_and_escapes() {
    answers(
        r#"
        regex("[\\d\\s]+","1 2") => "1 2"
        regex("[^\\d]+","12ab") => "ab"
        regex("[\\D]","1a") => "a"
        regex("[[:alpha:]]+","é1abc") => "abc"
        regex("[[:^alpha:]]+","abc12") => "12"
        regex("[[:word:]]+","é_1") => "_1"
        regex("[[:foo:]]","a") => !
        regex("[[a]","[") => "["
        regex("[a[b]+","[ab") => "[ab"
        regex("[a&&b]+","&") => "\u0026"
        regex("[a--b]","-") => !
        regex("[a~~b]","~") => "~"
        regex("[]a]+","]a") => "]a"
        regex("[^]a]","b") => "b"
        regex("[]","a") => !
        regex("[a","a") => !
        regex("[b-a]","a") => !
        regex("[a-]+","-") => "-"
        regex("[-a]+","-") => "-"
        regex("[a-b-c]+","-c") => "-c"
        regex("[a-\\d]","a") => !
        regex("[\\d-z]+","-z1") => "-z1"
        regex("[^\\n]+","\nx") => "x"
        regex("[^a]","\n") => "\n"
        regex("\\pL+","1é") => "é"
        regex("\\p{L}+","1é") => "é"
        regex("\\p{Greek}+","aαβ") => "αβ"
        regex("\\P{Greek}+","aα") => "a"
        regex("\\p{^Greek}+","aα") => "a"
        regex("\\p{Lu}","aB") => "B"
        regex("\\p{Letter}+","a1") => "a"
        regex("\\p{Alphabetic}","a") => !
        regex("\\p{sc=Greek}","α") => !
        regex("\\p{Foo}","a") => !
        regex("\\p{}","a") => !
        regex("\\p{greek}","α") => "α"
        regex("\\p{Any}","α") => "α"
        regex("\\p{ASCII}","a") => "a"
        regex("\\p{Assigned}","a") => "a"
        regex("\\p{LC}+","aB1") => "aB"
        regex("\\p{Grek}","α") => !
        regex("\\p{Nd}+","a12") => "12"
        regex("\\p{digit}+","a12") => "12"
        regex("[\\p{L}\\d]+","é1") => "é1"
        regex("[^\\pL]","é1") => "1"
        regex("\\p","a") => !
        regex("\\","a") => !
        regex("\\q","q") => !
        regex("\\_","_") => "_"
        regex("\\-","-") => "-"
        regex("\\é","é") => !
        regex("\\ ","  ") => " "
        regex("\\1","1") => !
        regex("\\12","\n") => "\n"
        regex("\\0","a") => !
        regex("\\x41","A") => "A"
        regex("\\x{41}","A") => "A"
        regex("\\x{}","A") => !
        regex("\\x{110000}","A") => !
        regex("\\x4","A") => !
        regex("\\x{D800}","A") => !
        regex("[\\x{D800}-\\x{E001}]","\uE000") => ""
        regex("\\Qa.b\\E+","a.bbb") => "a.bbb"
        regex("\\Qa.b","a.b") => "a.b"
        regex("\\E","a") => !
        regex("a\\Q\\E*","aa") => "aa"
        regex("\\C","a") => !
        regex("\\Z","a") => !
        regex("a\\z","a") => "a"
        regex("\\Aa","a") => "a"
        regex("\\h","a") => !
        regex("\\<","<") => "\u003c"
        regex("\\/","/") => "/"
        regex("(a*)*","b") => [""]
        regex("(|a)+","aaa") => [""]
        regex("(|a)*","aaa") => [""]
        regex("(a|ab)(c|bcd)(d*)","abcd") => ["a","bcd",""]
        regex("a||b","b") => ""
        regex("()","x") => [""]
        regex("","x") => ""
        regex("(?:)","x") => ""
        regex("((a)|(b))*","ab") => ["b","a","b"]
        regex("x*","") => ""
        regex("(a)|b","b") => [null]
        regex("(k){0}(b)","b") => [null,"b"]
        regex("a(?U)*","aaa") => ""
        regex("(?U:a*)(a*)","aaa") => ["aaa"]
        regex("(?U)(a+)(?-U:(a+))","aaa") => ["a","aa"]
        "#,
    );
}

#[test]
fn regexall() {
    answers(
        r#"
        regexall("\\b","é ab") => ["",""]
        regexall("\\B","aéb") => []
        regexall("\\B","é") => ["",""]
        regexall("a","banana") => ["a","a","a"]
        regexall("(a)(n)?","banana") => [["a","n"],["a","n"],["a",null]]
        regexall("(?P<v>a)","banana") => [{"v":"a"},{"v":"a"},{"v":"a"}]
        regexall("x","banana") => []
        regexall("a*","baac") => ["","aa",""]
        regexall("","ab") => ["","",""]
        regexall("(?P<x>a)(b)","ab") => !
        regexall("[","ab") => !
        regexall("é","aéé") => ["é","é"]
        length(regexall("x*","abc")) => 4
        regexall("(?i)straße","STRASSE straße STRAẞE") => ["straße","STRAẞE"]
        "#,
    );
}

#[test]
fn regex_replace() {
    answers(
        r#"
        regex_replace("hello world","(\\w+) (\\w+)","$2 $1") => "world hello"
        regex_replace("abc","b","$0$0") => "abbc"
        regex_replace("abc","b","[$$]") => "a[$]c"
        regex_replace("abc","(?P<n>b)","<$n>") => "a\u003cb\u003ec"
        regex_replace("abc","(?P<n>b)","<$${n}x>") => "a\u003cbx\u003ec"
        regex_replace("abc","(?P<n>b)","<$nx>") => "a\u003c\u003ec"
        regex_replace("abc","(b)","<$1x>") => "a\u003c\u003ec"
        regex_replace("abc","(b)","<$${1}x>") => "a\u003cbx\u003ec"
        regex_replace("abc","(b)","<$${1x>") => "a\u003c${1x\u003ec"
        regex_replace("abc","(b)","<$>") => "a\u003c$\u003ec"
        regex_replace("abc","(b)","<$01>") => "a\u003c\u003ec"
        regex_replace("abc","(b)","<$9>") => "a\u003c\u003ec"
        regex_replace("abc","(b)","<$-1>") => "a\u003c$-1\u003ec"
        regex_replace("abc","b*","-") => "-a-c-"
        regex_replace("","","-") => "-"
        regex_replace("abc","","-") => "-a-b-c-"
        regex_replace("héé","é","e") => "hee"
        regex_replace("abc","[","x") => !
        regex_replace("aXbX","(?i)x","$0$0") => "aXXbXX"
        regex_replace("a.b.c","\\.","/") => "a/b/c"
        regex_replace("ab","(?P<x>a)|(?P<x>b)","<$x>") => "\u003ca\u003e\u003cb\u003e"
        "#,
    );
}
