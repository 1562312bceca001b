//! `GLOBAL::executor`: it carries out commands at whatever star it is asked.

use std::collections::BTreeMap;
use std::sync::Arc;

use orrery_space::command::{Create, Get, Into, PropertyMod, Select, Set};
use orrery_space::core::ReflectedCore;
use orrery_space::particle::Properties;
use orrery_space::property::{PropertyDef, properties_of};
use orrery_space::security::{Need, Permission, Right};
use orrery_space::selector::{Hop, SegmentSelector};
use orrery_space::{Aspect, Command, Point, StatusCode, Substance};
use smol_str::{SmolStr, format_smolstr};

use crate::authorize::Verdict;
use crate::control;
use crate::flight::Flight;
use crate::hyperspace::Hyperspace;
use crate::trace::{Event, ParticleNo, StarNo};
use crate::upgrade::{Says, Upgrade};

/// How a command ends that does not have to wait: an answer either way.
pub(crate) type Done = Result<ReflectedCore, ReflectedCore>;

/// The commands that it carries out, by their words. What it does not know is answered 501.
pub(crate) const CARRIES_OUT: &[&str] = &[
    "create", "publish", "launch", "select", "get", "set", "read", "write", "delete", "grant",
    "grants", "revoke", "chown", "move", "pause", "resume", "init",
];

/// The files that came with a command.
pub(crate) fn files_of(request: &Flight) -> &[(SmolStr, Arc<[u8]>)] {
    match request.wave.directed().map(|core| &core.body) {
        Some(Substance::RawCommand(raw)) => &raw.transfers,
        _ => &[],
    }
}

/// A list of which something was left out that who asks may not see.
pub(crate) fn with_left_out(list: Vec<Substance>, left_out: usize) -> ReflectedCore {
    telling(Substance::List(list), left_out)
}

/// What who asks may know, with the number of what was left out.
fn telling(body: Substance, left_out: usize) -> ReflectedCore {
    let mut core = ReflectedCore::ok(body);
    if left_out > 0 {
        let name = SmolStr::new_static("left-out");
        core.headers.insert(name, format_smolstr!("{left_out}"));
    }
    core
}

impl Hyperspace {
    /// A command has come to the executor.
    pub(crate) fn execute(&mut self, star: StarNo, executor: ParticleNo, flight: Box<Flight>) {
        let line = match flight.wave.directed().map(|core| &core.body) {
            Some(Substance::RawCommand(raw)) => &raw.line,
            // of who has no files to send along, such as a guest
            Some(Substance::Text(line)) => line,
            _ => {
                let reason = "Cmd<RawCommand> needs a RawCommand or the Text of one as its body";
                let core = ReflectedCore::fail(StatusCode::BAD_REQUEST, reason);
                return self.respond(star, executor, flight, core);
            }
        };
        let command = match line.parse::<Command>() {
            Ok(command) => command,
            Err(error) => return self.respond(star, executor, flight, error.into()),
        };
        let done = match command {
            Command::Create(create) => return self.create(star, executor, flight, &create),
            Command::Launch(launch) => return self.launch(star, executor, flight, launch),
            Command::Publish(publish) => {
                return self.publish_bundle(star, executor, flight, &publish);
            }
            Command::Read(point) => return self.read_content(star, executor, flight, point),
            Command::Write(write) => return self.write_content(star, executor, flight, write),
            Command::Select(select) => Ok(self.select(&flight, &select)),
            Command::Get(get) => self.get(&flight, &get),
            Command::Set(set) => match self.set(&flight, &set) {
                Ok(Some(core)) => Ok(core),
                Ok(None) => return self.set_config(star, executor, flight, set),
                Err(core) => Err(core),
            },
            Command::Init(point) => return self.begin_again(star, executor, flight, point),
            Command::Move(change) => return self.relocate(star, executor, flight, &change),
            Command::Pause(point) => self.pause(&flight, &point),
            Command::Resume(point) => self.resume(&flight, &point),
            Command::Delete(selector) => self.delete(&flight, &selector),
            Command::Grant(grant) => Ok(self.grant(&flight, grant)),
            Command::Grants(selector) => Ok(self.list_grants(&flight, &selector)),
            Command::Revoke(revoke) => self.revoke(&flight, &revoke),
            Command::Chown(chown) => self.chown(&flight, &chown),
            command if control::CARRIES_OUT.contains(&command.word()) => {
                let reason = "this command belongs to a console, not to the executor";
                Err(ReflectedCore::fail(StatusCode::BAD_REQUEST, reason))
            }
            other => {
                let reason = format_smolstr!("this cosmos does not carry out `{}`", other.word());
                Err(ReflectedCore::fail(StatusCode::NOT_IMPLEMENTED, reason))
            }
        };
        let core = done.unwrap_or_else(|failure| failure);
        self.respond(star, executor, flight, core);
    }

