//! Versions.

use super::answers;

#[test]
fn semvercmp() {
    answers(
        r#"
        semvercmp("1.2.3",">=1.2") => true
        semvercmp("1.2.3","^1.2") => true
        semvercmp("1.2.3","~1.2.4") => false
        semvercmp("1.2.3","1.x") => true
        semvercmp("1.2.3","*") => true
        semvercmp("1.2.3","") => !
        semvercmp("1.2.3-beta","*") => false
        semvercmp("1.2.3-beta",">=1.2.3-alpha") => true
        semvercmp("1.2.3-beta",">=1.0.0, <2.0.0-0") => true
        semvercmp("1.2.3","1.0 - 2.0") => true
        semvercmp("2.0.5","1.0 - 2.0") => true
        semvercmp("2.1.0","1.0 - 2.0") => false
        semvercmp("1.2.3","<1 || >1.2") => false
        semvercmp("1.2.3","||") => !
        semvercmp("1.2.3",">1.2") => false
        semvercmp("1.3.0",">1.2") => true
        semvercmp("1.3.0",">1") => false
        semvercmp("2.0.0",">1") => true
        semvercmp("1.2.3","!=1.2") => false
        semvercmp("1.2.3","!=1.2.x") => false
        semvercmp("1.2.3","!=1") => false
        semvercmp("1.3.3","!=1.2") => true
        semvercmp("1.2.3","!=*") => true
        semvercmp("0.0.0","!=*") => false
        semvercmp("1.2.3","<=1.2") => true
        semvercmp("1.3.0","<=1.2") => false
        semvercmp("1.9.0","<=1") => true
        semvercmp("1.9.0","<=*") => false
        semvercmp("0.0.9","<=*") => true
        semvercmp("1.2.3","^0.2.3") => false
        semvercmp("0.2.9","^0.2.3") => true
        semvercmp("0.3.0","^0.2.3") => false
        semvercmp("0.0.3","^0.0.3") => true
        semvercmp("0.0.4","^0.0.3") => false
        semvercmp("0.0.4","^0.0") => true
        semvercmp("0.9.4","^0") => true
        semvercmp("1.0.0","^*") => false
        semvercmp("0.0.0","^*") => true
        semvercmp("1.0.0","~*") => true
        semvercmp("1.0.0","~0.0.0") => true
        semvercmp("1.5.0","~1") => true
        semvercmp("1.2.9","~>1.2") => true
        semvercmp("1.2.3","=1.2.3") => true
        semvercmp("1.2.3","==1.2.3") => !
        semvercmp("v1.2.3","v1.2.3") => true
        semvercmp("1.2","1.2.0") => true
        semvercmp("1","1.0.0") => true
        semvercmp("01.2.3","1.2.3") => true
        semvercmp("1.2.3.4","1.2.3") => !
        semvercmp("1.2.3-01","*") => !
        semvercmp("1.2.3-0a","*") => false
        semvercmp("1.2.3+build","=1.2.3+other") => true
        semvercmp("","*") => !
        semvercmp("x","*") => !
        semvercmp("99999999999999999999.0.0","*") => !
        semvercmp("1.2.3",">= 1.2 < 2") => true
        semvercmp("1.2.3",">=1.2,<2") => true
        semvercmp("1.2.3",">=1.2<2") => !
        semvercmp("1.2.3"," >=1.2 , <2 ") => true
        semvercmp("1.2.3","=>1.2") => true
        semvercmp("1.2.3","=<1.2") => true
        semvercmp("1.2.3",">1.2.x") => false
        semvercmp("1.2.3","xx") => !
        semvercmp("1.2.3","1.2x") => !
        semvercmp("1.2.3","X") => true
        semvercmp("1.2.3","1|2") => !
        semvercmp("1.2.3","1.X.3") => true
        semvercmp("1.2.3","x.2.3") => true
        semvercmp("1.2.3-alpha.10",">1.2.3-alpha.9") => true
        semvercmp("1.2.3-alpha.1",">1.2.3-alpha") => true
        semvercmp("1.2.3-alpha",">1.2.3-1") => true
        semvercmp("1.2.3-alpha","<1.2.3") => false
        semvercmp("1.2.3-alpha","<1.2.3-0 || <1.2.3-z") => true
        semvercmp("1.2.3","<1.2.3-z") => false
        semvercmp("1.2.4-a","1.2.x-a") => true
        semvercmp("1.2.4-b","!=1.2.x-a") => true
        semvercmp("1.2.4-a","!=1.2.x-a") => false
        semvercmp("1.2.3","foo") => !
        semvercmp("1.2.3","1.0-2.0") => false
        semvercmp("1.2.3","1.0 -2.0") => !
        semvercmp("1.2.3","1.0 - 1.1 || 1.2 - 1.3") => true
        semvercmp("1.2.3",">=1.0 - 2.0") => !
        semvercmp(1.2,">=1") => true
        "#,
    );
}
