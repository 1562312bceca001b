//! Ripples: one Wave to several, and the Echoes of all.
//!
//! A Ripple is split where it leaves: one part for each target, those on one star together in one
//! Transport. Each part is authorised at its target and is answered by it as any Wave; what cannot
//! be delivered is answered by the fabric. All parts are the same Wave with the same id, and their
//! Echoes are gathered by it, as many as its sender awaits: what has not come when the wait class
//! ends is missing, and the answer says so.

use std::collections::{BTreeMap, BTreeSet};

use orrery_space::core::ReflectedCore;
use orrery_space::exchange::{Exchange, Gathered, Progress};
use orrery_space::wave::{BounceBacks, Recipients, Variant, WaitTime};
use orrery_space::{Layer, StatusCode, Surface, Wave, WaveKind};
use smol_str::{SmolStr, format_smolstr};

use crate::exchange::Waiter;
use crate::flight::{Care, Flight, Part};
use crate::hyperspace::Hyperspace;
use crate::trace::{Event, ParticleNo, StarNo, WaveNo};

/// Where the Echoes of a Wave are gathered, if it is a Ripple.
pub(crate) fn echoes(wave: &Wave) -> Option<Box<Exchange>> {
    (wave.kind() == WaveKind::Ripple).then(|| Box::new(Exchange::open(wave, u64::MAX)))
}

/// How long the answers to a Wave are awaited.
pub(crate) fn wait(wave: &Wave) -> WaitTime {
    match wave.bounce_backs() {
        BounceBacks::Timer(wait) => wait,
        _ => wave.shell.handling.wait,
    }
}

impl Hyperspace {
    /// The surfaces which recipients mean, as far as there are such Particles.
    pub(crate) fn recipients(&self, to: &Recipients) -> BTreeSet<Surface> {
        let surface = |no: ParticleNo| Surface::from(self.registry.get(no).point.clone());
        match to {
            Recipients::Single(one) => [one.clone()].into(),
            Recipients::Multi(several) => several.clone(),
            Recipients::Watchers(watch) => self.watchers(watch),
            Recipients::Stars => self.stars.iter().map(|s| s.point.clone().into()).collect(),
            Recipients::Selected(selector) => {
                let selected = self.registry.select(selector);
                selected.into_iter().map(surface).collect()
            }
        }
    }

    /// A Ripple to several is at a star: its parts go on from there.
    pub(crate) fn ripple(&mut self, star: StarNo, mut flight: Box<Flight>) {
        let here = self.stars[star.index()].point.clone();
        flight.wave.add_history(here);
        let mut parts = std::mem::take(&mut flight.parts);
        if parts.is_empty() {
            parts = self.split(star, &mut flight);
        }
        let mut by_star: BTreeMap<StarNo, Vec<Part>> = BTreeMap::new();
        for part in parts {
            let there = self.registry.get(part.target).star.unwrap_or(star);
            by_star.entry(there).or_default().push(part);
        }
        for (there, parts) in by_star {
            if there == star || parts.len() == 1 {
                for part in parts {
                    if let Some(part) = self.part_of(&flight, part) {
                        self.gravity(star, part);
                    }
                }
            } else {
                self.send_group(star, there, &flight, parts);
            }
        }
        self.put_aside(flight);
    }

    /// The parts of a Ripple that has not been split. Who is meant and is not there is answered for.
    fn split(&mut self, star: StarNo, flight: &mut Flight) -> Vec<Part> {
        let surfaces = self.recipients(&flight.wave.recipients());
        if surfaces.is_empty() {
            self.nobody(flight);
        }
        let mut parts = Vec::new();
        let mut missing = Vec::new();
        for surface in surfaces {
            match self.registry.find(&surface.point) {
                Some(target) => {
                    let care = Care::default();
                    parts.push(Part {
                        surface,
                        target,
                        care,
                    });
                }
                None => missing.push(surface),
            }
        }
        for part in &mut parts {
            self.enrol_part(flight, part);
        }
        for surface in missing {
            let reason = format_smolstr!("no such particle: {}", surface.point);
            if let Some(part) = self.narrowed(flight, surface) {
                self.turn_back(star, part, StatusCode::NOT_FOUND, reason);
            }
        }
        parts
    }

    /// Nobody is meant: who waits is told at once.
    fn nobody(&mut self, flight: &Flight) {
        if let Some(waiting) = self.exchange.end(flight.wave.id()) {
            let reason = format_smolstr!("nobody is there of {}", flight.wave.recipients());
            let from = flight.wave.shell.from.clone();
            self.record(Event::Lost {
                wave: flight.no,
                star: flight.origin,
                reason: reason.clone(),
            });
            match waiting.waiter {
                Waiter::Guest(particle, generation) => {
                    self.guest_heard(particle, generation, Vec::new());
                }
                waiter => self.answer((waiter, flight.no), ReflectedCore::not_found(reason), from),
            }
        }
    }

