#![allow(clippy::unwrap_used, clippy::expect_used)]

use orrery_hyperspace::trace::WaveNo;

use super::*;
use crate::Subject;
use crate::course::course;
use crate::inspect::inspect;
use crate::sample::Sample;
use crate::wave_list::row;

const WAVE: WaveNo = WaveNo(13);

/// Wave 13 is on lane 0 from 6 ms to 11 ms, and each of these befalls it.
fn sample(befalls: &[(u64, Disturbance)]) -> Sample {
    let mut sample = Sample::new();
    sample.relayed();
    for (at, how) in befalls {
        let (lane, how) = (LaneNo(0), *how);
        let wave = WAVE;
        sample.tell(*at * 1_000_000, Event::Disturbed { wave, lane, how });
    }
    sample
}

fn sheet(sample: &Sample) -> (String, Vec<String>) {
    let sheet = inspect(&sample.ledger, Subject::Wave(WAVE), &[]).unwrap();
    let faults = sheet.sections.iter().find(|s| s.name == "Faults");
    let rows = faults.map_or(&[][..], |faults| &faults.rows);
    let rows = rows.iter().map(|row| {
        assert!(row.link.is_some(), "{row:?}");
        format!("{} {}", row.name, row.value)
    });
    (sheet.subtitle.to_string(), rows.collect())
}

#[test]
fn what_is_held_back_says_so_everywhere_and_does_no_longer_once_it_goes_on() {
    let mut sample = sample(&[(8, Disturbance::Held(40_000_000))]);
    assert_eq!(
        sheet(&sample),
        (
            "on its way to super[3], held back by 40 ms".into(),
            vec!["+2.000 ms held back by 40 ms".into()]
        )
    );
    let status = |sample: &Sample| {
        let wave = sample.ledger.wave(WAVE).unwrap();
        row(&sample.ledger, wave).cells[5].to_string()
    };
    assert_eq!(status(&sample), "held back");
    let words = |sample: &Sample| {
        let course = course(&sample.ledger, WAVE).unwrap();
        let bar = course.bars.iter().find(|bar| bar.wave == WAVE).unwrap();
        let words: Vec<&str> = bar.parts.iter().map(|part| part.words.as_str()).collect();
        words.join("; ")
    };
    assert!(
        words(&sample).ends_with("nexus to super[3], 45.000 ms, held back by 40 ms"),
        "{}",
        words(&sample)
    );
    sample.delivered(51_000_000, 13, 3, 2);
    let (subtitle, faults) = sheet(&sample);
    assert_eq!(subtitle, "delivered on super[3]");
    assert_eq!(faults, ["+2.000 ms held back by 40 ms"]);
    assert_eq!(status(&sample), "200");
    assert!(sample.ledger.held_back(WAVE).is_none());
}

#[test]
fn what_is_doubled_is_said_to_take_effect_once() {
    let mut sample = sample(&[(8, Disturbance::Doubled)]);
    assert_eq!(sheet(&sample).0, "on its way to super[3], doubled");
    sample.delivered(11_000_000, 13, 3, 2);
    let (wave, star) = (WAVE, StarNo(3));
    sample.tell(11_000_000, Event::Repeated { wave, star });
    assert_eq!(
        sheet(&sample),
        (
            "delivered on super[3]".into(),
            vec![
                "+2.000 ms doubled".into(),
                "+5.000 ms came to super[3] again, and was dropped".into()
            ]
        )
    );
}

#[test]
fn who_waits_for_a_lane_or_to_be_sent_again_is_held_back_until_it_goes_on() {
    let mut sample = sample(&[]);
    let (wave, star, lane) = (WAVE, StarNo(3), LaneNo(1));
    sample.tell(11_000_000, Event::Queued { wave, lane, star });
    assert_eq!(sheet(&sample).0, "held back at super[3] by a full lane");
    sample.hop(12_000_000, 13, 3, 1, 1_000_000);
    assert_eq!(sheet(&sample).0, "on its way to nexus[1]");
    let (until, reason) = (Moment(113_000_000), "no way".into());
    let kept = Event::Kept {
        wave,
        star,
        until,
        reason,
    };
    sample.tell(13_000_000, kept);
    assert_eq!(
        sheet(&sample).0,
        "held back at super[3], to be sent again after 100 ms"
    );
    sample.hop(113_000_000, 13, 3, 1, 1_000_000);
    assert_eq!(sheet(&sample).0, "on its way to nexus[1]");
    assert_eq!(sheet(&sample).1.len(), 2);
}
