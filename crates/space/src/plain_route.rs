//! Plain routes: route selectors that need no grammar.
//!
//! A plain route has a topic without a uuid, a method, the filters `auth` and `noauth`, and a
//! [plain path](crate::plain_path). It means what the same text means as a
//! [`RouteSelector`](crate::RouteSelector), and a program that declares one can have it checked when
//! it is compiled. Guests route by it: they link neither the grammar nor an engine of expressions.
//!
//! ```
//! use orrery_space::plain_route::{PlainRoute, is_plain};
//! const ROUTE: &str = "[Topic<Cli>]::Http<Get>(auth)/users/{id}";
//! const _: () = assert!(is_plain(ROUTE));
//! let route = PlainRoute::of(ROUTE);
//! assert!(route.admits_method("Http<Get>") && !route.admits_method("Http<Put>"));
//! assert!(route.admits_topic("Topic<Cli>") && !route.admits_topic(""));
//! assert!(route.admits_agent(false) && !route.admits_agent(true));
//! assert_eq!(route.captures("/users/7"), Some(vec![("id", "7")]));
//! ```

use crate::core::{CmdMethod, HttpMethod, HypMethod};
use crate::method_pattern::{self, Family};
use crate::{RouteFilter, plain_path};

/// The text of a plain route in its parts. Each of the four is asked by itself, so that who asks
/// need not fetch what no route wants to know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PlainRoute<'t> {
    /// The topic as it stands in text; empty where any will do.
    pub topic: &'t str,
    /// The pattern of methods.
    pub method: &'t str,
    /// The filters in their parentheses; empty where anybody may ask.
    pub filters: &'t str,
    /// The path; empty where any will do.
    pub path: &'t str,
}

impl<'t> PlainRoute<'t> {
    /// The parts of a route. Of a text that is not [plain](is_plain) they mean nothing.
    #[must_use]
    pub fn of(route: &'t str) -> Self {
        let bracket = route.strip_prefix('[').and_then(|r| r.split_once(']'));
        let (topic, route) = match bracket {
            Some((topic, rest)) => (topic, rest.trim_start_matches(':')),
            None => ("", route),
        };
        let (route, path) = halves(route, '/');
        let (method, filters) = halves(route, '(');
        Self {
            topic,
            method,
            filters,
            path,
        }
    }

    /// Whether it admits a Wave to that topic, as it stands in text; to none, when that is empty.
    #[must_use]
    pub fn admits_topic(&self, topic: &str) -> bool {
        match self.topic {
            "" | "Topic<*>" => true,
            "Topic<!>" => topic.is_empty() || topic == "Topic<!>",
            wanted => wanted == topic,
        }
    }

    /// Whether it admits that method, as it stands in text.
    #[must_use]
    pub fn admits_method(&self, method: &str) -> bool {
        method_pattern::admits(self.method, method)
    }

    /// Whether it admits a Wave on behalf of nobody, or of somebody.
    #[must_use]
    pub fn admits_agent(&self, anonymous: bool) -> bool {
        let mut filters = self
            .filters
            .split(['(', ')', '-'])
            .filter(|f| !f.is_empty());
        filters.all(|name| RouteFilter::from_name(name).is_some_and(|f| f.admits(anonymous)))
    }

    /// What the names of its path stand for in a path, if it admits that.
    #[must_use]
    pub fn captures(&self, path: &'t str) -> Option<Vec<(&'t str, &'t str)>> {
        if self.path.is_empty() {
            return Some(Vec::new());
        }
        plain_path::captures(self.path, path)
    }
}

/// A text before the first `mark`, and from it on.
fn halves(text: &str, mark: char) -> (&str, &str) {
    let at = text.find(mark).unwrap_or(text.len());
    // Checked, though it cannot fail: the message of a failed `split_at` weighs 2 kB in a guest.
    text.split_at_checked(at).unwrap_or((text, ""))
}

