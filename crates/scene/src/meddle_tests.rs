#![allow(clippy::unwrap_used, clippy::expect_used)]

use orrery_hyperspace::Moment;
use orrery_hyperspace::fault::Disturbance;
use orrery_hyperspace::trace::{Event, LaneNo};

use super::*;
use crate::Subject;
use crate::actions::{Act, actions};
use crate::sample::Sample;

/// The labels and sentences of what can be done to a Wave.
fn offered(sample: &Sample, wave: u64) -> Vec<(String, String)> {
    let all = actions(&sample.ledger, Subject::Wave(WaveNo(wave)), None);
    let all = all.into_iter().filter_map(|action| match action.act {
        Act::Meddle(_, how, says) => {
            assert_eq!((how.label(), how.says()), (action.label, says.as_str()));
            Some((how.label().to_string(), says.to_string()))
        }
        _ => None,
    });
    all.collect()
}

#[test]
fn it_is_offered_while_a_wave_is_on_a_lane_and_says_what_it_does() {
    let mut sample = Sample::new();
    sample.relayed();
    let all = offered(&sample, 13);
    let labels: Vec<&str> = all.iter().map(|(label, _)| label.as_str()).collect();
    assert_eq!(labels, ["Drop it", "Delay it by 5 ms", "Double it"]);
    assert!(all.iter().all(|(_, says)| says.len() > 40), "{all:?}");
    assert!(offered(&sample, 10).is_empty(), "it has ended");
    assert!(offered(&sample, 11).is_empty(), "it was refused at once");
    // it is there at 11 ms
    let (wave, lane) = (WaveNo(13), LaneNo(0));
    let how = Disturbance::Held(5_000_000);
    sample.tell(8_000_000, Event::Disturbed { wave, lane, how });
    sample.tell(12_000_000, Event::Calm);
    assert_eq!(offered(&sample, 13).len(), 3, "it is 5 ms late");
    sample.tell(16_000_000, Event::Calm);
    assert!(offered(&sample, 13).is_empty(), "it has left its lane");
}

#[test]
fn what_is_off_its_lane_is_offered_nothing_unless_there_is_another_of_it() {
    let mut sample = Sample::new();
    sample.relayed();
    let (wave, lane) = (WaveNo(13), LaneNo(0));
    for (how, offers) in [
        (Disturbance::Doubled, 3),
        (Disturbance::Dropped, 3),
        (Disturbance::Dropped, 0),
    ] {
        sample.tell(7_000_000, Event::Disturbed { wave, lane, how });
        assert_eq!(offered(&sample, 13).len(), offers, "{how}");
    }
}

#[test]
fn why_nothing_can_be_done_is_a_sentence() {
    let mut sample = Sample::new();
    sample.relayed();
    let why = |sample: &Sample, wave| on_no_lane(&sample.ledger, WaveNo(wave));
    let only = "only on a lane can it be dropped, delayed or doubled";
    assert_eq!(
        why(&sample, 99),
        format!("Of Wave 99 nothing is known; {only}")
    );
    assert_eq!(
        why(&sample, 10),
        format!("Ping 10 is on no lane: delivered on nexus; {only}")
    );
    sample.tell(
        12_000_000,
        Event::Kept {
            wave: WaveNo(13),
            star: orrery_hyperspace::trace::StarNo(0),
            until: Moment(112_000_000),
            reason: "no way".into(),
        },
    );
    assert_eq!(
        why(&sample, 13),
        format!("Pong 13 is on no lane: held back at nexus, to be sent again after 100 ms; {only}")
    );
}
