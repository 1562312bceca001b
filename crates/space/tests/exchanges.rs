//! Exchanges: which answers are taken, when they are all there, and what is given when they are not.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use expect_test::{Expect, expect};
use orrery_space::core::DirectedCore;
use orrery_space::exchange::{Exchange, ExchangeError, Gathered, Progress};
use orrery_space::wave::{BounceBacks, Recipients, WaitTime};
use orrery_space::{Agent, ReflectedCore, Substance, Surface, Wave};
use proptest::prelude::*;

fn ripple(bounce_backs: BounceBacks) -> Wave {
    let (from, core) = ("localhost".parse().unwrap(), DirectedCore::default());
    Wave::ripple(
        1,
        Agent::HyperUser,
        from,
        Recipients::Stars,
        core,
        bounce_backs,
    )
}

fn ping() -> Wave {
    let (from, to) = ("localhost".parse().unwrap(), "localhost:b".parse().unwrap());
    Wave::ping(1, Agent::HyperUser, from, to, DirectedCore::default())
}

fn star(no: u16) -> Surface {
    format!("<<STAR::central:fold[{no}]>>::star")
        .parse()
        .unwrap()
}

fn answer(to: &Wave, no: u16) -> Wave {
    let body = Substance::Int(i64::from(no));
    to.reflection()
        .unwrap()
        .make(100 + u128::from(no), star(no), body)
}

fn gives(gathered: Gathered, expected: Expect) {
    expected.assert_eq(&gathered.into_core().to_lines().join("\n"));
}

#[test]
fn one_answer_to_a_ping() {
    let ping = ping();
    let mut exchange = Exchange::open(&ping, 15);
    assert_eq!(exchange.take(answer(&ping, 1)), Ok(Progress::Done));
    assert_eq!(
        exchange.take(answer(&ping, 2)),
        Err(ExchangeError::Closed(ping.id()))
    );
    let gathered = exchange.close();
    assert!(!gathered.is_partial());
    gives(gathered, expect!["200 Int 1"]);
}

#[test]
fn no_answer_to_a_ping_is_408() {
    let exchange = Exchange::open(&ping(), 15);
    assert!(!exchange.is_over(14) && exchange.is_over(15) && exchange.is_over(16));
    let gathered = exchange.close();
    assert!(gathered.is_partial());
    gives(gathered, expect!["408 Err no answer within the wait class"]);
}

/// B62: a Ripple that awaits one Echo gets a list of one.
#[test]
fn a_ripple_with_a_single_echo_has_a_list_of_one() {
    let ripple = ripple(BounceBacks::Single);
    let mut exchange = Exchange::open(&ripple, 15);
    assert_eq!(exchange.take(answer(&ripple, 1)), Ok(Progress::Done));
    assert_eq!(exchange.close().answers, [answer(&ripple, 1)]);
}

/// B61: what has come is given with a flag.
#[test]
fn too_few_echoes_are_given_with_a_flag() {
    let ripple = ripple(BounceBacks::Count(3));
    let mut exchange = Exchange::open(&ripple, 15);
    assert_eq!(exchange.take(answer(&ripple, 1)), Ok(Progress::More));
    assert_eq!(exchange.take(answer(&ripple, 2)), Ok(Progress::More));
    let gathered = exchange.clone().close();
    assert!(gathered.is_partial());
    assert_eq!(gathered.clone().into_core().headers["Partial"], "2 of 3");
    assert_eq!(gathered.answers.len(), 2);
    assert_eq!(exchange.take(answer(&ripple, 3)), Ok(Progress::Done));
    let gathered = exchange.close();
    assert!(!gathered.is_partial());
    assert!(gathered.into_core().headers.is_empty());
}

#[test]
fn no_echoes_are_awaited_by_a_count_of_none() {
    for bounce_backs in [BounceBacks::Count(0), BounceBacks::None] {
        let ripple = ripple(bounce_backs);
        let exchange = Exchange::open(&ripple, 15);
        assert_eq!(exchange.progress(), Progress::Done);
        assert!(!exchange.close().is_partial());
    }
}

#[test]
fn a_timer_takes_whatever_comes() {
    let ripple = ripple(BounceBacks::Timer(WaitTime::Low));
    let mut exchange = Exchange::open(&ripple, 15);
    for no in 0..5 {
        assert_eq!(exchange.take(answer(&ripple, no)), Ok(Progress::More));
    }
    let gathered = exchange.close();
    assert!(!gathered.is_partial());
    assert_eq!(gathered.answers.len(), 5);
}

#[test]
fn what_is_no_answer_is_refused_and_changes_nothing() {
    let ripple = ripple(BounceBacks::Count(3));
    let mut exchange = Exchange::open(&ripple, 15);
    exchange.take(answer(&ripple, 1)).unwrap();
    let before = exchange.clone();
    let mut refused = |wave: Wave, expected: Expect| {
        expected.assert_eq(&exchange.take(wave).unwrap_err().to_string());
        assert_eq!(exchange, before);
    };
    refused(
        answer(&ripple, 1),
        expect!["<<STAR::central:fold[1]>>::star@Core has answered already"],
    );
    refused(
        answer(&ping(), 2),
        expect![
            "expected an answer to <Wave<Ripple>>::00000000-0000-0000-0000-000000000001, found one to <Wave<Ping>>::00000000-0000-0000-0000-000000000001"
        ],
    );
    refused(
        ping(),
        expect!["expected an answer, found <Wave<Ping>>::00000000-0000-0000-0000-000000000001"],
    );
}

#[test]
fn failures_among_echoes_are_kept() {
    let ripple = ripple(BounceBacks::Count(2));
    let mut exchange = Exchange::open(&ripple, 15);
    exchange.take(answer(&ripple, 1)).unwrap();
    let failed = ripple.reflection().unwrap();
    let failed = failed.make(3, star(2), ReflectedCore::unavailable("gone"));
    exchange.take(failed).unwrap();
    let Substance::List(list) = exchange.close().into_core().body else {
        panic!("a list");
    };
    let statuses = list.iter().map(|body| match body {
        Substance::ReflectedCore(core) => core.status.number(),
        other => panic!("{other:?}"),
    });
    assert_eq!(statuses.collect::<Vec<_>>(), [200, 503]);
}

proptest! {
    /// Whatever comes in whatever order, each sender counts once and none is lost.
    #[test]
    fn nothing_is_lost(senders in prop::collection::vec(0..6_u16, 0..12), count in 0..5_u32) {
        let ripple = ripple(BounceBacks::Count(count));
        let mut exchange = Exchange::open(&ripple, 15);
        let taken: Vec<_> = senders
            .iter()
            .map(|no| answer(&ripple, *no))
            .filter(|wave| exchange.take(wave.clone()).is_ok())
            .collect();
        let distinct: std::collections::BTreeSet<_> = senders.iter().collect();
        let awaited = distinct.len().min(count as usize);
        prop_assert_eq!(taken.len(), awaited);
        prop_assert_eq!(exchange.progress() == Progress::Done, awaited == count as usize);
        prop_assert_eq!(exchange.close().answers, taken);
    }
}
