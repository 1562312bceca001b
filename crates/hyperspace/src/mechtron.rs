//! Mechtrons: mailbox, suspension, restarts. One Wave at a time; the guest itself is run by the
//! driver around the core, which answers each order with what the guest did.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::Arc;
use std::time::Duration;

use orrery_space::core::{CmdMethod, DirectedCore, ReflectedCore};
use orrery_space::hyper::{AssignmentKind, Hyper};
use orrery_space::log::{Log, LogLevel};
use orrery_space::particle::Properties;
use orrery_space::{Agent, Layer, Method, Point, Status, StatusCode, Substance, Surface, WaveKind};
use smol_str::{SmolStr, format_smolstr};

use crate::Moment;
use crate::agenda::Occasion;
use crate::effect::{Deed, Effect, GuestAbout, GuestTurn, Order, Outcome};
use crate::exchange::Waiter;
use crate::flight::Flight;
use crate::hyperspace::Hyperspace;
use crate::retry;
use crate::task::Task;
use crate::trace::{Event, ParticleNo, StarNo, WaveNo};
use crate::travel::MAILBOX;

/// Fuel for one Wave where the property `fuel` says nothing.
pub const DEFAULT_FUEL: u64 = 10_000_000;
/// Bytes of memory where the property `memory` says nothing.
pub const DEFAULT_MEMORY: u64 = 16 * 1024 * 1024;
/// Restarts within [`RESTART_SPAN`] where the property `restarts` says nothing.
const DEFAULT_RESTARTS: u64 = 3;
const RESTART_SPAN: Duration = Duration::from_secs(5);

/// What a guest is working on.
#[derive(Debug)]
enum Work {
    /// Its start; the request of who waits for it.
    Start(Option<Box<Flight>>),
    /// A Wave.
    Wave(Box<Flight>),
}

/// What of a Mechtron an upgrade or a move replaces.
#[derive(Debug, Clone)]
struct Version {
    star: StarNo,
    config: Point,
    wasm: Arc<[u8]>,
}

/// A Mechtron on its star.
#[derive(Debug)]
pub struct Mechtron {
    version: Version,
    /// Whether its properties have changed since the guest was last told of them.
    stale: bool,
    /// Counts instances: what belongs to an earlier one is void.
    generation: u32,
    work: Option<Work>,
    waiting_on: Option<ParticleNo>,
    mailbox: VecDeque<Box<Flight>>,
    restarts: VecDeque<Moment>,
    restarted: u32,
    /// Alarms which have not rung.
    alarms: BTreeSet<u32>,
    /// What begins when the present Wave is done, and the request of who waits for it.
    next: Option<(Version, Box<Flight>)>,
    /// What serves on if a new version refuses to begin.
    former: Option<Version>,
    fuel: u64,
}

impl Mechtron {
    /// How many Waves wait.
    #[must_use]
    pub fn mailbox(&self) -> usize {
        self.mailbox.len()
    }

    /// How often it was started again after a failure.
    #[must_use]
    pub fn restarts(&self) -> u32 {
        self.restarted
    }

    /// Fuel used since its creation.
    #[must_use]
    pub fn fuel(&self) -> u64 {
        self.fuel
    }

    /// The size of its module in bytes.
    #[must_use]
    pub fn module_size(&self) -> usize {
        self.version.wasm.len()
    }

    /// Whether it works on something or waits for an answer.
    #[must_use]
    pub fn is_busy(&self) -> bool {
        self.work.is_some()
    }

    /// The star on which it is.
    pub(crate) fn star(&self) -> StarNo {
        self.version.star
    }

    /// Everything that it holds and that somebody waits for.
    pub(crate) fn waves(self) -> impl Iterator<Item = Box<Flight>> {
        let work = self.work.and_then(|work| match work {
            Work::Wave(flight) | Work::Start(Some(flight)) => Some(flight),
            Work::Start(None) => None,
        });
        let next = self.next.map(|(_, request)| request);
        work.into_iter().chain(self.mailbox).chain(next)
    }

    fn wave(&self) -> Option<WaveNo> {
        match &self.work {
            Some(Work::Wave(flight) | Work::Start(Some(flight))) => Some(flight.no),
            _ => None,
        }
    }
}

