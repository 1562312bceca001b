//! The line that a card beside something says besides its name and how it is.

use orrery_hyperspace::trace::ParticleNo;
use smol_str::{SmolStr, ToSmolStr, format_smolstr};

use crate::inspect::{number, time};
use crate::{Ledger, Subject};

/// One line for that subject; empty where nothing is known.
pub(crate) fn brief(ledger: &Ledger, subject: Subject) -> SmolStr {
    let line = match subject {
        Subject::Particle(no) => ledger.particle(no).map(|known| {
            let star = known.star.and_then(|star| ledger.star(star));
            let place = star.map_or_else(SmolStr::default, |star| {
                format_smolstr!("on {}; ", star.label())
            });
            format_smolstr!(
                "{place}{} in, {} out, {} refused",
                number(known.received),
                number(known.sent),
                number(known.refused)
            )
        }),
        Subject::Star(no) => ledger.star(no).map(|known| {
            format_smolstr!(
                "{} Particles; {} Waves sent on, {} refused",
                number(u64::from(known.particles)),
                number(known.hops),
                number(known.refused)
            )
        }),
        Subject::Lane(no) => ledger.lane(no).map(|known| {
            let mut faults = known.faults.iter().map(ToSmolStr::to_smolstr);
            let first = faults.next().unwrap_or("no fault".into());
            let faults = faults.fold(first, |all, fault| format_smolstr!("{all}, {fault}"));
            format_smolstr!(
                "takes {}; {} Waves so far; {faults}",
                time(known.latency),
                number(known.hops)
            )
        }),
        Subject::Wave(no) => ledger.wave(no).map(|known| {
            let what = match ledger.roll().method(known) {
                Some(method) => format_smolstr!("{method} "),
                None => SmolStr::default(),
            };
            let to = known.to().map_or("nobody".into(), |to| point(ledger, to));
            format_smolstr!("{what}from {} to {to}", point(ledger, known.from))
        }),
    };
    line.unwrap_or_default()
}

fn point(ledger: &Ledger, no: ParticleNo) -> SmolStr {
    ledger
        .particle(no)
        .map_or("somebody".into(), |known| known.point.as_str().into())
}
