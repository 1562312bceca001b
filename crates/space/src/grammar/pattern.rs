//! Patterns of Substances: `Text~json`, `Int[3]`, `Map{ name<Text>, age<Int> *<Bin> }`.
//!
//! ```text
//! pattern   = '*' | '!' | structure ('~' format?)? ('~' validator)?
//! structure = 'Map{' entries? '}' | kind ('[' length ']')?
//! length    = (digits ('-' digits)?)?            any when empty
//! entries   = (entry (',' entry)*)? others?      others: what each other entry must be
//! entry     = [a-z0-9-]+ ('<' pattern '>')?      anything when there is no pattern
//! others    = '*<' pattern '>' | pattern
//! format    = 'json' | 'image'
//! validator = call ('+' point)?
//! ```
//!
//! Blanks may stand around a length, and anywhere between the parts of a map.

use std::fmt;

use winnow::Parser;

use super::call::{call, call_var};
use super::expected::shorten;
use super::lexeme::{blanks, eat, here, is_word, maybe, peek, rest, run_span, symbol};
use super::open_point::point_var;
use super::point::point;
use super::substance_kind::substance_kind;
use super::text_form::{text_form, text_serde};
use super::{Expected, Input, Parsed, refuse, unmet};
use crate::format::Format;
use crate::pattern::PatternVar;
use crate::pattern::{Length, MapPattern, Shape, Structure, Validator, is_in_entry_name};
use crate::{CallVar, Diagnostic, PointVar, SubstanceKind, SubstancePattern};

/// How deep maps may lie in maps.
const MAX_DEPTH: usize = 64;

const FORMAT: Expected = Expected::OneOf {
    noun: "a format",
    names: Format::NAMES,
    such_as: Format::NAMES,
};

const CALL: Expected = Expected::Free {
    noun: "a call",
    such_as: &["localhost:app^Ext<Check>"],
};

const ENTRY: Expected = Expected::Free {
    noun: "the name of an entry",
    such_as: &["name"],
};

const LENGTH: Expected = Expected::Free {
    noun: "a length",
    such_as: &["3", "1-5"],
};

