//! A universe of seeds: whatever is said to a cosmos and whatever befalls its lanes and stars, it
//! keeps its promises.
//!
//! Each seed makes a run of console lines, with faults among them, and lets events happen between
//! them. An independent model follows the trace. A run that breaks a promise is made as short as it
//! goes and printed. `UNIVERSE_SEEDS` says how many seeds are run, `UNIVERSE_FROM` with which it
//! begins, and `UNIVERSE_MINUTES` that it goes on so long; `cargo xtask universe` sets them.
#![allow(clippy::unwrap_used, clippy::expect_used)]
#![allow(clippy::print_stdout)] // it says how far it is, and what broke
#![allow(clippy::disallowed_methods)] // how many seeds, or how long, is said from outside

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::num::NonZeroU32;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::{Duration, Instant};

use orrery_hyperspace::effect::{Answer, Effect, GuestTurn, Order, Outcome};
use orrery_hyperspace::fault::Fault;
use orrery_hyperspace::trace::{Event, ParticleNo, Record, WaveNo};
use orrery_hyperspace::{Budget, Constellation, Hyperspace, Input, Moment, Progress};
use orrery_space::core::{CmdMethod, DirectedCore, ReflectedCore};
use orrery_space::security::{Need, decide};
use orrery_space::{Agent, Kind, Method, Point, StatusCode, Substance, WaveKind};
use rand_pcg::Pcg64Mcg;
use rand_pcg::rand_core::{Rng, SeedableRng};

/// Seeds that once broke a promise.
const FOUND: [u64; 2] = [82_985, 116_677];

/// Events after which a run that has not come to rest counts as restless.
const RESTLESS: u64 = 200_000;

/// One thing that is done to a cosmos.
#[derive(Debug, Clone, PartialEq)]
enum Act {
    /// A line of the console, whose reply is not waited for.
    Say(String),
    /// So many events happen.
    Run(u64),
    /// Something is done to the Wave that has entered a lane last, if it is still on it.
    Meddle(Meddle),
}

/// What is done to a Wave by hand.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Meddle {
    Drop,
    Delay(u64),
    Double,
}

impl fmt::Display for Act {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Act::Say(line) => write!(f, "> {line}"),
            Act::Run(events) => write!(f, "# {events} events happen"),
            Act::Meddle(how) => write!(f, "# the last Wave on a lane: {how:?}"),
        }
    }
}

/// Draws what is done.
struct Draw(Pcg64Mcg);

impl Draw {
    fn below(&mut self, bound: usize) -> usize {
        usize::try_from(self.0.next_u64() % bound as u64).unwrap()
    }

