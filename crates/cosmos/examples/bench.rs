//! The benchmarks, as Markdown tables: each row compares figures of one run with each other.
//!
//! `cargo xtask bench` runs it and adds the sizes. Contenders take turns, so that a slow moment of
//! the machine meets all of them; a figure is the median of its rounds.
#![allow(clippy::unwrap_used, clippy::expect_used)] // it measures what is known to work
#![allow(clippy::print_stdout)] // a program for a terminal
#![allow(clippy::disallowed_methods, clippy::disallowed_types)] // it measures with a clock

#[cfg(not(target_arch = "wasm32"))]
#[path = "bench/actors.rs"]
mod actors;
#[cfg(target_arch = "wasm32")]
#[path = "bench/browser.rs"]
mod browser;
#[cfg(not(target_arch = "wasm32"))]
#[path = "bench/measuring.rs"]
mod measuring;
#[path = "bench/orrery.rs"]
mod orrery;
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
    use orrery_hyperspace::Detail;

    use crate::measuring::{Contender, measure, table};
    use crate::orrery::{Hops, Pings, star};
    use crate::{actors, peers, scale, scrub};

    fn hops() {
        let mut quiet = Hops::new(Detail::Off);
        let mut traced = Hops::new(Detail::Layers);
        let mut queue = peers::Queue::new(&star());
        let ractor = actors::ractor::Actors::new();
        let kameo = actors::kameo::Actors::new();
        let actix = actors::actix::Actors::new();
        let figures = measure(&mut [
            Contender {
                name: "Orrery, without a trace",
                each: 100_000,
                per: 2.0,
                run: Box::new(|n| quiet.ping_pong(n)),
            },
            Contender {
                name: "Orrery, every layer traced",
                each: 100_000,
                per: 2.0,
                run: Box::new(|n| traced.ping_pong_traced(n)),
            },
            Contender {
                name: "a bare VecDeque of the same Waves, with its registry lookup",
                each: 100_000,
                per: 2.0,
                run: Box::new(|n| queue.ping_pong(n)),
            },
            Contender {
                name: "ractor 0.16, ping-pong on one thread",
                each: 20_000,
                per: 2.0,
                run: Box::new(|n| ractor.ping_pong(n)),
            },
            Contender {
                name: "kameo 0.22, ping-pong on one thread",
                each: 20_000,
                per: 2.0,
                run: Box::new(|n| kameo.ping_pong(n)),
            },
            Contender {
                name: "actix 0.13, ping-pong on one thread",
                each: 20_000,
                per: 2.0,
                run: Box::new(|n| actix.ping_pong(n)),
            },
        ]);
        table(
            "A hop between two native Particles of one star",
            "hop",
            &figures,
        );
        let mut hops = Hops::new(Detail::Off);
        hops.ping_pong(1_000);
        let info = allocation_counter::measure(|| hops.ping_pong(1_000));
        println!(
            "\nAllocations in steady state: {:.2} for each hop.",
            info.count_total as f64 / 2_000.0
        );
    }

    fn mechtron() {
        let wat = include_bytes!("../../../mechtrons/echo/echo.wat");
        let mut pings = Pings::new(wat);
        let mut guest = peers::Guest::new(wat);
        let mut hosted = peers::Hosted::new(wat);
        let figures = measure(&mut [
            Contender {
                name: "Orrery: console to Maelstrom and back over four lanes, authorized",
                each: 20_000,
                per: 1.0,
                run: Box::new(|n| pings.ping_pong(n)),
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
