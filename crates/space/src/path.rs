//! Patterns of paths: regular expressions over the whole path of a URI.
//!
//! They know neither methods nor Waves. A match takes time linear in the path, since the engine
//! never goes back; look-around and back-references do not exist. What is [plain](crate::plain_path)
//! needs no engine at all.
//!
//! ```
//! use orrery_space::PathPattern;
//! let path: PathPattern = "/users/(?P<user>[a-z]+)/.*".parse()?;
//! let captures = path.captures("/users/ann/posts").unwrap();
//! assert_eq!(captures["user"], "ann");
//! assert!(path.captures("/old/users/ann/posts").is_none());
//! # Ok::<(), orrery_space::ParseError>(())
//! ```

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{Hash, Hasher};

use regex_lite::{Regex, RegexBuilder};
use smol_str::SmolStr;

use crate::plain_path;

/// What named groups stand for, by name.
pub type Captures = BTreeMap<SmolStr, SmolStr>;

/// The most bytes that a compiled path may take: `/a{1000}{1000}` is no path.
const MAX_COMPILED: usize = 256 * 1024;

/// A regular expression that begins with `/`, has no blanks, and is anchored at both ends. A
/// segment `{name}` is short for `(?P<name>[^/]+)`.
///
/// ```
/// use orrery_space::PathPattern;
/// let path: PathPattern = "/users/{id}".parse()?;
/// assert_eq!(path.captures("/users/7").unwrap()["id"], "7");
/// assert!(path.captures("/users/7/posts").is_none());
/// let error = "/users/(".parse::<PathPattern>().unwrap_err();
/// assert_eq!(error.diagnostics[0].span, 7..8);
/// # Ok::<(), orrery_space::ParseError>(())
/// ```
#[derive(Debug, Clone)]
pub struct PathPattern {
    source: SmolStr,
    /// None where the path is plain.
    regex: Option<Regex>,
}

/// Why a text is no regular expression.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{reason}")]
pub(crate) struct BadPath {
    /// Where in the text the engine stumbled.
    pub(crate) at: std::ops::Range<usize>,
    /// What it says.
    pub(crate) reason: String,
}

impl PathPattern {
    /// The pattern that a text without blanks stands for.
    pub(crate) fn compile(source: &str) -> Result<Self, BadPath> {
        if plain_path::is_plain(source) && !has_name_twice(source) {
            return Ok(Self {
                source: source.into(),
                regex: None,
            });
        }
        // By itself first: `/a)|(b` would be mended by the parentheses of the anchors.
        let regex = expand(source);
        let whole = build(&regex).and_then(|_| build(&format!("^(?:{regex})$")));
        match whole {
            Ok(regex) => Ok(Self {
                source: source.into(),
                regex: Some(regex),
            }),
            Err(error) => Err(BadPath {
                at: locate(source, &error),
                reason: error.to_string(),
            }),
        }
    }

    /// The text of the pattern.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.source
    }

    /// What its named groups stand for, if the whole of `path` matches.
    #[must_use]
    pub fn captures(&self, path: &str) -> Option<Captures> {
        let Some(regex) = &self.regex else {
            let found = plain_path::captures(&self.source, path)?;
            let named = found
                .into_iter()
                .map(|(name, text)| (name.into(), text.into()));
            return Some(named.collect());
        };
        let found = regex.captures(path)?;
        let named = regex.capture_names().flatten().filter_map(|name| {
            let group = found.name(name)?;
            Some((name.into(), group.as_str().into()))
        });
        Some(named.collect())
    }

    /// The names of its groups.
    #[must_use]
    pub fn names(&self) -> Vec<&str> {
        match &self.regex {
            Some(regex) => regex.capture_names().flatten().collect(),
            None => plain_path::names(&self.source).collect(),
        }
    }
}

/// Whether a plain path has a name twice, which the engine refuses.
fn has_name_twice(source: &str) -> bool {
    let mut seen = BTreeSet::new();
    !plain_path::names(source).all(|name| seen.insert(name))
}

fn build(regex: &str) -> Result<Regex, regex_lite::Error> {
    RegexBuilder::new(regex).size_limit(MAX_COMPILED).build()
}

/// Segments `{name}` as the groups for which they are short.
fn expand(source: &str) -> String {
    let segments = source.split('/').map(|segment| {
        let name = segment
            .strip_prefix('{')
            .and_then(|rest| rest.strip_suffix('}'))
            .filter(|name| is_name(name));
        match name {
            Some(name) => format!("(?P<{name}>[^/]+)"),
            None => segment.to_owned(),
        }
    });
    segments.collect::<Vec<_>>().join("/")
}

fn is_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

/// The character after which the engine says what it says of the whole. It does not tell where it
/// stumbled, but it reads from left to right: what is wrong with the whole is wrong with the
/// shortest beginning that has it, and with all longer ones.
fn locate(source: &str, error: &regex_lite::Error) -> std::ops::Range<usize> {
    let ends: Vec<usize> = source
        .char_indices()
        .map(|(at, c)| at + c.len_utf8())
        .collect();
    let before = ends.partition_point(|end| {
        let beginning = source.get(..*end).unwrap_or(source);
        build(&expand(beginning)).err().as_ref() != Some(error)
    });
    let end = ends.get(before).copied().unwrap_or(source.len());
    let start = source
        .get(..end)
        .and_then(|beginning| beginning.char_indices().next_back())
        .map_or(0, |(at, _)| at);
    start..end
}

// A pattern is its text: the compiled form follows from it.

impl PartialEq for PathPattern {
    fn eq(&self, other: &Self) -> bool {
        self.source == other.source
    }
}

impl Eq for PathPattern {}

impl PartialOrd for PathPattern {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for PathPattern {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.source.cmp(&other.source)
    }
}

impl Hash for PathPattern {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.source.hash(state);
    }
}
