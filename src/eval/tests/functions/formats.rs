//! Formats.

use super::answers;

#[test]
fn format_of_numbers() {
    answers(
        r#"
        format("%s %d %v","a",5,true) => "a 5 true"
        format("%5s|%-5s|%05s|%-05s","a","b","c","d") => "    a|b    |0000c|d0000"
        format("%5d|%-5d|%05d|%+d|% d|%x|%X|%b|%o|%#x|%#b|%#o|%#X",42,42,42,42,42,42,42,42,42,42,42,42,42) => "   42|42   |00042|+42| 42|2a|2A|101010|52|0x2a|0b101010|052|0X2A"
        format("%.3d|%8.3d|%-8.3d|%08.3d|%.0d|%.d",5,5,5,5,0,0) => "005|     005|005     |     005||"
        format("%d",-5) => "-5"
        format("%05d|%x|%+x",-5,-255,-255) => "-0005|-ff|-ff"
        format("%d",1.5) => !
        format("%d","12") => "12"
        format("%d","x") => !
        format("%d",123456789012345678901234567890) => "123456789012345678901234567890"
        format("%f|%.2f|%8.2f|%-8.2f|%08.2f|%+.1f|% .1f",1.5,1.255,3.14159,3.14159,-3.14159,2,2) => "1.500000|1.25|    3.14|3.14    |-0003.14|+2.0| 2.0"
        format("%-08.2f|",3.14159) => "00003.14|"
        format("%e|%E|%.0e|%.3E",12345.678,0.00012,15,1e100) => "1.234568e+04|1.200000E-04|2e+01|1.000E+100"
        format("%g|%G|%.3g|%g|%g|%g",1e21,1e-10,1234.5678,1000000,100000,0.00001) => "1e+21|1E-10|1.23e+03|1e+06|100000|1e-05"
        format("%g",0.1) => "0.1"
        format("%f",1/3) => "0.333333"
        format("%.70f",1/3) => "0.3333333333333333333333333333333333333333333333333333333333333333333333"
        format("%g",1/3) => "0.33333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333335"
        format("%v",1/3) => "0.33333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333335"
        format("%v|%v|%v|%v",1e6,123456,1234567,0.00001) => "1e+06|123456|1.234567e+06|1e-05"
        format("%v",1e5) => "100000"
        format("%v|%#v|%v|%#v|%v|%v","a","a",1,1e6,null,[1,"a",null]) => "a|\"a\"|1|1000000|null|[1,\"a\",null]"
        format("%v",{a=1}) => "{\"a\":1}"
        format("%10v|%-10v|%010v","a",1,true) => "         a|1         |000000true"
        "#,
    );
}

