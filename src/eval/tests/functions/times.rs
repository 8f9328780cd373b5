//! Timestamps.

use super::answers;

#[test]
fn formatdate() {
    answers(
        r#"
        formatdate("YYYY-MM-DD'T'hh:mm:ssZ","2006-01-02T15:04:05Z") => "2006-01-02T15:04:05Z"
        formatdate("YY M MMM MMMM D DD EEE EEEE h H HH AA aa m mm s ss Z ZZZ ZZZZ ZZZZZ","2020-02-09T00:07:08-08:30") => "20 2 Feb February 9 09 Sun Sunday 0 12 12 AM am 7 07 8 08 -08:30 -0830 -0830 -08:30"
        formatdate("H AA","2020-02-09T12:07:08Z") => "12 PM"
        formatdate("Z ZZZ ZZZZ ZZZZZ","2020-02-09T12:07:08+00:00") => "Z UTC +0000 +00:00"
        formatdate("Y","2020-02-09T12:07:08Z") => !
        formatdate("YYY","2020-02-09T12:07:08Z") => !
        formatdate("YYYYY","2020-02-09T12:07:08Z") => !
        formatdate("E","2020-02-09T12:07:08Z") => !
        formatdate("A","2020-02-09T12:07:08Z") => !
        formatdate("ZZ","2020-02-09T12:07:08Z") => !
        formatdate("x","2020-02-09T12:07:08Z") => !
        formatdate("'it''s' D","2020-02-09T12:07:08Z") => "it's 9"
        formatdate("''","2020-02-09T12:07:08Z") => "'"
        formatdate("'","2020-02-09T12:07:08Z") => !
        formatdate("'abc","2020-02-09T12:07:08Z") => !
        formatdate("'abc''","2020-02-09T12:07:08Z") => "abc'"
        formatdate("'a''''b'","2020-02-09T12:07:08Z") => "a''b"
        formatdate("''''","2020-02-09T12:07:08Z") => "''"
        formatdate("","2020-02-09T12:07:08Z") => ""
        formatdate("é-D-é","2020-02-09T12:07:08Z") => "é-9-é"
        formatdate("D","2020-02-09") => !
        formatdate("D","2020-02-30T12:07:08Z") => !
        formatdate("D","2020-02-09t12:07:08Z") => !
        formatdate("D","2020-02-09T12:07:08z") => !
        formatdate("D","2020-02-09T24:07:08Z") => !
        formatdate("D","2020-02-09T12:07:60Z") => !
        formatdate("D","2020-02-09T2:07:08Z") => !
        formatdate("D","2020-02-09T12:07:08.123456789012Z") => "9"
        formatdate("D","2020-02-09T12:07:08,5Z") => !
        formatdate("D","2020-02-09T12:07:08.Z") => !
        formatdate("D","2020-02-09T12:07:08+24:00") => !
        formatdate("D","2020-02-09T12:07:08+23:59") => "9"
        formatdate("D","2020-02-09T12:07:08+23:60") => !
        formatdate("D","2020-02-09T12:07:08+0100") => !
        formatdate("D","2020-02-09 12:07:08Z") => !
        formatdate("D",0) => !
        formatdate("YYYY","0000-01-01T00:00:00Z") => "0000"
        formatdate("EEEE","1900-03-01T00:00:00Z") => "Thursday"
        formatdate("X","2020-02-09T12:07:08Z") => !
        "#,
    );
}

