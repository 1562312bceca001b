#![allow(clippy::unwrap_used, clippy::expect_used)]

use orrery_hyperspace::trace::{Event, Record};
use orrery_space::kind::StarSub;
use orrery_space::{Kind, Layer, Method, Point, StarKey, StatusCode, WaveKind};

use super::*;

fn ledger(events: Vec<(u64, Event)>) -> Ledger {
    let mut ledger = Ledger::default();
    for (seq, (at, event)) in events.into_iter().enumerate() {
        ledger.apply(&Record {
            seq: seq as u64,
            at: Moment(at),
            event,
        });
    }
    ledger
}

fn two_stars() -> Vec<(u64, Event)> {
    let star = |no, name: &str, kind| Event::Star {
        star: StarNo(no),
        key: StarKey::new("central", name, 0),
        kind,
        machine: "one".into(),
    };
    let particle = |no, point: Point| Event::Registered {
        particle: ParticleNo(no),
        point,
        kind: Kind::Mechtron,
        parent: None,
    };
    vec![
        (0, star(0, "jump", StarSub::Jump)),
        (0, star(1, "maelstrom", StarSub::Maelstrom)),
        (
            0,
            Event::Lane {
                lane: LaneNo(0),
                a: StarNo(0),
                b: StarNo(1),
                latency: 1_000_000,
            },
        ),
        (0, particle(0, "localhost:ann".parse().unwrap())),
        (0, particle(1, "localhost:echo".parse().unwrap())),
        (
            5_000_000,
            Event::Sent {
                wave: WaveNo(1),
                kind: WaveKind::Ping,
                from: ParticleNo(0),
                to: Some(ParticleNo(1)),
                method: Some(Method::Ext("Say".into())),
                status: None,
                cause: None,
            },
        ),
        (
            5_000_000,
            Event::Hop {
                wave: WaveNo(1),
                lane: LaneNo(0),
                from: StarNo(0),
                to: StarNo(1),
                arrives: Moment(6_000_000),
            },
        ),
        (
            5_000_000,
            Event::Layer {
                wave: WaveNo(1),
                star: StarNo(0),
                particle: ParticleNo(0),
                layer: Layer::Gravity,
                inward: false,
            },
        ),
    ]
}

fn refused() -> Ledger {
    let mut events = two_stars();
    events.push((
        6_000_000,
        Event::Refused {
            wave: WaveNo(1),
            star: StarNo(1),
            status: StatusCode::FORBIDDEN,
            reason: "ann has no grant on localhost:echo".into(),
        },
    ));
    self::ledger(events)
}

#[test]
fn a_refused_wave_leads_with_the_rule() {
    let sheet = inspect(&refused(), Subject::Wave(WaveNo(1)), &[]).unwrap();
    let lead = sheet.lead.unwrap();
    assert!(lead.bad);
    assert_eq!(lead.heading, "Refused 403: not allowed");
    assert_eq!(
        lead.text,
        "ann has no grant on localhost:echo (on maelstrom)"
    );
    assert_eq!(sheet.glyph, "refused");
}

#[test]
fn an_answer_that_says_no_gives_the_reason_of_its_question() {
    let mut ledger = refused();
    let event = Event::Sent {
        wave: WaveNo(2),
        kind: WaveKind::Pong,
        from: ParticleNo(1),
        to: Some(ParticleNo(0)),
        method: None,
        status: Some(StatusCode::FORBIDDEN),
        cause: Some(WaveNo(1)),
    };
    ledger.apply(&Record {
        seq: 9,
        at: Moment(6_000_000),
        event,
    });
    let lead = inspect(&ledger, Subject::Wave(WaveNo(2)), &[])
        .unwrap()
        .lead
        .unwrap();
    assert_eq!(lead.heading, "Answers 403: not allowed");
    assert_eq!(
        lead.text,
        "ann has no grant on localhost:echo (on maelstrom)"
    );
}

#[test]
fn the_way_of_a_wave_is_in_order() {
    let ledger = self::ledger(two_stars());
    let sheet = inspect(&ledger, Subject::Wave(WaveNo(1)), &[]).unwrap();
    assert_eq!(sheet.subtitle, "on its way to maelstrom");
    let way = sheet.sections.iter().find(|s| s.name == "Way").unwrap();
    let way: Vec<&str> = way.rows.iter().map(|row| row.value.as_str()).collect();
    let gravity = "Gravity out, jump: finds the star of whom it is for";
    assert_eq!(way, [gravity, "jump → maelstrom"]);
}

