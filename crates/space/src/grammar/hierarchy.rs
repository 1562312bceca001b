//! Hierarchies: `localhost<Space>:app<Mechtron>`, a point with the kind of each segment.
//!
//! ```text
//! hierarchy = (route '::')? ('ROOT' | space '<' kind '>' (':' segment '<' kind '>')* files?)
//! files     = ':/' ('<' kind '>')? (dir '/' '<' kind '>')* (file '<' kind '>')?
//! ```
//!
//! The root of a filesystem may leave out its kind, which is then `Artifact<Dir>` below a version
//! and `File<Dir>` elsewhere. A slash may also follow the kind of a folder.

use std::fmt;

use smol_str::SmolStr;
use winnow::Parser;

use super::lexeme::{eat, here, maybe, peek, rest, run_span, symbol};
use super::text_form::{text_form, text_serde};
use super::version::version_of;
use super::{Expected, Input, Parsed, kind, point, unmet};
use crate::kind::{ArtifactSub, FileSub};
use crate::selector::Hierarchy;
use crate::{Kind, Segment};

fn kind_of(input: &mut Input<'_>) -> Parsed<Kind> {
    let at = here(input);
    input.state.hint(
        at,
        "each segment has its kind: `localhost<Space>:app<Mechtron>`",
    );
    symbol("<").parse_next(input)?;
    let kind = kind::kind(input)?;
    kind::close(input)?;
    Ok(kind)
}

/// A hierarchy.
pub(crate) fn hierarchy(input: &mut Input<'_>) -> Parsed<Hierarchy> {
    let mut hierarchy = Hierarchy {
        route: point::route(input)?,
        segments: Vec::new(),
    };
    if rest(input).starts_with("ROOT") && eat(input, "ROOT") {
        return Ok(hierarchy);
    }
    let segments = &mut hierarchy.segments;
    loop {
        let (text, span) = run_span(input, |c| !c.is_whitespace() && !"<>:/".contains(c))?;
        if text.is_empty() {
            input.state.expect(
                span.start,
                Expected::Free {
                    noun: "a segment with its kind",
                    such_as: &["localhost<Space>", "app<Mechtron>"],
                },
            );
            return unmet();
        }
        let segment = if segments.is_empty() {
            point::space(input, text, &span)?
        } else if text.starts_with(|c: char| c.is_ascii_digit()) {
            Segment::Version(version_of(text, span.clone())?)
        } else {
            match point::space(input, text, &span)? {
                Segment::Space(text) => Segment::Base(text),
                other => other,
            }
        };
        segments.push((segment, kind_of(input)?));
        point::deep(segments.len(), &span)?;
        if !maybe(input, ":") {
            return Ok(hierarchy);
        }
        if eat(input, "/") {
            let kind = if peek(input) == Some('<') {
                kind_of(input)?
            } else if matches!(segments.last(), Some((Segment::Version(_), _))) {
                Kind::Artifact(ArtifactSub::Dir)
            } else {
                Kind::File(FileSub::Dir)
            };
            segments.push((Segment::FsRoot, kind));
            files(input, segments)?;
            return Ok(hierarchy);
        }
    }
}

fn files(input: &mut Input<'_>, segments: &mut Vec<(Segment, Kind)>) -> Parsed<()> {
    loop {
        let at = here(input);
        let (name, span) = run_span(input, |c| !c.is_whitespace() && !"<>:/".contains(c))?;
        if name.is_empty() {
            input.state.also(
                at,
                Expected::Free {
                    noun: "a file with its kind",
                    such_as: &["a.txt<File<File>>"],
                },
            );
            return Ok(());
        }
        let name: SmolStr = point::file(input, name, &span)?.into();
        let slash = maybe(input, "/");
        let kind = kind_of(input)?;
        point::deep(segments.len() + 1, &span)?;
        if slash || eat(input, "/") {
            segments.push((Segment::Dir(name), kind));
        } else {
            segments.push((Segment::File(name), kind));
            return Ok(());
        }
    }
}

impl fmt::Display for Hierarchy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.route)?;
        if self.segments.is_empty() {
            return f.write_str("ROOT");
        }
        for (i, (segment, kind)) in self.segments.iter().enumerate() {
            let slash = match segment {
                Segment::Dir(_) => "/",
                _ => "",
            };
            if i > 0 && !matches!(segment, Segment::Dir(_) | Segment::File(_)) {
                f.write_str(":")?;
            }
            write!(f, "{}{slash}<{kind}>", segment.text())?;
        }
        Ok(())
    }
}

text_form!(Hierarchy, Hierarchy, super::hierarchy::hierarchy);
text_serde!(Hierarchy);
