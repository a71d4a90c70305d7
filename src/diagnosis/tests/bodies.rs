//! What happens to bodies: they are written anew, recoded, added to, cut, or signed in part.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::{BODY, SECRET, code, code_for, diagnosed, sign};

#[test]
fn json_that_was_escaped_as_a_value_is_found() {
    let json = r#"{"name":"J\u00fcrgen","url":"https://a.example/?x"}"#;
    let escaped: String = url::form_urlencoded::byte_serialize(json.as_bytes()).collect();
    let found = diagnosed(&sign(SECRET, escaped), &[], json);
    assert_eq!(code(&found), "body_form_encoding");
}

#[test]
fn white_space_around_a_line_leaves_its_newline() {
    for came in ["Bye\nBye\n ", " Bye\nBye\n", "\tBye\nBye\n\n\n"] {
        let found = diagnosed(&sign(SECRET, "Bye\nBye\n"), &[], came);
        assert_eq!(code(&found), "body_white_space", "{came:?}");
        let expected = "the body has white space around it that was not signed";
        assert_eq!(found.detail().unwrap(), expected, "{came:?}");
    }
}

#[test]
fn white_space_that_was_cut_is_found() {
    assert_eq!(code_for(format!("{BODY}\n\n"), BODY), "body_trailing_newline");
    for start in ["\n", " ", "  ", "\t"] {
        assert_eq!(code_for(format!("{start}{BODY}"), BODY), "body_white_space", "{start:?}");
    }
}

#[test]
fn a_few_bytes_more_at_the_end_are_not_the_signers_fault() {
    let large = format!("[{}0]", "123,".repeat(3000));
    for body in [BODY, &large] {
        for added in ["\0", "\0\0\0", "}", "  x", &"\0".repeat(1000)] {
            assert_eq!(code_for(body, format!("{body}{added}")), "body_bytes_added", "{added:?}");
        }
        assert_eq!(code_for(body, format!("{body} and more")), "body_truncated");
        // What came is whole: it is the signer who left out its end.
        assert_eq!(code_for(&body[..body.len() - 1], body), "body_truncated");
    }
}

#[test]
fn lines_made_cr_lf_up_to_a_last_one_without_an_end_are_found() {
    assert_eq!(code_for("{\n  \"a\": 1\n}", "{\r\n  \"a\": 1\r\n}\r"), "body_line_endings");
    assert_eq!(code_for("a\nb", "a\r\nb\r"), "body_line_endings");
    assert_eq!(code_for("a", "a\r"), "body_white_space");
}

#[test]
fn text_in_a_narrower_encoding_is_found_whatever_became_of_the_rest() {
    let text = "Jürgen “x” 😀";
    let low: Vec<u8> = text.encode_utf16().map(|unit| unit.to_le_bytes()[0]).collect();
    let asked = "Jürgen ?x? ?".chars().map(|c| c as u8).collect::<Vec<_>>();
    let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    for signed in [low, asked, utf16.clone()] {
        assert_eq!(code_for(&signed, text), "body_reencoded", "{signed:?}");
    }
    assert_eq!(code_for(text, utf16), "body_reencoded");
}

#[test]
fn a_body_written_anew_is_found_in_every_style() {
    let styles = [
        r#"{"id":"evt_1","type":"user.created","data":{"name":"J\u00fcrgen","n":1.0}}"#,
        r#"{"data":{"n":1,"name":"Jürgen"},"id":"evt_1","type":"user.created"}"#,
        r#"{"id": "evt_1", "type": "user.created", "data": {"name": "J\u00fcrgen", "n": 1.0}}"#,
        "{\n  \"id\" : \"evt_1\",\n  \"type\" : \"user.created\",\n  \"data\" : {\n    \"name\" : \"Jürgen\",\n    \"n\" : 1.0\n  }\n}",
    ];
    for signed in styles {
        assert_eq!(code_for(signed, BODY), "body_reserialized");
        let with_newline = format!("{signed}\n");
        assert_eq!(code_for(with_newline, BODY), "body_reserialized+body_trailing_newline");
    }
    let diagnosis = diagnosed(&sign(SECRET, styles[1]), &[], BODY);
    let expected = "the signature is that of this JSON written compact, keys sorted, numbers as in \
                    JavaScript";
    assert_eq!(diagnosis.detail().unwrap(), expected);
}

