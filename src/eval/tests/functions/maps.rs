//! Maps and objects.

use super::answers;

#[test]
fn keys() {
    answers(
        r#"
        keys({b=1,a=2}) => ["a","b"]
        keys({}) => []
        keys(convert({b=1,a=2},map(number))) => ["a","b"]
        keys(convert({},map(number))) => []
        keys([1]) => !
        keys(null) => !
        keys("a") => !
        "#,
    );
}

#[test]
fn values() {
    answers(
        r#"
        values({b=1,a="x"}) => ["x",1]
        values({}) => []
        values(convert({b=1,a=2},map(number))) => [2,1]
        values([1]) => !
        "#,
    );
}

#[test]
fn lookup() {
    answers(
        r#"
        lookup({a=1},"a","x") => 1
        lookup({a=1},"b","x") => "x"
        lookup({a=1},"b",null) => !
        lookup({a=1},"b") => !
        lookup(convert({a=1},map(number)),"b","2") => 2
        lookup(convert({a=1},map(number)),"b","x") => !
        lookup(convert({a=1},map(number)),"a","x") => !
        lookup(convert({a=1},map(string)),"b",5) => "5"
        lookup({a=null},"a","x") => null
        lookup([1],"a",1) => !
        lookup({a=1},1,2) => 2
        lookup({"1"=1},1,2) => 1
        lookup(zipmap(["a"],split(",","x")),"b",null) => !
        "#,
    );
}

#[test]
fn merge() {
    answers(
        r#"
        merge(null, []) => {}
        merge([], null) => !
        merge({a=1}, [], null) => !
        merge({a=1}, null, []) => {"a":1}
        merge(null, {}) => {}
        merge(null, [1]) => !
        merge(null, "") => !
        merge(null, convert(null, string)) => {}
        merge(convert(null,object({a=string}))) => !
        merge(convert(null,object({a=string})), {a="x"}) => {"a":"x"}
        merge(convert(null,map(string))) => {}
        merge(convert({a=1},map(string)),{b=1}) => {"a":"1","b":1}
        merge(convert({a=1},map(string)),convert({b=1},map(number))) => {"a":"1","b":1}
        merge() => {}
        merge({a=1},{a=2,b=3}) => {"a":2,"b":3}
        merge({a=1},"x") => !
        merge({a=1},[]) => !
        merge({a=1},null) => {"a":1}
        merge({a=[1]},{a={b=2}}) => {"a":{"b":2}}
        merge(null,setunion(["1","a"])) => {"1":"1","a":"a"}
        merge(null,setunion([1])) => !
        merge({a=1},setunion(["b"])) => !
        "#,
    );
}

#[test]
fn zipmap() {
    answers(
        r#"
        zipmap(["a","b"],[1,"x"]) => {"a":1,"b":"x"}
        zipmap(["a","b"],split(",","x,y")) => {"a":"x","b":"y"}
        zipmap(["a"],[1,2]) => !
        zipmap(["a"],split(",","x,y")) => !
        zipmap(["a",null],[1,2]) => !
        zipmap(["a","a"],[1,2]) => {"a":2}
        zipmap([],[]) => {}
        zipmap([1,2],["a","b"]) => {"1":"a","2":"b"}
        zipmap(["a"],setunion(["x"])) => !
        zipmap(["a"],{b=1}) => !
        "#,
    );
}
