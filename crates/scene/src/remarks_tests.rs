#![allow(clippy::unwrap_used, clippy::expect_used)]

use orrery_hyperspace::trace::StarNo;
use orrery_hyperspace::{LaneFault, Moment};
use orrery_space::{Kind, WaveKind};

use crate::sample::Sample;

use super::*;

/// A cosmos of `ann`, `relay` and `echo`, which are Particles 2, 3 and 4.
fn three() -> Sample {
    let mut sample = Sample::new();
    for (name, kind) in [
        ("ann", Kind::User),
        ("relay", Kind::Mechtron),
        ("echo", Kind::Mechtron),
    ] {
        sample.child(1, name, kind);
    }
    sample
}

/// What is remarked, each as a sentence with its button.
fn said(sample: &Sample) -> Vec<String> {
    let mut census = Census::default();
    for record in &sample.records {
        census.apply(record);
    }
    let remarks = remarks(&census, &sample.ledger);
    let one = |remark: Remark| {
        let act = remark.action.map_or(String::new(), |one| match one.act {
            Act::Say(line) | Act::Edit(line) => format!(" [{line}]"),
            _ => " [?]".to_owned(),
        });
        format!("{} {}{act}", remark.name, remark.says)
    };
    remarks.all.into_iter().map(one).collect()
}

impl Sample {
    /// A Ping and its answer.
    fn asks(&mut self, wave: u64, from: u32, to: Option<u32>, status: u16) {
        let sent = |wave, kind, from, to, status: Option<u16>, cause| Event::Sent {
            wave: WaveNo(wave),
            kind,
            from: ParticleNo(from),
            to,
            method: None,
            status: status.map(|status| StatusCode::new(status).unwrap()),
            cause,
        };
        let target = to.map(ParticleNo);
        self.tell(wave, sent(wave, WaveKind::Ping, from, target, None, None));
        let answer = sent(
            wave + 1,
            WaveKind::Pong,
            to.unwrap_or(0),
            Some(ParticleNo(from)),
            Some(status),
            Some(WaveNo(wave)),
        );
        if matches!(status, 403 | 429 | 508) {
            self.tell(
                wave,
                Event::Refused {
                    wave: WaveNo(wave),
                    star: StarNo(0),
                    status: StatusCode::new(status).unwrap(),
                    reason: "no".into(),
                },
            );
        }
        self.tell(wave, answer);
    }
}

#[test]
fn where_nothing_is_odd_nothing_is_said() {
    let mut sample = three();
    sample.relayed();
    assert_eq!(said(&sample), Vec::<String>::new());
}

#[test]
fn a_particle_from_which_nobody_gets_an_answer_is_deaf() {
    let mut sample = three();
    for wave in [10, 20, 30] {
        sample.asks(wave, 2, Some(4), 404);
    }
    assert_eq!(
        said(&sample),
        [
            "localhost:echo is deaf: 3 Waves asked it, and all in vain: nothing in it is for them (404)."
        ]
    );
    // one answer is enough not to be
    sample.asks(40, 2, Some(4), 200);
    assert!(said(&sample).is_empty());
}

#[test]
fn who_is_refused_each_time_and_who_sends_to_nobody_is_said() {
    let mut sample = three();
    for wave in [10, 20, 30] {
        sample.asks(wave, 2, Some(4), 403);
        sample.asks(wave + 2, 3, None, 404);
    }
    assert_eq!(
        said(&sample),
        [
            "localhost:ann knocks in vain: 3 Waves, the last at localhost:echo, and each was refused (403). \
             [grant perm +csd-RwX on localhost:echo to localhost:ann]",
            "localhost:relay sends to a Point that nobody has: its last 3 Waves were answered 404."
        ]
    );
}

#[test]
fn a_grant_that_lets_nobody_in_is_said_once_many_waves_were_checked() {
    let mut sample = three();
    for (grant, to) in [(1, "localhost:ann"), (2, "localhost:relay")] {
        let text = format!("perm +csd-RwX on localhost:echo to {to}").into();
        sample.tell(0, Event::Granted { grant, text });
    }
    let authorized = |sample: &mut Sample, wave| {
        sample.sent(wave, wave, WaveKind::Signal, 2, 4);
        let rule = "grant 1".into();
        let (wave, star) = (WaveNo(wave), StarNo(0));
        sample.tell(0, Event::Authorized { wave, star, rule });
    };
    for wave in 1..CHECKS {
        authorized(&mut sample, wave);
    }
    assert!(said(&sample).is_empty());
    authorized(&mut sample, CHECKS);
    assert_eq!(
        said(&sample),
        [
            "Grant 2, perm +csd-RwX on localhost:echo to localhost:relay, was never used: 200 Waves have been \
          checked since, and it let none of them in. [revoke 2 on localhost:echo]"
        ]
    );
    sample.tell(0, Event::Revoked { grant: 2 });
    assert!(said(&sample).is_empty());
}

