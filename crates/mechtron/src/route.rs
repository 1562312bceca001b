//! Which handler serves a Wave.

use orrery_space::plain_route::PlainRoute;

use crate::membrane;

/// The point that stands for nobody.
const ANONYMOUS: &str = "hyperspace:users:anonymous";

/// What a Wave asks for.
#[derive(Debug, Default)]
pub(crate) struct Asked {
    pub(crate) method: String,
    pub(crate) path: String,
}

impl Asked {
    /// What the Wave that is there asks for.
    pub(crate) fn of_wave() -> Self {
        let mut path = membrane::field(6).unwrap_or_default();
        if let Some(end) = path.bytes().position(|byte| matches!(byte, b'?' | b'#')) {
            path.truncate(end);
        }
        Self {
            method: membrane::field(5).unwrap_or_default(),
            path,
        }
    }

    /// Whether a route admits the Wave. Topic and agent are fetched only for a route that looks at
    /// them.
    pub(crate) fn suits(&self, route: &str) -> bool {
        let route = PlainRoute::of(route);
        route.admits_method(&self.method)
            && (route.topic.is_empty() || route.admits_topic(&topic()))
            && (route.filters.is_empty() || route.admits_agent(is_anonymous()))
            && route.captures(&self.path).is_some()
    }
}

/// The topic of the surface to which the Wave goes.
fn topic() -> String {
    let to = membrane::field(3).unwrap_or_default();
    match to.split_once('+') {
        Some((_, topic)) => topic.to_owned(),
        None => String::new(),
    }
}

/// Whether nobody has said on whose behalf the Wave comes.
fn is_anonymous() -> bool {
    membrane::field(4).is_none_or(|agent| agent == ANONYMOUS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_who_the_vocabulary_says() {
        assert_eq!(ANONYMOUS, orrery_space::Point::anonymous().as_str());
    }
}
