//! Encodings, hashes and paths.

use super::answers;

#[test]
fn base64encode() {
    answers(
        r#"
        base64encode("héllo") => "aMOpbGxv"
        "#,
    );
}

#[test]
fn base64decode() {
    answers(
        r#"
        base64decode("aMOpbGxv") => "héllo"
        base64decode("aGVsbG8") => !
        base64decode("aGVsbG8=") => "hello"
        base64decode("aGVs\nbG8=\n") => "hello"
        base64decode("aGVsbG9=") => "hello"
        base64decode("aGVs bG8=") => !
        base64decode("") => ""
        base64decode("====") => !
        base64decode("/w==") => !
        base64decode("YQ==YQ==") => !
        base64decode("YR==") => "a"
        base64decode("YQ=") => !
        base64decode("-_-_") => !
        "#,
    );
}

#[test]
fn urlencode() {
    answers(
        r#"
        urlencode("a b+c&d=é/~-_.!*'()") => "a+b%2Bc%26d%3D%C3%A9%2F~-_.%21%2A%27%28%29"
        urlencode("") => ""
        "#,
    );
}

#[test]
fn md5() {
    answers(
        r#"
        md5("") => "d41d8cd98f00b204e9800998ecf8427e"
        md5("é") => "66ddcd97cfdeabb2f6fb8a999b4bc76f"
        "#,
    );
}

#[test]
fn sha1() {
    answers(
        r#"
        sha1("a") => "86f7e437faa5a7fce15d1ddcb9eaeaea377667b8"
        "#,
    );
}

#[test]
fn sha256() {
    answers(
        r#"
        sha256("a") => "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb"
        "#,
    );
}

#[test]
fn sha512() {
    answers(
        r#"
        sha512("a") => "1f40fc92da241694750979ee6cf582f2d5d7d28e18335de05abc54d0560e0f5302860c652bf08d560252aa5e74210546f369fbbbce8c12cfc7957b2652fe9a75"
        "#,
    );
}

#[test]
fn basename() {
    answers(
        r#"
        basename("") => "."
        basename("/") => "/"
        basename("//") => "/"
        basename("a/b/") => "b"
        basename("a/b/../c") => "c"
        basename(".") => "."
        basename("/a") => "a"
        "#,
    );
}

#[test]
fn dirname() {
    answers(
        r#"
        dirname("") => "."
        dirname("/") => "/"
        dirname("a") => "."
        dirname("a/b/") => "a/b"
        dirname("/a/../../b/c") => "/b"
        dirname("a/../../b/c") => "../b"
        dirname("//a//b") => "/a"
        dirname("./a") => "."
        dirname("a/./b/../c/d") => "a/c"
        dirname("../../x") => "../.."
        "#,
    );
}

#[test]
fn jsonencode() {
    answers(
        r#"
        jsonencode({a=[1,null,"x<&>"]}) => "{\"a\":[1,null,\"x\\u003c\\u0026\\u003e\"]}"
        jsonencode("é\u2028\u0001") => "\"é\\u2028\\u0001\""
        jsonencode(1e30) => "1000000000000000000000000000000"
        jsonencode(null) => "null"
        jsonencode(1/0) => !
        "#,
    );
}

#[test]
fn jsondecode() {
    answers(
        r#"
        jsondecode("{\"a\":[1,2.50,\"x\",null,true]}") => {"a":[1,2.5,"x",null,true]}
        jsondecode("") => !
        jsondecode("1 2") => !
        jsondecode("[1,]") => !
        jsondecode("{\"a\":1,\"a\":2}") => {"a":2}
        jsondecode("1e400") => 10000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000
        jsondecode("null") => null
        jsondecode(" \"x\" ") => "x"
        "#,
    );
}

#[test]
fn csvdecode() {
    answers(
        r#"
        csvdecode("a,b\n1,2\n3,4\n") => [{"a":"1","b":"2"},{"a":"3","b":"4"}]
        csvdecode("a,b") => []
        csvdecode("") => !
        csvdecode("\n\n") => !
        csvdecode("a,a\n1,2") => !
        csvdecode("a,b\n1") => !
        csvdecode("a,b\n1,2,3") => !
        csvdecode("a,b\n\"x,\"\"y\"\"\",\"l1\nl2\"\n") => [{"a":"x,\"y\"","b":"l1\nl2"}]
        csvdecode("a,b\r\n1,2\r\n") => [{"a":"1","b":"2"}]
        csvdecode("a\n\"x\r\ny\"\r\n") => [{"a":"x\ny"}]
        csvdecode("a\nb\"c") => !
        csvdecode("a\n\"b\"c") => !
        csvdecode("a\n\"b") => !
        csvdecode("a\n\"b\n") => !
        csvdecode("a\nx\r") => [{"a":"x"}]
        csvdecode("a\n\r") => []
        csvdecode("a\n\n\nb\n") => [{"a":"b"}]
        csvdecode("a,\n1,2") => [{"":"2","a":"1"}]
        csvdecode(" a, b\n 1, 2") => [{" a":" 1"," b":" 2"}]
        csvdecode("a\n\"\"") => [{"a":""}]
        csvdecode("a\n \"x\"") => !
        csvdecode("a,b\n,\n") => [{"a":"","b":""}]
        csvdecode("\"a\nb\",c\n1,2") => [{"a\nb":"1","c":"2"}]
        csvdecode(null) => !
        csvdecode("name,v\na,1\nb,\"2,3\"\n") => [{"name":"a","v":"1"},{"name":"b","v":"2,3"}]
        "#,
    );
}