#[test]
fn each_layer_says_why_it_let_a_wave_pass() {
    let mut events = two_stars();
    let layer = |layer| Event::Layer {
        wave: WaveNo(1),
        star: StarNo(1),
        particle: ParticleNo(1),
        layer,
        inward: true,
    };
    let terms = "perm +csd-rwX on localhost:echo to localhost:ann";
    let granted = |grant| Event::Granted {
        grant,
        text: terms.into(),
    };
    let authorized = Event::Authorized {
        wave: WaveNo(1),
        star: StarNo(1),
        rule: "grant 2".into(),
    };
    let passed = [
        granted(1),
        granted(2),
        Event::Revoked { grant: 1 },
        layer(Layer::Gravity),
        authorized,
        Event::Revoked { grant: 2 },
        layer(Layer::Field),
        layer(Layer::Shell),
        layer(Layer::Host),
    ];
    events.extend(passed.map(|event| (6_000_000, event)));
    let sheet = inspect(&self::ledger(events.clone()), Subject::Wave(WaveNo(1)), &[]).unwrap();
    let rows = |sheet: &Sheet| -> Vec<SmolStr> {
        let inward = |row: &&Row| row.value.contains(" in, ");
        let rows = sheet.sections.iter().flat_map(|section| &section.rows);
        rows.filter(inward).map(|row| row.value.clone()).collect()
    };
    let gravity = format!("Gravity in, maelstrom: authorizes it by grant 2: {terms}");
    let expected = [
        gravity.as_str(),
        "Field in, maelstrom: lets it pass by the default bind of a Mechtron, which has a route for Ext<Say>",
        "Shell in, maelstrom: lets pass what is neither an answer nor for a session",
        "Host in, maelstrom: keeps it until the guest is free",
    ];
    assert_eq!(rows(&sheet), expected);
    let full = Event::Refused {
        wave: WaveNo(1),
        star: StarNo(1),
        status: StatusCode::TOO_MANY,
        reason: "its mailbox is full".into(),
    };
    events.push((6_000_000, full));
    let sheet = inspect(&self::ledger(events), Subject::Wave(WaveNo(1)), &[]).unwrap();
    let last = "Host in, maelstrom: ends it: its mailbox is full";
    assert_eq!(rows(&sheet).last().unwrap(), last);
}

#[test]
fn a_wave_of_long_ago_says_what_is_not_kept_and_leads_to_its_birth() {
    let mut ledger = refused();
    for wave in 100..100 + crate::recent::ENDED as u64 {
        for event in [
            Event::Sent {
                wave: WaveNo(wave),
                kind: WaveKind::Signal,
                from: ParticleNo(0),
                to: Some(ParticleNo(1)),
                method: None,
                status: None,
                cause: None,
            },
            Event::Delivered {
                wave: WaveNo(wave),
                star: StarNo(0),
                particle: ParticleNo(1),
            },
        ] {
            let (seq, at) = (ledger.seq(), Moment(9_000_000));
            ledger.apply(&Record { seq, at, event });
        }
    }
    let whole = inspect(&refused(), Subject::Wave(WaveNo(1)), &[]).unwrap();
    let sheet = inspect(&ledger, Subject::Wave(WaveNo(1)), &[]).unwrap();
    assert_eq!((&sheet.title, &sheet.lead), (&whole.title, &whole.lead));
    let way = sheet.sections.last().unwrap();
    assert_eq!(way.rows, [self::row("not kept", LONG_AGO)]);
    let labels = sheet.actions.iter().map(|action| action.label.as_str());
    assert!(labels.take(2).eq(["What it caused", "To its birth"]));
}

#[test]
fn every_subject_has_a_sheet_and_strangers_have_none() {
    let ledger = refused();
    for subject in [
        Subject::Particle(ParticleNo(1)),
        Subject::Star(StarNo(0)),
        Subject::Lane(LaneNo(0)),
        Subject::Wave(WaveNo(1)),
    ] {
        assert!(inspect(&ledger, subject, &[]).is_some(), "{subject:?}");
    }
    for subject in [
        Subject::Particle(ParticleNo(9)),
        Subject::Star(StarNo(9)),
        Subject::Lane(LaneNo(9)),
        Subject::Wave(WaveNo(9)),
    ] {
        assert!(inspect(&ledger, subject, &[]).is_none(), "{subject:?}");
    }
}

#[test]
fn a_storm_is_told_of_every_lane_and_star_until_it_is_over() {
    let (seed, until) = (3, Moment(54_200_000_000));
    let mut events = self::two_stars();
    events.push((6_000_000, Event::Storm { seed, until }));
    let subjects = [Subject::Lane(LaneNo(0)), Subject::Star(StarNo(1))];
    for subject in subjects {
        let lead = inspect(&self::ledger(events.clone()), subject, &[])
            .unwrap()
            .lead;
        let text = lead.unwrap().text;
        assert_eq!(
            text,
            "all lanes are faulty, by the chance of seed 3, until 54.200 s"
        );
    }
    events.push((until.0, Event::Calm));
    for subject in subjects {
        assert_eq!(
            inspect(&self::ledger(events.clone()), subject, &[])
                .unwrap()
                .lead,
            None
        );
    }
}

#[test]
fn merged_rows_repeat_nothing() {
    let ledger = refused();
    let more = [("Received", "0"), ("mailbox", "3"), ("owner", "")];
    let more = more.map(|(name, value)| (name.to_owned(), value.to_owned()));
    let sheet = inspect(&ledger, Subject::Particle(ParticleNo(1)), &more).unwrap();
    let last = sheet.sections.last().unwrap();
    assert_eq!(last.rows, [self::row("mailbox", "3")]);
}

#[test]
fn times_are_for_people() {
    for (nanos, text) in [
        (0, "0 ns"),
        (999, "999 ns"),
        (1_000, "1.000 µs"),
        (1_234_567, "1.234 ms"),
        (61_002_000_000, "61.002 s"),
    ] {
        assert_eq!(self::time(nanos), text);
    }
}
