//! Expressions in the language of jq, over JSON text: parsed once, run over any number of values.
//!
//! Nothing here reads, prints or ends anything; `library` leaves out what would.

mod fault;
mod json;
mod library;

use std::fmt;
use std::iter;
use std::panic::{AssertUnwindSafe, catch_unwind};

use jaq_core::data::JustLut;
use jaq_core::load::{Arena, File, Loader, import};
use jaq_core::{Compiler, Ctx, Filter, ValT, Vars};
use jaq_json::{Val, write};

use crate::error::Result;
use crate::expression::fault::Fault;

/// A compiled expression.
pub struct Expression {
    text: String,
    filter: Filter<JustLut<Val>>,
}

/// A value that an expression makes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Made {
    /// A string's own bytes, without quotes and escapes. They are UTF-8 unless the expression has
    /// decoded something else.
    Text(Vec<u8>),
    /// Any other value, as JSON without white space.
    Json(String),
}

impl Expression {
    /// Compiles an expression that was given to this `option`.
    ///
    /// # Errors
    /// What is wrong with it, and the place (usage).
    pub fn parse(text: &str, option: &str) -> Result<Self> {
        let filter = compile(text).map_err(|fault| fault.shown(text, option))?;
        Ok(Self { text: text.to_owned(), filter })
    }

    /// As it was given.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// What it makes of a JSON text, up to the first failure: its message, which shows no long
    /// string, since that may be a secret.
    pub fn run<'a>(&'a self, json: &str) -> Box<dyn Iterator<Item = Result<Made, String>> + 'a> {
        match json::read(json) {
            Ok(input) => {
                let mut has_failed = false;
                let results = self.results(input).map_while(move |result| {
                    if has_failed {
                        return None;
                    }
                    has_failed = result.is_err();
                    Some(result.map(made))
                });
                Box::new(results)
            }
            Err(why) => Box::new(iter::once(Err(why))),
        }
    }

    /// Whether the first thing that it makes of a JSON text is neither `null` nor `false`. Where it
    /// fails or makes nothing, it does not hold.
    pub fn holds_for(&self, json: &str) -> bool {
        // Whatever a sender has put into a delivery, it must not end the one who receives it.
        let holds = catch_unwind(AssertUnwindSafe(|| {
            let input = json::read(json).ok()?;
            self.results(input).next()?.ok().map(|value| value.as_bool())
        }));
        holds.ok().flatten().unwrap_or(false)
    }

    fn results(&self, input: Val) -> impl Iterator<Item = Result<Val, String>> + '_ {
        let context = Ctx::<JustLut<Val>>::new(&self.filter.lut, Vars::new([]));
        self.filter.id.run((context, input)).map(|result| {
            result.map_err(|exception| match exception.get_err() {
                Ok(error) => fault::brief(&error.to_string()),
                // `halt` and `break` do not get here: the one is not offered, the other is checked.
                Err(_) => "it was broken off".to_owned(),
            })
        })
    }
}

impl fmt::Debug for Expression {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Expression").field(&self.text).finish()
    }
}

fn compile(text: &str) -> Result<Filter<JustLut<Val>>, Fault> {
    let arena = Arena::default();
    let modules = Loader::new(library::definitions())
        .load(&arena, File { code: text, path: () })
        .map_err(|errors| Fault::of_load(text, errors))?;
    // The loader refuses modules by itself, but not those that are data.
    import(&modules, |_| Err(String::new())).map_err(|errors| Fault::of_load(text, errors))?;
    Compiler::default()
        .with_funs(library::functions())
        .compile(modules)
        .map_err(|errors| Fault::of_compile(text, errors))
}

