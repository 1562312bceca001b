//! The accounts of guests: what each Mechtron has used is what the trace says of its Waves, and the same for
//! any slicing of the work.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::collections::BTreeMap;
use std::sync::Arc;

use orrery_cosmos::{Budget, Cosmos, Progress};
use orrery_hyperspace::Moment;
use orrery_hyperspace::trace::Event;
use proptest::prelude::*;

const ECHO: &[u8] = include_bytes!("../../../mechtrons/echo/echo.wat");
const PULSE: &[u8] = include_bytes!("../../../mechtrons/pulse/pulse.wat");
const MILL: &[u8] = include_bytes!("../../../mechtrons/mill/mill.wat");
const SPIN: &[u8] = include_bytes!("../../../mechtrons/hostile/spin.wat");

/// Fuel by the point of who used it.
type Totals = BTreeMap<String, u64>;

/// Guests that work, that ask, and that are stopped where their fuel ends, for 100 ms in such slices of events
/// and fuel: the totals that their Particles have, and the sums over the trace.
fn totals(slices: &[(u64, u64)]) -> (Totals, Totals) {
    let mut cosmos = Cosmos::new(7);
    for (line, file) in [
        ("create localhost<Space>", &b""[..]),
        ("launch ^[ m.wat ]-> localhost:echo", ECHO),
        ("launch ^[ m.wat ]-> localhost:pulse", PULSE),
        ("launch ^[ m.wat ]-> localhost:mill", MILL),
        ("launch ^[ m.wat ]-> localhost:spin", SPIN),
        ("set localhost:spin{ +fuel=300000 }", b""),
        (
            "set localhost:pulse{ +target=localhost:echo, +period=1 }",
            b"",
        ),
        (
            "grant perm +csd-rwX on localhost:** to localhost:**<Mechtron>",
            b"",
        ),
    ] {
        let ticket = cosmos.command(line, vec![("m.wat".into(), Arc::from(file))]);
        assert!(cosmos.run_until_reply(ticket).core.status.is_success());
    }
    for line in [
        "ping localhost:mill Ext<Grind>",
        "ping localhost:spin Ext<Go>",
    ] {
        cosmos.command(line, vec![]);
    }
    let until = Moment(cosmos.now().0 + 100_000_000);
    let mut slices = slices.iter().cycle();
    loop {
        let &(events, fuel) = slices.next().unwrap();
        let budget = Budget {
            until,
            events,
            fuel,
        };
        if let Progress::Until(_) = cosmos.step(budget) {
            break;
        }
    }
    let mut traced = Totals::new();
    let hyperspace = cosmos.hyperspace();
    let named = |no| hyperspace.registry().get(no).point.to_string();
    let mechtrons = hyperspace.registry().all();
    let kept = mechtrons.filter_map(|(no, _)| Some((named(no), hyperspace.mechtron(no)?.fuel())));
    let kept = kept.collect();
    for record in cosmos.take_trace() {
        if let Event::Fuel { particle, fuel, .. } = record.event {
            let point = &cosmos.hyperspace().registry().get(particle).point;
            *traced.entry(point.to_string()).or_default() += fuel;
        }
    }
    (kept, traced)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    #[test]
    fn totals_are_the_same_for_any_slicing(slices in prop::collection::vec((1u64..40, 1u64..2_000_000), 1..12)) {
        let (kept, traced) = totals(&[(u64::MAX, u64::MAX)]);
        prop_assert!(kept.len() == 4 && kept.values().all(|fuel| *fuel > 0), "{kept:?}");
        prop_assert_eq!(&kept, &traced);
        prop_assert_eq!((kept, traced), totals(&slices));
    }
}