#[test]
fn formattimestamp() {
    answers(
        r#"
        formattimestamp("X","2020-02-09T12:07:08Z") => "1581250028"
        formattimestamp("X","2020-02-09T2:07:08Z") => "1581214028"
        formattimestamp("X","2020-02-09T12:07:08,5Z") => "1581250028"
        formattimestamp("X","2020-02-09T12:07:08+24:60") => "1581160028"
        formattimestamp("X","2020-02-09T12:07:08+25:00") => !
        formattimestamp("X","nope") => !
        formattimestamp("X",1234567890) => "1234567890"
        formattimestamp("X",-1) => "-1"
        formattimestamp("X",1.5) => !
        formattimestamp("X",9223372036854775807) => "9223372036854775807"
        formattimestamp("X",-9223372036854775808) => "-9223372036854775808"
        formattimestamp("YYYY-MM-DD hh:mm:ss",1234567890) => "2009-02-13 23:31:30"
        formattimestamp("YYYY-MM-DD hh:mm:ss","1234567890") => !
        formattimestamp("YYYY",253402300800) => !
        formattimestamp("YYYY",253402300799) => "9999"
        formattimestamp("YYYY",-62167219201) => !
        formattimestamp("YYYY",-62167219200) => "0000"
        formattimestamp("YYYY",true) => !
        formattimestamp("YYYY",null) => !
        formattimestamp("YYYY",1e30) => !
        "#,
    );
}

#[test]
fn timeadd() {
    answers(
        r#"
        timeadd("2017-11-22T00:00:00Z","10m") => "2017-11-22T00:10:00Z"
        timeadd("2017-11-22T00:00:00Z","-1h30m") => "2017-11-21T22:30:00Z"
        timeadd("2017-11-22T00:00:00+05:30","1.5h") => "2017-11-22T01:30:00+05:30"
        timeadd("2017-11-22T00:00:00Z","1h2m3s4ms5us6ns") => "2017-11-22T01:02:03Z"
        timeadd("2017-11-22T00:00:00.9Z","100ms") => "2017-11-22T00:00:01Z"
        timeadd("2017-11-22T00:00:00.9Z","99ms") => "2017-11-22T00:00:00Z"
        timeadd("2017-11-22T00:00:00Z","-1ns") => "2017-11-21T23:59:59Z"
        timeadd("2017-11-22T00:00:00Z","0") => "2017-11-22T00:00:00Z"
        timeadd("2017-11-22T00:00:00Z","") => !
        timeadd("2017-11-22T00:00:00Z","5") => !
        timeadd("2017-11-22T00:00:00Z","5d") => !
        timeadd("2017-11-22T00:00:00Z","1.h") => "2017-11-22T01:00:00Z"
        timeadd("2017-11-22T00:00:00Z",".5h") => "2017-11-22T00:30:00Z"
        timeadd("2017-11-22T00:00:00Z",".h") => !
        timeadd("2017-11-22T00:00:00Z","+5s") => "2017-11-22T00:00:05Z"
        timeadd("2017-11-22T00:00:00Z","2562047h47m16.854775807s") => "2310-03-03T23:47:16Z"
        timeadd("2017-11-22T00:00:00Z","2562047h47m16.854775808s") => !
        timeadd("2017-11-22T00:00:00Z","-2562047h47m16.854775808s") => "1725-08-13T00:12:43Z"
        timeadd("2017-11-22T00:00:00Z","9999999999999999999h") => !
        timeadd("2017-11-22T00:00:00Z","0.3333333333333333333333h") => "2017-11-22T00:20:00Z"
        timeadd("2017-11-22T00:00:00Z","1µs") => "2017-11-22T00:00:00Z"
        timeadd("2017-11-22T00:00:00Z","1 h") => !
        timeadd("2017-11-22T00:00:00Z","-") => !
        timeadd("9999-12-31T23:59:59Z","1s") => "10000-01-01T00:00:00Z"
        timeadd("0000-01-01T00:00:00Z","-1s") => "-0001-12-31T23:59:59Z"
        timeadd("0000-01-01T00:00:00Z","-100000h") => "-0012-08-04T08:00:00Z"
        timeadd("nope","1s") => !
        timeadd("2017-11-22T00:00:00Z","0.000000001s") => "2017-11-22T00:00:00Z"
        timeadd("2017-11-22T00:00:00Z","-0.5h0.5m") => "2017-11-21T23:29:30Z"
        "#,
    );
}

