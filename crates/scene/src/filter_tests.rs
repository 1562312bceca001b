#![allow(clippy::unwrap_used, clippy::expect_used)]

use crate::sample::Sample;

use super::*;

/// The numbers of the Waves that are admitted.
fn admitted(filter: &str) -> Vec<u64> {
    let mut sample = Sample::new();
    sample.relayed();
    let filter: Filter = filter.parse().unwrap();
    let now = sample.ledger.now();
    let waves = sample.ledger.waves();
    let waves = waves.filter(|wave| filter.admits(&sample.ledger, wave, now));
    waves.map(|wave| wave.wave.0).collect()
}

#[test]
fn each_word_is_a_condition() {
    for (filter, waves) in [
        ("", vec![10, 11, 12, 13]),
        ("kind:ping", vec![10, 11]),
        ("-kind:Ping", vec![12, 13]),
        ("from:localhost:relay", vec![11, 13]),
        ("to:localhost:*", vec![10, 11, 12, 13]),
        ("to:*", vec![]),
        ("to:**:echo", vec![11]),
        ("any:localhost:echo", vec![11, 12]),
        ("localhost:echo", vec![11, 12]),
        ("method:Say kind:Ping", vec![10, 11]),
        ("status:403", vec![11]),
        ("status:<400", vec![12, 13]),
        ("hops:>=1", vec![10, 13]),
        ("took:>=5ms", vec![]),
        ("took:1000us", vec![10, 11, 12]),
        ("is:flying", vec![13]),
        ("is:refused", vec![11]),
        ("is:answered", vec![10, 11]),
        ("is:lost", vec![]),
        ("grant", vec![11]),
        ("-grant pong", vec![12, 13]),
        ("is:delayed", vec![]),
        ("is:doubled", vec![]),
    ] {
        assert_eq!(admitted(filter), waves, "{filter}");
    }
}

#[test]
fn what_is_no_condition_is_said() {
    for (filter, why) in [
        (
            "is:gone",
            "expected refused, lost, flying, answered, delayed or doubled",
        ),
        ("status:ok", "expected a number"),
        ("hops:>3x", "expected a number"),
        ("took:>5min", "in ns, us, ms or s"),
        ("fuel:99999999999999999999", "expected a number"),
        ("took:99999999999999999s", "expected a number"),
        ("colour:red", "is nothing that a Wave has"),
    ] {
        let wrong = filter.parse::<Filter>().unwrap_err();
        assert!(wrong.contains(why), "{filter}: {wrong}");
    }
}
