//! Watches: who is told when something of a Particle changes.
//!
//! A Ping `Cmd<Watch>` with the name of an aspect asks to be told, is answered with the number of
//! the subscription and needs Read on the Particle. From then on each change comes to the watcher
//! as a Signal `Cmd<Watch>` from the Particle, whose body is a Map: `watch`, the number; `aspect`;
//! and `what` there is now: a Log, the Stub, the property, the Stub of the child. Who may no longer
//! read the Particle, or the property, is not told. `Cmd<Unwatch>` with the number ends it, as the end of the Particle
//! or of the watcher does; the loss of a star does not.

use std::collections::{BTreeMap, BTreeSet};

use orrery_space::core::{CmdMethod, DirectedCore, ReflectedCore};
use orrery_space::security::{Need, Permission, Right, Scope};
use orrery_space::{Agent, Aspect, LogLevel, Method, StatusCode, Substance, Surface, Watch};
use smol_str::{SmolStr, format_smolstr};

use crate::agenda::Occasion;
use crate::authorize::Verdict;
use crate::flight::Flight;
use crate::hyperspace::Hyperspace;
use crate::trace::{Event, ParticleNo, StarNo, WaveNo};

/// One subscription.
#[derive(Debug, Clone)]
struct Subscription {
    particle: ParticleNo,
    aspect: Aspect,
    watcher: ParticleNo,
    surface: Surface,
    agent: Agent,
    scope: Scope,
    /// The Wave that asked for it.
    asked: WaveNo,
}

/// All subscriptions by number.
#[derive(Debug, Default)]
pub(crate) struct Watches {
    by_number: BTreeMap<u32, Subscription>,
    last: u32,
}

impl Watches {
    /// The Particle that the subscription of that number is on.
    pub(crate) fn on(&self, number: u64) -> Option<ParticleNo> {
        let number = u32::try_from(number).ok()?;
        Some(self.by_number.get(&number)?.particle)
    }

    /// A Particle has ended: nobody watches it any more, nor does it watch.
    pub(crate) fn end(&mut self, no: ParticleNo) {
        self.by_number
            .retain(|_, watch| watch.particle != no && watch.watcher != no);
    }
}

impl Hyperspace {
    /// The surfaces of those who watch that.
    pub(crate) fn watchers(&self, watch: &Watch) -> BTreeSet<Surface> {
        let particle = self.registry.find(&watch.point);
        let all = self.watches.by_number.values();
        all.filter(|known| Some(known.particle) == particle && known.aspect == watch.aspect)
            .map(|known| known.surface.clone())
            .collect()
    }

    /// Somebody asks to be told.
    pub(crate) fn watch(&mut self, star: StarNo, particle: ParticleNo, flight: Box<Flight>) {
        let core = match flight.wave.body().text().parse::<Aspect>() {
            Ok(aspect) => {
                let shell = &flight.wave.shell;
                let watches = &mut self.watches;
                watches.last = watches.last.saturating_add(1);
                let subscription = Subscription {
                    particle,
                    aspect,
                    watcher: flight.from,
                    surface: shell.from.clone(),
                    agent: shell.agent.clone(),
                    scope: shell.scope.clone(),
                    asked: flight.no,
                };
                watches.by_number.insert(watches.last, subscription);
                ReflectedCore::ok(Substance::Int(watches.last.into()))
            }
            Err(_) => {
                let names = Aspect::ALL.iter().map(|aspect| aspect.name());
                let names = names.collect::<Vec<_>>().join(", ");
                let reason = format_smolstr!("Cmd<Watch> needs one of {names} as its body");
                ReflectedCore::bad_request(reason)
            }
        };
        self.respond(star, particle, flight, core);
    }

