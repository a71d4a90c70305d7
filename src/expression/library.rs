//! What an expression can call: jq's definitions, without those that end the program, print beside
//! it, read its input or show the environment.

use jaq_core::data::JustLut;
use jaq_core::load::parse;
use jaq_core::load::parse::Def;
use jaq_core::native::{Fun, bome, run, v};
use jaq_json::Val;

use crate::expression::json;

/// Left out; the last two are what the definitions before them are made of.
const WITHHELD: [&str; 7] =
    ["env", "halt", "halt_error", "debug", "stderr", "debug_empty", "stderr_empty"];

/// What jq has and nobody gets here, for the hint.
const NOT_OFFERED: [&str; 10] = [
    "env",
    "$ENV",
    "input",
    "inputs",
    "input_filename",
    "input_line_number",
    "halt",
    "halt_error",
    "debug",
    "stderr",
];

/// Formats that the crates lack.
const FORMATS: &str = include_str!("formats.jq");

/// Whether jq has it, and an expression here does not.
pub(super) fn is_withheld(name: &str) -> bool {
    NOT_OFFERED.contains(&name)
}

/// The definitions written in the language itself.
pub(super) fn definitions() -> impl Iterator<Item = Def<&'static str>> {
    let formats = parse(FORMATS, |parser| parser.defs()).unwrap_or_default();
    jaq_core::defs()
        .chain(jaq_std::defs())
        .chain(jaq_json::defs())
        .chain(formats)
        .filter(|definition| !WITHHELD.contains(&definition.name))
}

/// The functions that are native. `fromjson` is ours: what it reads may come from anyone.
pub(super) fn functions() -> impl Iterator<Item = Fun<JustLut<Val>>> {
    let own: Fun<JustLut<Val>> =
        run(("fromjson", v(0), |(_, value)| bome(json::from_string(&value))));
    jaq_core::funs()
        .chain(jaq_std::funs())
        .chain(jaq_json::funs().filter(|(name, _, _)| *name != "fromjson"))
        .filter(|(name, _, _)| !WITHHELD.contains(name))
        .chain([own])
}
