//! Mechtrons: mailbox, suspension, restarts. A replica serves one Wave at a time ([`replica`]); the
//! guest itself is run by the driver around the core, which answers each order with what the guest
//! did.

mod circle;
mod deeds;
mod replica;

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;
use std::time::Duration;

use orrery_space::core::{DirectedCore, ReflectedCore};
use orrery_space::hyper::{AssignmentKind, Hyper};
use orrery_space::particle::Properties;
use orrery_space::wave::{BounceBacks, Recipients, Variant};
use orrery_space::{
    Agent, Layer, MechtronConfig, Point, Status, StatusCode, Substance, Surface, Wave,
};
use smol_str::{SmolStr, format_smolstr};

use crate::Moment;
use crate::agenda::Occasion;
use crate::effect::{GuestAbout, GuestTurn, Order, Outcome};
use crate::exchange::Waiter;
use crate::flight::Flight;
use crate::hyperspace::Hyperspace;
use crate::mechtron::replica::{Replica, Work};
use crate::retry;
use crate::trace::{Event, ParticleNo, StarNo};
use crate::travel::MAILBOX;

/// Fuel for one Wave where the property `fuel` says nothing.
pub const DEFAULT_FUEL: u64 = 10_000_000;
/// Bytes of memory where the property `memory` says nothing.
pub const DEFAULT_MEMORY: u64 = 16 * 1024 * 1024;
/// Restarts within [`RESTART_SPAN`] where the property `restarts` says nothing.
const DEFAULT_RESTARTS: u64 = 3;
const RESTART_SPAN: Duration = Duration::from_secs(5);

/// What of a Mechtron an upgrade or a move replaces.
#[derive(Debug, Clone)]
struct Version {
    star: StarNo,
    config: Point,
    document: MechtronConfig,
    wasm: Arc<[u8]>,
}

/// A Mechtron on its star.
#[derive(Debug)]
pub struct Mechtron {
    version: Version,
    /// Those that serve, by number.
    replicas: BTreeMap<u16, Replica>,
    /// How many there are to be.
    wanted: u16,
    /// Counts beginnings: what belongs to a replica that has ended is void.
    generations: u32,
    mailbox: VecDeque<Box<Flight>>,
    restarts: VecDeque<Moment>,
    restarted: u32,
    /// What begins when the present Waves are done, and the request of who waits for it.
    next: Option<(Version, Box<Flight>)>,
    /// What serves on if a new version refuses to begin.
    former: Option<Version>,
    /// Its alarms on the agenda, those among them that nobody waits for any more.
    alarms: usize,
    fuel: u64,
}

impl Mechtron {
    /// How many Waves wait.
    #[must_use]
    pub fn mailbox(&self) -> usize {
        self.mailbox.len()
    }

    /// How often one of its replicas was started again after a failure.
    #[must_use]
    pub fn restarts(&self) -> u32 {
        self.restarted
    }

    /// Fuel used since its creation, by all replicas.
    #[must_use]
    pub fn fuel(&self) -> u64 {
        self.fuel
    }

    /// Its module, as a binary.
    #[must_use]
    pub fn module(&self) -> &[u8] {
        &self.version.wasm
    }

    /// The size of its module in bytes.
    #[must_use]
    pub fn module_size(&self) -> usize {
        self.version.wasm.len()
    }

    /// How many replicas there are.
    #[must_use]
    pub fn replicas(&self) -> usize {
        self.replicas.len()
    }

    /// How many of them work on something or wait for an answer.
    #[must_use]
    pub fn at_work(&self) -> usize {
        let busy = self.replicas.values().filter(|replica| !replica.is_idle());
        busy.count()
    }

    /// Whether one of them does.
    #[must_use]
    pub fn is_busy(&self) -> bool {
        self.at_work() > 0
    }

    /// The star on which it is.
    pub(crate) fn star(&self) -> StarNo {
        self.version.star
    }

    /// Everything that it holds and that somebody waits for.
    pub(crate) fn waves(self) -> impl Iterator<Item = Box<Flight>> {
        let replicas = self.replicas.into_values();
        let work = replicas.filter_map(|replica| replica.work?.into_flight());
        let next = self.next.map(|(_, request)| request);
        work.chain(self.mailbox).chain(next)
    }
}