    /// Whether who sent a Wave has that permission on a Particle.
    ///
    /// # Errors
    ///
    /// The 403 with its sentence.
    pub(crate) fn require(
        &mut self,
        flight: &Flight,
        target: ParticleNo,
        permission: Permission,
    ) -> Result<(), ReflectedCore> {
        self.require_right(flight, None, target, permission.into())
    }

    /// As [`Self::require`], of any right. `sender` is who sent the Wave, where that is to make a
    /// difference.
    pub(crate) fn require_right(
        &mut self,
        flight: &Flight,
        sender: Option<ParticleNo>,
        target: ParticleNo,
        right: Right,
    ) -> Result<(), ReflectedCore> {
        let need = Need::Right(right);
        let shell = &flight.wave.shell;
        let agent = (&shell.agent, &shell.scope);
        match self
            .authority
            .check(&self.registry, agent, sender, target, &need)
        {
            Verdict::Allowed(_) => Ok(()),
            Verdict::Refused(reason) => Err(ReflectedCore::fail(StatusCode::FORBIDDEN, reason)),
        }
    }

    /// The Particle at a point.
    ///
    /// # Errors
    ///
    /// The 404 with its sentence.
    pub(crate) fn known(&self, point: &Point) -> Result<ParticleNo, ReflectedCore> {
        self.registry.find(point).ok_or_else(|| {
            let reason = format_smolstr!("no such particle: {point}");
            ReflectedCore::fail(StatusCode::NOT_FOUND, reason)
        })
    }

    fn select(&mut self, flight: &Flight, select: &Select) -> ReflectedCore {
        let named = |hop: &&Hop| matches!(hop.segment, SegmentSelector::Exact(_));
        let root = select.selector.hops.iter().take_while(named).count();
        let mut seen = BTreeMap::new();
        let mut shown = Vec::new();
        let mut left_out = 0;
        for no in self.registry.select(&select.selector) {
            // Who asks for properties learns of them.
            let mut asked = select.condition.0.iter();
            let allowed = self.may_see(flight, no, root, &mut seen)
                && asked.all(|about| self.may_read(flight, no, &about.key).is_ok());
            if !allowed {
                left_out += 1;
                continue;
            }
            if !select.condition.0.is_empty() {
                let particle = self.registry.get(no);
                let table = properties_of(&particle.kind);
                let mut properties = particle.properties.clone();
                // nobody learns whether there is a secret
                properties.retain(|key, _| table.read(key).is_ok());
                if !select.condition.matches(&properties) {
                    continue;
                }
            }
            shown.push(match select.into {
                Into::Points => Substance::Point(self.registry.get(no).point.clone()),
                Into::Stubs => Substance::Stub(Box::new(self.registry.stub(no))),
            });
        }
        with_left_out(shown, left_out)
    }