impl Hyperspace {
    /// Starts a module that has been read: a new Mechtron, or a new version of one.
    pub(crate) fn start_mechtron(
        &mut self,
        star: StarNo,
        particle: ParticleNo,
        config: Point,
        wasm: Arc<[u8]>,
        request: Box<Flight>,
    ) {
        let record = self.registry.get(particle);
        if record.gone {
            let reason = format_smolstr!("{} was deleted", record.point);
            return self.turn_down(star, request, StatusCode::NOT_FOUND, reason);
        }
        // two who place one Particle at a time may have asked two stars to load it
        let placed = record.star.unwrap_or(star);
        let mut version = Version {
            star: placed,
            config,
            wasm,
        };
        if let Some(mechtron) = self.mechtrons.get_mut(&particle) {
            if moves(&request) {
                version.star = star;
            }
            if let Some((_, other)) = mechtron.next.replace((version, request)) {
                let reason = SmolStr::new_static("a later version was published meanwhile");
                self.turn_down(star, other, StatusCode::CONFLICT, reason);
            }
            return self.next_work(particle);
        }
        self.mechtrons.insert(
            particle,
            Mechtron {
                version,
                stale: false,
                generation: 0,
                work: None,
                waiting_on: None,
                mailbox: VecDeque::new(),
                restarts: VecDeque::new(),
                restarted: 0,
                alarms: BTreeSet::new(),
                next: None,
                former: None,
                fuel: 0,
            },
        );
        self.start_instance(particle, Some(request));
    }

    /// The guest of a Particle is lost with its star: the Wave on which it was at work, and those
    /// that waited for it.
    pub(crate) fn lose_guest(
        &mut self,
        particle: ParticleNo,
    ) -> (Option<Box<Flight>>, VecDeque<Box<Flight>>) {
        let Some(mechtron) = self.mechtrons.get_mut(&particle) else {
            return (None, VecDeque::new());
        };
        mechtron.generation += 1;
        mechtron.alarms.clear();
        mechtron.waiting_on = None;
        mechtron.former = None;
        let mut waiting = std::mem::take(&mut mechtron.mailbox);
        waiting.extend(mechtron.next.take().map(|(_, request)| request));
        let begun = match mechtron.work.take() {
            Some(Work::Wave(flight)) => Some(flight),
            Some(Work::Start(request)) => {
                waiting.extend(request);
                None
            }
            None => None,
        };
        (begun, waiting)
    }

    /// A star takes in a Mechtron that lost its own: a new instance begins there. One whose module
    /// was never read, or that has been given another config meanwhile, begins as a new one does.
    pub(crate) fn begin_elsewhere(
        &mut self,
        star: StarNo,
        particle: ParticleNo,
        request: Box<Flight>,
    ) {
        let config = self.registry.get(particle).properties.get("config");
        let config = config.map(|property| property.value.clone());
        if let Some(mechtron) = self.mechtrons.get_mut(&particle) {
            mechtron.version.star = star;
            if config.as_deref() == Some(mechtron.version.config.as_str()) {
                return self.start_instance(particle, Some(request));
            }
        }
        self.load(star, particle, config, request);
    }

    /// Whether a new version is to begin. One that has not begun while somebody waited for it is
    /// given up: he has been told that it failed.
    fn has_next_version(&mut self, particle: ParticleNo) -> bool {
        let Some(mechtron) = self.mechtrons.get_mut(&particle) else {
            return false;
        };
        let exchange = &self.exchange;
        let in_time = |(_, request): &(_, Box<Flight>)| exchange.is_open(request.wave.id());
        mechtron.next = mechtron.next.take().filter(in_time);
        mechtron.next.is_some()
    }

    /// Orders a new instance; the old one, if any, is discarded.
    fn start_instance(&mut self, particle: ParticleNo, request: Option<Box<Flight>>) {
        let seed = self.chance.seed();
        let changed = request.as_deref().and_then(assigned);
        let stale = changed.is_some();
        let about = self.about(particle, changed);
        let now_ms = self.now.millis();
        let Some(mechtron) = self.mechtrons.get_mut(&particle) else {
            return;
        };
        mechtron.generation += 1;
        mechtron.stale = stale;
        mechtron.alarms.clear();
        mechtron.waiting_on = None;
        mechtron.work = Some(Work::Start(request));
        let wasm = Arc::clone(&mechtron.version.wasm);
        if self.registry.get(particle).status == Status::Panic {
            self.set_status(particle, Status::Init, None);
        }
        self.effect_wanted(Effect::Guest {
            particle,
            order: Order::Start {
                wasm,
                about,
                seed,
                now_ms,
            },
        });
    }