impl Hyperspace {
    /// Starts a module that has been read: a new Mechtron, or a new version of one.
    pub(crate) fn start_mechtron(
        &mut self,
        star: StarNo,
        particle: ParticleNo,
        (config, document): (Point, MechtronConfig),
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
            document,
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
                replicas: BTreeMap::new(),
                wanted: 1,
                generations: 0,
                mailbox: VecDeque::new(),
                restarts: VecDeque::new(),
                restarted: 0,
                next: None,
                former: None,
                alarms: 0,
                fuel: 0,
            },
        );
        self.begin_guest(particle, Some(request));
    }

    /// The guest of a Particle is lost with its star: the Waves on which it was at work, and those
    /// that waited for it.
    pub(crate) fn lose_guest(
        &mut self,
        particle: ParticleNo,
    ) -> (VecDeque<Box<Flight>>, VecDeque<Box<Flight>>) {
        let (mut begun, mut waiting) = (VecDeque::new(), VecDeque::new());
        let lost = self.dismiss_all(particle);
        if let Some(mechtron) = self.mechtrons.get_mut(&particle) {
            mechtron.former = None;
            waiting = std::mem::take(&mut mechtron.mailbox);
            waiting.extend(mechtron.next.take().map(|(_, request)| request));
        }
        for replica in lost.into_values() {
            match replica.work {
                Some(Work::Wave(flight)) => begun.push_back(flight),
                Some(Work::Start(request)) => waiting.extend(request),
                None => {}
            }
        }
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
                return self.begin_guest(particle, Some(request));
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

    /// A guest begins anew: its replicas are discarded, and the first of the new ones begins. When it
    /// has, the others do.
    fn begin_guest(&mut self, particle: ParticleNo, request: Option<Box<Flight>>) {
        self.dismiss_all(particle);
        let changed = request.as_deref().and_then(assigned);
        let wanted = self.wanted_replicas(particle, changed);
        let about = self.about(particle, changed);
        let stale = changed.is_some();
        if let Some(mechtron) = self.mechtrons.get_mut(&particle) {
            mechtron.wanted = wanted;
        }
        if self.registry.get(particle).status == Status::Panic {
            self.set_status(particle, Status::Init, None);
        }
        self.start_replica(particle, 0, request, (about, stale));
    }

    /// What a guest may know; of a version that is to begin, with the properties that it will have.
    fn about(&self, particle: ParticleNo, changed: Option<&Properties>) -> GuestAbout {
        let record = self.registry.get(particle);
        let properties = changed.unwrap_or(&record.properties);
        let number = |key: &str, default: u64| {
            let value = properties.get(key);
            value.and_then(|p| p.value.parse().ok()).unwrap_or(default)
        };
        let version = self.mechtrons.get(&particle).map(|m| &m.version);
        let config = version.map(|version| version.config.clone());
        GuestAbout {
            point: record.point.clone(),
            bundle: config.as_ref().and_then(Point::bundle),
            config,
            document: version.map(|version| version.document.clone()),
            properties: properties
                .iter()
                .map(|(key, property)| (key.clone(), property.value.clone()))
                .collect::<BTreeMap<_, _>>(),
            fuel: number("fuel", DEFAULT_FUEL),
            memory: number("memory", DEFAULT_MEMORY),
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
        if flight.is_immediate() && !mechtron.can_take(&flight) {
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
            Some(mechtron) if !mechtron.is_busy() => {
                mechtron.restarts.clear();
                self.begin_guest(target, Some(flight));
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

    /// Gives idle replicas what comes next: a new version, when all are idle, or Waves.
    pub(crate) fn next_work(&mut self, particle: ParticleNo) {
        let Some(mechtron) = self.mechtrons.get_mut(&particle) else {
            return;
        };
        if !mechtron.has_idle() {
            return;
        }
        if mechtron.next.is_some() && self.has_next_version(particle) {
            return self.swap(particle);
        }
        let Some(mechtron) = self.mechtrons.get(&particle) else {
            return;
        };
        if mechtron.replicas.len() > usize::from(mechtron.wanted) {
            self.dismiss_surplus(particle);
        } else if mechtron.mailbox.is_empty() {
            return;
        }
        // what is paused keeps its Waves
        if self.registry.get(particle).status == Status::Paused {
            return;
        }
        while let Some((no, flight)) = self.mechtrons.get_mut(&particle).and_then(Mechtron::give) {
            self.serve(particle, no, flight);
        }
    }

    /// The next version takes the place of the present one, once that is done with all its Waves.
    fn swap(&mut self, particle: ParticleNo) {
        let Some(mechtron) = self.mechtrons.get_mut(&particle) else {
            return;
        };
        if mechtron.is_busy() {
            return;
        }
        if let Some((version, request)) = mechtron.next.take() {
            let star = version.star;
            // what the former did is not held against it
            mechtron.restarts.clear();
            mechtron.former = Some(std::mem::replace(&mut mechtron.version, version));
            self.stand_on(particle, star);
            self.begin_guest(particle, Some(request));
        }
    }

    /// A replica begins to work on a Wave.
    fn serve(&mut self, particle: ParticleNo, no: u16, flight: Box<Flight>) {
        let Some(mechtron) = self.mechtrons.get_mut(&particle) else {
            return;
        };
        let (several, star) = (mechtron.replicas.len() > 1, mechtron.version.star);
        let Some(replica) = mechtron.replicas.get_mut(&no) else {
            return;
        };
        let (number, wave) = (flight.no, Arc::new(flight.wave.clone()));
        replica.work = Some(Work::Wave(flight));
        let stale = std::mem::take(&mut replica.stale);
        if several {
            self.record(Event::Served {
                wave: number,
                particle,
                replica: no,
            });
        }
        self.pass_in(number, (star, particle), Layer::Host, Layer::Core);
        let order = Order::Wave {
            wave,
            about: stale.then(|| self.about(particle, None)),
            now_ms: self.now.millis(),
        };
        self.give_order(particle, no, order);
    }

    /// A Mechtron is on that star from now on.
    fn stand_on(&mut self, particle: ParticleNo, star: StarNo) {
        if self.registry.get(particle).star != Some(star) {
            self.assign(particle, star);
        }
    }

    /// A guest has worked from an order to its end or to an ask. Its fuel becomes time: what it
    /// did happens when it did it, its end when it ended.
    pub(crate) fn guest_turned(&mut self, particle: ParticleNo, replica: u16, turn: GuestTurn) {
        let Some(mechtron) = self.mechtrons.get_mut(&particle) else {
            return;
        };
        let star = mechtron.version.star;
        let Some(replica) = mechtron.replicas.get(&replica).filter(|r| !r.is_idle()) else {
            // its star has stopped meanwhile
            return;
        };
        let (generation, wave) = (replica.generation, replica.wave());
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

    /// The time has come at which a guest ended its turn.
    pub(crate) fn guest_done(&mut self, particle: ParticleNo, generation: u32, turn: GuestTurn) {
        let Some((no, star, replica)) = self.replica(particle, generation) else {
            return;
        };
        match turn.outcome {
            Outcome::Ask { to, core } => {
                let to = Recipients::Single(to);
                self.guest_asks((particle, generation), to, core);
            }
            Outcome::Ripple { to, core } => {
                let to = Recipients::Selected(to);
                self.guest_asks((particle, generation), to, core);
            }
            Outcome::Done(core) => {
                match replica.work.take() {
                    Some(Work::Wave(flight)) => {
                        self.respond_at(Layer::Core, (star, particle), flight, core);
                    }
                    Some(Work::Start(request)) => {
                        self.started(star, (particle, no), request, core);
                    }
                    None => {}
                }
                self.next_work(particle);
            }
            Outcome::Failed { status, reason } => self.guest_failed((particle, no), status, reason),
        }
    }

    fn guest_asks(
        &mut self,
        (particle, generation): (ParticleNo, u32),
        to: Recipients,
        core: DirectedCore,
    ) {
        let (count, asked) = match &to {
            Recipients::Single(to) => (1, self.registry.find(&to.point).into_iter().collect()),
            several => {
                let surfaces = self.recipients(several);
                let asked = surfaces.iter();
                let asked = asked.filter_map(|to| self.registry.find(&to.point));
                let count = u32::try_from(surfaces.len()).unwrap_or(u32::MAX);
                (count, asked.collect())
            }
        };
        let Some((_, star, replica)) = self.replica(particle, generation) else {
            return;
        };
        replica.waiting_on = asked;
        let cause = replica.wave();
        let waiter = Some(Waiter::Guest(particle, generation));
        let point = self.registry.get(particle).point.clone();
        let (agent, from) = (Agent::Point(point.clone()), (particle, star));
        let mut flight = match to {
            Recipients::Single(to) => self.new_flight(from, agent, to, core, waiter, cause),
            to => {
                let (uuid, awaited) = (self.chance.uuid(), BounceBacks::Count(count));
                let wave = Wave::ripple(uuid, agent, point.into(), to, core, awaited);
                self.flight_of(from, wave, waiter, cause)
            }
        };
        flight.sets_out = Layer::Core;
        self.agenda.now(Occasion::Send(flight));
    }

    /// A suspended guest gets the answers to its Ripple.
    pub(crate) fn guest_heard(
        &mut self,
        particle: ParticleNo,
        generation: u32,
        answers: Vec<Wave>,
    ) {
        let Some((no, _, replica)) = self.replica(particle, generation) else {
            return;
        };
        replica.waiting_on.clear();
        let answers = answers.into_iter().filter_map(|wave| match wave.variant {
            Variant::Echo { core, .. } => Some((core, wave.shell.from)),
            _ => None,
        });
        let order = Order::Echoes {
            answers: answers.collect(),
            now_ms: self.now.millis(),
        };
        self.give_order(particle, no, order);
    }

    /// A suspended guest gets its answer.
    pub(crate) fn guest_answered(
        &mut self,
        particle: ParticleNo,
        generation: u32,
        core: ReflectedCore,
        from: Surface,
    ) {
        let Some((no, _, replica)) = self.replica(particle, generation) else {
            return;
        };
        replica.waiting_on.clear();
        let order = Order::Answer {
            core,
            from,
            now_ms: self.now.millis(),
        };
        self.give_order(particle, no, order);
    }

    /// A replica has begun, or has refused to.
    fn started(
        &mut self,
        star: StarNo,
        (particle, no): (ParticleNo, u16),
        request: Option<Box<Flight>>,
        core: ReflectedCore,
    ) {
        if core.status.number() >= 400 {
            return self.start_refused(star, (particle, no), request, core);
        }
        let mut alone = false;
        if let Some(mechtron) = self.mechtrons.get_mut(&particle) {
            mechtron.former = None;
            alone = mechtron.replicas.len() == 1;
        }
        // somebody may have paused it meanwhile, or another replica have failed too often
        let status = self.registry.get(particle).status;
        if status != Status::Paused && (alone || status != Status::Panic) {
            self.set_status(particle, Status::Ready, None);
        }
        if alone {
            self.add_replicas(particle, request.as_deref().and_then(assigned));
        }
        if let Some(request) = request {
            let own = self.stars[star.index()].particle;
            let asked = request.target.unwrap_or(own);
            self.respond(star, asked, request, ReflectedCore::ok(Substance::Empty));
        }
    }

    /// A version that does not begin leaves the former one serving, a replica the others; where
    /// there is none, the Particle goes to Panic.
    fn start_refused(
        &mut self,
        star: StarNo,
        (particle, no): (ParticleNo, u16),
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
                return self.begin_guest(particle, None);
            }
        } else if mechtron.replicas.len() > 1 {
            return self.serve_without((particle, no), &reason);
        }
        self.panic(star, (particle, no), reason);
    }

    /// A replica has trapped or spent its fuel: its Wave is answered, a new instance is started, and
    /// after too many restarts of all replicas together the Particle goes to Panic.
    fn guest_failed(
        &mut self,
        (particle, no): (ParticleNo, u16),
        status: StatusCode,
        reason: SmolStr,
    ) {
        let allowed = self.registry.get(particle).properties.get("restarts");
        let allowed = allowed.and_then(|p| p.value.parse().ok());
        let allowed: u64 = allowed.unwrap_or(DEFAULT_RESTARTS);
        let now = self.now;
        let Some(mechtron) = self.mechtrons.get_mut(&particle) else {
            return;
        };
        let star = mechtron.version.star;
        let core = ReflectedCore::fail(status, reason.clone());
        match mechtron.replicas.get_mut(&no).and_then(|r| r.work.take()) {
            Some(Work::Wave(flight)) => self.respond(star, particle, flight, core),
            Some(Work::Start(request)) => {
                return self.start_refused(star, (particle, no), request, core);
            }
            None => {}
        }
        let Some(mechtron) = self.mechtrons.get_mut(&particle) else {
            return;
        };
        if mechtron.is_surplus(no) {
            return self.next_work(particle);
        }
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
            return self.panic(star, (particle, no), reason);
        }
        mechtron.restarts.push_back(now);
        mechtron.restarted += 1;
        let about = self.about(particle, None);
        self.start_replica(particle, no, None, (about, false));
    }

    /// A Mechtron has failed until somebody revives it; those who wait for it are told, and what
    /// its other replicas are at work on they end. One for which a new version waits gets that
    /// instead.
    fn panic(&mut self, star: StarNo, (particle, no): (ParticleNo, u16), reason: SmolStr) {
        if self.has_next_version(particle) {
            self.dismiss(particle, no);
            return self.swap(particle);
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
