//! The choices of a serializer, each combination a style; and what a style is called.

use std::fmt;

use super::Traits;
use super::number::Numbers;

/// How one serializer writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::diagnosis) struct Style {
    pub(super) layout: Layout,
    pub(super) order: Order,
    pub(super) strings: Strings,
    pub(super) numbers: Numbers,
}

/// Where white space is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Layout {
    /// Nowhere: JavaScript, Go, PHP, Jackson, `jq -c`.
    Compact,
    /// After commas and colons: Python, the JSON types of databases.
    Spaced,
    /// A line for each value.
    Indented(&'static str),
    /// Jackson's default pretty printer: space around colons, arrays on one line.
    Jackson,
}

/// The order of an object's keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Order {
    /// As they came.
    AsGiven,
    /// By code point, as of Go's maps and Python's `sort_keys`.
    Sorted,
    /// Those that look like array indices first.
    JavaScript,
    /// As in the API document, which is lost once a serializer has sorted them.
    Documented,
}

/// What is escaped in strings beyond what JSON demands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Strings {
    /// Nothing is changed.
    AsGiven,
    /// Nothing: JavaScript, Jackson, Ruby, jq.
    Raw,
    /// What is not ASCII, in lower case: Python.
    Ascii,
    /// What is not ASCII, and slashes: PHP.
    AsciiAndSlash,
    /// Slashes.
    Slash,
    /// `<`, `>`, `&`, U+2028 and U+2029: Go, Rails.
    Html,
    /// What is not ASCII, in upper case: Jackson when told so.
    AsciiUpper,
    /// Quotes, what is special in HTML, and what is not ASCII, in upper case: .NET.
    DotNet,
    /// U+007F: jq.
    Delete,
}

const LAYOUTS: [Layout; 6] = [
    Layout::Compact,
    Layout::Spaced,
    Layout::Indented("  "),
    Layout::Indented("    "),
    Layout::Indented("\t"),
    Layout::Jackson,
];

/// So many of them are common.
const COMMON: usize = 4;

/// All styles that the traits of a document tell apart. The common layouts of an otherwise untouched
/// document come first; then each choice counts how unusual it is, and the least unusual styles come.
pub(super) fn fitting(traits: Traits) -> Vec<Style> {
    let (orders, strings, numbers) = (orders(traits), strings(traits), numbers(traits));
    let mut styles = Vec::new();
    for (i, layout) in LAYOUTS.into_iter().enumerate() {
        for (j, &order) in orders.iter().enumerate() {
            for (k, &strings) in strings.iter().enumerate() {
                for (l, &numbers) in numbers.iter().enumerate() {
                    styles.push((i + j + k + l, Style { layout, order, strings, numbers }));
                }
            }
        }
    }
    styles.sort_by_key(|(unusual, style)| (!style.is_common(), *unusual));
    styles.into_iter().map(|(_, style)| style).collect()
}

impl Style {
    fn is_common(self) -> bool {
        let Self { layout, order, strings, numbers } = self;
        LAYOUTS[..COMMON].contains(&layout)
            && order == Order::AsGiven
            && strings == Strings::AsGiven
            && numbers == Numbers::AsGiven
    }
}

fn orders(traits: Traits) -> Vec<Order> {
    let sorted = traits.unsorted.then_some(Order::Sorted);
    let javascript = traits.index_keys.then_some(Order::JavaScript);
    let documented = traits.sorted_event.then_some(Order::Documented);
    [Some(Order::AsGiven), sorted, documented, javascript].into_iter().flatten().collect()
}

fn strings(traits: Traits) -> Vec<Strings> {
    let Traits { escapes, non_ascii, slash, html, .. } = traits;
    let is_split = [
        (Strings::AsGiven, true),
        (Strings::Raw, escapes),
        (Strings::Ascii, non_ascii),
        (Strings::AsciiAndSlash, non_ascii && slash),
        (Strings::Slash, slash),
        (Strings::Html, html || non_ascii),
        (Strings::AsciiUpper, non_ascii),
        (Strings::DotNet, html || non_ascii || escapes),
        (Strings::Delete, non_ascii),
    ];
    is_split.into_iter().filter_map(|(strings, shows)| shows.then_some(strings)).collect()
}

fn numbers(traits: Traits) -> Vec<Numbers> {
    let is_split = [
        (Numbers::AsGiven, true),
        (Numbers::JavaScript, traits.numbers),
        (Numbers::Python, traits.numbers),
        (Numbers::Jq, traits.numbers),
        (Numbers::WithPoint, traits.integers),
        (Numbers::WithCents, traits.amounts),
    ];
    is_split.into_iter().filter_map(|(numbers, shows)| shows.then_some(numbers)).collect()
}

impl fmt::Display for Style {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.layout {
            Layout::Compact => "compact",
            Layout::Spaced => "on one line with a space after each comma and colon",
            Layout::Indented("\t") => "indented by a tab",
            Layout::Indented("    ") => "indented by 4",
            Layout::Indented(_) => "indented by 2",
            Layout::Jackson => "indented as by Jackson",
        })?;
        f.write_str(match self.order {
            Order::AsGiven => "",
            Order::Sorted => ", keys sorted",
            Order::JavaScript => ", keys that are numbers first",
            Order::Documented => ", keys in the documented order",
        })?;
        f.write_str(match self.strings {
            Strings::AsGiven => "",
            Strings::Raw => ", no needless escapes",
            Strings::Ascii => ", non-ASCII characters escaped",
            Strings::AsciiAndSlash => ", slashes and non-ASCII characters escaped",
            Strings::Slash => ", slashes escaped",
            Strings::Html => ", <, > and & escaped",
            Strings::AsciiUpper => ", non-ASCII characters escaped in upper case",
            Strings::DotNet => ", escaped as by .NET",
            Strings::Delete => ", U+007F escaped",
        })?;
        f.write_str(match self.numbers {
            Numbers::AsGiven => "",
            Numbers::JavaScript => ", numbers as in JavaScript",
            Numbers::Python => ", numbers as in Python",
            Numbers::Jq => ", numbers as by jq",
            Numbers::WithPoint => ", integers with .0",
            Numbers::WithCents => ", amounts with two decimals",
        })
    }
}
