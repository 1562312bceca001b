//! The contenders that are wasm in a browser. `tests/bench` has those that are not, and the clock.

use futures::StreamExt;
use futures::channel::mpsc::{UnboundedReceiver, UnboundedSender, unbounded};
use futures::executor::LocalPool;
use futures::task::LocalSpawnExt;
use orrery_hyperspace::Detail;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::orrery::{Hops, Pings, star};
use crate::peers::{Computing, Guest, Hosted, Queue};

const ECHO: &[u8] = include_bytes!("../../../../mechtrons/echo/echo.wat");
const SIEVE: &[u8] = include_bytes!("sieve.wat");

/// Something that can be done over and over.
#[wasm_bindgen]
pub struct Contender(Box<dyn FnMut(u32)>);

#[wasm_bindgen]
impl Contender {
    /// Panics where there is none of that name.
    #[wasm_bindgen(constructor)]
    pub fn new(name: &str) -> Self {
        Self(match name {
            "hops" => hops(Detail::Off),
            "traced hops" => {
                let mut hops = Hops::new(Detail::Layers);
                Box::new(move |n| hops.ping_pong_traced(n))
            }
            "queue" => {
                let mut queue = Queue::new(&star());
                Box::new(move |n| queue.ping_pong(n))
            }
            "channels" => {
                let mut channels = Channels::new();
                Box::new(move |n| channels.ping_pong(n))
            }
            "pings" => {
                let mut pings = Pings::new(ECHO);
                Box::new(move |n| pings.ping_pong(n))
            }
            "hosted echo" => hosted(ECHO),
            "hosted sieve" => hosted(SIEVE),
            "wasmi echo" => {
                let mut guest = Guest::new(ECHO);
                Box::new(move |n| guest.call(n))
            }
            "wasmi sieve" => {
                let mut guest = Computing::new(SIEVE, true);
                Box::new(move |n| guest.call(n))
            }
            _ => panic!("there is no contender {name}"),
        })
    }

    /// Does it `n` times.
    pub fn run(&mut self, n: u32) {
        (self.0)(n);
    }
}

/// The guest of that name, for the browser's own engine.
#[wasm_bindgen]
pub fn module(name: &str) -> Vec<u8> {
    wat::parse_bytes(if name == "echo" { ECHO } else { SIEVE })
        .unwrap()
        .into_owned()
}

fn hops(detail: Detail) -> Box<dyn FnMut(u32)> {
    let mut hops = Hops::new(detail);
    Box::new(move |n| hops.ping_pong(n))
}

fn hosted(wat: &[u8]) -> Box<dyn FnMut(u32)> {
    let mut guest = Hosted::new(wat);
    Box::new(move |n| guest.call(n))
}

/// Two tasks that send each other a number until it is zero.
struct Channels {
    pool: LocalPool,
    ping: UnboundedSender<u32>,
    done: UnboundedReceiver<()>,
}

impl Channels {
    fn new() -> Self {
        let pool = LocalPool::new();
        let (ping, to_ping) = unbounded();
        let (pong, to_pong) = unbounded();
        let (end, done) = unbounded();
        for (mut balls, other) in [(to_ping, pong), (to_pong, ping.clone())] {
            let end: UnboundedSender<()> = end.clone();
            let player = async move {
                while let Some(left) = balls.next().await {
                    match left {
                        0 => end.unbounded_send(()).unwrap(),
                        _ => other.unbounded_send(left - 1).unwrap(),
                    }
                }
            };
            pool.spawner().spawn_local(player).unwrap();
        }
        Self { pool, ping, done }
    }

    /// `n` times there and back.
    fn ping_pong(&mut self, n: u32) {
        self.ping.unbounded_send(2 * n).unwrap();
        self.pool.run_until_stalled();
        assert!(self.done.try_recv().is_ok());
    }
}