#[test]
fn format_of_other_things() {
    answers(
        r#"
        format("%t|%t","true",false) => "true|false"
        format("%t","x") => !
        format("%t",1) => !
        format("%10t|",true) => "true|"
        format("%q|%q|%10q|%.2q","a\"b",5,"x","abc") => "\"a\\\"b\"|\"5\"|       \"x\"|\"ab\""
        format("%.2s|%.0s|%.s|%5.1s|%.9s","héllo","abc","abc","é","abc") => "hé|abc|abc|    é|abc"
        format("%s",null) => !
        format("%d",null) => !
        format("%s",[1]) => !
        format("%s",true) => "true"
        format("%s",1.50) => "1.5"
        format("%%") => "%"
        format("%5%") => !
        format("%") => !
        format("%z","a") => !
        format("100%") => !
        format("%s") => !
        format("x","a") => !
        format("%s","a","b") => !
        format("%[2]s %[1]s","a","b") => "b a"
        format("%[2]s %s","a","b") => !
        format("%[1]s %s","a","b") => "a b"
        format("%[1]s %[1]s","a") => "a a"
        format("%[2]s","a","b") => "b"
        format("%[0]s","a") => !
        format("%[3]s","a") => !
        format("%[1]5s","a") => !
        format("%5[1]s","a") => "    a"
        format("%5.2[1]f",3.14159) => " 3.14"
        format("%[]s","a") => !
        format("%[1s","a") => !
        format("%é","a") => !
        format("% s","a") => "a"
        format("%+s","a") => "a"
        format("%#s","a") => "a"
        format("%#q","a") => "\"a\""
        format("%.10f",0.1) => "0.1000000000"
        format("%.20f",0.1) => "0.10000000000000000000"
        format("%.0f|%.0f|%.0f|%.0f",0.5,1.5,2.5,-0.5) => "0|2|2|-0"
        format("%f",1/0) => "+Inf"
        format("%5d",1/0) => !
        format("%010f|%+f|% f",1/0,1/0,1/0) => "      +Inf|+Inf| Inf"
        format("%f",-1/0) => "-Inf"
        format("%v",1/0) => "+Inf"
        format("%99999999d",5) => "%!(NOVERB)%!(EXTRA *big.Int=5)"
        format("%20000000f",5) => "%!(NOVERB)%!(EXTRA *big.Float=5)"
        format("%.20000000f",5.5) => "%!(NOVERB)%!(EXTRA *big.Float=5.5)"
        format("%x","ff") => !
        format("%x",255.0) => "ff"
        format("%s","e\u0301") => "é"
        format("%3s|","👨‍👩‍👧") => "  👨‍👩‍👧|"
        format("%3s|","क्ष") => " क्ष|"
        format("%t",null) => !
        format("%v") => !
        format("%v",true) => "true"
        format("%#v",true) => "true"
        format("%5v|",true) => " true|"
        format("") => ""
        format(5) => "5"
        format(null) => !
        format("%s %s",["a","b"]...) => "a b"
        format("%c",65) => !
        format("%U",65) => !
        format("%i",65) => !
        format("%.3v","abcdef") => "abcdef"
        format("%g",100000000000000000000000) => "1e+23"
        format("%.3g|%.10g|%.1g",123456,123456,0.00001234) => "1.23e+05|123456|1e-05"
        format("%e",0) => "0.000000e+00"
        format("%g",0) => "0"
        format("%v",-0.0) => "-0"
        format("%f",negate(0)) => "-0.000000"
        format("%G",1e100) => "1E+100"
        format("%.0g",123) => "1e+02"
        format("%+v",5) => "5"
        format("%+v","a") => "a"
        format("%+d|%+d",5,-5) => "+5|-5"
        format("% d|% x",-5,5) => "-5| 5"
        format("%+ d",5) => "+5"
        format("%#d",5) => "5"
        format("%#5x|%#05x|%#-6x|",10,10,10) => "  0xa|0x00a|0xa   |"
        format("%.5x|%#.5x|%8.5x",255,255,255) => "000ff|0x000ff|   000ff"
        "#,
    );
}

#[test]
fn formatlist() {
    answers(
        r#"
        formatlist("%s-%s",["a","b"],"c") => ["a-c","b-c"]
        formatlist("%s-%s",["a","b"],["c"]) => !
        formatlist("%s") => !
        formatlist("x") => ["x"]
        formatlist("%s",[]) => []
        formatlist("%s","a") => ["a"]
        formatlist("%s",["a",null]) => !
        formatlist("%v",["a",null]) => ["a","null"]
        formatlist("%v",null) => ["null"]
        formatlist("%s",{a=1}) => !
        formatlist("%v",{a=1}) => ["{\"a\":1}"]
        formatlist("%s",setunion(["b","a"])) => ["a","b"]
        formatlist("%d",[1,"2",3.5]) => !
        formatlist("%s %s",[],["a"]) => !
        formatlist("%v %v",[[1],[2]],"x") => ["[1] x","[2] x"]
        formatlist("x",["a"]) => !
        formatlist("%s",convert(null,list(string))) => !
        formatlist("%v",convert(null,list(string))) => ["null"]
        "#,
    );
}