#[test]
fn each_accident_of_a_body_is_found() {
    let lines = "{\n\"a\":1\n}";
    let crlf = lines.replace('\n', "\r\n");
    let latin1: Vec<u8> = BODY.chars().map(|c| c as u8).collect();
    let mojibake: String = BODY.bytes().map(char::from).collect();
    let utf16: Vec<u8> = BODY.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let replaced = BODY.replace('ü', "\u{fffd}");
    let base64 = STANDARD.encode(BODY);
    let cases: [(&[u8], &[u8], &str); 24] = [
        (b"{}\n", b"{}", "body_trailing_newline"),
        (b"{}\r\n", b"{}", "body_trailing_newline"),
        (b"text", b"text\n", "body_trailing_newline"),
        (b"text", b" text  ", "body_white_space"),
        (lines.as_bytes(), crlf.as_bytes(), "body_line_endings"),
        (b"a\r\nb", b"a\nb", "body_line_endings"),
        (b"\xef\xbb\xbf{}", b"{}", "body_byte_order_mark"),
        (b"{}", b"\xef\xbb\xbf{}", "body_byte_order_mark"),
        (&latin1, BODY.as_bytes(), "body_reencoded"),
        (BODY.as_bytes(), &latin1, "body_reencoded"),
        (BODY.as_bytes(), mojibake.as_bytes(), "body_reencoded"),
        (mojibake.as_bytes(), BODY.as_bytes(), "body_reencoded"),
        (&utf16, BODY.as_bytes(), "body_reencoded"),
        (BODY.as_bytes(), &utf16, "body_reencoded"),
        (&latin1, replaced.as_bytes(), "body_reencoded"),
        (replaced.as_bytes(), &latin1, "body_reencoded"),
        (b"a=b+c&d=%C3%A9", "a=b c&d=é".as_bytes(), "body_form_encoding"),
        (b"payload=%7B%22a%22%3A1%7D", b"{\"a\":1}", "body_form_encoding"),
        (b"{\"a\":1}", b"payload=%7B%22a%22%3A1%7D", "body_form_encoding"),
        (b"e30=", b"{}", "body_base64"),
        (BODY.as_bytes(), base64.as_bytes(), "body_base64"),
        (b"", BODY.as_bytes(), "body_empty"),
        (b"{\"a\":1}{\"a\":1}", b"{\"a\":1}", "body_doubled"),
        (b"{\"a\":1}", b"{\"a\":1}{\"a\":1}", "body_doubled"),
    ];
    for (signed, came, expected) in cases {
        assert_eq!(code_for(signed, came), expected, "{:?}", String::from_utf8_lossy(came));
    }
    let lines = format!("{}\n{}\n", &base64[..76], &base64[76..]);
    assert_eq!(code_for(lines, BODY), "body_base64");
    assert_eq!(code_for(&BODY[..20], BODY), "body_truncated");
    assert_eq!(code_for(BODY, &BODY[..BODY.len() - 2]), "body_truncated");
    assert_eq!(code_for(r#"{"a":"b"}"#, r#""{\"a\":\"b\"}""#), "body_double_encoded");
    assert_eq!(code_for(r#""{\"a\":\"b\"}""#, r#"{"a":"b"}"#), "body_double_encoded");
}

#[test]
fn the_documented_order_of_keys_is_tried_where_they_came_sorted() {
    let signed = r#"{"id":"evt_1","type":"user.created","created":"2023-06-21T09:15:30Z","data":{"id":"usr_1","email":"a@b","name":"ü","status":"active"}}"#;
    let sorted = r#"{"created":"2023-06-21T09:15:30Z","data":{"email":"a@b","id":"usr_1","name":"ü","status":"active"},"id":"evt_1","type":"user.created"}"#;
    let diagnosis = diagnosed(&sign(SECRET, signed), &[], sorted);
    assert_eq!(code(&diagnosis), "body_reserialized");
    let detail = diagnosis.detail().unwrap();
    assert!(detail.ends_with("written compact, keys in the documented order"), "{detail}");
    let pretty: serde_json::Value = serde_json::from_str(sorted).unwrap();
    let pretty = serde_json::to_string_pretty(&pretty).unwrap();
    assert_eq!(code_for(signed, pretty), "body_reserialized");
}

#[test]
fn amounts_that_lost_their_last_zero_are_found() {
    let signed = r#"{"price":10.50,"tax":1.99,"count":3}"#;
    let came = r#"{"price":10.5,"tax":1.99,"count":3}"#;
    assert_eq!(code_for(signed, came), "body_reserialized");
    assert_eq!(code_for(signed, came.replace(':', ": ").replace(',', ", ")), "body_reserialized");
    assert_eq!(code_for(r#"{"total":100.00}"#, r#"{"total":100}"#), "body_reserialized");
    let (signed, came) = (r#"{"total":100.00,"net":80.50}"#, r#"{"total":100,"net":80.5}"#);
    assert_eq!(code_for(signed, came), "body_reserialized");
}

#[test]
fn white_space_around_a_document_is_no_other_serializer() {
    let body = r#"{"a":1,"b":[1,2]}"#;
    for came in [format!("{body}\n\n"), format!(" {body}"), format!("\n{body}")] {
        assert_eq!(code_for(body, came), "body_white_space");
    }
}

#[test]
fn a_form_that_was_decoded_is_named_once() {
    let signed = "event=user.created&name=Jane+Smith&mail=a%40b.example";
    let came = "event=user.created&name=Jane+Smith&mail=a@b.example";
    assert_eq!(code_for(signed, came), "body_form_encoding");
    let came = "event=user.created&name=Jane%20Smith&mail=a%40b.example";
    assert_eq!(code_for(signed, came), "body_form_encoding");
}