    /// Whether who sent a Wave may see a Particle: it and all above it, as far up as the point
    /// where the search begins, which is `root` segments long. Whoever hides a Particle hides what
    /// is below it from a search that comes through it.
    fn may_see(
        &mut self,
        flight: &Flight,
        no: ParticleNo,
        root: usize,
        seen: &mut BTreeMap<ParticleNo, bool>,
    ) -> bool {
        if let Some(known) = seen.get(&no) {
            return *known;
        }
        let particle = self.registry.get(no);
        let depth = particle.point.segments().len();
        let above = particle.parent.filter(|_| depth > root.max(1));
        let visible = self.require(flight, no, Permission::Select).is_ok()
            && above.is_none_or(|above| self.may_see(flight, above, root, seen));
        seen.insert(no, visible);
        visible
    }

    /// Whether who sent a Wave may read a property: by a right that its declaration names, or by
    /// Read where that names none.
    ///
    /// # Errors
    ///
    /// The 403 with its sentence.
    fn may_read(
        &mut self,
        flight: &Flight,
        no: ParticleNo,
        key: &str,
    ) -> Result<(), ReflectedCore> {
        let table = properties_of(&self.registry.get(no).kind);
        let rights = table.def(key).into_iter().flat_map(PropertyDef::read_by);
        let mut refused = None;
        for right in rights {
            match self.require_right(flight, None, no, right) {
                Ok(()) => return Ok(()),
                Err(refusal) => refused = Some(refusal),
            }
        }
        match refused {
            Some(refusal) => Err(refusal),
            None => self.require(flight, no, Permission::Read),
        }
    }

    /// A Particle with the properties that who sent a Wave may read. How many it may not read is told,
    /// but for secrets.
    pub(crate) fn details_for(&mut self, flight: &Flight, no: ParticleNo) -> ReflectedCore {
        let mut details = self.registry.details(no);
        let particle = self.registry.get(no);
        let table = properties_of(&particle.kind);
        let guarded = particle.properties.clone().into_iter();
        let guarded = guarded.filter(|(key, _)| table.read(key).is_ok() && !table.is_open(key));
        let mut left_out = 0;
        for (key, property) in guarded {
            if self.may_read(flight, no, &key).is_ok() {
                details.properties.insert(key, property);
            } else {
                left_out += 1;
            }
        }
        telling(Substance::Details(Box::new(details)), left_out)
    }

    fn get(&mut self, flight: &Flight, get: &Get) -> Done {
        let no = self.known(&get.point)?;
        if get.keys.is_empty() {
            self.require(flight, no, Permission::Read)?;
            return Ok(self.details_for(flight, no));
        }
        let table = properties_of(&self.registry.get(no).kind);
        let mut found = std::collections::BTreeMap::new();
        for key in &get.keys {
            self.may_read(flight, no, key)?;
            let Some(property) = self.registry.get(no).properties.get(key) else {
                let reason = format_smolstr!("{} has no property `{key}`", get.point);
                return Err(ReflectedCore::fail(StatusCode::NOT_FOUND, reason));
            };
            table.read(key)?;
            found.insert(key.clone(), property.value.clone());
        }
        Ok(ReflectedCore::ok(Substance::Meta(found)))
    }

    /// Changes properties; nothing comes when that needs a new version of a Mechtron to begin.
    fn set(&mut self, flight: &Flight, set: &Set) -> Result<Option<ReflectedCore>, ReflectedCore> {
        let no = self.known(&set.point)?;
        self.require(flight, no, Permission::Write)?;
        let kind = self.registry.get(no).kind.clone();
        self.may_use_config(flight, &kind, &set.properties)?;
        if crate::upgrade::changes_config(&kind, &set.properties) {
            return Ok(None);
        }
        self.change_properties(no, &set.properties)?;
        Ok(Some(ReflectedCore::ok(Substance::Empty)))
    }

    fn set_config(&mut self, star: StarNo, executor: ParticleNo, request: Box<Flight>, set: Set) {
        match self.known(&set.point) {
            Ok(particle) => self.upgrade(Upgrade {
                request,
                star,
                executor,
                particle,
                mods: set.properties,
                says: Says::Empty,
            }),
            Err(core) => self.respond(star, executor, request, core),
        }
    }

