//! Which handler serves a Wave: patterns of methods and paths.

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
        let (method, path) = match pattern.find('/') {
            Some(at) => pattern.split_at(at),
            None => (pattern, "/*"),
        };
        if !matches_method(method, &self.method) {
            return None;
        }
        let captures = captures(path, &self.path)?;
        Some(Mechtron::with(captures))
    }
}

fn matches_method(pattern: &str, method: &str) -> bool {
    match pattern.strip_suffix("*>") {
        Some(kind) => method.starts_with(kind),
        None => pattern == "*" || pattern == method,
    }
}

fn captures(pattern: &str, path: &str) -> Option<Vec<(String, String)>> {
    let mut captures = Vec::new();
    let mut segments = path.split('/');
    for wanted in pattern.split('/') {
        if wanted == "*" {
            return Some(captures);
        }
        let segment = segments.next()?;
        match wanted.strip_prefix('{').and_then(|w| w.strip_suffix('}')) {
            Some(name) if !segment.is_empty() => {
                captures.push((name.to_owned(), segment.to_owned()));
            }
            _ if wanted == segment => {}
            _ => return None,
        }
    }
    segments.next().is_none().then_some(captures)
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
            check("*/users/{id}/*", "Http<Get>", "/users/7/posts"),
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
}
