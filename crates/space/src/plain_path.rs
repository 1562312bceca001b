//! Plain paths: patterns of paths that need no engine of regular expressions.
//!
//! A plain path is made of literal segments, `{name}` for one whole segment, and perhaps `.*` as
//! the last for any rest. It means what the same text means as a [`PathPattern`](crate::PathPattern),
//! which takes this way where it can. Guests take it always: they link neither the engine nor the
//! grammar.
//!
//! ```
//! use orrery_space::plain_path;
//! let captures = plain_path::captures("/users/{id}/.*", "/users/7/posts/1");
//! assert_eq!(captures, Some(vec![("id", "7")]));
//! assert_eq!(plain_path::captures("/users/{id}", "/users/7/posts"), None);
//! assert!(!plain_path::is_plain("/users/[0-9]+"));
//! ```

/// The last segment that stands for any rest.
const REST: &str = ".*";

/// Whether a text is a plain path.
///
/// ```
/// # use orrery_space::plain_path::is_plain;
/// assert!(is_plain("/users/{id}/.*") && is_plain("/"));
/// assert!(!is_plain("users") && !is_plain("/a.txt") && !is_plain("/.*/a"));
/// ```
#[must_use]
pub const fn is_plain(path: &str) -> bool {
    let bytes = path.as_bytes();
    if bytes.is_empty() || bytes[0] != b'/' {
        return false;
    }
    let mut at = 0;
    while at < bytes.len() {
        // A segment begins behind each slash.
        at += 1;
        if at + 2 == bytes.len() && bytes[at] == b'.' && bytes[at + 1] == b'*' {
            return true;
        }
        if at < bytes.len() && bytes[at] == b'{' {
            at = name(bytes, at + 1);
            if at == 0 {
                return false;
            }
        } else {
            while at < bytes.len() && is_literal(bytes[at]) {
                at += 1;
            }
        }
        if at < bytes.len() && bytes[at] != b'/' {
            return false;
        }
    }
    true
}

/// Where the name that begins at `start` ends behind its `}`; 0 where there is none.
const fn name(bytes: &[u8], start: usize) -> usize {
    let mut at = start;
    while at < bytes.len() && (bytes[at].is_ascii_alphanumeric() || bytes[at] == b'_') {
        at += 1;
    }
    if at == start || bytes[start].is_ascii_digit() || at == bytes.len() || bytes[at] != b'}' {
        return 0;
    }
    at + 1
}

/// What means itself in a regular expression too.
const fn is_literal(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b':' | b'%' | b'~' | b'@')
}

/// The name that a segment stands for.
fn name_of(segment: &str) -> Option<&str> {
    segment.strip_prefix('{')?.strip_suffix('}')
}

/// The names in a plain path.
pub fn names(pattern: &str) -> impl Iterator<Item = &str> {
    pattern.split('/').filter_map(name_of)
}

/// What the names of a plain path stand for, if the whole of `path` matches, in their order.
#[must_use]
pub fn captures<'t>(pattern: &'t str, path: &'t str) -> Option<Vec<(&'t str, &'t str)>> {
    let mut captures = Vec::new();
    let mut wanted = pattern.split('/');
    let mut rest = Some(path);
    for segment in wanted.by_ref() {
        let text = rest?;
        if segment == REST {
            // The engine's `.` is no line feed.
            return (!text.contains('\n')).then_some(captures);
        }
        let (found, behind) = match text.split_once('/') {
            Some((found, behind)) => (found, Some(behind)),
            None => (text, None),
        };
        match name_of(segment) {
            Some(name) if !found.is_empty() => captures.push((name, found)),
            None if segment == found => {}
            _ => return None,
        }
        rest = behind;
    }
    rest.is_none().then_some(captures)
}
