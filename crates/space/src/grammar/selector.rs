//! Selectors: `localhost+:**<User>`, `repo:*:(>=1.0.0):/docs/*`.
//!
//! ```text
//! selector = (route '::')? ('ROOT' | first (':' hop)* (':/' mark (filehop '/')* filehop?)?)
//! first    = ('+**' | 'ROOT+**' | '+*' | 'ROOT+*' | '**' | '*' | space) mark
//! hop      = ('**' | '*' | base | version | '(' requirement ')') mark
//! filehop  = ('**' | '*' | file) mark
//! mark     = kind-selector? '+'?
//! ```

use std::fmt;
use std::ops::Range;

use winnow::Parser;

use super::lexeme::{eat, here, maybe, peek, rest, run_span, symbol};
use super::text_form::{text_form, text_serde};
use super::version::{requirement, requirement_of, version_of};
use super::{Expected, Input, Parsed, kind_selector, point, refuse, unmet};
use crate::selector::{Hop, KindSelector, SegmentSelector, Selector};
use crate::{Diagnostic, Segment};

/// A selector where one is needed and nothing stands yet.
pub(crate) const SELECTOR: Expected = Expected::Free {
    noun: "a selector",
    such_as: &["localhost:**", "**<User>"],
};

const HOP: Expected = Expected::Free {
    noun: "a segment of a selector",
    such_as: &["app", "*", "**", "(>=1.0.0)", "/"],
};

/// Where the text of a hop ends.
fn ends(c: char) -> bool {
    matches!(
        c,
        ':' | '/'
            | '<'
            | '>'
            | '+'
            | '*'
            | '('
            | ')'
            | '['
            | ']'
            | '{'
            | '}'
            | '"'
            | '\''
            | '^'
            | '%'
            | '@'
            | ','
            | ';'
    ) || c.is_whitespace()
}

/// A selector, up to where it ends.
pub(crate) fn selector(input: &mut Input<'_>) -> Parsed<Selector> {
    let route = point::route(input)?;
    let mut selector = Selector {
        route,
        with_root: false,
        hops: Vec::new(),
    };
    let root = rest(input)
        .strip_prefix("ROOT")
        .is_some_and(|after| after.chars().next().is_none_or(ends));
    if root {
        symbol("ROOT").parse_next(input)?;
        selector.with_root = true;
        if !rest(input).starts_with("+*") {
            return Ok(selector);
        }
    }
    if rest(input).starts_with("+*") {
        selector.with_root = eat(input, "+");
    }
    selector.hops.push(hop(input, true)?);
    while maybe(input, ":") {
        if eat(input, "/") {
            let (kind, inclusive) = mark(input)?;
            selector.hops.push(Hop {
                segment: SegmentSelector::Exact(Segment::FsRoot),
                kind,
                inclusive,
            });
            path(input, &mut selector.hops)?;
            break;
        }
        let at = here(input);
        selector.hops.push(hop(input, false)?);
        point::deep(selector.hops.len(), &(at..here(input)))?;
    }
    Ok(selector)
}

fn path(input: &mut Input<'_>, hops: &mut Vec<Hop>) -> Parsed<()> {
    loop {
        let at = here(input);
        let Some(hop) = file_hop(input)? else {
            return Ok(());
        };
        hops.push(hop);
        point::deep(hops.len(), &(at..here(input)))?;
        if !maybe(input, "/") {
            return Ok(());
        }
        // What is followed by a slash is a folder.
        if let Some(Hop {
            segment: SegmentSelector::Exact(segment),
            ..
        }) = hops.last_mut()
            && let Segment::File(name) = segment
        {
            *segment = Segment::Dir(std::mem::take(name));
        }
    }
}

/// The kind and the `+` after a hop.
fn mark(input: &mut Input<'_>) -> Parsed<(KindSelector, bool)> {
    let kind = if rest(input).starts_with('<') {
        kind_selector::kind_selector(input)?
    } else {
        let at = here(input);
        input.state.also(at, Expected::Text("<"));
        KindSelector::default()
    };
    Ok((kind, maybe(input, "+")))
}

fn marked(input: &mut Input<'_>, segment: SegmentSelector) -> Parsed<Hop> {
    let (kind, inclusive) = mark(input)?;
    Ok(Hop {
        segment,
        kind,
        inclusive,
    })
}

