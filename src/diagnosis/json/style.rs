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
    pub(super) empties: Empties,
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
    /// Indented by two, with line breaks in what is empty: Ruby up to 3.3.
    Ruby,
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
    /// Slashes, U+2028 and U+2029: PHP when told to leave the rest of Unicode.
    SlashAndSeparators,
    /// U+2028 and U+2029: PHP when told to leave slashes too.
    Separators,
    /// What is not ASCII, slashes, quotes and what is special in HTML: PHP when told so.
    PhpHex,
}

/// What is written for an object or an array with nothing in it: to PHP they are the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Empties {
    /// What was read.
    AsGiven,
    /// An array.
    Arrays,
    /// An object.
    Objects,
}

const LAYOUTS: [Layout; 7] = [
    Layout::Compact,
    Layout::Spaced,
    Layout::Indented("  "),
    Layout::Indented("    "),
    Layout::Indented("\t"),
    Layout::Jackson,
    Layout::Ruby,
];

/// So many of them are common.
const COMMON: usize = 4;

/// What programs write when nothing else is asked of them, the likely first.
const DEFAULTS: [(Layout, Order, Strings, Empties); 11] = [
    // JSON.stringify, json.dumps, json_encode; then Go, of a map and of a struct.
    (Layout::Compact, Order::AsGiven, Strings::Raw, Empties::AsGiven),
    (Layout::Spaced, Order::AsGiven, Strings::Ascii, Empties::AsGiven),
    (Layout::Compact, Order::AsGiven, Strings::AsciiAndSlash, Empties::AsGiven),
    (Layout::Compact, Order::Sorted, Strings::AsGiven, Empties::AsGiven),
    (Layout::Compact, Order::AsGiven, Strings::Html, Empties::AsGiven),
    (Layout::Compact, Order::AsGiven, Strings::Slash, Empties::AsGiven),
    (Layout::Compact, Order::AsGiven, Strings::Ascii, Empties::AsGiven),
    // json_encode of arrays; json.dumps with sort_keys, and with an indent.
    (Layout::Compact, Order::AsGiven, Strings::AsciiAndSlash, Empties::Arrays),
    (Layout::Spaced, Order::Sorted, Strings::Ascii, Empties::AsGiven),
    (Layout::Spaced, Order::Sorted, Strings::AsGiven, Empties::AsGiven),
    (Layout::Indented("    "), Order::AsGiven, Strings::Ascii, Empties::AsGiven),
];

/// All styles that the traits of a document tell apart. The common layouts of an otherwise
/// untouched document come first, and the defaults of programs; then each choice counts how unusual
/// it is, and the least unusual styles come.
pub(super) fn fitting(traits: Traits) -> Vec<Style> {
    let (orders, strings, numbers) = (orders(traits), strings(traits), numbers(traits));
    let empties = empties(traits);
    let mut styles = Vec::new();
    for (i, layout) in layouts(traits).enumerate() {
        for (j, &order) in orders.iter().enumerate() {
            for (k, &strings) in strings.iter().enumerate() {
                for (l, &numbers) in numbers.iter().enumerate() {
                    for (m, &empties) in empties.iter().enumerate() {
                        let style = Style { layout, order, strings, numbers, empties };
                        styles.push((i + j + k + l + 2 * m, style));
                    }
                }
            }
        }
    }
    styles.retain(|(_, style)| style.is_plausible());
    styles.sort_by_key(|(unusual, style)| (!style.is_common(), style.default_place(), *unusual));
    styles.into_iter().map(|(_, style)| style).collect()
}

impl Style {
    /// Its place among the defaults of programs; behind them, where it is none.
    fn default_place(self) -> usize {
        let Self { layout, order, strings, numbers, empties } = self;
        let style = (layout, order, strings, empties);
        let place = DEFAULTS.iter().position(|default| *default == style);
        place.filter(|_| numbers == Numbers::AsGiven).unwrap_or(DEFAULTS.len())
    }

    fn is_common(self) -> bool {
        let Self { layout, order, strings, numbers, empties } = self;
        LAYOUTS[..COMMON].contains(&layout)
            && order == Order::AsGiven
            && strings == Strings::AsGiven
            && numbers == Numbers::AsGiven
            && empties == Empties::AsGiven
    }