fn made(value: Val) -> Made {
    match value {
        Val::TStr(text) | Val::BStr(text) => Made::Text(text.to_vec()),
        other => {
            let mut json = Vec::new();
            // Writing to a vector can't fail.
            let _ = write::write(&mut json, &write::Pp::default(), 0, &other);
            Made::Json(String::from_utf8_lossy(&json).into_owned())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Expression, Made};

    fn run(expression: &str, json: &str) -> Result<Vec<String>, String> {
        let expression = Expression::parse(expression, "--jq").unwrap();
        let made = expression.run(json).map(|result| {
            result.map(|made| match made {
                Made::Text(text) => String::from_utf8(text).unwrap(),
                Made::Json(json) => json,
            })
        });
        made.collect()
    }

    fn hint(expression: &str) -> String {
        let error = Expression::parse(expression, "--jq").unwrap_err();
        assert_eq!(error.kind().exit_code(), 2);
        error.hint().unwrap_or_default().to_owned()
    }

    #[test]
    fn strings_come_without_quotes_and_the_rest_as_json() {
        let made = run(".[]", r#"["a\nb",{"x" : [1, null]},true]"#);
        assert_eq!(made.unwrap(), ["a\nb", r#"{"x":[1,null]}"#, "true"]);
    }

    #[test]
    fn a_number_that_is_not_reckoned_with_keeps_its_text() {
        let numbers = ["1.50", "1e2", "123456789012345678901234567890", "-0.0", "0"];
        assert_eq!(run(".[]", &format!("[{}]", numbers.join(","))).unwrap(), numbers);
    }

    #[test]
    fn a_table_for_spreadsheets_can_be_made() {
        let row = r#"["a\"b","c\td",1.5,null,true]"#;
        assert_eq!(run("@csv", row).unwrap(), [r#""a""b","c	d",1.5,,true"#]);
        assert_eq!(run("@tsv", row).unwrap(), ["a\"b\tc\\td\t1.5\t\ttrue"]);
        assert!(run("@csv", "[[]]").unwrap_err().contains("csv"));
    }

    #[test]
    fn what_would_leak_or_end_is_not_offered() {
        for name in ["env", "$ENV", "input", "inputs", "input_filename", "halt", "halt(0)"] {
            assert!(hint(name).contains("not offered"), "{name}");
        }
        for name in ["halt_error", "halt_error(1)", "debug", "debug(.)", "stderr", "env.HOME"] {
            assert!(hint(name).contains("not offered"), "{name}");
        }
        for text in [r#"include "a"; ."#, r#"import "a" as a; ."#, r#"import "a" as $a; ."#] {
            assert!(Expression::parse(text, "--jq").is_err(), "{text}");
        }
        assert!(Expression::parse("stderr_empty", "--jq").is_err());
    }

    #[test]
    fn it_holds_unless_false_null_nothing_or_failed() {
        let holds = |text: &str| Expression::parse(text, "--where").unwrap().holds_for("{\"a\":1}");
        for text in [".a", ".a == 1", "0", "\"\"", "true, false"] {
            assert!(holds(text), "{text}");
        }
        for text in [".b", "false", "empty", "error", ".a.b", "\"x\" | fromjson"] {
            assert!(!holds(text), "{text}");
        }
    }

    #[test]
    fn nothing_that_is_sent_overflows_the_stack() {
        let deep = "[".repeat(1_000_000);
        let json = serde_json::to_string(&deep).unwrap();
        let expression = Expression::parse("fromjson", "--where").unwrap();
        assert!(!expression.holds_for(&json));
        assert!(run(".", &deep).unwrap_err().contains("deep"));
        let deepest = "[".repeat(256) + &"]".repeat(256);
        assert_eq!(run(".", &deepest).unwrap(), [deepest]);
        let long = "1".repeat(1_000_000);
        assert!(run(".", &long).unwrap_err().contains("digits"));
        assert!(run("fromjson", &format!("{long:?}")).unwrap_err().contains("digits"));
    }

    #[test]
    fn a_failure_shows_no_long_string() {
        let json = r#"{"secret":"whsec_0123456789abcdef"}"#;
        let why = run(".secret.a", json).unwrap_err();
        assert_eq!(why, r#"cannot index "…" with "a""#);
        assert_eq!(run(r#"error("no such webhook")"#, json).unwrap_err(), "no such webhook");
    }

    #[test]
    fn a_compiled_expression_can_be_shared() {
        fn shared<T: Send + Sync>() {}
        shared::<Expression>();
    }
}