    /// What a guest may know; of a version that is to begin, with the properties that it will have.
    fn about(&self, particle: ParticleNo, changed: Option<&Properties>) -> GuestAbout {
        let record = self.registry.get(particle);
        let properties = changed.unwrap_or(&record.properties);
        let number = |key: &str, default: u64| {
            let value = properties.get(key);
            value.and_then(|p| p.value.parse().ok()).unwrap_or(default)
        };
        let config = self
            .mechtrons
            .get(&particle)
            .map(|m| m.version.config.clone());
        GuestAbout {
            point: record.point.clone(),
            bundle: config.as_ref().and_then(Point::bundle),
            config,
            properties: properties
                .iter()
                .map(|(key, property)| (key.clone(), property.value.clone()))
                .collect::<BTreeMap<_, _>>(),
            fuel: number("fuel", DEFAULT_FUEL),
            memory: number("memory", DEFAULT_MEMORY),
        }
    }

    /// Its properties have changed: the guest learns of it with its next Wave.
    pub(crate) fn properties_changed(&mut self, particle: ParticleNo) {
        if let Some(mechtron) = self.mechtrons.get_mut(&particle) {
            mechtron.stale = true;
        }
    }

    /// A Wave has come to a Mechtron.
    pub(crate) fn mechtron_receives(
        &mut self,
        star: StarNo,
        target: ParticleNo,
        flight: Box<Flight>,
    ) {
        if crate::field::revives(&flight.wave) {
            return self.revive(star, target, flight);
        }
        if let Some(circle) = self.circle_of_asks(&flight, target) {
            return self.turn_back(star, flight, StatusCode::LOOP, circle);
        }
        let Some(mechtron) = self.mechtrons.get_mut(&target) else {
            let reason = SmolStr::new_static("its module has not been loaded");
            return self.turn_back(star, flight, StatusCode::UNAVAILABLE, reason);
        };
        let waits = mechtron.work.is_some() || !mechtron.mailbox.is_empty();
        if waits && flight.is_immediate() {
            let point = &self.registry.get(target).point;
            let reason = format_smolstr!("{point} is at work, and an Immediate Wave does not wait");
            return self.turn_back(star, flight, StatusCode::UNAVAILABLE, reason);
        }
        if mechtron.mailbox.len() >= MAILBOX {
            let point = &self.registry.get(target).point;
            let reason = format_smolstr!("the mailbox of {point} is full: {MAILBOX} Waves wait");
            return self.turn_back(star, flight, StatusCode::TOO_MANY, reason);
        }
        retry::queue(&mut mechtron.mailbox, flight);
        self.next_work(target);
    }

    /// `Cmd<Init>`: begins again, which revives a Mechtron in Panic.
    fn revive(&mut self, star: StarNo, target: ParticleNo, flight: Box<Flight>) {
        match self.mechtrons.get_mut(&target) {
            Some(mechtron) if mechtron.work.is_none() => {
                mechtron.restarts.clear();
                self.start_instance(target, Some(flight));
            }
            Some(_) => {
                let reason =
                    SmolStr::new_static("it is at work; Cmd<Init> is for one that is idle");
                self.turn_down(star, flight, StatusCode::CONFLICT, reason);
            }
            None => {
                let reason = SmolStr::new_static("its module has not been loaded");
                self.turn_down(star, flight, StatusCode::UNAVAILABLE, reason);
            }
        }
    }

    /// If a suspended Mechtron asks `target`, and `target` waits, directly or not, on the one who
    /// asks, then none of them would ever go on: the circle as a sentence.
    pub(crate) fn circle_of_asks(&self, flight: &Flight, target: ParticleNo) -> Option<SmolStr> {
        let (asker, _) = self.guest_behind(flight.waiter)?;
        let mut text = self.registry.get(asker).point.to_string();
        let mut at = target;
        // a circle has no more members than there are Mechtrons
        for _ in 0..=self.mechtrons.len() {
            text.push_str(" asks ");
            text.push_str(self.registry.get(at).point.as_str());
            if at == asker {
                return Some(text.into());
            }
            at = self.mechtrons.get(&at)?.waiting_on?;
        }
        None
    }

