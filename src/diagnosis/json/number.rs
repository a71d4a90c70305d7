//! How serializers write a number that they have read as a double.

use std::borrow::Cow;

/// Integers up to so many digits are the same for every serializer.
const SAFE_DIGITS: usize = 15;

/// Who writes the numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Numbers {
    /// Nobody: they keep their text.
    AsGiven,
    /// `1.0` is `1`, as in Go (ECMA-262, `Number::toString`).
    JavaScript,
    /// `1` stays, `1e2` is `100.0` (repr of a float).
    Python,
    /// Like JavaScript, with an exponent of two digits that comes sooner.
    Jq,
    /// Like Python, with a point before each exponent, which comes sooner.
    Ruby,
    /// Like JavaScript, with a point before each exponent, which comes sooner.
    Php,
    /// Every integer was a float before something cut its `.0`.
    WithPoint,
    /// `10.5` was `10.50`, an amount of money, before something read it as a double.
    WithCents,
    /// Every number was such an amount, whole ones too.
    AllWithCents,
}

/// The shortest digits that read back as the same double, and where the point stands in them.
struct Decimal {
    digits: String,
    point: i32,
}

impl Numbers {
    /// Whether any of them writes this number otherwise.
    pub(super) fn may_change(raw: &str) -> bool {
        let digits = raw.strip_prefix('-').unwrap_or(raw);
        let is_integer = digits.bytes().all(|byte| byte.is_ascii_digit());
        !is_integer || digits.len() > SAFE_DIGITS || raw == "-0"
    }

    /// Whether it may have been an amount that ended in a zero.
    pub(super) fn may_lack_cents(raw: &str) -> bool {
        let fraction = raw.split_once('.').map(|(_, fraction)| fraction);
        fraction.is_some_and(|fraction| fraction.len() == 1)
    }

    /// Whether it is written with an exponent by some.
    pub(super) fn has_exponent(raw: &str) -> bool {
        let is_short = raw.len() <= SAFE_DIGITS && !raw.contains(['e', 'E']);
        if is_short && !raw.trim_start_matches('-').starts_with("0.000") {
            return false;
        }
        let value = raw.parse().map_or(0.0, f64::abs);
        value != 0.0 && !(1e-4..1e15).contains(&value)
    }

    /// The number in this form.
    pub(super) fn write(self, raw: &str) -> Cow<'_, str> {
        let is_integer = !raw.contains(['.', 'e', 'E']);
        match self {
            Self::WithPoint if is_integer => format!("{raw}.0").into(),
            Self::WithCents if Self::may_lack_cents(raw) => format!("{raw}0").into(),
            Self::AllWithCents if is_integer => format!("{raw}.00").into(),
            Self::AllWithCents => Self::WithCents.write(raw),
            Self::AsGiven | Self::WithPoint | Self::WithCents => raw.into(),
            _ if !Self::may_change(raw) => raw.into(),
            Self::Python | Self::Ruby if is_integer => if raw == "-0" { "0" } else { raw }.into(),
            _ => self.double(raw).map_or(raw.into(), Cow::from),
        }
    }

    fn double(self, raw: &str) -> Option<String> {
        let value: f64 = raw.parse().ok().filter(|value: &f64| value.is_finite())?;
        if value == 0.0 {
            let is_signed = value.is_sign_negative() && self != Self::JavaScript;
            let zero = if self.keeps_point() { "0.0" } else { "0" };
            return Some(if is_signed { format!("-{zero}") } else { zero.to_owned() });
        }
        let Decimal { digits, point } = Decimal::of(value.abs())?;
        let count = i32::try_from(digits.len()).ok()?;
        let fixed = match self {
            Self::Python => -3..=16,
            Self::Jq => -3..=count + 15,
            Self::Ruby => -3..=if count > 16 { 16 } else { 15 },
            Self::Php => -3..=17,
            _ => -5..=21,
        };
        let sign = if value < 0.0 { "-" } else { "" };
        let text = if fixed.contains(&point) {
            let end = if self.keeps_point() { ".0" } else { "" };
            in_full(&digits, point, end)?
        } else {
            self.with_exponent(&digits, point - 1)
        };
        Some(format!("{sign}{text}"))
    }

    /// Whether a whole double shows that it is one.
    fn keeps_point(self) -> bool {
        matches!(self, Self::Python | Self::Ruby)
    }

    fn with_exponent(self, digits: &str, exponent: i32) -> String {
        let (first, others) = digits.split_at(1);
        let is_pointed = matches!(self, Self::Ruby | Self::Php);
        let dot = match others {
            "" if is_pointed => ".0",
            "" => "",
            _ => ".",
        };
        let sign = if exponent < 0 { '-' } else { '+' };
        let width = if matches!(self, Self::JavaScript | Self::Php) { 1 } else { 2 };
        format!("{first}{dot}{others}e{sign}{:0width$}", exponent.abs())
    }
}

/// Digits with a point among them, before them or nowhere; a whole number ends in `end`.
fn in_full(digits: &str, point: i32, end: &str) -> Option<String> {
    let Ok(whole) = usize::try_from(point) else {
        let zeros = "0".repeat(usize::try_from(-point).ok()?);
        return Some(format!("0.{zeros}{digits}"));
    };
    Some(match digits.split_at_checked(whole) {
        Some(("", others)) => format!("0.{others}"),
        Some((all, "")) => format!("{all}{end}"),
        Some((first, others)) => format!("{first}.{others}"),
        None => format!("{digits}{}{end}", "0".repeat(whole - digits.len())),
    })
}

impl Decimal {
    fn of(value: f64) -> Option<Self> {
        let shown = format!("{value:e}");
        let (digits, exponent) = shown.split_once('e')?;
        let exponent: i32 = exponent.parse().ok()?;
        Some(Self { digits: digits.replace('.', ""), point: exponent + 1 })
    }
}
