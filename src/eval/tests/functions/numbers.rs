//! Numbers.

use super::answers;

#[test]
fn absolute() {
    answers(
        r#"
        absolute(-1.5) => 1.5
        absolute("-3") => 3
        absolute(-0) => 0
        "#,
    );
}

#[test]
fn add() {
    answers(
        r#"
        add(1,2) => 3
        add("1",2) => 3
        add(1/0,-1/0) => !
        add(0.1,0.2) => 0.3
        "#,
    );
}

#[test]
fn subtract() {
    answers(
        r"
        subtract(1/0,1/0) => !
        subtract(1,0.9) => 0.10000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000003
        ",
    );
}

#[test]
fn multiply() {
    answers(
        r#"
        multiply(0,1/0) => !
        multiply(3,"4") => 12
        multiply(0.1,0.1) => 0.010000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000001
        "#,
    );
}

#[test]
fn divide() {
    answers(
        r"
        divide(1,3) => 0.33333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333335
        divide(1,0) => !
        divide(0,0) => !
        divide(-1,0) => !
        ",
    );
}

#[test]
fn modulo() {
    answers(
        r"
        modulo(10,3) => 1
        modulo(-10,3) => -1
        modulo(10,-3) => 1
        modulo(10,0) => 10
        modulo(5.5,2) => 1.5
        modulo(1/0,3) => !
        modulo(3,1/0) => !
        ",
    );
}

#[test]
fn negate() {
    answers(
        r#"
        negate(5) => -5
        negate(0) => -0
        negate("x") => !
        "#,
    );
}

#[test]
fn ceil() {
    answers(
        r"
        ceil(1.2) => 2
        ceil(-1.2) => -1
        ceil(-0.5) => 0
        ceil(0) => 0
        ceil(1e30) => 1000000000000000000000000000000
        ceil(1.0000000000000000000000001) => 2
        ",
    );
}

#[test]
fn floor() {
    answers(
        r"
        floor(1.7) => 1
        floor(-1.2) => -2
        floor(-0.5) => -1
        floor(0.5) => 0
        floor(-1/0) => !
        ",
    );
}

#[test]
fn int() {
    answers(
        r#"
        int(1.9) => 1
        int(-1.9) => -1
        int(-0.5) => 0
        int(1e400) => 10000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000
        int("12.5") => 12
        "#,
    );
}

#[test]
fn signum() {
    answers(
        r"
        signum(5) => 1
        signum(-5) => -1
        signum(0) => 0
        signum(1.5) => !
        signum(1e30) => !
        ",
    );
}

#[test]
fn max() {
    answers(
        r#"
        max(1,2,3) => 3
        max() => !
        max("5",3) => 5
        max(-1/0) => !
        "#,
    );
}

#[test]
fn min() {
    answers(
        r"
        min(1,2,3) => 1
        min(1/0) => !
        min([1,2]...) => 1
        min([1,2]) => !
        ",
    );
}

#[test]
fn parseint() {
    answers(
        r#"
        parseint("ff",16) => 255
        parseint("FF",16) => 255
        parseint("Zz",62) => 3817
        parseint("zZ",62) => 2231
        parseint("zz",36) => 1295
        parseint("ZZ",36) => 1295
        parseint("-101",2) => -5
        parseint("+7",8) => 7
        parseint("",10) => !
        parseint("-",10) => !
        parseint("1_000",10) => !
        parseint("12",1) => !
        parseint("12",63) => !
        parseint("9",8) => !
        parseint(10,10) => !
        parseint("10","16") => 16
        parseint("123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890",10) => 123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890
        parseint(" 1",10) => !
        parseint("é",36) => !
        parseint(null,10) => !
        "#,
    );
}

#[test]
fn range() {
    answers(
        r#"
        range(3,1) => [3,2]
        range(0,5,0) => !
        range(0,0,0) => []
        range(1,1) => []
        range(-2) => [0,-1]
        range(0,1,0.25) => [0,0.25,0.5,0.75]
        range(1025) => !
        range(1,10,3) => [1,4,7]
        range(10,1,-4) => [10,6,2]
        range(1,10,-1) => !
        range(10,1,1) => !
        range() => !
        range(1,2,3,4) => !
        range("3") => [0,1,2]
        range(0.5) => [0]
        range(1/0) => !
        "#,
    );
}

#[test]
fn greaterthan() {
    answers(
        r#"
        greaterthan(2,1) => true
        greaterthan("10","9") => true
        "#,
    );
}

#[test]
fn greaterthanorequalto() {
    answers(
        r"
        greaterthanorequalto(1,1) => true
        ",
    );
}

#[test]
fn lessthan() {
    answers(
        r"
        lessthan(1,2) => true
        ",
    );
}

#[test]
fn lessthanorequalto() {
    answers(
        r"
        lessthanorequalto(2,1) => false
        ",
    );
}
