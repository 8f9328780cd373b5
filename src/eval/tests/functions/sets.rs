//! Sets.

use super::answers;

#[test]
fn setunion() {
    answers(
        r#"
        setunion(["b","a"],["c","a"]) => ["a","b","c"]
        setunion([1],["a"]) => ["1","a"]
        setunion([]) => []
        setunion([],["a"]) => ["a"]
        setunion([[]],[["a"]]) => [["a"],[]]
        setunion() => !
        setunion("a") => !
        setunion([null,"a"]) => ["a",null]
        setunion([1,10,9],[2]) => [1,2,9,10]
        setunion([true,false]) => [false,true]
        setunion([{a=1}],[{a=2}]) => [{"a":1},{"a":2}]
        setunion([1,"1"]) => ["1"]
        setunion(["1"],[1]) => ["1"]
        "#,
    );
}

#[test]
fn setintersection() {
    answers(
        r#"
        setintersection(["a","b"],["b","c"]) => ["b"]
        setintersection(["a"],["b"],["c"]) => []
        setintersection([1,2],["2"]) => ["2"]
        setintersection(["a"]) => ["a"]
        setintersection([],["a"]) => []
        "#,
    );
}

#[test]
fn setsubtract() {
    answers(
        r#"
        setsubtract(["a","b"],["b"]) => ["a"]
        setsubtract([1,2,3],["2"]) => ["1","3"]
        setsubtract([],[]) => []
        setsubtract(["a"]) => !
        setsubtract(["a"],[null]) => ["a"]
        setsubtract([null],[null]) => []
        setsubtract([{a=1}],[null]) => !
        setsubtract([null],[[1]]) => !
        setsubtract([{a=1}],[]) => [{"a":1}]
        setunion([],[{a=1}],[null]) => !
        setunion(["a"],[null],[{a=1}]) => !
        "#,
    );
}

#[test]
fn setsymmetricdifference() {
    answers(
        r#"
        setsymmetricdifference(["a","b"],["b","c"]) => ["a","c"]
        setsymmetricdifference(["a"],["a"],["a"]) => ["a"]
        setsymmetricdifference(["a"],["a"]) => []
        "#,
    );
}

#[test]
fn sethaselement() {
    answers(
        r#"
        sethaselement(["a"],"a") => true
        sethaselement([1],"1") => false
        sethaselement(["a"],null) => !
        sethaselement([],1) => false
        sethaselement([[1]],[1]) => true
        sethaselement([[1]],split(",","1")) => false
        "#,
    );
}

#[test]
fn setproduct() {
    answers(
        r#"
        setproduct(["a","b"],[1,2]) => [["a",1],["a",2],["b",1],["b",2]]
        setproduct(["a"],[]) => []
        setproduct(["a"]) => !
        setproduct([],[]) => []
        setproduct(setunion(["b","a"]),[1]) => [["a",1],["b",1]]
        setproduct([1,"a"],[true]) => [["1",true],["a",true]]
        setproduct([1,[]],[true]) => !
        setproduct([null,"a"],[1]) => [[null,1],["a",1]]
        setproduct("a",[1]) => !
        setproduct({a=1},[1]) => !
        setproduct([{a=1},{a="x"}],[1]) => [[{"a":"1"},1],[{"a":"x"},1]]
        setproduct([{a=1},{b="x"}],[1]) => [[{"a":"1"},1],[{"b":"x"},1]]
        setproduct(["a"],setunion([1,2]),[true]) => [["a",1,true],["a",2,true]]
        "#,
    );
}
