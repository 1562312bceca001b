#![allow(clippy::unwrap_used, clippy::expect_used)]

use orrery_hyperspace::Moment;
use orrery_hyperspace::trace::{StarNo, WaveNo};
use orrery_space::WaveKind;

use super::*;
use crate::Ledger;

fn frame(sent: u64, lane: u16) -> Vec<Record> {
    let records = (0..sent).flat_map(|wave| {
        let sent = Event::Sent {
            wave: WaveNo(wave),
            kind: WaveKind::Signal,
            from: ParticleNo((wave % 2) as u32),
            to: Some(ParticleNo(7)),
            method: None,
            status: None,
            cause: None,
        };
        let hop = Event::Hop {
            wave: WaveNo(wave),
            lane: LaneNo(lane),
            from: StarNo(0),
            to: StarNo(1),
            arrives: Moment(1),
        };
        [sent, hop]
    });
    let records = records.zip(0..).map(|(event, seq)| Record {
        seq,
        at: Moment(0),
        event,
    });
    records.collect()
}

fn frames(tally: &mut Tally, all: &[Record], shown: usize) -> Option<Busy> {
    let news: Vec<News> = all[..shown]
        .iter()
        .filter_map(|record| News::of(record, &Ledger::default()))
        .collect();
    let mut told = None;
    for _ in 0..FRAMES {
        for record in all {
            tally.count(record);
        }
        let left_out = (all.len() - shown) as u64;
        let busy = tally.drew(&news, left_out);
        assert!(told.is_none());
        told = busy;
    }
    told
}

#[test]
fn while_every_wave_is_drawn_nothing_is_said() {
    let mut tally = Tally::default();
    let all = frame(5, 3);
    assert_eq!(frames(&mut tally, &all, all.len()), None);
}

#[test]
fn a_sample_says_one_in_how_many_and_where_all_of_them_are() {
    let mut tally = Tally::default();
    let all = frame(400, 3);
    let busy = frames(&mut tally, &all, 80).unwrap();
    assert_eq!(busy.every, 10);
    // 400 hops in each of 16 frames, and half of that for each pair
    assert_eq!(busy.lanes, [(LaneNo(3), 7)]);
    let pair = |from| (ParticleNo(from), ParticleNo(7), 6);
    assert_eq!(busy.pairs, [pair(0), pair(1)]);
}

#[test]
fn that_it_is_quiet_again_is_told_once() {
    let mut tally = Tally::default();
    let (many, few) = (frame(400, 3), frame(5, 3));
    frames(&mut tally, &many, 80).unwrap();
    assert_eq!(frames(&mut tally, &few, few.len()), Some(Busy::default()));
    assert_eq!(frames(&mut tally, &few, few.len()), None);
}

#[test]
fn levels_go_up_by_fours() {
    assert_eq!([1, 3, 4, 16, 1 << 40].map(level), [1, 1, 2, 3, HIGHEST]);
}