#[test]
fn uuidv5() {
    answers(
        r#"
        uuidv5("dns","www.example.org") => "74738ff5-5367-5958-9aee-98fffdcd1876"
        uuidv5("url","x") => "4cd605e7-afa2-5360-b5b9-c5e9fb5c76f4"
        uuidv5("oid","x") => "8558d34a-d3c6-5881-a6e3-bf8f3e6110ea"
        uuidv5("x500","x") => "456e503f-63e3-56c1-b807-4cd79bf8cc22"
        uuidv5("6ba7b810-9dad-11d1-80b4-00c04fd430c8","x") => "05b16a01-46c6-56dd-bd6e-c6dfb4a1427a"
        uuidv5("6BA7B8109DAD11D180B400C04FD430C8","x") => "05b16a01-46c6-56dd-bd6e-c6dfb4a1427a"
        uuidv5("{6ba7b810-9dad-11d1-80b4-00c04fd430c8}","x") => "05b16a01-46c6-56dd-bd6e-c6dfb4a1427a"
        uuidv5("(6ba7b810-9dad-11d1-80b4-00c04fd430c8)","x") => "05b16a01-46c6-56dd-bd6e-c6dfb4a1427a"
        uuidv5("urn:uuid:6ba7b810-9dad-11d1-80b4-00c04fd430c8","x") => "05b16a01-46c6-56dd-bd6e-c6dfb4a1427a"
        uuidv5("URN:UUID:6ba7b810-9dad-11d1-80b4-00c04fd430c8","x") => "05b16a01-46c6-56dd-bd6e-c6dfb4a1427a"
        uuidv5("nope","x") => !
        uuidv5("6ba7b810x9dad-11d1-80b4-00c04fd430c8","x") => !
        "#,
    );
}

#[test]
fn bcrypt() {
    answers(
        r#"
        strlen(bcrypt("x",4)) => 60
        substr(bcrypt("x",4),0,7) => "$2a$04$"
        substr(bcrypt("x",1),0,7) => "$2a$10$"
        substr(bcrypt("x",-5),0,7) => "$2a$10$"
        bcrypt("x",32) => !
        bcrypt("x",4,5) => !
        bcrypt("x",4.5) => !
        bcrypt("1234567890123456789012345678901234567890123456789012345678901234567890123") => !
        strlen(bcrypt("123456789012345678901234567890123456789012345678901234567890123456789012",4)) => 60
        "#,
    );
}

#[test]
fn rsadecrypt() {
    answers(
        r#"
        rsadecrypt("x","y") => !
        rsadecrypt("eA==","y") => !
        rsadecrypt("eA==","-----BEGIN RSA PRIVATE KEY-----\neA==\n-----END RSA PRIVATE KEY-----\n") => !
        rsadecrypt("lUU65goD4I0M49Mw8rUTIdD7shoD8OEx8vdXLV+YeWTpjf8EuDyVfTUMKy/tPmp/cBfrVRZE+jkg8bZ+Tq563/k/1AyRNzEkHnare5kUk6mR0Ot6miEFRyJ4RHSDb/Z1NUNAdJPXu+OQhUrLDRo7m71Rv1f+tzYJ/t3g8Pjzba0=","-----BEGIN RSA PRIVATE KEY-----\nMIICXAIBAAKBgQC5UVbnGGRc+V3xuvciQnfhrlC67QQ1HDZnUFryYNlJVNjCjfMM\nSaakzKYItZsDv0pfhq7pNm1fNetWbGl1uQQ0VQmHXuEprLz+HtWdUjDe6Lt0RlOn\nvoSWfSeuq0xlReztycRPV9RD8GXdvnNAD+znsK8/RM70fBOqAVG2pWnqRQIDAQAB\nAoGABPFadAd+hcxQ6SWnec50DBzuIk44EoKSIOdPxa83nHEa5vWKSgWc4EBlHU5a\nuBreDPY2rBm7iRKTGFcD6RPqPL90OnfDtyGuVm9PvIifgZfeHy3tSIFtV8yumzNJ\npqC9O1qn6GitN58+oTzzwiOHz/XOatsHCWeraFaYy6naTAECQQDnEi1GpT15u1lb\nTzZR7g4ma0vaXxk0b5I7aq75EN336PEaNQsqXkyY3Ulq5MlQ0HSy1eOtoHc5aQGU\n2iDnPTHBAkEAzU+HNAiIaBmlG6oo2i1m0ZYCVjZluK0l7/VBB6Lv0KwZ/iqkwEL0\n7lfi4u9BirAmA1vloXL3TIGmX2nHvCFRhQJAS4/HHH32j3MzckeB9OLK38dgg6Vr\ngZkmkaV+WFYqr+INzcsgvpcdpzNdycXNC09Piheln2aE9lIfQUTfU57QQQJAaaOn\nBK3zSeUQIGjwdjpwMh0GfMemlVx6Lbq6yCwdSviSs0XL2aVaE50i//NtfOff11Cc\nmfLmrfXz3ho2jGV0ZQJBAMAQh6AHnhACzb1A/HXvZEEkn+IOxV3eXEotlb59iZF3\nP8JjF8Zmgod/yWyG2NMSMkRaFtVMkJQQaoL7Zg2WYG0=\n-----END RSA PRIVATE KEY-----\n") => "secret"
        "#,
    );
}