/// Whether a text is a plain route.
///
/// ```
/// use orrery_space::plain_route::is_plain;
/// assert!(is_plain("*") && is_plain("[Topic<Path>(a:b)]::Ext<*>(auth)-(noauth)/a/.*"));
/// assert!(!is_plain("Http<Gte>") && !is_plain("Ext<Say>(admin)") && !is_plain("Ext<Say>/[0-9]"));
/// ```
#[must_use]
pub const fn is_plain(route: &str) -> bool {
    let text = route.as_bytes();
    let Some(at) = topic(text) else {
        return false;
    };
    let Some(at) = method(text, at) else {
        return false;
    };
    let Some(at) = filters(text, at) else {
        return false;
    };
    let (_, path) = route.split_at(at);
    path.is_empty() || plain_path::is_plain(path)
}

/// Where the method begins, behind a topic.
const fn topic(text: &[u8]) -> Option<usize> {
    const SIMPLE: &[&str] = &["[Topic<!>]::", "[Topic<*>]::", "[Topic<Cli>]::"];
    if let Some(length) = longest(text, 0, SIMPLE) {
        return Some(length);
    }
    let Some(mut at) = skip(text, 0, b"[Topic<Path>(") else {
        return if text.is_empty() || text[0] != b'[' {
            Some(0)
        } else {
            None
        };
    };
    loop {
        let end = word(text, at);
        if end == at || !text[at].is_ascii_lowercase() {
            return None;
        }
        if end < text.len() && text[end] == b':' {
            at = end + 1;
        } else {
            return skip(text, end, b")]::");
        }
    }
}

/// Where the method that begins at `start` ends: `*`, or a family and a name in angle brackets.
const fn method(text: &[u8], start: usize) -> Option<usize> {
    let any = skip(text, start, b"*");
    if let Some(end) = any
        && (end == text.len() || text[end] != b'<')
    {
        return Some(end);
    }
    let family = match any {
        Some(end) => end,
        None => match longest(text, start, Family::NAMES) {
            Some(end) => end,
            None => return None,
        },
    };
    let Some(name) = skip(text, family, b"<") else {
        return None;
    };
    let end = match skip(text, name, b"*") {
        Some(end) => end,
        None => {
            let known = match text[start] {
                b'H' if text[start + 1] == b't' => HttpMethod::NAMES,
                b'H' => HypMethod::NAMES,
                b'C' => CmdMethod::NAMES,
                _ => &[],
            };
            let end = word(text, name);
            let named = match longest(text, name, known) {
                Some(longest) => longest == end,
                None => known.is_empty() && end > name && text[name].is_ascii_uppercase(),
            };
            if !named {
                return None;
            }
            end
        }
    };
    skip(text, end, b">")
}

/// Where the filters that begin at `start` end, if there are any.
const fn filters(text: &[u8], start: usize) -> Option<usize> {
    let Some(mut at) = skip(text, start, b"(") else {
        return Some(start);
    };
    loop {
        let Some(end) = longest(text, at, RouteFilter::NAMES) else {
            return None;
        };
        let Some(end) = skip(text, end, b")") else {
            return None;
        };
        match skip(text, end, b"-(") {
            Some(next) => at = next,
            None => return Some(end),
        }
    }
}

/// Where the word that begins at `start` ends.
const fn word(text: &[u8], start: usize) -> usize {
    let mut at = start;
    while at < text.len() && text[at].is_ascii_alphanumeric() {
        at += 1;
    }
    at
}

/// Where `what` ends, if it begins at `start`.
const fn skip(text: &[u8], start: usize, what: &[u8]) -> Option<usize> {
    let mut at = 0;
    while at < what.len() {
        if start + at >= text.len() || text[start + at] != what[at] {
            return None;
        }
        at += 1;
    }
    Some(start + at)
}

/// Where the longest of those `names` that begin at `start` ends.
const fn longest(text: &[u8], start: usize, names: &[&str]) -> Option<usize> {
    let mut longest = None;
    let mut i = 0;
    while i < names.len() {
        if let Some(end) = skip(text, start, names[i].as_bytes()) {
            longest = match longest {
                Some(other) if other > end => Some(other),
                _ => Some(end),
            };
        }
        i += 1;
    }
    longest
}