    fn one<'t>(&mut self, of: &[&'t str]) -> &'t str {
        of[self.below(of.len())]
    }

    fn point(&mut self) -> &'static str {
        const POINTS: [&str; 9] = [
            "localhost",
            "localhost:a",
            "localhost:b",
            "localhost:a:x",
            "localhost:a:y",
            "localhost:ann",
            "localhost:bob",
            "localhost:m",
            "localhost:n",
        ];
        self.one(&POINTS)
    }

    fn act(&mut self) -> Act {
        if self.below(4) == 0 {
            return Act::Run(1 + self.0.next_u64() % 120);
        }
        let (point, other) = (self.point(), self.point());
        const LANES: [&str; 4] = [
            "central:nexus[0]--central:maelstrom[0]",
            "central:nexus[1]--central:maelstrom[0]",
            "central:nexus[0]--central:nexus[1]",
            "central:nexus[1]--central:super[0]",
        ];
        const STARS: [&str; 6] = [
            "central:maelstrom[0]",
            "central:maelstrom[1]",
            "central:super[0]",
            "central:scribe[0]",
            "central:nexus[0]",
            "central:central[0]",
        ];
        let (lane, star) = (self.one(&LANES), self.one(&STARS));
        Act::Say(match self.below(34) {
            0 | 1 => format!(
                "create {point}<{}>",
                self.one(&["Space", "Base", "App", "User"])
            ),
            2 => format!("create? {point}<{}>", self.one(&["Base", "App"])),
            3 | 4 => format!(
                "launch ^[ m.wasm ]-> {}",
                self.one(&["localhost:m", "localhost:n"])
            ),
            5..=10 => format!(
                "ping {point} {}",
                self.one(&[
                    "Ext<Say> \"hi\"",
                    "Cmd<Bounce>",
                    "Ext<Ask> @localhost:n",
                    "Ext<Trap>"
                ])
            ),
            11 | 12 => format!("signal {point} Ext<Say> \"hi\""),
            13 => format!(
                "ripple {}:** Cmd<Bounce>",
                self.one(&["localhost", "localhost:a"])
            ),
            14 => format!("delete {point}"),
            15 => format!(
                "grant perm {} on {point} to {other}",
                self.one(&["+csd-rwX", "+CSD-RWX", "&csd-rwx"])
            ),
            16 => format!("grant super on {point} to {other}"),
            17 => format!("revoke {} on localhost+:**", 1 + self.below(4)),
            18 => format!("chown {point} to {other}"),
            19 | 20 => format!(
                "as {}",
                self.one(&[
                    "localhost:ann",
                    "localhost:bob",
                    "hyperspace:users:hyperuser",
                    "hyperspace:users:hyperuser"
                ])
            ),
            21 => format!("pause {point}"),
            22 => format!("resume {point}"),
            23 => format!("move {point} to {star}"),
            24 => format!("init {point}"),
            25 => format!(
                "watch {point} {}",
                self.one(&["State", "Child", "Property"])
            ),
            26 => format!("set {point}{{ +title={} }}", self.one(&["a", "b"])),
            27 => format!("{} {star}", self.one(&["stop", "start"])),
            28 => format!("{} {lane}", self.one(&["cut", "mend"])),
            29 => format!("{} {lane} 0.5", self.one(&["lose", "double", "shuffle"])),
            30 => format!("slow {lane} {}", self.one(&["5ms", "2s"])),
            31 => format!(
                "storm {} loss=0.2 delay=5ms double=0.2 shuffle=0.3 for 1s",
                self.below(99)
            ),
            32 => format!(
                "select {} into points",
                self.one(&["localhost+:**", "**", "localhost:a:*"])
            ),
            _ => format!("advance {}", self.one(&["1ms", "200ms", "3s"])),
        })
    }
}

/// Whether the stars of that seed have labels and their lanes little room, and Particles say where
/// they want to be.
fn narrow(seed: u64) -> bool {
    seed % 5 > 2
}

fn constellation(seed: u64) -> Constellation {
    let mut constellation = Constellation::default();
    if narrow(seed) {
        let labels = ["zone=a", "zone=b", "ssd"];
        for (i, star) in constellation.stars.iter_mut().enumerate() {
            star.labels.insert(labels[i % 3].parse().unwrap());
        }
        for (i, lane) in constellation.lanes.iter_mut().enumerate() {
            lane.capacity = NonZeroU32::new(u32::try_from(i % 3).unwrap());
        }
    }
    constellation
}

/// What is done besides where places are of account. All labels have a weight: a Particle that
/// cannot be where it must is on no star, and that breaks no promise.
fn place(draw: &mut Draw) -> Act {
    Act::Say(match draw.below(4) {
        0 | 1 => format!(
            "set {}{{ +place=\"{}\" }}",
            draw.point(),
            draw.one(&["zone=a*3", "zone=b*2, ssd*2", "ssd*5, zone=a*5"])
        ),
        2 => format!("set localhost:a{{ +shards={} }}", draw.below(4)),
        _ => return self::meddle(draw),
    })
}

/// What is done by hand to a Wave.
fn meddle(draw: &mut Draw) -> Act {
    let all = [
        Meddle::Drop,
        Meddle::Double,
        Meddle::Delay(300_000),
        Meddle::Delay(40_000_000),
    ];
    Act::Meddle(all[draw.below(all.len())])
}

