//! A Particle's own memory, which survives restart, upgrade and move.

use std::collections::BTreeMap;
use std::ops::Bound;

use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

/// Values by key, at most [`State::LARGEST`] bytes of keys and values in all.
///
/// It also counts the alarms set and the random numbers drawn, so that neither an alarm's id nor a
/// random number comes twice in a Particle's life, however often its guest is started anew.
///
/// ```
/// use orrery_host::State;
/// let mut state = State::default();
/// assert!(state.put("visits", b"1"));
/// assert!(!state.put("too much", &vec![0; State::LARGEST]));
/// assert_eq!(state.get("visits"), Some(&b"1"[..]));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct State {
    entries: BTreeMap<SmolStr, Vec<u8>>,
    bytes: usize,
    pub(crate) alarms: u32,
    pub(crate) drawn: u64,
}

impl State {
    /// The most bytes that keys and values may have together.
    pub const LARGEST: usize = 1 << 20;

    /// The value of a key.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&[u8]> {
        self.entries.get(key).map(Vec::as_slice)
    }

    /// Sets the value of a key; false, and nothing is changed, when there is no room for it.
    #[must_use = "a state can be full"]
    pub fn put(&mut self, key: &str, value: &[u8]) -> bool {
        let before = self.get(key).map_or(0, |old| key.len() + old.len());
        let bytes = self.bytes - before + key.len() + value.len();
        if bytes > Self::LARGEST {
            return false;
        }
        self.bytes = bytes;
        self.entries.insert(key.into(), value.to_vec());
        true
    }

    /// Forgets a key; whether it was there.
    pub fn delete(&mut self, key: &str) -> bool {
        match self.entries.remove(key) {
            Some(old) => {
                self.bytes -= key.len() + old.len();
                true
            }
            None => false,
        }
    }

    /// The keys that begin with a prefix, in order.
    pub fn keys<'a>(&'a self, prefix: &'a str) -> impl Iterator<Item = &'a SmolStr> {
        self.entries
            .range::<str, _>((Bound::Included(prefix), Bound::Unbounded))
            .map(|(key, _)| key)
            .take_while(move |key| key.starts_with(prefix))
    }

    /// Every key with its value, in order of the keys.
    pub fn iter(&self) -> impl Iterator<Item = (&SmolStr, &[u8])> {
        self.entries.iter().map(|(k, v)| (k, v.as_slice()))
    }

    /// The bytes of all keys and values.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.bytes
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use super::*;

    #[test]
    fn it_counts_what_it_holds() {
        let mut state = State::default();
        assert!(state.put("a:1", b"one"));
        assert!(state.put("a:2", b"two"));
        assert!(state.put("b", b""));
        assert!(state.put("a:1", b"o"));
        assert_eq!(state.bytes(), 3 + 1 + 3 + 3 + 1);
        assert_eq!(state.keys("a:").collect::<Vec<_>>(), ["a:1", "a:2"]);
        assert_eq!(state.keys("").count(), 3);
        assert!(state.delete("a:2") && !state.delete("a:2"));
        assert_eq!(state.bytes(), 5);
    }

    #[test]
    fn it_is_full_at_its_limit_and_not_before() {
        let mut state = State::default();
        assert!(state.put("k", &vec![0; State::LARGEST - 1]));
        assert!(!state.put("l", b""));
        assert!(!state.put("k", &vec![0; State::LARGEST]));
        assert_eq!(state.get("k").unwrap().len(), State::LARGEST - 1);
        assert!(state.put("k", b""));
        assert!(state.put("l", b""));
    }

    #[test]
    fn it_survives_being_saved() {
        let mut state = State::default();
        assert!(state.put("k", b"v"));
        let json = serde_json::to_string(&state).unwrap();
        assert_eq!(serde_json::from_str::<State>(&json).unwrap(), state);
    }
}