#[test]
fn unixtimestampparse() {
    answers(
        r#"
        unixtimestampparse(0) => {"day":1,"hour":0,"iso_week":1,"iso_year":1970,"minute":0,"month":1,"month_name":"January","rfc3339":"1970-01-01T00:00:00Z","second":0,"weekday":4,"weekday_name":"Thursday","year":1970,"year_day":1}
        unixtimestampparse(1690417825) => {"day":27,"hour":0,"iso_week":30,"iso_year":2023,"minute":30,"month":7,"month_name":"July","rfc3339":"2023-07-27T00:30:25Z","second":25,"weekday":4,"weekday_name":"Thursday","year":2023,"year_day":208}
        unixtimestampparse(-1) => {"day":31,"hour":23,"iso_week":1,"iso_year":1970,"minute":59,"month":12,"month_name":"December","rfc3339":"1969-12-31T23:59:59Z","second":59,"weekday":3,"weekday_name":"Wednesday","year":1969,"year_day":365}
        unixtimestampparse(1609459199) => {"day":31,"hour":23,"iso_week":53,"iso_year":2020,"minute":59,"month":12,"month_name":"December","rfc3339":"2020-12-31T23:59:59Z","second":59,"weekday":4,"weekday_name":"Thursday","year":2020,"year_day":366}
        unixtimestampparse(1609459200) => {"day":1,"hour":0,"iso_week":53,"iso_year":2020,"minute":0,"month":1,"month_name":"January","rfc3339":"2021-01-01T00:00:00Z","second":0,"weekday":5,"weekday_name":"Friday","year":2021,"year_day":1}
        unixtimestampparse(1230768000) => {"day":1,"hour":0,"iso_week":1,"iso_year":2009,"minute":0,"month":1,"month_name":"January","rfc3339":"2009-01-01T00:00:00Z","second":0,"weekday":4,"weekday_name":"Thursday","year":2009,"year_day":1}
        unixtimestampparse(951782400) => {"day":29,"hour":0,"iso_week":9,"iso_year":2000,"minute":0,"month":2,"month_name":"February","rfc3339":"2000-02-29T00:00:00Z","second":0,"weekday":2,"weekday_name":"Tuesday","year":2000,"year_day":60}
        unixtimestampparse(253402300800) => {"day":1,"hour":0,"iso_week":52,"iso_year":9999,"minute":0,"month":1,"month_name":"January","rfc3339":"10000-01-01T00:00:00Z","second":0,"weekday":6,"weekday_name":"Saturday","year":10000,"year_day":1}
        unixtimestampparse(-62135596801) => {"day":31,"hour":23,"iso_week":52,"iso_year":0,"minute":59,"month":12,"month_name":"December","rfc3339":"0000-12-31T23:59:59Z","second":59,"weekday":0,"weekday_name":"Sunday","year":0,"year_day":366}
        unixtimestampparse(-62198755200) => {"day":1,"hour":0,"iso_week":53,"iso_year":-2,"minute":0,"month":1,"month_name":"January","rfc3339":"-0001-01-01T00:00:00Z","second":0,"weekday":5,"weekday_name":"Friday","year":-1,"year_day":1}
        unixtimestampparse(9223372036854775807) => {"day":4,"hour":15,"iso_week":48,"iso_year":292277026596,"minute":30,"month":12,"month_name":"December","rfc3339":"292277026596-12-04T15:30:07Z","second":7,"weekday":0,"weekday_name":"Sunday","year":292277026596,"year_day":339}
        unixtimestampparse(1.5) => !
        unixtimestampparse("5") => {"day":1,"hour":0,"iso_week":1,"iso_year":1970,"minute":0,"month":1,"month_name":"January","rfc3339":"1970-01-01T00:00:05Z","second":5,"weekday":4,"weekday_name":"Thursday","year":1970,"year_day":1}
        unixtimestampparse("x") => !
        unixtimestampparse(4102444800) => {"day":1,"hour":0,"iso_week":53,"iso_year":2099,"minute":0,"month":1,"month_name":"January","rfc3339":"2100-01-01T00:00:00Z","second":0,"weekday":5,"weekday_name":"Friday","year":2100,"year_day":1}
        "#,
    );
}
