#![allow(clippy::unwrap_used, clippy::expect_used)]

use super::*;

fn sent(wave: u64) -> Sent<'static> {
    Sent {
        wave: WaveNo(wave),
        kind: WaveKind::Ping,
        from: ParticleNo(1),
        to: Some(ParticleNo(2)),
        method: None,
        status: None,
        cause: None,
        at: Moment(wave),
    }
}

fn numbers<'a>(entries: impl Iterator<Item = &'a Entry>) -> Vec<u64> {
    entries.map(|entry| entry.wave.0).collect()
}

#[test]
fn an_entry_says_what_was_told_of_its_wave() {
    let mut roll = Roll::default();
    let method: SmolStr = "Ext<Say>".into();
    roll.begin(Sent {
        method: Some(&method),
        to: None,
        ..sent(7)
    });
    roll.begin(sent(8));
    roll.hop(WaveNo(7));
    roll.burn(WaveNo(7), 42);
    assert_eq!((roll.len(), roll.flying()), (2, 2));
    let end = End::Refused {
        at: Moment(20),
        star: StarNo(3),
        status: StatusCode::FORBIDDEN,
    };
    roll.end(WaveNo(7), end, Some(&"no grant".into()));
    let late = End::Delivered {
        at: Moment(30),
        star: StarNo(1),
    };
    roll.end(WaveNo(7), late, None);
    roll.begin(Sent {
        kind: WaveKind::Pong,
        status: Some(StatusCode::FORBIDDEN),
        cause: Some(WaveNo(7)),
        ..sent(9)
    });
    let entry = roll.get(WaveNo(7)).unwrap();
    assert_eq!((entry.to(), entry.hops, entry.fuel), (None, 1, 42));
    assert_eq!((entry.end(), entry.age(Moment(99))), (Some(end), 13));
    assert_eq!(entry.shown_status(), Some(StatusCode::FORBIDDEN));
    assert_eq!((entry.status(), entry.answer()), (None, Some(WaveNo(9))));
    assert_eq!(roll.method(entry).unwrap(), "Ext<Say>");
    assert_eq!(roll.reason(entry).unwrap(), "no grant");
    let answer = roll.get(WaveNo(9)).unwrap();
    assert_eq!(answer.cause(), Some(WaveNo(7)));
    assert!(answer.is_refused() && answer.end().is_none());
    assert_eq!(roll.flying(), 2);
    // what is on no roll changes nothing
    roll.burn(WaveNo(100), 1);
    roll.begin(sent(8));
    assert_eq!(roll.len(), 3);
}

#[test]
fn whatever_comes_late_has_its_place() {
    let mut roll = Roll::default();
    // all that are even, and then the odd ones: each piece is cut
    let all = 3 * PIECE as u64;
    for wave in (0..all).map(|wave| wave * 2) {
        roll.begin(sent(wave + 2));
    }
    for wave in (0..all).map(|wave| wave * 2) {
        roll.begin(sent(wave + 1));
    }
    assert_eq!(numbers(roll.iter()), (1..=2 * all).collect::<Vec<_>>());
    for before in [0, 1, PIECE, 3 * PIECE + 7, 6 * PIECE - 1, 6 * PIECE] {
        let rest: Vec<u64> = (before as u64 + 1..=2 * all).take(5).collect();
        assert_eq!(numbers(roll.from(before).take(5)), rest);
        assert_eq!(numbers(roll.after(WaveNo(before as u64)).take(5)), rest);
    }
    let pieces = roll.pieces().0;
    assert!(pieces.iter().all(|piece| piece.entries.len() <= 2 * PIECE));
    let flying: usize = pieces.iter().map(|piece| piece.flying).sum();
    assert_eq!((flying, roll.flying()), (6 * PIECE, 6 * PIECE));
}

#[test]
fn the_oldest_go_beyond_the_bound_and_the_rest_stays() {
    let most = 10 * PIECE;
    let mut roll = Roll::of(most);
    let last = 25 * PIECE as u64 + 3;
    for wave in 1..=last {
        roll.begin(sent(wave));
        let end = End::Delivered {
            at: Moment(wave),
            star: StarNo(0),
        };
        roll.end(WaveNo(wave), end, None);
        assert!(roll.len() <= most);
    }
    assert!(roll.len() > most - PIECE, "{}", roll.len());
    assert_eq!(numbers(roll.iter().rev().take(1)), [last]);
    // what was forgotten does not come again
    let oldest = roll.iter().next().unwrap().wave.0;
    roll.begin(sent(oldest - 1));
    assert_eq!(numbers(roll.iter().take(1)), [oldest]);
    assert_eq!((roll.get(WaveNo(oldest - 1)), roll.flying()), (None, 0));
}

#[test]
fn texts_without_number_are_bounded() {
    let mut words = Words::default();
    for number in 0..70_000 {
        words.number(Some(&smol_str::format_smolstr!("{number}")));
    }
    assert_eq!(words.all.len(), usize::from(u16::MAX) - 1);
    assert_eq!(words.number(Some(&"new".into())), Word::MORE);
    assert_eq!(words.get(words.numbers["69"]).unwrap(), "69");
    let mut words = Words::default();
    let long = "x".repeat(MOST_TEXT);
    let (first, more) = (SmolStr::from(&long), SmolStr::new("more"));
    assert_eq!(words.number(Some(&first)), Word(1));
    let more = words.number(Some(&more));
    assert_eq!(words.get(more), Some(&UNKEPT));
}