fn plan(seed: u64) -> Vec<Act> {
    let mut draw = Draw(Pcg64Mcg::seed_from_u64(seed));
    let mut acts: Vec<Act> = [
        "localhost<Space>",
        "localhost:a<App>",
        "localhost:ann<User>",
    ]
    .iter()
    .map(|what| Act::Say(format!("create {what}")))
    .collect();
    acts.push(Act::Say("launch ^[ m.wasm ]-> localhost:m".into()));
    acts.push(Act::Run(300));
    // those that were found are as they were
    if seed % 3 == 2 && !FOUND.contains(&seed) {
        let replicas = 2 + seed % 4;
        acts.push(Act::Say(format!(
            "set localhost:m{{ +replicas={replicas} }}"
        )));
    }
    let count = 4 + draw.below(20);
    let mut other = Draw(Pcg64Mcg::seed_from_u64(!seed));
    for _ in 0..count {
        acts.push(draw.act());
        if narrow(seed) && other.below(3) == 0 {
            acts.push(place(&mut other));
        }
        if !FOUND.contains(&seed) && other.below(3) == 0 {
            acts.push(Act::Run(1 + other.0.next_u64() % 9));
            acts.push(meddle(&mut other));
        }
    }
    acts
}

/// A cosmos that is watched.
struct Watched {
    cosmos: Hyperspace,
    tickets: u32,
    replies: BTreeMap<u32, u32>,
    model: Model,
}

/// What the trace tells, and what must be true of it.
#[derive(Default)]
struct Model {
    /// Who has been sent what, and has it.
    taken: BTreeSet<(WaveNo, ParticleNo)>,
    /// Each Wave that awaits an answer, and how many came.
    pings: BTreeMap<WaveNo, u32>,
    /// The last Wave of each pair that arrived.
    pairs: BTreeMap<(ParticleNo, ParticleNo), WaveNo>,
    /// The last Wave of each pair that a replica began to serve.
    served: BTreeMap<(ParticleNo, ParticleNo), WaveNo>,
    sent: BTreeMap<WaveNo, (ParticleNo, WaveKind)>,
    /// The Wave that has entered a lane last.
    last: Option<WaveNo>,
    fuel: BTreeMap<ParticleNo, u64>,
    /// How often each sort of thing happened.
    happened: BTreeMap<&'static str, u64>,
}

/// The name of what happened, where a universe without it would prove little.
fn sort(event: &Event) -> Option<&'static str> {
    Some(match event {
        Event::Refused { status, .. } => match status.number() {
            403 => "refused with 403",
            404 => "refused with 404",
            408 => "refused with 408",
            503 => "refused with 503",
            _ => "refused otherwise",
        },
        Event::Delivered { .. } => "delivered",
        Event::Served { .. } => "served by a replica",
        Event::Lost { .. } => "lost",
        Event::Queued { .. } => "waited for room on a lane",
        Event::Disturbed { .. } => "disturbed by a lane",
        Event::Kept { .. } => "kept and sent again",
        Event::Repeated { .. } => "repeated and dropped",
        Event::Stopped { .. } => "star stopped",
        Event::Started { .. } => "star started",
        Event::Storm { .. } => "storm",
        Event::Removed { .. } => "deleted",
        Event::Given { .. } => "given away",
        Event::Granted { .. } => "granted",
        Event::Revoked { .. } => "revoked",
        Event::Fuel { .. } => "guest at work",
        _ => return None,
    })
}

impl Watched {
    fn new(seed: u64) -> Self {
        let mut cosmos = Hyperspace::new(seed, &constellation(seed));
        cosmos.keep_waves(4_096);
        cosmos.take_trace();
        Self {
            cosmos,
            tickets: 0,
            replies: BTreeMap::new(),
            model: Model::default(),
        }
    }