    /// The suspended guest that an answer lets go on: the one that gets it, or the one whose ask takes
    /// a route on which the answer is awaited.
    fn guest_behind(&self, waiter: Option<Waiter>) -> Option<(ParticleNo, u32)> {
        let mut waiter = waiter;
        loop {
            match waiter? {
                Waiter::Guest(particle, generation) => return Some((particle, generation)),
                Waiter::Task(no) => match self.tasks.get(no)? {
                    Task::Passage(passage) => waiter = passage.waiter(),
                    _ => return None,
                },
                Waiter::Outside(_) | Waiter::Client(..) => return None,
            }
        }
    }

    /// A Field asks `asked` on the route of an ask: so the guest that asks waits on that.
    pub(crate) fn now_waits_on(&mut self, waiter: Option<Waiter>, asked: Option<ParticleNo>) {
        if let Some((asker, generation)) = self.guest_behind(waiter)
            && let Some(mechtron) = self.mechtrons.get_mut(&asker)
            && mechtron.generation == generation
        {
            mechtron.waiting_on = asked;
        }
    }

    /// Gives an idle Mechtron what comes next: a new version, or a Wave.
    pub(crate) fn next_work(&mut self, particle: ParticleNo) {
        let Some(mechtron) = self.mechtrons.get_mut(&particle) else {
            return;
        };
        if mechtron.work.is_some() {
            return;
        }
        let has_next = mechtron.next.is_some() && self.has_next_version(particle);
        let Some(mechtron) = self.mechtrons.get_mut(&particle) else {
            return;
        };
        if has_next && let Some((version, request)) = mechtron.next.take() {
            let star = version.star;
            mechtron.former = Some(std::mem::replace(&mut mechtron.version, version));
            self.stand_on(particle, star);
            return self.start_instance(particle, Some(request));
        }
        // what is paused keeps its Waves
        if self.registry.get(particle).status == Status::Paused {
            return;
        }
        let Some(flight) = mechtron.mailbox.pop_front() else {
            return;
        };
        let wave = Box::new(flight.wave.clone());
        let (no, star) = (flight.no, mechtron.version.star);
        mechtron.work = Some(Work::Wave(flight));
        let stale = std::mem::take(&mut mechtron.stale);
        self.pass_in(no, (star, particle), Layer::Host, Layer::Core);
        let order = Order::Wave {
            wave,
            about: stale.then(|| self.about(particle, None)),
            now_ms: self.now.millis(),
        };
        self.effect_wanted(Effect::Guest { particle, order });
    }

    /// A Mechtron is on that star from now on.
    fn stand_on(&mut self, particle: ParticleNo, star: StarNo) {
        if self.registry.get(particle).star != Some(star) {
            self.assign(particle, star);
        }
    }

    /// A guest has worked from an order to its end or to an ask. Its fuel becomes time: what it
    /// did happens when it did it, its end when it ended.
    pub(crate) fn guest_turned(&mut self, particle: ParticleNo, turn: GuestTurn) {
        let Some(mechtron) = self.mechtrons.get_mut(&particle) else {
            return;
        };
        let (star, generation, wave) =
            (mechtron.version.star, mechtron.generation, mechtron.wave());
        if mechtron.work.is_none() {
            // its star has stopped meanwhile
            return;
        }
        mechtron.fuel += turn.fuel;
        self.counters.fuel += turn.fuel;
        let until = Moment(self.now.0.saturating_add(turn.fuel));
        self.record(Event::Fuel {
            wave,
            particle,
            fuel: turn.fuel,
            until,
        });
        let mut turn = turn;
        for (fuel, deed) in std::mem::take(&mut turn.deeds) {
            let at = Moment(self.now.0.saturating_add(fuel));
            self.do_deed((particle, star, generation), at, deed, wave);
        }
        let occasion = Occasion::GuestDone {
            particle,
            generation,
            turn: Box::new(turn),
        };
        self.agenda.at(until, occasion);
    }

    fn do_deed(
        &mut self,
        (particle, star, generation): (ParticleNo, StarNo, u32),
        at: Moment,
        deed: Deed,
        cause: Option<WaveNo>,
    ) {
        match deed {
            Deed::Signal { to, core } => self.guest_signals((particle, star), at, to, core, cause),
            Deed::Log { level, message } => {
                let core = self.log_core(particle, at, level, message);
                let to = Point::logger().into();
                self.guest_signals((particle, star), at, to, core, cause);
            }
            Deed::Alarm { id, delay_ms, tag } => {
                let at = at.after(Duration::from_millis(delay_ms));
                let Some(mechtron) = self.mechtrons.get_mut(&particle) else {
                    return;
                };
                if at == Moment::NEVER {
                    return;
                }
                mechtron.alarms.insert(id);
                let occasion = Occasion::Alarm {
                    particle,
                    generation,
                    id,
                    tag,
                };
                self.agenda.at(at, occasion);
            }
            Deed::Cancel { id } => {
                if let Some(mechtron) = self.mechtrons.get_mut(&particle) {
                    mechtron.alarms.remove(&id);
                }
            }
        }
    }

