//! The benchmarks, as Markdown tables: each row compares figures of one run with each other.
//!
//! `cargo xtask bench` runs it and adds the sizes. Contenders take turns, so that a slow moment of
//! the machine meets all of them; a figure is the median of its rounds.
#![allow(clippy::unwrap_used, clippy::expect_used)] // it measures what is known to work
#![allow(clippy::print_stdout)] // a program for a terminal
#![allow(clippy::disallowed_methods, clippy::disallowed_types)] // it measures with a clock

#[cfg(not(target_arch = "wasm32"))]
#[path = "bench/measuring.rs"]
mod measuring;
#[cfg(not(target_arch = "wasm32"))]
#[path = "bench/peers.rs"]
mod peers;
#[cfg(not(target_arch = "wasm32"))]
#[path = "bench/scale.rs"]
mod scale;
#[cfg(not(target_arch = "wasm32"))]
#[path = "bench/scrub.rs"]
mod scrub;

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    native::run();
}

#[cfg(target_arch = "wasm32")]
fn main() {}

#[cfg(not(target_arch = "wasm32"))]
mod native {
    use std::sync::Arc;

    use orrery_cosmos::{Cosmos, Ticket};
    use orrery_hyperspace::{Budget, Constellation, Detail, Hyperspace, Input, Moment};
    use orrery_space::core::{CmdMethod, DirectedCore};
    use orrery_space::{Method, Substance, Surface};

    use crate::measuring::{Contender, measure, table};
    use crate::{peers, scale, scrub};

    fn bounce() -> DirectedCore {
        DirectedCore::new(Method::Cmd(CmdMethod::Bounce), Substance::Empty)
    }

    /// The console and the star beside it: one Ping and its Pong are two hops on one star.
    fn hop(cosmos: &mut Hyperspace, to: &Surface, n: u32) {
        for _ in 0..n {
            cosmos.handle(Input::Send {
                ticket: 1,
                ping: true,
                to: to.clone(),
                core: bounce(),
            });
            let budget = Budget {
                until: Moment::NEVER,
                events: 2,
            };
            cosmos.step(budget);
            assert!(cosmos.take_reply(1).is_some());
        }
    }

    fn hops() {
        let to: Surface = "<<STAR::machine:machine[0]>>::star".parse().unwrap();
        let cosmos = |detail| {
            let mut cosmos = Hyperspace::new(7, &Constellation::default());
            cosmos.set_detail(detail);
            cosmos
        };
        let mut quiet = cosmos(Detail::Off);
        let mut traced = cosmos(Detail::Layers);
        let mut queue = peers::Queue::new(&to);
        let actors = peers::Actors::new();
        let figures = measure(&mut [
            Contender {
                name: "Orrery, without a trace",
                each: 100_000,
                per: 2.0,
                run: Box::new(|n| hop(&mut quiet, &to, n)),
            },
            Contender {
                name: "Orrery, every layer traced",
                each: 100_000,
                per: 2.0,
                run: Box::new(|n| {
                    // taken as often as a page takes it, a frame's worth at a time
                    for _ in 0..n / 100 {
                        hop(&mut traced, &to, 100);
                        traced.take_trace();
                    }
                }),
            },
            Contender {
                name: "a bare VecDeque of the same Waves, with its registry lookup",
                each: 100_000,
                per: 2.0,
                run: Box::new(|n| queue.ping_pong(n)),
            },
            Contender {
                name: "ractor, ping-pong on one thread",
                each: 20_000,
                per: 2.0,
                run: Box::new(|n| actors.ping_pong(n)),
            },
        ]);
        table(
            "A hop between two native Particles of one star",
            "hop",
            &figures,
        );
        let mut cosmos = cosmos(Detail::Off);
        hop(&mut cosmos, &to, 1_000);
        let info = allocation_counter::measure(|| hop(&mut cosmos, &to, 1_000));
        println!(
            "\nAllocations in steady state: {:.2} for each hop.",
            info.count_total as f64 / 2_000.0
        );
    }

    fn mechtron() {
        let wat: Arc<[u8]> = Arc::from(&include_bytes!("../../../mechtrons/echo/echo.wat")[..]);
        let mut cosmos = Cosmos::new(7);
        for (line, files) in [
            ("create localhost<Space>", vec![]),
            (
                "launch ^[ echo.wat ]-> localhost:echo",
                vec![("echo.wat".into(), Arc::clone(&wat))],
            ),
        ] {
            let ticket = cosmos.command(line, files);
            assert!(cosmos.run_until_reply(ticket).core.status.is_success());
        }
        cosmos.stop_recording();
        cosmos.set_detail(Detail::Off);
        let to: Surface = "localhost:echo".parse().unwrap();
        let say = || DirectedCore::new("Ext<Say>".parse().unwrap(), Substance::Text("hi".into()));
        let core = say();
        let mut guest = peers::Guest::new(&wat);
        let mut hosted = peers::Hosted::new(&wat);
        let figures = measure(&mut [
            Contender {
                name: "Orrery: console to Maelstrom and back over four lanes, authorized",
                each: 20_000,
                per: 1.0,
                run: Box::new(|n| {
                    for _ in 0..n {
                        let ticket: Ticket = cosmos.ping(to.clone(), core.clone());
                        let reply = cosmos.run_until_reply(ticket);
                        assert!(reply.core.status.is_success());
                    }
                }),
            },
            Contender {
                name: "the same guest behind the membrane alone, with fuel and limits",
                each: 20_000,
                per: 1.0,
                run: Box::new(|n| hosted.call(n)),
            },
            Contender {
                name: "the same guest called directly through wasmi, with neither",
                each: 20_000,
                per: 1.0,
                run: Box::new(|n| guest.call(n)),
            },
        ]);
        table("A Ping to a Mechtron and its Pong", "Ping", &figures);
        let lanes = figures[0].median - figures[1].median;
        println!(
            "\nThe fabric adds {lanes:.0} ns to the {:.0} ns of the guest behind its membrane.",
            figures[1].median
        );
    }

    /// What it costs that a guest's work is counted and cut into slices.
    fn computing() {
        const SIEVE: &[u8] = include_bytes!("bench/sieve.wat");
        let mut hosted = peers::Hosted::new(SIEVE);
        let mut metered = peers::Computing::new(SIEVE, true);
        let mut free = peers::Computing::new(SIEVE, false);
        let figures = measure(&mut [
            Contender {
                name: "behind the membrane, with fuel and limits",
                each: 100,
                per: 1.0,
                run: Box::new(|n| hosted.call(n)),
            },
            Contender {
                name: "through wasmi, which counts fuel",
                each: 100,
                per: 1.0,
                run: Box::new(|n| metered.call(n)),
            },
            Contender {
                name: "through wasmi, which counts nothing",
                each: 100,
                per: 1.0,
                run: Box::new(|n| free.call(n)),
            },
        ]);
        table("A guest that only computes", "Wave", &figures);
        let [hosted, metered, free] = [0, 1, 2].map(|no: usize| figures[no].median);
        println!(
            "\nTo count fuel takes {:.2} of the time without, the membrane {:.2} of plain wasmi that counts.",
            metered / free,
            hosted / metered
        );
    }

    pub fn run() {
        hops();
        mechtron();
        computing();
        scale::authorization();
        scale::selection();
        scale::growth();
        scrub::scrubbing();
    }
}