    fn perform(&mut self, act: &Act) {
        match act {
            Act::Say(line) => {
                self.tickets += 1;
                self.cosmos.handle(Input::Command {
                    ticket: self.tickets,
                    line: line.as_str().into(),
                    files: vec![("m.wasm".into(), Arc::from(b"m".as_slice()))],
                });
            }
            Act::Meddle(how) => {
                let last = self.model.last;
                if let Some(wave) = last.filter(|wave| self.cosmos.lane_of(*wave).is_some()) {
                    let (fault, sort) = match *how {
                        Meddle::Drop => (Fault::Drop(wave), "dropped by hand"),
                        Meddle::Delay(nanos) => (Fault::Delay(wave, nanos), "delayed by hand"),
                        Meddle::Double => (Fault::Double(wave), "doubled by hand"),
                    };
                    *self.model.happened.entry(sort).or_default() += 1;
                    self.cosmos.handle(Input::Fault(fault));
                }
            }
            Act::Run(events) => {
                for _ in 0..*events {
                    if self.step() == Progress::Quiet {
                        break;
                    }
                }
            }
        }
    }

    fn step(&mut self) -> Progress {
        let answer = match self.cosmos.effect() {
            Some(Effect::Examine { task, bytes }) => Some(Answer::Examined {
                task: *task,
                result: Ok(Arc::clone(bytes)),
            }),
            Some(Effect::Guest {
                particle, order, ..
            }) => Some(Answer::Guest {
                particle: *particle,
                turn: turn(order),
            }),
            Some(Effect::Forget { .. }) => Some(Answer::Forgotten),
            None => None,
        };
        let progress = match answer {
            Some(answer) => {
                self.cosmos.handle(Input::Answer(answer));
                Progress::More
            }
            None => self.cosmos.step(Budget {
                until: Moment::NEVER,
                events: 1,
            }),
        };
        for record in self.cosmos.take_trace() {
            self.follow(&record);
        }
        for reply in self.cosmos.take_replies() {
            *self.replies.entry(reply.ticket).or_default() += 1;
        }
        progress
    }

    /// Everything is whole again, and comes to rest.
    fn rest(&mut self) {
        for star in self.cosmos.stars().to_vec() {
            self.perform(&Act::Say("as hyperspace:users:hyperuser".into()));
            self.perform(&Act::Say(format!("start {}", star.key.bare())));
        }
        let stars = self.cosmos.stars().to_vec();
        for lane in self.cosmos.lanes().to_vec() {
            let (a, b) = (&stars[lane.a.index()].key, &stars[lane.b.index()].key);
            self.perform(&Act::Say(format!("mend {}--{}", a.bare(), b.bare())));
        }
        for _ in 0..RESTLESS {
            if self.step() == Progress::Quiet {
                return;
            }
        }
        panic!("it does not come to rest");
    }

    fn follow(&mut self, record: &Record) {
        let model = &mut self.model;
        if let Some(sort) = sort(&record.event) {
            *model.happened.entry(sort).or_default() += 1;
        }
        match &record.event {
            Event::Sent {
                wave,
                kind,
                from,
                cause,
                ..
            } => {
                let before = model.sent.insert(*wave, (*from, *kind));
                assert!(
                    before.is_none_or(|(sender, _)| sender == *from),
                    "Wave {} has two senders",
                    wave.0
                );
                match kind {
                    WaveKind::Ping => {
                        model.pings.entry(*wave).or_default();
                    }
                    WaveKind::Pong => {
                        let asked = cause.expect("a Pong answers something");
                        let answers = model.pings.get_mut(&asked);
                        let answers = answers.expect("a Pong answers a Ping");
                        *answers += u32::from(before.is_none());
                        assert!(*answers <= 1, "Ping {} has {answers} Pongs", asked.0);
                    }
                    _ => {}
                }
            }
            Event::Delivered { wave, particle, .. } => {
                assert!(
                    model.taken.insert((*wave, *particle)),
                    "Wave {} came twice to {}",
                    wave.0,
                    self.cosmos.registry().get(*particle).point
                );
                let Some((from, kind)) = model.sent.get(wave).copied() else {
                    return;
                };
                if matches!(kind, WaveKind::Ping | WaveKind::Signal) {
                    let last = model.pairs.insert((from, *particle), *wave);
                    assert!(
                        last.is_none_or(|last| last < *wave),
                        "Wave {} came before Wave {} to {}",
                        last.unwrap().0,
                        wave.0,
                        self.cosmos.registry().get(*particle).point
                    );
                }
                self.allowed(*wave, from, *particle);
            }
            Event::Served { wave, particle, .. } => {
                let (from, _) = model.sent[wave];
                let last = model.served.insert((from, *particle), *wave);
                assert!(
                    last.is_none_or(|last| last < *wave),
                    "Wave {} was served before Wave {}",
                    last.unwrap().0,
                    wave.0
                );
            }
            Event::Hop { wave, .. } => model.last = Some(*wave),
            Event::Fuel { particle, fuel, .. } => {
                *model.fuel.entry(*particle).or_default() += fuel;
            }
            _ => {}
        }
    }