/// How a validator is read.
type ReadValidator<V> = fn(&mut Input<'_>) -> Parsed<V>;

/// A pattern.
pub(crate) fn pattern(input: &mut Input<'_>) -> Parsed<SubstancePattern> {
    nested(input, validator, MAX_DEPTH)
}

/// A pattern whose validators may have variables.
pub(crate) fn pattern_var(input: &mut Input<'_>) -> Parsed<PatternVar> {
    nested(input, validator_var, MAX_DEPTH)
}

fn nested<V>(
    input: &mut Input<'_>,
    validator: ReadValidator<V>,
    depth: usize,
) -> Parsed<SubstancePattern<V>> {
    let at = here(input);
    let Some(depth) = depth.checked_sub(1) else {
        let (_, span) = run_span(input, |c| !c.is_whitespace())?;
        return refuse(Diagnostic::error(
            "too-deep",
            span,
            format!("expected at most {MAX_DEPTH} patterns within each other, found more"),
        ));
    };
    if maybe(input, "*") {
        return Ok(SubstancePattern::Any);
    }
    if eat(input, "!") {
        return Ok(SubstancePattern::None);
    }
    input.state.hint(
        at,
        "a pattern is `*` or a kind: `Text`, `Int[3]`, `Map{ name<Text> }`",
    );
    let structure = structure(input, validator, depth)?;
    let (format, validator) = checks(input, validator)?;
    Ok(SubstancePattern::Exact(Box::new(Shape {
        structure,
        format,
        validator,
    })))
}

fn structure<V>(
    input: &mut Input<'_>,
    validator: ReadValidator<V>,
    depth: usize,
) -> Parsed<Structure<V>> {
    let kind = substance_kind(input)?;
    if kind == SubstanceKind::Map && maybe(input, "{") {
        return map(input, validator, depth).map(Structure::Map);
    }
    if maybe(input, "[") {
        let length = length(input)?;
        return Ok(Structure::List { of: kind, length });
    }
    Ok(Structure::Kind(kind))
}

/// A length and the `]` after it.
fn length(input: &mut Input<'_>) -> Parsed<Length> {
    blanks(input)?;
    let start = here(input);
    let mut length = Length::Any;
    input.state.expect(start, LENGTH);
    if let Some(least) = number(input)? {
        length = Length::exactly(least);
        if maybe(input, "-") {
            let at = here(input);
            input.state.expect(at, LENGTH);
            let Some(most) = number(input)? else {
                return unmet();
            };
            length = Length::Between { least, most };
            if most < least {
                return refuse(
                    Diagnostic::error(
                        "bad-length",
                        start..here(input),
                        format!("expected the lesser number first, found `{least}-{most}`"),
                    )
                    .hint(format!("did you mean `{most}-{least}`?")),
                );
            }
        }
    }
    blanks(input)?;
    symbol("]").parse_next(input)?;
    Ok(length)
}

fn number(input: &mut Input<'_>) -> Parsed<Option<u32>> {
    let (digits, span) = run_span(input, |c| c.is_ascii_digit())?;
    if digits.is_empty() {
        return Ok(None);
    }
    match digits.parse() {
        Ok(number) => Ok(Some(number)),
        Err(_) => refuse(Diagnostic::error(
            "bad-length",
            span,
            format!(
                "expected a length of at most {}, found `{}`",
                u32::MAX,
                shorten(digits)
            ),
        )),
    }
}

/// What stands in the braces of a map, and the `}` after it.
fn map<V>(
    input: &mut Input<'_>,
    validator: ReadValidator<V>,
    depth: usize,
) -> Parsed<MapPattern<V>> {
    let mut map = MapPattern {
        required: std::collections::BTreeMap::new(),
        others: None,
    };
    blanks(input)?;
    let at = here(input);
    input.state.expect(at, ENTRY);
    if peek(input).is_some_and(is_in_entry_name) {
        entry(input, validator, depth, &mut map)?;
        while comma(input)? {
            entry(input, validator, depth, &mut map)?;
        }
    }
    let at = here(input);
    if !rest(input).is_empty() && !rest(input).starts_with(['}', ',']) {
        map.others = Some(others(input, validator, depth)?);
    }
    blanks(input)?;
    if rest(input).starts_with(',') {
        input.state.hint(
            at,
            "what other entries are stands last, with no comma: `Map{ a, b *<Bin> }`",
        );
    }
    symbol("}").parse_next(input)?;
    Ok(map)
}

/// Whether another entry follows.
fn comma(input: &mut Input<'_>) -> Parsed<bool> {
    blanks(input)?;
    if peek(input).is_some_and(is_in_entry_name) {
        let at = here(input);
        input.state.expect(at, Expected::Text(","));
        return unmet();
    }
    if !maybe(input, ",") {
        return Ok(false);
    }
    blanks(input)?;
    Ok(true)
}

fn entry<V>(
    input: &mut Input<'_>,
    validator: ReadValidator<V>,
    depth: usize,
    map: &mut MapPattern<V>,
) -> Parsed<()> {
    let (name, span) = run_span(input, is_in_entry_name)?;
    if name.is_empty() {
        input.state.expect(span.start, ENTRY);
        if rest(input).starts_with('*') {
            input.state.hint(
                span.start,
                "what other entries are follows without a comma: `Map{ a, b *<Bin> }`",
            );
        }
        return unmet();
    }
    let mut entry = SubstancePattern::Any;
    if maybe(input, "<") {
        entry = nested(input, validator, depth)?;
        symbol(">").parse_next(input)?;
    }
    if map.required.insert(name.into(), entry).is_some() {
        return refuse(Diagnostic::error(
            "twice",
            span,
            format!("expected each entry once, found `{}` again", shorten(name)),
        ));
    }
    Ok(())
}

/// `*<Bin>`, or the pattern alone.
fn others<V>(
    input: &mut Input<'_>,
    validator: ReadValidator<V>,
    depth: usize,
) -> Parsed<SubstancePattern<V>> {
    let text = rest(input);
    let word = &text[..text.find(|c| !is_word(c)).unwrap_or(text.len())];
    let capital = word.starts_with(|c: char| c.is_ascii_uppercase());
    if capital && text[word.len()..].starts_with(['<', ',']) {
        let at = here(input);
        let lower = word.to_lowercase();
        return refuse(
            Diagnostic::error(
                "bad-entry",
                at..at + word.len(),
                format!(
                    "expected the name of an entry in lower case, found `{}`",
                    shorten(word)
                ),
            )
            .hint(format!("did you mean `{}`?", shorten(&lower))),
        );
    }
    if eat(input, "*<") {
        let pattern = nested(input, validator, depth)?;
        symbol(">").parse_next(input)?;
        return Ok(pattern);
    }
    nested(input, validator, depth)
}

/// What follows a structure: a format, a validator, both or neither.
fn checks<V>(
    input: &mut Input<'_>,
    validator: ReadValidator<V>,
) -> Parsed<(Option<Format>, Option<V>)> {
    if !maybe(input, "~") {
        return Ok((None, None));
    }
    let format = format(input)?;
    let more = maybe(input, "~");
    if format.is_some() && !more {
        return Ok((format, None));
    }
    let at = here(input);
    input.state.expect(at, CALL);
    if format.is_none() && !more {
        unknown_format(input)?;
    }
    validator(input).map(|validator| (format, Some(validator)))
}

/// The name of a format, if one is next and not the call of a validator that begins like it.
fn format(input: &mut Input<'_>) -> Parsed<Option<Format>> {
    let at = here(input);
    input.state.expect(at, FORMAT);
    let text = rest(input);
    for (format, name) in Format::ALL.iter().zip(Format::NAMES) {
        let after = text.strip_prefix(name);
        if after.is_some_and(|after| !after.starts_with(|c| is_word(c) || ":.^".contains(c))) {
            eat(input, name);
            return Ok(Some(*format));
        }
    }
    Ok(None)
}

/// Refuses a word that is neither a format nor a call.
fn unknown_format(input: &mut Input<'_>) -> Parsed<()> {
    let text = rest(input);
    let word = &text[..text.find(|c| !is_word(c)).unwrap_or(text.len())];
    if word.is_empty() || text[word.len()..].starts_with([':', '.', '^', '$']) {
        return Ok(());
    }
    let at = here(input);
    refuse(
        Diagnostic::error(
            "unknown-format",
            at..at + word.len(),
            format!(
                "expected `json`, `image` or a call such as `localhost:app^Ext<Check>`, found `{}`",
                shorten(word)
            ),
        )
        .nearest(word, Format::NAMES.iter().copied()),
    )
}

fn validator(input: &mut Input<'_>) -> Parsed<Validator> {
    Ok(Validator {
        call: call(input)?,
        config: config(input, point)?,
    })
}

fn validator_var(input: &mut Input<'_>) -> Parsed<Validator<CallVar, PointVar>> {
    Ok(Validator {
        call: call_var(input)?,
        config: config(input, point_var)?,
    })
}

fn config<P>(
    input: &mut Input<'_>,
    point: impl FnOnce(&mut Input<'_>) -> Parsed<P>,
) -> Parsed<Option<P>> {
    if maybe(input, "+") {
        return point(input).map(Some);
    }
    Ok(None)
}

impl<C: fmt::Display, P: fmt::Display> fmt::Display for Validator<C, P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.call)?;
        match &self.config {
            Some(config) => write!(f, "+{config}"),
            None => Ok(()),
        }
    }
}

