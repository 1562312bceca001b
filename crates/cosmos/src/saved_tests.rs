#![allow(clippy::unwrap_used, clippy::expect_used)]

use orrery_hyperspace::Moment;

use super::*;
use crate::{Budget, Replay, TraceHash};

const ECHO: &[u8] = include_bytes!("../../../mechtrons/echo/echo.wat");
const PULSE: &[u8] = include_bytes!("../../../mechtrons/pulse/pulse.wat");

/// A cosmos with two guests of which one pings the other, and all that it told.
fn living() -> (Cosmos, TraceHash) {
    let mut cosmos = Cosmos::new(7);
    for (line, file) in [
        ("create localhost<Space>", &b""[..]),
        ("launch ^[ m.wat ]-> localhost:echo", ECHO),
        ("launch ^[ m.wat ]-> localhost:pulse", PULSE),
        (
            "grant perm +csd-RwX on localhost:echo to localhost:pulse",
            b"",
        ),
        (
            "set localhost:pulse{ +target=localhost:echo, +period=2 }",
            b"",
        ),
    ] {
        let ticket = cosmos.command(line, vec![("m.wat".into(), file.into())]);
        let core = cosmos.run_until_reply(ticket).core;
        assert!(core.status.is_success(), "{line}");
    }
    go_on(&mut cosmos);
    let mut hash = TraceHash::default();
    hash.add(&cosmos.take_trace());
    (cosmos, hash)
}

fn go_on(cosmos: &mut Cosmos) {
    let until = Moment(cosmos.now().0 + 40_000_000);
    cosmos.step(Budget {
        until,
        events: u64::MAX,
        fuel: u64::MAX,
    });
}

fn saved(cosmos: &Cosmos) -> Saved {
    let branch = |name: &str| SavedBranch::of(name.to_owned(), 3, 2, cosmos).unwrap();
    Saved {
        at: 5,
        shown: 1,
        branches: vec![branch("first"), branch("what if")],
    }
}

/// Bytes whose hash fits what follows it.
fn hashed(mut bytes: Vec<u8>) -> Vec<u8> {
    let begin = MAGIC.len() + 1 + HASH;
    let hash = super::hash(&bytes[begin..]);
    bytes[begin - HASH..begin].copy_from_slice(&hash);
    bytes
}

#[test]
fn what_was_saved_is_played_to_the_same_hash_and_goes_on_the_same() {
    let (mut first, mut hash) = living();
    let bytes = saved(&first).to_bytes();
    let read = Saved::from_bytes(&bytes).unwrap();
    assert_eq!(read, saved(&first));
    let branch = read.branches.into_iter().nth(1).unwrap();
    let mut second = branch.recording.play();
    assert_eq!(second.counters(), branch.counters);
    let mut again = TraceHash::default();
    again.add(&second.take_trace());
    assert_eq!(again.to_string(), hash.to_string());
    for (cosmos, hash) in [(&mut first, &mut hash), (&mut second, &mut again)] {
        cosmos.command("create localhost:later<Base>", vec![]);
        go_on(cosmos);
        hash.add(&cosmos.take_trace());
    }
    assert_eq!(again.to_string(), hash.to_string());
}

#[test]
fn files_are_kept_once_for_all_branches() {
    let (cosmos, _) = living();
    let bytes = saved(&cosmos).to_bytes();
    let found = bytes.windows(ECHO.len()).filter(|part| *part == ECHO);
    assert_eq!(found.count(), 1);
}

#[test]
fn what_is_cut_short_or_changed_is_an_error() {
    let (cosmos, _) = living();
    let bytes = saved(&cosmos).to_bytes();
    for end in 0..bytes.len() {
        assert!(Saved::from_bytes(&bytes[..end]).is_err(), "{end}");
    }
    for at in 0..bytes.len() {
        let mut changed = bytes.clone();
        changed[at] ^= 1 << (at % 8);
        assert!(Saved::from_bytes(&changed).is_err(), "{at}");
    }
    let longer = [&bytes[..], b"x"].concat();
    assert!(Saved::from_bytes(&longer).is_err());
}

#[test]
fn what_fits_its_hash_and_is_wrong_inside_is_an_error_or_can_be_played() {
    let (cosmos, _) = living();
    let bytes = saved(&cosmos).to_bytes();
    let inside = MAGIC.len() + 1 + HASH..bytes.len() - ECHO.len() - PULSE.len();
    for at in inside {
        for change in [0x01, 0x40, 0x80, 0xff] {
            let mut changed = bytes.clone();
            changed[at] ^= change;
            let Ok(read) = Saved::from_bytes(&hashed(changed)) else {
                continue;
            };
            let branch = read.branches.into_iter().next().unwrap();
            let mut replay = Replay::of(branch.recording);
            replay.step(Budget {
                until: Moment::NEVER,
                events: 300,
                fuel: 100_000,
            });
        }
    }
    assert!(Saved::from_bytes(&hashed(bytes[..30].to_vec())).is_err());
}

#[test]
fn what_a_wrong_file_is_is_said() {
    let (cosmos, _) = living();
    let mut newer = saved(&cosmos).to_bytes();
    newer[MAGIC.len()] = 9;
    let recording = cosmos.recording().unwrap().to_bytes();
    for (bytes, words) in [
        (&b""[..], "found an empty file"),
        (b"\0asm\x01\0\0\0", "found a WebAssembly module"),
        (b"PK\x03\x04", "found a zip archive"),
        (ECHO, "found a module in WAT"),
        (b"these are my notes", "found text"),
        (&[0xfe, 0xff, 0], "found bytes of another kind"),
        (&recording, "found a recording of one run"),
        (
            &newer,
            "found version 9; open it with the Orrery that saved it",
        ),
    ] {
        let error = Saved::from_bytes(bytes).unwrap_err().to_string();
        assert!(error.ends_with(words), "{error}");
    }
}