    /// Whether numbers are written anew, which takes longer than to copy them.
    pub(super) fn has_numbers_anew(self) -> bool {
        self.numbers != Numbers::AsGiven
    }

    /// Whether one program can write so: what only PHP or Ruby does comes in their layouts.
    fn is_plausible(self) -> bool {
        let is_of_php = matches!(self.layout, Layout::Compact | Layout::Indented("    "));
        let is_of_ruby = matches!(self.layout, Layout::Compact | Layout::Ruby);
        let has_layout = match (self.empties, self.numbers) {
            (Empties::Arrays, Numbers::Ruby) => false,
            (Empties::Arrays, _) | (_, Numbers::Php) => is_of_php,
            (Empties::Objects, _) => LAYOUTS[..COMMON].contains(&self.layout),
            (_, Numbers::Ruby) => is_of_ruby,
            _ => true,
        };
        let is_as_given = self.empties == Empties::AsGiven || self.order == Order::AsGiven;
        has_layout && is_as_given
    }
}

fn layouts(traits: Traits) -> impl Iterator<Item = Layout> {
    let has_empties = traits.empty_objects || traits.empty_arrays;
    LAYOUTS.into_iter().filter(move |&layout| layout != Layout::Ruby || has_empties)
}

/// That PHP wrote `{}` can't be where it stands here still.
fn empties(traits: Traits) -> Vec<Empties> {
    match (traits.empty_objects, traits.empty_arrays) {
        (true, _) => vec![Empties::AsGiven, Empties::Arrays],
        (false, true) => vec![Empties::AsGiven, Empties::Objects],
        (false, false) => vec![Empties::AsGiven],
    }
}

fn orders(traits: Traits) -> Vec<Order> {
    let sorted = traits.unsorted.then_some(Order::Sorted);
    let javascript = traits.index_keys.then_some(Order::JavaScript);
    let documented = traits.sorted_event.then_some(Order::Documented);
    [Some(Order::AsGiven), sorted, documented, javascript].into_iter().flatten().collect()
}

fn strings(traits: Traits) -> Vec<Strings> {
    let Traits { escapes, non_ascii, slash, html, separators, .. } = traits;
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
        (Strings::SlashAndSeparators, separators && slash),
        (Strings::Separators, separators),
        (Strings::PhpHex, html || escapes),
    ];
    is_split.into_iter().filter_map(|(strings, shows)| shows.then_some(strings)).collect()
}

fn numbers(traits: Traits) -> Vec<Numbers> {
    let changes = traits.numbers > 0;
    let is_split = [
        (Numbers::AsGiven, true),
        (Numbers::JavaScript, changes),
        (Numbers::Python, changes),
        (Numbers::Jq, changes),
        (Numbers::WithPoint, traits.integers),
        (Numbers::WithCents, traits.amounts),
        (Numbers::Ruby, traits.exponents),
        (Numbers::Php, traits.exponents),
        (Numbers::AllWithCents, traits.integers),
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
            Layout::Ruby => "indented as by Ruby",
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
            Strings::SlashAndSeparators => ", slashes, U+2028 and U+2029 escaped",
            Strings::Separators => ", U+2028 and U+2029 escaped",
            Strings::PhpHex => ", escaped as by PHP for HTML",
        })?;
        f.write_str(match self.numbers {
            Numbers::AsGiven => "",
            Numbers::JavaScript => ", numbers as in JavaScript",
            Numbers::Python => ", numbers as in Python",
            Numbers::Jq => ", numbers as by jq",
            Numbers::WithPoint => ", integers with .0",
            Numbers::Ruby => ", numbers as in Ruby",
            Numbers::Php => ", numbers as in PHP",
            Numbers::WithCents => ", amounts with two decimals",
            Numbers::AllWithCents => ", numbers with two decimals",
        })?;
        f.write_str(match self.empties {
            Empties::AsGiven => "",
            Empties::Arrays => ", {} as [], as by PHP",
            Empties::Objects => ", with {} for []",
        })
    }
}
