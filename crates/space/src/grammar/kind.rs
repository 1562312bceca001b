//! Kinds `Star<Fold>`, and templates as `create` takes them.
//!
//! ```text
//! kind     = Base ('<' Sub ('<' specific '>')? '>')?
//! template = Base ('<' Sub ('<' specific-selector '>')? '>')?
//! ```
//!
//! A kind has its sub-kind and specific exactly where its base needs them; a template may leave
//! them out, and may name any sub-kind where only one serves (`UserBase`, `Native`).

use std::fmt;

use winnow::Parser;

use super::lexeme::{here, is_word, maybe, run_span, symbol};
use super::specific::{specific, specific_selector};
use super::text_form::{text_form, text_serde};
use super::{Expected, Input, Parsed, refuse, unmet};
use crate::kind::{ArtifactSub, DatabaseSub, FileSub, NativeSub, StarSub, UserBaseSub};
use crate::{Diagnostic, Kind, KindTemplate};

pub(crate) const KIND: Expected = Expected::OneOf {
    noun: "a kind",
    names: Kind::BASES,
    such_as: &["Space", "Mechtron"],
};

/// The name of a base.
pub(crate) fn base(input: &mut Input<'_>) -> Parsed<&'static str> {
    let (word, span) = run_span(input, is_word)?;
    input.state.expect(span.start, KIND);
    if word.is_empty() {
        return unmet();
    }
    match Kind::BASES.iter().find(|base| **base == word) {
        Some(base) => Ok(base),
        None => refuse(
            Diagnostic::error(
                "unknown-kind",
                span,
                format!(
                    "expected a kind such as `Space` or `Mechtron`, found `{}`",
                    super::expected::shorten(word)
                ),
            )
            .nearest(word, Kind::BASES.iter().copied())
            .or_hint(Some(format!("the kinds are {}", Kind::BASES.join(", ")))),
        ),
    }
}

/// The name of a sub-kind of that base; any name in camel case where `free`.
pub(crate) fn sub<'s>(input: &mut Input<'s>, base: &'static str, free: bool) -> Parsed<&'s str> {
    let names = Kind::subs_of(base);
    let (word, span) = run_span(input, is_word)?;
    input.state.expect(
        span.start,
        match base {
            "File" => Expected::OneOf {
                noun: "a sub-kind of `File`",
                names,
                such_as: &["File", "Dir"],
            },
            "Artifact" => Expected::OneOf {
                noun: "a sub-kind of `Artifact`",
                names,
                such_as: &["Raw", "Wasm"],
            },
            "Star" => Expected::OneOf {
                noun: "a sub-kind of `Star`",
                names,
                such_as: &["Central", "Fold"],
            },
            _ => Expected::OneOf {
                noun: "a sub-kind",
                names,
                such_as: names,
            },
        },
    );
    if word.is_empty() {
        return unmet();
    }
    if names.contains(&word) || (free && is_camel(word)) {
        return Ok(word);
    }
    refuse(
        Diagnostic::error(
            "unknown-sub-kind",
            span,
            format!(
                "`{base}` has no sub-kind `{}`, expected {}",
                super::expected::shorten(word),
                one_of(names)
            ),
        )
        .nearest(word, names.iter().copied()),
    )
}

fn is_camel(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_uppercase())
        && word.chars().all(|c| c.is_ascii_alphanumeric())
}

/// "`A`, `B` or `C`"
pub(crate) fn one_of(names: &[&str]) -> String {
    match names.split_last() {
        None => "nothing".to_owned(),
        Some((last, [])) => format!("`{last}`"),
        Some((last, rest)) => format!("`{}` or `{last}`", rest.join("`, `")),
    }
}

/// The `<` of a sub-kind, which `base` must allow.
fn opens(input: &mut Input<'_>, base: &str) -> Parsed<bool> {
    if Kind::subs_of(base).is_empty() {
        if super::lexeme::rest(input).starts_with('<') {
            let at = here(input);
            return refuse(
                Diagnostic::error(
                    "no-sub-kind",
                    at..at + 1,
                    format!("`{base}` has no sub-kinds"),
                )
                .hint(format!("write `{base}` alone")),
            );
        }
        return Ok(false);
    }
    Ok(maybe(input, "<"))
}

/// A whole kind.
pub(crate) fn kind(input: &mut Input<'_>) -> Parsed<Kind> {
    let base = base(input)?;
    if let Some(kind) = Kind::plain(base) {
        opens(input, base)?;
        return Ok(kind);
    }
    if !maybe(input, "<") {
        let at = here(input);
        input.state.expect(at, Expected::Text("<"));
        let subs = Kind::subs_of(base);
        input
            .state
            .hint(at, format!("`{base}` needs a sub-kind: {}", one_of(subs)));
        return unmet();
    }
    let name = sub(input, base, false)?;
    let kind = match base {
        "File" => FileSub::from_name(name).map(Kind::File),
        "Artifact" => ArtifactSub::from_name(name).map(Kind::Artifact),
        "Star" => StarSub::from_name(name).map(Kind::Star),
        "Native" => NativeSub::from_name(name).map(Kind::Native),
        _ => {
            if symbol("<").parse_next(input).is_err() {
                let at = here(input);
                input.state.hint(
                    at,
                    format!(
                        "`{base}<{name}>` needs a specific: \
                         `{base}<{name}<provider:vendor:product:variant:1.0.0>>`"
                    ),
                );
                return unmet();
            }
            let specific = specific(input)?;
            close(input)?;
            Some(match base {
                "Database" => Kind::Database(DatabaseSub::Relational(specific)),
                _ => Kind::UserBase(UserBaseSub::OAuth(specific)),
            })
        }
    };
    close(input)?;
    match kind {
        Some(kind) => Ok(kind),
        None => unmet(),
    }
}

/// The `>` of a sub-kind or specific.
pub(crate) fn close(input: &mut Input<'_>) -> Parsed<()> {
    symbol(">").parse_next(input)
}

/// A template.
pub(crate) fn template(input: &mut Input<'_>) -> Parsed<KindTemplate> {
    let base = base(input)?;
    let mut template = KindTemplate {
        base: base.into(),
        sub: None,
        specific: None,
    };
    if !opens(input, base)? {
        return Ok(template);
    }
    let free = matches!(base, "UserBase" | "Native");
    template.sub = Some(sub(input, base, free)?.into());
    if matches!(base, "UserBase" | "Database") && maybe(input, "<") {
        template.specific = Some(specific_selector(input)?);
        close(input)?;
    }
    close(input)?;
    Ok(template)
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.base())?;
        match (self.sub(), self.specific()) {
            (Some(sub), Some(specific)) => write!(f, "<{sub}<{specific}>>"),
            (Some(sub), None) => write!(f, "<{sub}>"),
            _ => Ok(()),
        }
    }
}

impl fmt::Display for KindTemplate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.base)?;
        match (&self.sub, &self.specific) {
            (Some(sub), Some(specific)) => write!(f, "<{sub}<{specific}>>"),
            (Some(sub), None) => write!(f, "<{sub}>"),
            _ => Ok(()),
        }
    }
}

text_form!(Kind, Kind, super::kind::kind);
text_form!(KindTemplate, KindTemplate, super::kind::template);
text_serde!(Kind, KindTemplate);
