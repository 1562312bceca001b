//! Which handler serves a Wave: patterns of methods and paths, as native handlers have them, but
//! for what needs an engine of regular expressions or a grammar: those weigh more than a guest.

use orrery_space::method_pattern::admits;
use orrery_space::plain_path;

use crate::mechtron::Mechtron;
use crate::membrane;

/// What a Wave asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Route {
    pub(crate) method: String,
    pub(crate) path: String,
}

impl Route {
    /// What the Wave that is there asks for.
    pub(crate) fn of_wave() -> Self {
        let mut path = membrane::field(6).unwrap_or_default();
        if let Some(end) = path.find(['?', '#']) {
            path.truncate(end);
        }
        Self {
            method: membrane::field(5).unwrap_or_default(),
            path,
        }
    }

    /// The Mechtron for a handler, when its pattern matches.
    #[must_use]
    pub fn matches(&self, pattern: &str) -> Option<Mechtron> {
        // Checked, though it cannot fail: the message of a failed `split_at` weighs 2 kB.
        let slash = pattern.find('/').unwrap_or(pattern.len());
        let (method, path) = pattern.split_at_checked(slash)?;
        if !admits(method, &self.method) {
            return None;
        }
        if path.is_empty() {
            return Some(Mechtron::default());
        }
        let captures = plain_path::captures(path, &self.path)?;
        let owned = |(name, text): (&str, &str)| (name.to_owned(), text.to_owned());
        Some(Mechtron::with(captures.into_iter().map(owned).collect()))
    }
}

/// Whether a text is a pattern: a method such as `Ext<Hello>`, `Http<*>` or `*`, and perhaps a path
/// of names, `{name}`, and `.*` as the last segment.
#[must_use]
pub const fn is_pattern(text: &str) -> bool {
    let bytes = text.as_bytes();
    let mut end = 0;
    while end < bytes.len() && bytes[end] != b'/' {
        end += 1;
    }
    let (_, path) = text.split_at(end);
    is_method(bytes, end) && (path.is_empty() || plain_path::is_plain(path))
}

/// Whether the first `end` bytes are `*` or a family and a name in angle brackets.
const fn is_method(bytes: &[u8], end: usize) -> bool {
    if end == 1 {
        return bytes[0] == b'*';
    }
    let open = word(bytes, 0);
    if open == 0 || open >= end || bytes[open] != b'<' {
        return false;
    }
    let close = word(bytes, open + 1);
    close > open + 1 && close + 1 == end && bytes[close] == b'>'
}

/// Where the word or the `*` that begins at `start` ends.
const fn word(bytes: &[u8], start: usize) -> usize {
    if start < bytes.len() && bytes[start] == b'*' {
        return start + 1;
    }
    let mut at = start;
    while at < bytes.len() && bytes[at].is_ascii_alphanumeric() {
        at += 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(pattern: &str, method: &str, path: &str) -> Option<String> {
        let route = Route {
            method: method.to_owned(),
            path: path.to_owned(),
        };
        let m = route.matches(pattern)?;
        Some(m.capture("id").unwrap_or("-").to_owned())
    }

    #[test]
    fn patterns_match() {
        let yes = |id: &str| Some(id.to_owned());
        assert_eq!(check("*", "Ext<Say>", "/"), yes("-"));
        assert_eq!(check("Ext<Say>", "Ext<Say>", "/a/b"), yes("-"));
        assert_eq!(check("Ext<*>", "Ext<Say>", "/"), yes("-"));
        assert_eq!(
            check("Http<Get>/users/{id}", "Http<Get>", "/users/7"),
            yes("7")
        );
        assert_eq!(
            check("*/users/{id}/.*", "Http<Get>", "/users/7/posts"),
            yes("7")
        );
        assert_eq!(check("Http<*>/", "Http<Get>", "/"), yes("-"));
    }

    #[test]
    fn patterns_do_not_match() {
        assert_eq!(check("Ext<Say>", "Ext<Sing>", "/"), None);
        assert_eq!(check("Ext<*>", "Http<Get>", "/"), None);
        assert_eq!(check("Http<Get>/users/{id}", "Http<Get>", "/users/"), None);
        assert_eq!(
            check("Http<Get>/users/{id}", "Http<Get>", "/users/7/posts"),
            None
        );
        assert_eq!(check("Http<Get>/users", "Http<Get>", "/"), None);
    }

    #[test]
    fn what_a_pattern_is() {
        for text in [
            "*",
            "Ext<Say>",
            "Ext<*>",
            "*<Get>",
            "*/a",
            "Http<Get>/users/{id}/.*",
        ] {
            assert!(is_pattern(text), "{text}");
        }
        for text in [
            "",
            "Ext",
            "Ext<",
            "Ext<>",
            "<Say>",
            "Ext<Say>x",
            "Ext<Say>/users/[0-9]",
            "Ext<Say>/*",
            "**",
        ] {
            assert!(!is_pattern(text), "{text}");
        }
    }
}
