#![allow(clippy::unwrap_used, clippy::expect_used)]

use orrery_hyperspace::trace::Event;
use orrery_space::Command;

use crate::sample::Sample;

use super::*;

/// A sample with a slow lane, a paused Mechtron and Waves.
fn sample() -> Sample {
    let mut sample = Sample::new();
    sample.relayed();
    let (lane, fault) = (LaneNo(0), LaneFault::Slow(5));
    sample.tell(9, Event::Fault { lane, fault });
    let paused = Event::Status {
        particle: ParticleNo(3),
        status: Status::Paused,
        reason: None,
    };
    sample.tell(9, paused);
    sample
}

fn all(ledger: &Ledger) -> Vec<(Subject, Vec<Action>)> {
    let particles = ledger.particles().map(|p| Subject::Particle(p.particle));
    let stars = ledger.stars().map(|star| Subject::Star(star.star));
    let lanes = ledger.lanes().map(|lane| Subject::Lane(lane.lane));
    let waves = ledger.waves().map(|wave| Subject::Wave(wave.wave));
    let subjects = particles.chain(stars).chain(lanes).chain(waves);
    let body = Some("Text hi");
    subjects
        .map(|subject| (subject, actions(ledger, subject, body)))
        .collect()
}

#[test]
fn every_line_is_a_command_and_what_is_to_be_filled_in_lacks_only_that() {
    let sample = sample();
    let mut lines = 0;
    for (subject, actions) in all(&sample.ledger) {
        for action in actions {
            let line = match &action.act {
                Act::Say(line) => line.to_string(),
                Act::Edit(line) if line.ends_with("to ") && line.starts_with("move") => {
                    format!("{line}central:maelstrom[0]")
                }
                Act::Edit(line) if line.ends_with("to ") => format!("{line}localhost:ann"),
                Act::Edit(line) => line.to_string(),
                Act::Meddle(..) | Act::Seek(_) | Act::Course(_) | Act::Write(..) => continue,
            };
            lines += 1;
            assert!(line.parse::<Command>().is_ok(), "{subject:?}: {line}");
        }
    }
    assert!(lines > 40, "{lines}");
}

#[test]
fn what_can_be_done_depends_on_how_it_is() {
    let sample = sample();
    let labels = |subject| {
        let all = actions(&sample.ledger, subject, Some("Text hi"));
        all.iter()
            .map(|action| action.label.to_string())
            .collect::<Vec<_>>()
            .join(", ")
    };
    assert_eq!(
        labels(Subject::Lane(LaneNo(0))),
        "Mend, Cut, Lose a tenth, Double a tenth, Shuffle a tenth, Storm…"
    );
    assert!(labels(Subject::Particle(ParticleNo(3))).contains("Resume"));
    assert_eq!(labels(Subject::Star(StarNo(1))), "Stop, Storm…");
    assert_eq!(
        labels(Subject::Wave(WaveNo(10))),
        "What it caused, To its birth, To its end, Send again…"
    );
    assert_eq!(
        labels(Subject::Wave(WaveNo(13))),
        "What it caused, To its birth, Drop it, Delay it by 5 ms, Double it"
    );
    assert_eq!(labels(Subject::Wave(WaveNo(99))), "");
}

#[test]
fn a_storm_is_raised_and_calmed_from_each_lane_and_star() {
    let mut sample = sample();
    let last = |sample: &Sample, subject| actions(&sample.ledger, subject, None).pop().unwrap();
    let places = [Subject::Lane(LaneNo(1)), Subject::Star(StarNo(2))];
    for place in places {
        assert!(
            matches!(last(&sample, place).act, Act::Edit(line) if line.starts_with("storm 7 "))
        );
    }
    let until = orrery_hyperspace::Moment(20);
    sample.tell(10, Event::Storm { seed: 3, until });
    for place in places {
        assert_eq!(
            last(&sample, place),
            say("Calm the storm", "storm 0 for 0s")
        );
    }
    sample.tell(20, Event::Calm);
    assert_eq!(last(&sample, places[0]).label, "Storm…");
}

#[test]
fn a_wave_is_sent_again_with_what_it_carried_where_that_can_be_typed() {
    let sample = sample();
    let again = |body| {
        let all = actions(&sample.ledger, Subject::Wave(WaveNo(10)), body);
        match all
            .into_iter()
            .find(|action| action.label.starts_with("Send again"))
            .unwrap()
            .act
        {
            Act::Edit(line) => line.to_string(),
            act => panic!("{act:?}"),
        }
    };
    let line = "ping localhost:relay Ext<Say>";
    assert_eq!(again(Some("Text hi")), format!("{line} \"hi\""));
    assert_eq!(again(Some("Int 42")), format!("{line} 42"));
    assert_eq!(again(Some("Empty")), line);
    assert_eq!(again(Some("Text a \"quoted\" one")), line);
    assert_eq!(again(None), line);
    let forgotten = actions(&sample.ledger, Subject::Wave(WaveNo(10)), None);
    let says = |action: &Action| action.label == "Send again without its body…";
    assert!(forgotten.iter().any(says), "{forgotten:?}");
}
