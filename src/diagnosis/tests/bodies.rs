//! What is added to a body, lost from it, or left out of what is signed.

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