    fn log_core(
        &self,
        particle: ParticleNo,
        at: Moment,
        level: LogLevel,
        message: SmolStr,
    ) -> DirectedCore {
        let point = self.registry.get(particle).point.clone();
        let log = Log::new(point, level, at.millis(), message);
        DirectedCore::new(
            Method::Cmd(CmdMethod::Log),
            Substance::Log(Box::new(log.into())),
        )
    }

    fn guest_signals(
        &mut self,
        from: (ParticleNo, StarNo),
        at: Moment,
        to: Surface,
        core: DirectedCore,
        cause: Option<WaveNo>,
    ) {
        let agent = Agent::Point(self.registry.get(from.0).point.clone());
        let mut flight = self.new_flight(from, agent, to, core, None, cause);
        flight.sets_out = Layer::Core;
        debug_assert_eq!(flight.wave.kind(), WaveKind::Signal);
        self.agenda.at(at, Occasion::Send(flight));
    }

    /// The time has come at which a guest ended its turn.
    pub(crate) fn guest_done(&mut self, particle: ParticleNo, generation: u32, turn: GuestTurn) {
        let Some(mechtron) = self.mechtrons.get_mut(&particle) else {
            return;
        };
        if mechtron.generation != generation {
            return;
        }
        match turn.outcome {
            Outcome::Ask { to, core } => self.guest_asks(particle, to, core),
            Outcome::Done(core) => {
                let (star, work) = (mechtron.version.star, mechtron.work.take());
                match work {
                    Some(Work::Wave(flight)) => {
                        self.respond_at(Layer::Core, (star, particle), flight, core);
                    }
                    Some(Work::Start(request)) => self.started(star, particle, request, core),
                    None => {}
                }
                self.next_work(particle);
            }
            Outcome::Failed { status, reason } => self.guest_failed(particle, status, reason),
        }
    }

    fn guest_asks(&mut self, particle: ParticleNo, to: Surface, core: DirectedCore) {
        let asked = self.registry.find(&to.point);
        let Some(mechtron) = self.mechtrons.get_mut(&particle) else {
            return;
        };
        mechtron.waiting_on = asked;
        let (star, cause) = (mechtron.version.star, mechtron.wave());
        let waiter = Waiter::Guest(particle, mechtron.generation);
        let agent = Agent::Point(self.registry.get(particle).point.clone());
        let mut flight = self.new_flight((particle, star), agent, to, core, Some(waiter), cause);
        flight.sets_out = Layer::Core;
        self.agenda.now(Occasion::Send(flight));
    }

    /// A suspended guest gets its answer.
    pub(crate) fn guest_answered(
        &mut self,
        particle: ParticleNo,
        generation: u32,
        core: ReflectedCore,
        from: Surface,
    ) {
        let Some(mechtron) = self.mechtrons.get_mut(&particle) else {
            return;
        };
        if mechtron.generation != generation {
            return;
        }
        mechtron.waiting_on = None;
        let order = Order::Answer {
            core,
            from,
            now_ms: self.now.millis(),
        };
        self.effect_wanted(Effect::Guest { particle, order });
    }

    /// An instance has begun, or has refused to.
    fn started(
        &mut self,
        star: StarNo,
        particle: ParticleNo,
        request: Option<Box<Flight>>,
        core: ReflectedCore,
    ) {
        if core.status.number() >= 400 {
            return self.start_refused(star, particle, request, core);
        }
        if let Some(mechtron) = self.mechtrons.get_mut(&particle) {
            mechtron.former = None;
        }
        self.set_status(particle, Status::Ready, None);
        if let Some(request) = request {
            let own = self.stars[star.index()].particle;
            let asked = request.target.unwrap_or(own);
            self.respond(star, asked, request, ReflectedCore::ok(Substance::Empty));
        }
    }

