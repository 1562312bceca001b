//! Which Waves a person wants to see: words with a space between them, of which each must hold.
//! `from:`, `to:` and `any:` take a point in which `*` is one segment and `**` any number of them;
//! `kind:` and `method:` a name; `status:`, `hops:`, `fuel:` and `took:` a number, with `>`, `<`, `>=`
//! or `<=` before it; `is:` one of refused, lost, flying, answered, delayed and doubled. With `-` before it a word must not
//! hold. Any other word is looked for everywhere.
//!
//! ```
//! use orrery_scene::filter::Filter;
//! assert!("to:localhost:** status:>=400 kind:Ping".parse::<Filter>().is_ok());
//! let wrong = "stauts:403".parse::<Filter>().unwrap_err();
//! assert!(wrong.starts_with("`stauts` is nothing that a Wave has"));
//! ```

use std::str::FromStr;

use orrery_hyperspace::Moment;
use orrery_hyperspace::trace::ParticleNo;
use smol_str::SmolStr;

use crate::Ledger;
use crate::roll::Entry;
use crate::wave::End;

/// A condition on Waves.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter(Vec<(bool, Test)>);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Test {
    From(SmolStr),
    To(SmolStr),
    Any(SmolStr),
    Kind(SmolStr),
    Method(SmolStr),
    Number(Field, Compare, u64),
    Is(Is),
    Word(SmolStr),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Field {
    Status,
    Hops,
    Fuel,
    Took,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Compare {
    Is,
    Above,
    AtLeast,
    Below,
    AtMost,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Is {
    Refused,
    Lost,
    Flying,
    Answered,
    Delayed,
    Doubled,
}

impl FromStr for Filter {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        text.split_whitespace()
            .map(self::test)
            .collect::<Result<_, _>>()
            .map(Self)
    }
}

fn test(word: &str) -> Result<(bool, Test), String> {
    let (wanted, word) = match word.strip_prefix('-') {
        Some(word) if !word.is_empty() => (false, word),
        _ => (true, word),
    };
    let Some((name, value)) = word.split_once(':') else {
        return Ok((wanted, Test::Word(word.to_lowercase().into())));
    };
    let text = || SmolStr::new(value);
    let test = match name {
        "from" => Test::From(text()),
        "to" => Test::To(text()),
        "any" => Test::Any(text()),
        "kind" => Test::Kind(text()),
        "method" => Test::Method(text()),
        "status" => self::number(Field::Status, value)?,
        "hops" => self::number(Field::Hops, value)?,
        "fuel" => self::number(Field::Fuel, value)?,
        "took" => self::number(Field::Took, value)?,
        "is" => Test::Is(match value {
            "refused" => Is::Refused,
            "lost" => Is::Lost,
            "flying" => Is::Flying,
            "answered" => Is::Answered,
            "delayed" => Is::Delayed,
            "doubled" => Is::Doubled,
            _ => {
                return Err(format!(
                    "`is:{value}`: expected refused, lost, flying, answered, delayed or doubled"
                ));
            }
        }),
        // a point that is typed as it is
        _ if value.contains(':') || name == "localhost" => Test::Any(word.into()),
        _ => {
            return Err(format!(
                "`{name}` is nothing that a Wave has; expected from, to, any, kind, method, status, hops, fuel, took or is"
            ));
        }
    };
    Ok((wanted, test))
}

fn number(field: Field, value: &str) -> Result<Test, String> {
    let (compare, digits) = [
        (">=", Compare::AtLeast),
        ("<=", Compare::AtMost),
        (">", Compare::Above),
        ("<", Compare::Below),
    ]
    .into_iter()
    .find_map(|(sign, compare)| Some((compare, value.strip_prefix(sign)?)))
    .unwrap_or((Compare::Is, value));
    let end = digits
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(digits.len());
    let (digits, unit) = digits.split_at(end);
    let scale = match (field, unit) {
        (Field::Took, "ns" | "") => 1,
        (Field::Took, "us" | "µs") => 1_000,
        (Field::Took, "ms") => 1_000_000,
        (Field::Took, "s") => 1_000_000_000,
        (Field::Took, _) => {
            return Err(format!(
                "`{value}`: expected a time such as >5ms, in ns, us, ms or s"
            ));
        }
        (_, "") => 1,
        _ => return Err(format!("`{value}`: expected a number such as 403 or >=400")),
    };
    let number: Option<u64> = digits.parse().ok();
    match number.and_then(|number| number.checked_mul(scale)) {
        Some(number) => Ok(Test::Number(field, compare, number)),
        None => Err(format!("`{value}`: expected a number such as 403 or >=400")),
    }
}

impl Filter {
    /// Whether every Wave is wanted.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether time alone can change what is wanted of those that are under way.
    #[must_use]
    pub fn asks_for_time(&self) -> bool {
        let took = |test: &Test| matches!(test, Test::Number(Field::Took, ..));
        self.0.iter().any(|(_, test)| took(test))
    }

    /// Whether a Wave is wanted.
    #[must_use]
    pub fn admits(&self, ledger: &Ledger, wave: &Entry, now: Moment) -> bool {
        let mut all = self.0.iter();
        all.all(|(wanted, test)| test.holds(ledger, wave, now) == *wanted)
    }
}

impl Test {
    fn holds(&self, ledger: &Ledger, wave: &Entry, now: Moment) -> bool {
        let at = |no: Option<ParticleNo>, pattern: &SmolStr| {
            let known = no.and_then(|no| ledger.particle(no));
            known.is_some_and(|known| self::fits(pattern, known.point.as_str()))
        };
        match self {
            Test::From(pattern) => at(Some(wave.from), pattern),
            Test::To(pattern) => at(wave.to(), pattern),
            Test::Any(pattern) => at(Some(wave.from), pattern) || at(wave.to(), pattern),
            Test::Kind(kind) => wave.kind.name().eq_ignore_ascii_case(kind),
            Test::Method(text) => {
                let method = ledger.roll().method(wave);
                method.is_some_and(|method| method.contains(text.as_str()))
            }
            Test::Number(field, compare, number) => {
                let value = match field {
                    Field::Status => wave.shown_status().map(|status| status.number().into()),
                    Field::Hops => Some(wave.hops.into()),
                    Field::Fuel => Some(wave.fuel),
                    Field::Took => Some(wave.age(now)),
                };
                value.is_some_and(|value| compare.holds(value, *number))
            }
            Test::Is(is) => match is {
                Is::Refused => wave.is_refused(),
                Is::Lost => matches!(wave.end(), Some(End::Lost { .. })),
                Is::Flying => wave.end().is_none(),
                Is::Answered => wave.answer().is_some(),
                Is::Delayed => wave.was_delayed(),
                Is::Doubled => wave.was_doubled(),
            },
            Test::Word(word) => self::mentions(ledger, wave, word),
        }
    }
}

impl Compare {
    fn holds(self, value: u64, number: u64) -> bool {
        match self {
            Compare::Is => value == number,
            Compare::Above => value > number,
            Compare::AtLeast => value >= number,
            Compare::Below => value < number,
            Compare::AtMost => value <= number,
        }
    }
}

/// Whether a word stands anywhere in what a Wave is, without making a text of all that.
fn mentions(ledger: &Ledger, wave: &Entry, word: &str) -> bool {
    let point = |no| ledger.particle(no).map(|known| known.point.as_str());
    let said = ledger.roll();
    let all = [
        Some(wave.kind.name()),
        point(wave.from),
        wave.to().and_then(point),
        said.method(wave).map(SmolStr::as_str),
        said.reason(wave).map(SmolStr::as_str),
    ];
    all.into_iter().flatten().any(|text| self::has(text, word))
}

/// Whether a word in small letters stands in a text, whose letters may be large.
pub(crate) fn has(text: &str, word: &str) -> bool {
    let (text, word) = (text.as_bytes(), word.as_bytes());
    word.is_empty()
        || text
            .windows(word.len())
            .any(|part| part.eq_ignore_ascii_case(word))
}

/// Whether a point fits a pattern of segments: `*` is any one, `**` any number of them.
fn fits(pattern: &str, point: &str) -> bool {
    /// The first segment, and what follows it.
    fn cut(text: &str) -> (&str, Option<&str>) {
        match text.split_once(':') {
            Some((first, rest)) => (first, Some(rest)),
            None => (text, None),
        }
    }
    fn all(pattern: Option<&str>, point: Option<&str>) -> bool {
        match (pattern.map(cut), point.map(cut)) {
            (None, None) => true,
            (Some(("**", rest)), _) if all(rest, point) => true,
            (Some(("**", _)), Some((_, below))) => all(pattern, below),
            (Some((wanted, rest)), Some((segment, below))) => {
                (wanted == "*" || wanted == segment) && all(rest, below)
            }
            _ => false,
        }
    }
    // more stars than that are a mistake, and would take long
    let many = pattern.split(':').filter(|segment| *segment == "**");
    many.count() <= 3 && all(Some(pattern), Some(point))
}

#[cfg(test)]
#[path = "filter_tests.rs"]
mod tests;