#[test]
fn a_mechtron_that_spends_its_fuel_and_fails_is_said() {
    let mut sample = three();
    let limit = Event::Property {
        particle: ParticleNo(4),
        key: "fuel".into(),
        value: Some("1000".into()),
    };
    sample.tell(0, limit);
    let fuel = |wave: Option<u64>, fuel| Event::Fuel {
        wave: wave.map(WaveNo),
        particle: ParticleNo(4),
        fuel,
        until: Moment(0),
    };
    sample.tell(0, fuel(None, 10));
    for wave in [10, 20] {
        sample.sent(0, wave, WaveKind::Ping, 2, 4);
        sample.delivered(0, wave, 0, 4);
        sample.tell(0, fuel(Some(wave), 600));
        sample.tell(0, fuel(Some(wave), 400));
    }
    let answer = Event::Sent {
        wave: WaveNo(21),
        kind: WaveKind::Pong,
        from: ParticleNo(4),
        to: Some(ParticleNo(2)),
        method: None,
        status: Some(StatusCode::UNAVAILABLE),
        cause: Some(WaveNo(20)),
    };
    sample.tell(0, answer);
    sample.tell(0, fuel(None, 10));
    assert_eq!(
        said(&sample),
        [
            "localhost:echo spends its fuel: 2 of 2 Waves took nine tenths or more of the 1\u{a0}000 that it has for \
             each. [set localhost:echo{ +fuel=10000 }]",
            "localhost:echo has failed and was started again 1 time."
        ]
    );
    sample.tell(
        0,
        Event::Status {
            particle: ParticleNo(4),
            status: Status::Panic,
            reason: Some("it failed 4 times within 5 s".into()),
        },
    );
    assert_eq!(
        said(&sample),
        [
            "localhost:echo has failed and serves nobody: it failed 4 times within 5 s. [init localhost:echo]"
        ]
    );
}

#[test]
fn waves_that_cause_each_other_back_and_forth_are_a_circle() {
    let mut sample = three();
    for wave in 1..=20 {
        let (from, to) = if wave % 2 == 0 { (3, 4) } else { (4, 3) };
        let cause = (wave > 1).then(|| wave - 1);
        sample.caused(wave, wave, WaveKind::Signal, from, to, cause);
    }
    assert_eq!(
        said(&sample),
        [
            "localhost:echo sends to localhost:relay over and over: one Wave has caused 16 more in a row."
        ]
    );
    // a chain through many is none, nor is who wakes itself
    let mut sample = three();
    for wave in 1..=20 {
        sample.caused(
            wave,
            wave,
            WaveKind::Signal,
            3,
            3,
            (wave > 1).then(|| wave - 1),
        );
    }
    assert!(said(&sample).is_empty());
    sample.asks(100, 2, Some(3), 508);
    assert_eq!(
        said(&sample),
        [
            "localhost:relay was asked in a circle: 1 Wave came back to it while it waited for their answer."
        ]
    );
}

#[test]
fn lanes_and_mailboxes_say_when_they_carry_no_more() {
    let mut sample = three();
    sample.asks(10, 2, Some(4), 429);
    let lane = LaneNo(0);
    let (wave, star) = (WaveNo(10), StarNo(0));
    sample.tell(0, Event::Queued { wave, lane, star });
    let full = "nexus — central[2] was full: 1 Wave had to wait for it.";
    let mailbox = "localhost:echo has too much to do: 1 Wave found its mailbox full (429).";
    assert_eq!(said(&sample), [full, mailbox]);
    let fault = LaneFault::Slow(20_000_000);
    sample.tell(0, Event::Fault { lane, fault });
    assert!(
        said(&sample)[0]
            .starts_with("nexus — central[2] is slower by 20 ms. [mend central:nexus[0]--")
    );
    let fault = LaneFault::Cut;
    sample.tell(0, Event::Fault { lane, fault });
    assert!(said(&sample)[0].starts_with("nexus — central[2] is cut: "));
    sample.tell(
        0,
        Event::Fault {
            lane,
            fault: LaneFault::Mended,
        },
    );
    assert_eq!(said(&sample), [full, mailbox]);
}

#[test]
fn what_is_too_much_is_counted() {
    let mut sample = three();
    for grant in 1..=60 {
        let text = "perm +csd-RwX on localhost:** to localhost:ann".into();
        sample.tell(0, Event::Granted { grant, text });
    }
    let mut census = Census::default();
    for record in &sample.records {
        census.apply(record);
    }
    census.checks = CHECKS;
    let all = remarks(&census, &sample.ledger);
    assert_eq!((all.all.len(), all.more), (MOST, 10));
    assert_eq!(all.all[0].subject, Subject::Particle(ParticleNo(2)));
    // of what Waves before were there is no knowing
    census.doubt();
    assert!(remarks(&census, &sample.ledger).all.is_empty());
}