    /// What has arrived was allowed, by the rules asked anew.
    fn allowed(&self, wave: WaveNo, from: ParticleNo, target: ParticleNo) {
        let registry = self.cosmos.registry();
        let Some(wave) = self.cosmos.wave(wave) else {
            return;
        };
        let Some(core) = wave.directed() else {
            return;
        };
        let particle = registry.get(target);
        match Need::of(&core.method, &particle.kind) {
            Need::Nothing => {}
            Need::Star => assert!(matches!(registry.get(from).kind, Kind::Star(_))),
            Need::Right(_) if from == target || wave.shell.agent == Agent::HyperUser => {}
            Need::Right(right) => {
                let agent = wave.shell.agent.to_point();
                let asking = (&agent, &wave.shell.scope);
                let ruling = decide(registry, asking, &particle.point, &right);
                assert!(ruling.is_ok(), "{agent} reached {}", particle.point);
            }
        }
    }

    fn check(&self) {
        for ticket in 1..=self.tickets {
            let replies = self.replies.get(&ticket).copied().unwrap_or_default();
            assert_eq!(replies, 1, "line {ticket} has {replies} replies");
        }
        let registry = self.cosmos.registry();
        let mut fuel = 0;
        for (no, particle) in registry.all() {
            assert_eq!(registry.find(&particle.point), Some(no));
            if let Some(parent) = particle.parent {
                let above = registry.get(parent);
                assert!(!above.gone && above.children.contains(&no));
                let point = particle.point.parent().unwrap_or_else(Point::root);
                assert_eq!(point, above.point);
            }
            if particle.kind != Kind::Global {
                let point = &particle.point;
                assert!(
                    particle.star.is_some(),
                    "{point} is on no star: {:?}",
                    particle.reason
                );
            }
            if let Some(mechtron) = self.cosmos.mechtron(no) {
                let told = self.model.fuel.get(&no).copied().unwrap_or_default();
                assert_eq!(mechtron.fuel(), told, "the fuel of {}", particle.point);
            }
            fuel += self.model.fuel.get(&no).copied().unwrap_or_default();
        }
        assert!(self.cosmos.counters().fuel >= fuel);
        let total: u64 = self.model.fuel.values().sum();
        assert_eq!(self.cosmos.counters().fuel, total);
        let loads: u32 = self.cosmos.stars().iter().map(|star| star.load).sum();
        let placed = registry
            .all()
            .filter(|(_, p)| p.star.is_some() && !matches!(p.kind, Kind::Star(_)));
        assert_eq!(loads as usize, placed.count(), "the loads of the stars");
    }
}