impl<V: fmt::Display> fmt::Display for SubstancePattern<V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shape = match self {
            SubstancePattern::Any => return f.write_str("*"),
            SubstancePattern::None => return f.write_str("!"),
            SubstancePattern::Exact(shape) => shape,
        };
        match &shape.structure {
            Structure::Kind(kind) => write!(f, "{kind}")?,
            Structure::List { of, length } => write!(f, "{of}[{length}]")?,
            Structure::Map(map) => write!(f, "{map}")?,
        }
        if let Some(format) = &shape.format {
            write!(f, "~{format}")?;
        }
        match &shape.validator {
            Some(validator) => write!(f, "~{validator}"),
            None => Ok(()),
        }
    }
}

impl<V: fmt::Display> fmt::Display for MapPattern<V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Map{")?;
        for (i, (name, pattern)) in self.required.iter().enumerate() {
            f.write_str(if i == 0 { " " } else { ", " })?;
            match pattern {
                SubstancePattern::Any => f.write_str(name)?,
                pattern => write!(f, "{name}<{pattern}>")?,
            }
        }
        match &self.others {
            None if self.required.is_empty() => f.write_str("}"),
            None => f.write_str(" }"),
            Some(SubstancePattern::Any) => f.write_str(" * }"),
            Some(others) => write!(f, " *<{others}> }}"),
        }
    }
}

impl fmt::Display for Length {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Length::Any => Ok(()),
            Length::Between { least, most } if least == most => write!(f, "{least}"),
            Length::Between { least, most } => write!(f, "{least}-{most}"),
        }
    }
}

text_form!(SubstancePattern, SubstancePattern, super::pattern::pattern);
text_form!(PatternVar, PatternVar, super::pattern::pattern_var);
text_serde!(SubstancePattern);
