//! The binary form of Waves: what comes back, and what is refused, whatever the bytes are.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod strategies;

use expect_test::{Expect, expect};
use orrery_space::core::DirectedCore;
use orrery_space::wave::form::{FormError, MAX_BYTES, MAX_DEPTH, VERSION};
use orrery_space::{Agent, ReflectedCore, Substance, Wave};
use proptest::prelude::*;

fn wave(body: Substance) -> Wave {
    let (from, to) = (
        "localhost:a".parse().unwrap(),
        "localhost:b".parse().unwrap(),
    );
    let core = DirectedCore::new("Ext<Hello>".parse().unwrap(), body);
    Wave::ping(1, Agent::Anonymous, from, to, core)
}

fn refused(bytes: &[u8], expected: Expect) {
    expected.assert_eq(&Wave::from_bytes(bytes).unwrap_err().to_string());
}

#[test]
fn refusals_say_what_is_wrong() {
    let bytes = wave(Substance::Empty).to_bytes().unwrap();
    refused(&[], expect!["cut short: the Wave goes on after 0 bytes"]);
    refused(
        &[VERSION],
        expect!["cut short: the Wave goes on after 1 bytes"],
    );
    refused(&[7, 1, 2], expect!["version 7, expected 1"]);
    let mut longer = bytes.clone();
    longer.extend([0, 0]);
    refused(&longer, expect!["junk after the end: 2 bytes"]);
    let mut other = bytes.clone();
    other[1] = 99;
    refused(
        &other,
        expect!["no Wave: a part of it is not what it should be"],
    );
    let large = vec![VERSION; MAX_BYTES + 1];
    refused(
        &large,
        expect!["16777217 bytes, at most 16777216 are a Wave"],
    );
}

/// The kind of the id is the second byte; a Ping whose id is that of a Signal is none.
#[test]
fn a_wave_that_does_not_agree_with_itself_is_refused() {
    let mut bytes = wave(Substance::Empty).to_bytes().unwrap();
    bytes[1] = 2;
    refused(
        &bytes,
        expect!["no Wave: a part of it is not what it should be"],
    );
}

/// Bodies nested as deep as they may be, in every way in which they can be nested.
fn nested(depth: u32, nest: impl Fn(Substance) -> Substance) -> Wave {
    wave((1..depth).fold(Substance::Empty, |body, _| nest(body)))
}

#[test]
fn depth_has_a_limit_and_the_limit_is_reached() {
    type Nest = fn(Substance) -> Substance;
    let nests: [(&str, Nest); 5] = [
        ("lists", |body| Substance::List(vec![body])),
        ("maps", |body| Substance::Map([("a".into(), body)].into())),
        ("asked", |body| {
            let core = DirectedCore::new("Ext<A>".parse().unwrap(), body);
            Substance::DirectedCore(Box::new(core))
        }),
        ("answered", |body| {
            Substance::ReflectedCore(Box::new(ReflectedCore::ok(body)))
        }),
        ("waves", |body| Substance::Wave(Box::new(wave(body)))),
    ];
    for (name, nest) in nests {
        let deepest = nested(MAX_DEPTH, nest);
        let bytes = deepest
            .to_bytes()
            .unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(Wave::from_bytes(&bytes), Ok(deepest.clone()), "{name}");
        let too_deep = nested(MAX_DEPTH + 1, nest);
        assert_eq!(too_deep.to_bytes(), Err(FormError::TooDeep), "{name}");
        let mut bytes = vec![VERSION];
        bytes.extend(postcard::to_allocvec(&too_deep).unwrap());
        assert_eq!(Wave::from_bytes(&bytes), Err(FormError::TooDeep), "{name}");
    }
}

/// A list of a list of a list … for as many bytes as may be: the stack does not mind.
#[test]
fn bytes_that_nest_without_end_are_refused() {
    let bytes = wave(Substance::Empty).to_bytes().unwrap();
    // the body is the last byte: Empty; a List of one element is 1 1
    let mut bytes = bytes[..bytes.len() - 1].to_vec();
    bytes.resize(1 << 20, 1);
    assert_eq!(Wave::from_bytes(&bytes), Err(FormError::TooDeep));
}

/// A list that claims to be longer than memory sets nothing aside.
#[test]
fn claims_of_length_cost_nothing() {
    let bytes = wave(Substance::Empty).to_bytes().unwrap();
    let mut bytes = bytes[..bytes.len() - 1].to_vec();
    bytes.push(1);
    bytes.extend([0xff, 0xff, 0xff, 0xff, 0x0f, 0]);
    refused(
        &bytes,
        expect!["cut short: the Wave goes on after 69 bytes"],
    );
}

proptest! {
    #[test]
    fn what_is_written_is_read(wave in strategies::wave()) {
        let bytes = wave.to_bytes().unwrap();
        prop_assert_eq!(Wave::from_bytes(&bytes), Ok(wave));
    }

    #[test]
    fn no_beginning_of_a_wave_is_a_wave(wave in strategies::wave(), at in any::<prop::sample::Index>()) {
        let bytes = wave.to_bytes().unwrap();
        let cut = &bytes[..at.index(bytes.len())];
        let error = FormError::CutShort { bytes: cut.len() };
        prop_assert_eq!(Wave::from_bytes(cut), Err(error));
    }

    #[test]
    fn no_wave_goes_on_after_its_end(wave in strategies::wave(), junk in prop::collection::vec(any::<u8>(), 1..8)) {
        let mut bytes = wave.to_bytes().unwrap();
        bytes.extend(&junk);
        prop_assert_eq!(Wave::from_bytes(&bytes), Err(FormError::Junk { bytes: junk.len() }));
    }

    #[test]
    fn no_bytes_panic(mut bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = Wave::from_bytes(&bytes);
        bytes.insert(0, VERSION);
        if let Ok(wave) = Wave::from_bytes(&bytes) {
            prop_assert_eq!(Wave::from_bytes(&wave.to_bytes().unwrap()), Ok(wave));
        }
    }

    /// Bytes that were a Wave but for a few.
    #[test]
    fn no_mistake_panics(
        wave in strategies::wave(),
        mistakes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4),
    ) {
        let mut bytes = wave.to_bytes().unwrap();
        for (at, byte) in mistakes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if let Ok(wave) = Wave::from_bytes(&bytes) {
            prop_assert_eq!(Wave::from_bytes(&wave.to_bytes().unwrap()), Ok(wave));
        }
    }
}