    /// Changes properties, all or none.
    ///
    /// # Errors
    ///
    /// The 400 for a property or value that the kind does not take, the 409 for a locked one.
    pub(crate) fn change_properties(
        &mut self,
        no: ParticleNo,
        mods: &[PropertyMod],
    ) -> Result<(), ReflectedCore> {
        let kind = self.registry.get(no).kind.clone();
        let mods = &*self.sealed(&kind, mods);
        self.registry.get_mut(no).properties = self.changed(no, mods)?;
        self.forget_tokens(no, mods);
        let table = properties_of(&kind);
        for change in mods {
            let (key, value) = match change {
                PropertyMod::Set { key, value, .. } => (key, Some(value.clone())),
                PropertyMod::Unset(key) => (key, None),
            };
            if table.read(key).is_err() {
                continue;
            }
            let rights = table.def(key).into_iter().flat_map(PropertyDef::read_by);
            let right = rights.last().unwrap_or(Permission::Read.into());
            let told = value.clone().unwrap_or_default();
            self.tell_who_has(&right, no, Aspect::Property, |_| {
                Substance::Meta([(key.clone(), told.clone())].into())
            });
            // the trace is read by everybody
            if table.is_open(key) {
                self.record(Event::Property {
                    particle: no,
                    key: key.clone(),
                    value,
                });
            }
        }
        self.properties_changed(no);
        self.place_changed(no, mods);
        Ok(())
    }

    /// The properties that a Particle would have after a change.
    ///
    /// # Errors
    ///
    /// As [`Self::change_properties`].
    pub(crate) fn changed(
        &self,
        no: ParticleNo,
        mods: &[PropertyMod],
    ) -> Result<Properties, ReflectedCore> {
        let particle = self.registry.get(no);
        let table = properties_of(&particle.kind);
        Ok(table.update(&particle.point, &particle.properties, mods)?)
    }

    /// Creates a Particle and answers when it is placed.
    fn create(&mut self, star: StarNo, executor: ParticleNo, flight: Box<Flight>, create: &Create) {
        match self.register_new(&flight, create) {
            Ok(crate::create::Registered::New(particle)) => {
                let cause = Some(flight.no);
                let task = self.tasks.add(crate::task::Task::Create {
                    request: flight,
                    star,
                    particle,
                });
                let waiter = crate::exchange::Waiter::Task(task);
                self.ask_for_place(star, particle, Substance::Empty, waiter, cause);
            }
            Ok(crate::create::Registered::Upgrade(particle)) => self.upgrade(Upgrade {
                request: flight,
                star,
                executor,
                particle,
                mods: create.properties.clone(),
                says: Says::Stub,
            }),
            Ok(crate::create::Registered::There(particle)) => {
                let stub = self.registry.stub(particle);
                let core = ReflectedCore::ok(Substance::Stub(Box::new(stub)));
                self.respond(star, executor, flight, core);
            }
            Err(core) => self.respond(star, executor, flight, core),
        }
    }

    /// A new Particle has been placed, or has not.
    pub(crate) fn created(
        &mut self,
        request: Box<Flight>,
        star: StarNo,
        particle: ParticleNo,
        core: ReflectedCore,
    ) {
        let core = self.placed(particle, core);
        let executor = self.registry.find(&Point::executor());
        let from = executor.unwrap_or(self.stars[star.index()].particle);
        self.respond(star, from, request, core);
    }

    /// The stub of what has been placed; what has not goes to Panic with the reason.
    pub(crate) fn placed(&mut self, particle: ParticleNo, core: ReflectedCore) -> ReflectedCore {
        if core.status.is_success() {
            let stub = self.registry.stub(particle);
            return ReflectedCore::ok(Substance::Stub(Box::new(stub)));
        }
        let reason = SmolStr::from(core.body.text());
        self.set_status(particle, orrery_space::Status::Panic, Some(reason));
        self.left_over(particle);
        self.look_again(particle, core.status);
        core
    }
}
