//! A Wave between native Particles of one star costs no allocation, whatever its way can do.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used)]

use orrery_hyperspace::{Budget, Constellation, Detail, Hyperspace, Input, Moment};
use orrery_space::core::{CmdMethod, DirectedCore};
use orrery_space::{Method, Substance, Surface};

/// So many Pings of the console to the star beside it, and their Pongs.
fn bounce(cosmos: &mut Hyperspace, to: &Surface, times: u32) {
    for _ in 0..times {
        cosmos.handle(Input::Send {
            ticket: 1,
            ping: true,
            to: to.clone(),
            core: DirectedCore::new(Method::Cmd(CmdMethod::Bounce), Substance::Empty),
        });
        cosmos.step(Budget {
            until: Moment::NEVER,
            events: 2,
        });
        assert!(cosmos.take_reply(1).is_some());
    }
}

#[test]
fn a_hop_between_native_particles_allocates_nothing() {
    for layer in ["Core", "Shell"] {
        let to = format!("<<STAR::machine:machine[0]>>::star@{layer}");
        let to: Surface = to.parse().unwrap();
        let mut cosmos = Hyperspace::new(7, &Constellation::default());
        cosmos.set_detail(Detail::Off);
        bounce(&mut cosmos, &to, 1_000);
        let info = allocation_counter::measure(|| bounce(&mut cosmos, &to, 1_000));
        assert_eq!(info.count_total, 0, "{layer}");
    }
}
