//! Truth, equality and null.

use super::answers;

#[test]
fn and() {
    answers(
        r#"
        and(true,"false") => false
        and("yes",true) => !
        and(1,true) => !
        "#,
    );
}

#[test]
fn or() {
    answers(
        r#"
        or(false,"true") => true
        or(null,true) => !
        "#,
    );
}

#[test]
fn not() {
    answers(
        r#"
        not("true") => false
        not("TRUE") => !
        not(1) => !
        "#,
    );
}

#[test]
fn equal() {
    answers(
        r#"
        equal(1,"1") => false
        equal(null,null) => true
        equal(1,1.0) => true
        equal([1],[1]) => true
        equal({a=null},{a=null}) => true
        equal([],{}) => false
        equal(0.1,add(0.05,0.05)) => true
        "#,
    );
}

#[test]
fn notequal() {
    answers(
        r#"
        notequal("a","b") => true
        notequal(null,1) => true
        "#,
    );
}

#[test]
fn coalesce() {
    answers(
        r#"
        coalesce(null,null) => !
        coalesce() => !
        coalesce(null,1,"a") => "1"
        coalesce("",1) => ""
        coalesce(1,"a") => "1"
        coalesce(null,[1],["a"]) => [1]
        coalesce([],{}) => !
        coalesce(true,1) => !
        coalesce({a=1},{b=2}) => {"a":1}
        coalesce(null,{a=1},{a="x"}) => {"a":1}
        "#,
    );
}

#[test]
fn trying() {
    answers(
        r"
        try(1/0,2) => !
        ",
    );
}

#[test]
fn whether_it_can() {
    answers(
        r"
        can(upper([])) => false
        ",
    );
}

#[test]
fn byteslen() {
    answers(
        r#"
        byteslen("a") => !
        byteslen(null) => !
        "#,
    );
}

#[test]
fn bytesslice() {
    answers(
        r#"
        bytesslice("a",1,2) => !
        "#,
    );
}