    /// Somebody asks to be told no more.
    pub(crate) fn unwatch(&mut self, star: StarNo, particle: ParticleNo, flight: Box<Flight>) {
        let number = match flight.wave.body() {
            Substance::Int(number) => u32::try_from(*number).ok(),
            _ => None,
        };
        let known = number.and_then(|number| self.watches.by_number.get(&number));
        let core = match known.filter(|known| known.particle == particle) {
            Some(known)
                if (known.watcher, &known.agent) == (flight.from, flight.agent())
                    || *flight.agent() == Agent::HyperUser =>
            {
                if let Some(number) = number {
                    self.watches.by_number.remove(&number);
                }
                ReflectedCore::ok(Substance::Empty)
            }
            Some(known) => {
                let whose = known.agent.to_point();
                ReflectedCore::forbidden(format_smolstr!("this subscription is that of {whose}"))
            }
            None => {
                let point = &self.registry.get(particle).point;
                let reason = format_smolstr!(
                    "Cmd<Unwatch> needs the number of a subscription on {point} as its body"
                );
                ReflectedCore::not_found(reason)
            }
        };
        self.respond(star, particle, flight, core);
    }

    /// Tells those who watch that aspect of a Particle what there is now.
    pub(crate) fn tell(
        &mut self,
        no: ParticleNo,
        aspect: Aspect,
        what: impl Fn(&Self) -> Substance,
    ) {
        self.tell_who_has(&Permission::Read.into(), no, aspect, what);
    }

    /// As [`Self::tell`], those who have that right on the Particle.
    pub(crate) fn tell_who_has(
        &mut self,
        right: &Right,
        no: ParticleNo,
        aspect: Aspect,
        what: impl Fn(&Self) -> Substance,
    ) {
        if self.watches.by_number.is_empty() {
            return;
        }
        let all = self.watches.by_number.iter();
        let concerned: Vec<(u32, Subscription)> = all
            .filter(|(_, watch)| watch.particle == no && watch.aspect == aspect)
            .map(|(number, watch)| (*number, watch.clone()))
            .collect();
        for (number, watch) in concerned {
            let need = Need::Right(right.clone());
            let agent = (&watch.agent, &watch.scope);
            let verdict = self.authority.check(&self.registry, agent, None, no, &need);
            if matches!(verdict, Verdict::Allowed(_)) {
                let what = what(self);
                self.tell_one(no, number, watch, what);
            }
        }
    }

    fn tell_one(&mut self, no: ParticleNo, number: u32, watch: Subscription, what: Substance) {
        let place = |no| self.registry.get(no).star;
        let star = place(no)
            .or(place(watch.watcher))
            .unwrap_or(self.control.star);
        let word = SmolStr::new_static;
        let body = Substance::Map(
            [
                (word("watch"), Substance::Int(number.into())),
                (word("aspect"), watch.aspect.name().into()),
                (word("what"), what),
            ]
            .into(),
        );
        let core = DirectedCore::new(Method::Cmd(CmdMethod::Watch), body);
        let (agent, cause) = (Agent::HyperUser, Some(watch.asked));
        let flight = self.new_flight((no, star), agent, watch.surface, core, None, cause);
        self.agenda.now(Occasion::Send(flight));
    }

    /// The console is told: a line of the log.
    pub(crate) fn told(&mut self, flight: &Flight) {
        let Substance::Map(body) = flight.wave.body() else {
            return;
        };
        let part = |name: &str| body.get(name).map(Substance::text).unwrap_or_default();
        let message = format_smolstr!(
            "watch {}, {}: {}",
            part("watch"),
            part("aspect"),
            part("what")
        );
        self.record(Event::Log {
            particle: Some(flight.from),
            level: LogLevel::Info,
            message,
        });
    }

    /// What a console sends to end the subscription of that number.
    ///
    /// # Errors
    ///
    /// The 404 of one that is not there.
    pub(crate) fn unwatching(&self, number: u64) -> Result<(Surface, DirectedCore), ReflectedCore> {
        let Some(particle) = self.watches.on(number) else {
            let reason = format_smolstr!("there is no subscription {number}");
            return Err(ReflectedCore::fail(StatusCode::NOT_FOUND, reason));
        };
        let to = self.registry.get(particle).point.clone().into();
        let number = Substance::Int(i64::try_from(number).unwrap_or(i64::MAX));
        let core = DirectedCore::new(Method::Cmd(CmdMethod::Unwatch), number);
        Ok((to, core))
    }
}