    /// A version that does not begin leaves the former one serving; where there is none, the
    /// Particle goes to Panic.
    fn start_refused(
        &mut self,
        star: StarNo,
        particle: ParticleNo,
        request: Option<Box<Flight>>,
        core: ReflectedCore,
    ) {
        let mut reason = SmolStr::from(core.body.text());
        if reason.is_empty() {
            reason = format_smolstr!("its start was refused with {} and no reason", core.status);
        }
        if let Some(request) = request {
            self.turn_down(star, request, core.status, reason.clone());
        }
        let Some(mechtron) = self.mechtrons.get_mut(&particle) else {
            return;
        };
        if let Some(version) = mechtron.former.take() {
            let former = version.star;
            mechtron.version = version;
            self.stand_on(particle, former);
            // one that did not serve does not begin to
            if self.registry.get(particle).status == Status::Ready {
                return self.start_instance(particle, None);
            }
        }
        self.panic(star, particle, reason);
    }

    /// An instance has trapped or spent its fuel: its Wave is answered, a new one is started, and
    /// after too many restarts the Particle goes to Panic.
    fn guest_failed(&mut self, particle: ParticleNo, status: StatusCode, reason: SmolStr) {
        let allowed = self.registry.get(particle).properties.get("restarts");
        let allowed = allowed.and_then(|p| p.value.parse().ok());
        let allowed: u64 = allowed.unwrap_or(DEFAULT_RESTARTS);
        let now = self.now;
        let Some(mechtron) = self.mechtrons.get_mut(&particle) else {
            return;
        };
        let star = mechtron.version.star;
        let core = ReflectedCore::fail(status, reason.clone());
        match mechtron.work.take() {
            Some(Work::Wave(flight)) => self.respond(star, particle, flight, core),
            Some(Work::Start(request)) => {
                return self.start_refused(star, particle, request, core);
            }
            None => {}
        }
        let Some(mechtron) = self.mechtrons.get_mut(&particle) else {
            return;
        };
        while mechtron
            .restarts
            .front()
            .is_some_and(|at| at.after(RESTART_SPAN) <= now)
        {
            mechtron.restarts.pop_front();
        }
        let restarts = mechtron.restarts.len() as u64;
        if restarts >= allowed {
            let reason = format_smolstr!("it failed {} times within 5 s: {reason}", restarts + 1);
            return self.panic(star, particle, reason);
        }
        mechtron.restarts.push_back(now);
        mechtron.restarted += 1;
        self.start_instance(particle, None);
    }

    /// A Mechtron has failed until somebody revives it; those who wait for it are told. One for
    /// which a new version waits gets that instead.
    fn panic(&mut self, star: StarNo, particle: ParticleNo, reason: SmolStr) {
        if self.has_next_version(particle) {
            return self.next_work(particle);
        }
        let Some(mechtron) = self.mechtrons.get_mut(&particle) else {
            return;
        };
        let waiting = std::mem::take(&mut mechtron.mailbox);
        self.set_status(particle, Status::Panic, Some(reason.clone()));
        let point = self.registry.get(particle).point.clone();
        for flight in waiting {
            let reason = format_smolstr!("{point} is Panic: {reason}");
            self.turn_back(star, flight, StatusCode::UNAVAILABLE, reason);
        }
    }

    /// An alarm rings: a Signal of the Mechtron to itself.
    pub(crate) fn alarm(&mut self, particle: ParticleNo, generation: u32, id: u32, tag: SmolStr) {
        let Some(mechtron) = self.mechtrons.get_mut(&particle) else {
            return;
        };
        if mechtron.generation != generation || !mechtron.alarms.remove(&id) {
            return;
        }
        let star = mechtron.version.star;
        let to = self.registry.get(particle).point.clone().into();
        let method = Method::Ext(SmolStr::new_static("Alarm"));
        let core = DirectedCore::new(method, Substance::Text(tag));
        self.guest_signals((particle, star), self.now, to, core, None);
    }
}

/// Whether a request is that another star takes a Particle.
fn moves(request: &Flight) -> bool {
    let body = request.wave.directed().map(|core| &core.body);
    let Some(Substance::Hyper(hyper)) = body else {
        return false;
    };
    matches!(
        hyper.as_ref(),
        Hyper::Assign {
            kind: AssignmentKind::Move,
            ..
        }
    )
}

/// The properties in a star's request to take a Particle in.
fn assigned(request: &Flight) -> Option<&Properties> {
    match &request.wave.directed()?.body {
        Substance::Hyper(hyper) => match hyper.as_ref() {
            Hyper::Assign { details, .. } => Some(&details.properties),
            _ => None,
        },
        _ => None,
    }
}