/// `*` or `**`.
fn stars(input: &mut Input<'_>) -> Parsed<Option<SegmentSelector>> {
    let (stars, span) = run_span(input, |c| c == '*')?;
    match stars {
        "" => Ok(None),
        "*" => Ok(Some(SegmentSelector::Any)),
        "**" => Ok(Some(SegmentSelector::Recursive)),
        _ => refuse(
            Diagnostic::error("bad-selector", span, "more than two stars in a row")
                .hint("`*` stands for one segment, `**` for any depth"),
        ),
    }
}

fn hop(input: &mut Input<'_>, first: bool) -> Parsed<Hop> {
    let start = here(input);
    if let Some(stars) = stars(input)? {
        return marked(input, stars);
    }
    match peek(input) {
        Some('(') => {
            let requirement = requirement(input)?;
            return marked(input, SegmentSelector::Version(requirement));
        }
        Some('<' | '>' | '=' | '^' | '~') => return bare_requirement(input, start),
        _ => {}
    }
    let (text, span) = run_span(input, |c| !ends(c))?;
    if text.is_empty() {
        input
            .state
            .expect(start, if first { SELECTOR } else { HOP });
        return unmet();
    }
    let segment = exact(input, text, &span, first)?;
    marked(input, SegmentSelector::Exact(segment))
}

fn exact(input: &Input<'_>, text: &str, span: &Range<usize>, first: bool) -> Parsed<Segment> {
    if !first && text.starts_with(|c: char| c.is_ascii_digit()) {
        return version_of(text, span.clone()).map(Segment::Version);
    }
    // After a `**` that stands for nothing any hop may be a point's first segment.
    match point::space(input, text, span)? {
        Segment::Space(text) if !first => Ok(Segment::Base(text)),
        segment => Ok(segment),
    }
}

/// A requirement without its parentheses: operators and one version.
fn bare_requirement(input: &mut Input<'_>, start: usize) -> Parsed<Hop> {
    let (operators, _) = run_span(input, |c| "<>=^~".contains(c))?;
    let (version, span) = run_span(input, |c| {
        c.is_ascii_lowercase() || c.is_ascii_digit() || c == '.' || c == '-'
    })?;
    if version.is_empty() {
        input.state.expect(
            span.start,
            Expected::Free {
                noun: "a version",
                such_as: &["1.0.0"],
            },
        );
        return unmet();
    }
    let requirement = requirement_of(&format!("{operators}{version}"), start..span.end)?;
    marked(input, SegmentSelector::Version(requirement))
}

fn file_hop(input: &mut Input<'_>) -> Parsed<Option<Hop>> {
    if let Some(stars) = stars(input)? {
        return marked(input, stars).map(Some);
    }
    let (name, span) = run_span(input, |c| !ends(c))?;
    if name.is_empty() {
        if peek(input) == Some('/') {
            input.state.expect(
                span.start,
                Expected::Free {
                    noun: "the name of a file or folder",
                    such_as: &["index.html", "*", "**"],
                },
            );
            return unmet();
        }
        return Ok(None);
    }
    let name = point::file(input, name, &span)?;
    marked(input, SegmentSelector::Exact(Segment::File(name.into()))).map(Some)
}

impl fmt::Display for Hop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.segment {
            SegmentSelector::Any => f.write_str("*")?,
            SegmentSelector::Recursive => f.write_str("**")?,
            SegmentSelector::Exact(segment) => f.write_str(&segment.text())?,
            SegmentSelector::Version(requirement) => write!(f, "{requirement}")?,
        }
        if self.kind != KindSelector::default() {
            write!(f, "{}", self.kind)?;
        }
        if self.inclusive {
            f.write_str("+")?;
        }
        Ok(())
    }
}

impl fmt::Display for Selector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.route)?;
        if self.hops.is_empty() {
            return f.write_str("ROOT");
        }
        if self.with_root {
            f.write_str("+")?;
        }
        let mut in_files = false;
        for (i, hop) in self.hops.iter().enumerate() {
            let root = hop.segment == SegmentSelector::Exact(Segment::FsRoot);
            if i > 0 && !in_files {
                f.write_str(":")?;
            }
            write!(f, "{hop}")?;
            let folder = matches!(hop.segment, SegmentSelector::Exact(Segment::Dir(_)));
            if in_files && (folder || i + 1 < self.hops.len()) {
                f.write_str("/")?;
            }
            in_files |= root;
        }
        Ok(())
    }
}

text_form!(Selector, Selector, super::selector::selector);
text_serde!(Selector);
