//! Orrery as it is measured, natively and in a browser.

use std::sync::Arc;

use orrery_cosmos::{Cosmos, Ticket};
use orrery_hyperspace::{Budget, Constellation, Detail, Hyperspace, Input, Moment};
use orrery_space::core::{CmdMethod, DirectedCore};
use orrery_space::{Method, Substance, Surface};

/// The star that a console is beside.
pub fn star() -> Surface {
    "<<STAR::machine:machine[0]>>::star".parse().unwrap()
}

/// The console and the star beside it: one Ping and its Pong are two hops on one star.
pub struct Hops {
    cosmos: Hyperspace,
    to: Surface,
}

impl Hops {
    pub fn new(detail: Detail) -> Self {
        let mut cosmos = Hyperspace::new(7, &Constellation::default());
        cosmos.set_detail(detail);
        Self { cosmos, to: star() }
    }

    pub fn ping_pong(&mut self, n: u32) {
        for _ in 0..n {
            self.cosmos.handle(Input::Send {
                ticket: 1,
                ping: true,
                to: self.to.clone(),
                core: DirectedCore::new(Method::Cmd(CmdMethod::Bounce), Substance::Empty),
            });
            let budget = Budget {
                until: Moment::NEVER,
                events: 2,
            };
            self.cosmos.step(budget);
            assert!(self.cosmos.take_reply(1).is_some());
        }
    }

    /// As a page takes the trace, a frame's worth at a time.
    pub fn ping_pong_traced(&mut self, n: u32) {
        for _ in 0..n / 100 {
            self.ping_pong(100);
            self.cosmos.take_trace();
        }
    }
}

/// A cosmos with a Mechtron, on another star than the console's.
pub struct Pings {
    cosmos: Cosmos,
    to: Surface,
    core: DirectedCore,
}

impl Pings {
    pub fn new(wat: &[u8]) -> Self {
        let mut cosmos = Cosmos::new(7);
        for (line, files) in [
            ("create localhost<Space>", vec![]),
            (
                "launch ^[ echo.wat ]-> localhost:echo",
                vec![("echo.wat".into(), Arc::from(wat))],
            ),
        ] {
            let ticket = cosmos.command(line, files);
            assert!(cosmos.run_until_reply(ticket).core.status.is_success());
        }
        cosmos.stop_recording();
        cosmos.set_detail(Detail::Off);
        Self {
            cosmos,
            to: "localhost:echo".parse().unwrap(),
            core: DirectedCore::new("Ext<Say>".parse().unwrap(), Substance::Text("hi".into())),
        }
    }

    pub fn ping_pong(&mut self, n: u32) {
        for _ in 0..n {
            let ticket: Ticket = self.cosmos.ping(self.to.clone(), self.core.clone());
            let reply = self.cosmos.run_until_reply(ticket);
            assert!(reply.core.status.is_success());
        }
    }
}