/// What a guest does: it answers with what it is sent, asks whom it is told, or traps.
fn turn(order: &Order) -> GuestTurn {
    let outcome = match order {
        Order::Start { .. } | Order::Echoes { .. } => {
            Outcome::Done(ReflectedCore::ok(Substance::Empty))
        }
        Order::Answer { core, .. } => Outcome::Done(core.clone()),
        Order::Wave { wave, .. } => {
            let core = wave.directed();
            let method = core.map(|core| core.method.to_string()).unwrap_or_default();
            match (method.as_str(), wave.body()) {
                ("Ext<Trap>", _) => Outcome::Failed {
                    status: StatusCode::TRAP,
                    reason: "as it was told".into(),
                },
                ("Ext<Ask>", Substance::Point(point)) => Outcome::Ask {
                    to: point.clone().into(),
                    core: DirectedCore::new(Method::Cmd(CmdMethod::Bounce), Substance::Empty),
                },
                (_, body) => Outcome::Done(ReflectedCore::ok(body.clone())),
            }
        }
    };
    GuestTurn {
        fuel: 700_000,
        deeds: vec![],
        outcome,
    }
}

/// Why a run breaks a promise, if it does.
fn broken(seed: u64, acts: &[Act], happened: &mut BTreeMap<&'static str, u64>) -> Option<String> {
    let run = catch_unwind(AssertUnwindSafe(|| {
        let mut watched = Watched::new(seed);
        for act in acts {
            watched.perform(act);
        }
        watched.rest();
        watched.check();
        watched.model.happened
    }));
    let why = match run {
        Err(why) => why,
        Ok(more) => {
            for (sort, count) in more {
                *happened.entry(sort).or_default() += count;
            }
            return None;
        }
    };
    let text = why.downcast_ref::<String>().cloned();
    Some(text.unwrap_or_else(|| {
        why.downcast_ref::<&str>()
            .copied()
            .unwrap_or("it panicked")
            .into()
    }))
}

/// The same run without all that it does not need in order to break.
fn shortest(seed: u64, mut acts: Vec<Act>) -> Vec<Act> {
    let mut at = acts.len();
    while at > 0 {
        at -= 1;
        let without: Vec<Act> = acts
            .iter()
            .enumerate()
            .filter(|(i, _)| *i != at)
            .map(|(_, act)| act.clone())
            .collect();
        if broken(seed, &without, &mut BTreeMap::new()).is_some() {
            acts = without;
        }
    }
    acts
}

fn number(name: &str, usual: u64) -> u64 {
    let value = std::env::var(name).ok();
    value.map_or(usual, |text| {
        text.parse()
            .unwrap_or_else(|_| panic!("{name}={text} is no whole number"))
    })
}

#[test]
fn every_seed_keeps_the_promises() {
    let (from, seeds) = (number("UNIVERSE_FROM", 0), number("UNIVERSE_SEEDS", 10_000));
    let minutes = number("UNIVERSE_MINUTES", 0);
    let began = Instant::now();
    let goes_on = |seed: u64| match minutes {
        0 => seed < from + seeds,
        minutes => began.elapsed() < Duration::from_secs(minutes * 60),
    };
    // a run that breaks is told below, in one place
    let hook = std::panic::take_hook();
    std::panic::set_hook(Box::new(|_| {}));
    let mut found = None;
    let mut happened = BTreeMap::new();
    let mut count = 0;
    let again = FOUND.iter().copied();
    let seeds = again.chain((from..).take_while(|seed| goes_on(*seed)));
    for seed in seeds {
        count += 1;
        let acts = plan(seed);
        if broken(seed, &acts, &mut happened).is_some() {
            let acts = shortest(seed, acts);
            let why = broken(seed, &acts, &mut happened).unwrap_or_default();
            let lines: Vec<String> = acts.iter().map(ToString::to_string).collect();
            found = Some(format!(
                "seed {seed}: {why}\n\nseed {seed}\n{}",
                lines.join("\n")
            ));
            break;
        }
    }
    std::panic::set_hook(hook);
    println!("{count} seeds: {happened:?}");
    if let Some(found) = found {
        panic!("{found}");
    }
    if count >= 1_000 {
        assert!(happened.len() >= 22, "too little happens: {happened:?}");
    }
}