    /// Who sent a Ripple gets what was answered: a guest each answer, others all as one.
    fn answer_all(&mut self, asked: (Waiter, WaveNo), gathered: Gathered, from: Surface) {
        match asked.0 {
            Waiter::Guest(particle, generation) => {
                self.guest_heard(particle, generation, gathered.answers);
            }
            _ => self.answer(asked, gathered.into_core(), from),
        }
    }

    /// Several parts go to one star together.
    fn send_group(&mut self, star: StarNo, there: StarNo, ripple: &Flight, parts: Vec<Part>) {
        let mut wave = ripple.wave.clone();
        if let Variant::Ripple { to, .. } = &mut wave.variant {
            let surfaces = parts.iter().map(|part| part.surface.clone());
            **to = Recipients::Multi(surfaces.collect());
        }
        let care = Care {
            rank: self.order.next_rank(),
            tries: ripple.care.tries,
            until: ripple.care.until,
            ..Care::default()
        };
        let group = self.boxed(Flight {
            wave,
            transport: there,
            origin: star,
            target: None,
            parts,
            care,
            ..*ripple
        });
        self.hop(star, group);
    }

    /// One part of a Ripple, on its way from where the Ripple is.
    fn part_of(&mut self, ripple: &Flight, part: Part) -> Option<Box<Flight>> {
        let mut flight = self.narrowed(ripple, part.surface)?;
        flight.target = Some(part.target);
        flight.care = Care {
            tries: ripple.care.tries,
            until: ripple.care.until,
            ..part.care
        };
        Some(flight)
    }

    fn narrowed(&mut self, ripple: &Flight, surface: Surface) -> Option<Box<Flight>> {
        let wave = ripple.wave.narrowed(surface)?;
        Some(self.boxed(Flight {
            wave,
            target: None,
            parts: Vec::new(),
            care: Care::default(),
            ..*ripple
        }))
    }

    /// Several parts have come to their star.
    pub(crate) fn gather_in(&mut self, star: StarNo, mut flight: Box<Flight>) {
        if flight.care.doubled {
            match self.admit(star, flight) {
                Some(first) => flight = first,
                None => return,
            }
        }
        self.gravity(star, flight);
    }

    /// Several parts cannot go on: each is answered for.
    pub(crate) fn turn_back_parts(
        &mut self,
        star: StarNo,
        mut flight: Box<Flight>,
        status: StatusCode,
        reason: SmolStr,
    ) {
        for part in std::mem::take(&mut flight.parts) {
            if let Some(part) = self.part_of(&flight, part) {
                self.turn_back(star, part, status, reason.clone());
            }
        }
        self.put_aside(flight);
    }

    /// An Echo has come to who asked.
    pub(crate) fn echoed(&mut self, star: StarNo, particle: ParticleNo, flight: Box<Flight>) {
        if !flight.is_for_field() {
            self.pass_in(flight.no, (star, particle), Layer::Shell, Layer::Core);
        }
        self.record(Event::Delivered {
            wave: flight.no,
            star,
            particle,
        });
        self.conclude(flight);
    }

    /// An answer is with who asked, if he still waits.
    pub(crate) fn conclude(&mut self, flight: Box<Flight>) {
        let Some(of) = flight.wave.reflection_of() else {
            return;
        };
        if of.kind != WaveKind::Ripple {
            if let Some(waiting) = self.exchange.end(of) {
                let from = flight.wave.shell.from.clone();
                if let Variant::Pong { core, .. } = flight.wave.variant {
                    self.answer(waiting.asked(), core, from);
                }
            }
            return;
        }
        let from = flight.wave.shell.from.clone();
        let Some(echoes) = self.exchange.echoes(of) else {
            return;
        };
        // a second Echo of one who has answered changes nothing
        if let Ok(Progress::Done) = echoes.take(flight.wave)
            && let Some(waiting) = self.exchange.end(of)
            && let (asked, Some(echoes)) = (waiting.asked(), waiting.echoes)
        {
            self.answer_all(asked, echoes.close(), from);
        }
    }

    /// The time for the Echoes to a Ripple is over: what has come is the answer.
    pub(crate) fn echoes_over(
        &mut self,
        (waiter, wave): (Waiter, WaveNo),
        from: ParticleNo,
        echoes: Exchange,
    ) {
        let particle = self.registry.get(from);
        let star = particle.star.unwrap_or(StarNo(0));
        let surface = particle.point.clone().into();
        let gathered = echoes.close();
        if gathered.is_partial() {
            self.counters.refused += 1;
            let came = gathered.answers.len();
            self.record(Event::Refused {
                wave,
                star,
                status: StatusCode::TIMEOUT,
                reason: format_smolstr!("within the wait class {came} have answered, not all"),
            });
        }
        self.answer_all((waiter, wave), gathered, surface);
    }
}
