//! Blocks of addresses.

use super::answers;

#[test]
fn cidrhost() {
    answers(
        r#"
        cidrhost("10.12.127.0/20",16) => "10.12.112.16"
        cidrhost("10.12.127.0/20",268) => "10.12.113.12"
        cidrhost("10.12.127.0/20",-1) => "10.12.127.255"
        cidrhost("10.12.127.0/20",4095) => "10.12.127.255"
        cidrhost("10.12.127.0/20",4096) => !
        cidrhost("10.12.127.0/20",-4096) => "10.12.112.0"
        cidrhost("10.12.127.0/20",-4097) => !
        cidrhost("fd00:fd12:3456:7890:00a2::/72",34) => "fd00:fd12:3456:7890::22"
        cidrhost("::/0",9223372036854775807) => "::7fff:ffff:ffff:ffff"
        cidrhost("::/0",-1) => "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"
        cidrhost("1.2.3.4/32",0) => "1.2.3.4"
        cidrhost("1.2.3.4/32",1) => !
        cidrhost("1.2.3.4/33",0) => !
        cidrhost("1.2.3.4",0) => !
        cidrhost("01.2.3.4/8",0) => !
        cidrhost("1.2.3.4/08",0) => "1.0.0.0"
        cidrhost("1.2.3.4/+8",0) => !
        cidrhost("1.2.3.4/",0) => !
        cidrhost("fe80::1%eth0/64",0) => !
        cidrhost("::ffff:1.2.3.0/120",5) => "0:5::ffff:102:300"
        cidrhost("10.0.0.0/8",1.5) => !
        cidrhost("10.0.0.0/8",1e30) => !
        "#,
    );
}

#[test]
fn cidrnetmask() {
    answers(
        r#"
        cidrnetmask("172.16.0.0/12") => "255.240.0.0"
        cidrnetmask("0.0.0.0/0") => "0.0.0.0"
        cidrnetmask("fd00::/56") => "ffff:ffff:ffff:ff00::"
        cidrnetmask("::/0") => "::"
        cidrnetmask("::ffff:1.2.3.0/120") => "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ff00"
        "#,
    );
}

#[test]
fn cidrsubnet() {
    answers(
        r#"
        cidrsubnet("172.16.0.0/12",4,2) => "172.18.0.0/16"
        cidrsubnet("10.1.2.0/24",4,15) => "10.1.2.240/28"
        cidrsubnet("10.1.2.0/24",4,16) => !
        cidrsubnet("10.1.2.0/24",9,0) => !
        cidrsubnet("fd00:fd12:3456:7890::/56",16,162) => "fd00:fd12:3456:7800:a200::/72"
        cidrsubnet("fd00::/8",32,4294967295) => "fdff:ffff:ff00::/40"
        cidrsubnet("fd00::/8",33,0) => !
        cidrsubnet("10.1.2.0/24",0,0) => "10.1.2.0/24"
        cidrsubnet("10.1.2.0/24",0,1) => !
        cidrsubnet("10.1.2.0/24",-4,0) => "10.1.2.0/20"
        cidrsubnet("10.1.2.0/24",-4,1) => "10.1.18.0/20"
        cidrsubnet("10.1.2.0/24",-4,-1) => "0.0.14.0/20"
        cidrsubnet("10.1.2.0/24",-25,0) => "\u003cnil\u003e"
        cidrsubnet("10.1.2.0/24",-25,1) => !
        cidrsubnet("10.1.2.0/24",4,-1) => !
        cidrsubnet("::ffff:1.2.3.0/120",4,1) => "1.2.3.16/28"
        cidrsubnet("10.1.2.3/24",8,7) => "10.1.2.7/32"
        cidrsubnet("10.0.0.0/8",8,255) => "10.255.0.0/16"
        cidrsubnet("10.0.0.0/8",8,256) => !
        "#,
    );
}

#[test]
fn cidrsubnets() {
    answers(
        r#"
        cidrsubnets("10.1.0.0/16",4,4,8,4) => ["10.1.0.0/20","10.1.16.0/20","10.1.32.0/24","10.1.48.0/20"]
        cidrsubnets("10.1.0.0/16") => []
        cidrsubnets("10.1.0.0/16",1,1,1) => !
        cidrsubnets("10.1.0.0/16",0) => !
        cidrsubnets("10.1.0.0/16",17) => !
        cidrsubnets("10.1.0.0/16",33) => !
        cidrsubnets("0.0.0.0/0",1) => !
        cidrsubnets("255.255.255.0/24",1,1) => ["255.255.255.0/25","255.255.255.128/25"]
        cidrsubnets("255.255.255.0/24",1,1,1) => !
        cidrsubnets("fd00:fd12:3456:7890::/56",16,16,16,32) => ["fd00:fd12:3456:7800::/72","fd00:fd12:3456:7800:100::/72","fd00:fd12:3456:7800:200::/72","fd00:fd12:3456:7800:300::/88"]
        cidrsubnets("10.0.0.0/8",2,8,2) => ["10.0.0.0/10","10.64.0.0/16","10.128.0.0/10"]
        cidrsubnets("::ffff:1.2.3.0/120",1) => !
        "#,
    );
}
