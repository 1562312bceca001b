//! The Mechtron driver: it runs guests for the Hyperverse and tells it what they did.

use std::collections::BTreeMap;
use std::sync::Arc;

use orrery_host::{About, Entry, Failure, Instance, Limits, Module, State, TimedEffect, Turn};
use orrery_hyperspace::effect::{Answer, Deed, Effect, GuestAbout, GuestTurn, Order, Outcome};
use orrery_hyperspace::trace::ParticleNo;
use orrery_space::{Diagnostic, StatusCode};
use smol_str::{SmolStr, format_smolstr};

/// Fuel that a guest gets at a time: between two slices the driver looks at its own budget.
const SLICE: u64 = 100_000;

/// Rows of (name, value) which tell a person what a module is.
///
/// # Errors
///
/// The sentence that says why the module is refused and what to do.
pub fn examine(bytes: &[u8]) -> Result<Vec<(String, String)>, String> {
    let module = Module::load(bytes).map_err(|error| error.sentence())?;
    Ok(rows(&module))
}

/// The same of a module that is written as WAT.
///
/// # Errors
///
/// What is wrong with the text, each at its place, the first in the text first.
pub fn examine_text(text: &str) -> Result<Vec<(String, String)>, Vec<Diagnostic>> {
    orrery_host::load_text(text).map(|module| rows(&module))
}

fn rows(module: &Module) -> Vec<(String, String)> {
    let report = module.report();
    let mut rows = vec![
        ("speaks".to_owned(), report.dialect.to_string()),
        ("size".to_owned(), format!("{} bytes", report.bytes)),
        ("functions".to_owned(), report.functions.to_string()),
        (
            "memory".to_owned(),
            format!("{} KiB at its start", report.memory.initial * 64),
        ),
    ];
    for import in &report.imports {
        let name = format!("{}.{}", import.module, import.name);
        rows.push((format!("import {name}"), import.ty.clone()));
    }
    for export in &report.exports {
        rows.push((format!("export {}", export.name), export.ty.clone()));
    }
    if let Some(manifest) = &report.manifest {
        rows.push(("manifest".to_owned(), manifest.to_string()));
    }
    if let Some(fault) = &report.manifest_fault {
        rows.push(("manifest".to_owned(), fault.clone()));
    }
    rows
}

/// The guest of one Mechtron: its replicas, and what they share.
#[derive(Default)]
struct Guest {
    module: Option<(Arc<[u8]>, Module)>,
    replicas: BTreeMap<u16, Replica>,
    /// What `get` and `put` keep, while no replica has its turn.
    state: State,
    /// The replica whose turn it is, and with it the state.
    at_work: Option<u16>,
}

/// An instance of the module.
struct Replica {
    instance: Instance,
    /// Fuel that the present entry had used when the present turn began.
    before: u64,
    deeds: Vec<TimedEffect>,
}

/// All guests.
#[derive(Default)]
pub(crate) struct Guests {
    guests: BTreeMap<ParticleNo, Guest>,
}

impl Guests {
    /// What a Mechtron keeps by `put`.
    pub(crate) fn state(&self, particle: ParticleNo) -> Option<&State> {
        let guest = self.guests.get(&particle)?;
        let at_work = guest.at_work.and_then(|no| guest.replicas.get(&no));
        Some(at_work.map_or(&guest.state, |replica| replica.instance.state()))
    }

    /// Works on an effect. Nothing comes when the driver's fuel is spent; the same effect is given
    /// again until it is answered.
    pub(crate) fn run(&mut self, effect: &Effect, fuel: &mut u64) -> Option<Answer> {
        let answer = match effect {
            Effect::Examine { task, bytes } => {
                let module = Module::load(bytes);
                let result = module
                    .map(|module| Arc::clone(module.wasm()))
                    .map_err(|error| error.sentence());
                let task = *task;
                Answer::Examined { task, result }
            }
            Effect::Forget { particle, replica } => {
                match (replica, self.guests.get_mut(particle)) {
                    (Some(no), Some(guest)) => {
                        guest.replicas.remove(no);
                    }
                    _ => {
                        self.guests.remove(particle);
                    }
                }
                Answer::Forgotten
            }
            Effect::Guest {
                particle,
                replica,
                order,
            } => {
                let guest = self.guests.entry(*particle).or_default();
                let turn = guest.turn(*replica, order, fuel)?;
                let particle = *particle;
                Answer::Guest { particle, turn }
            }
        };
        Some(answer)
    }
}

impl Guest {
    /// Lets a replica have its turn; nothing comes when the driver's fuel is spent before that ends.
    fn turn(&mut self, no: u16, order: &Order, fuel: &mut u64) -> Option<GuestTurn> {
        if self.at_work != Some(no) {
            if let Err(outcome) = self.begin(no, order) {
                return Some(GuestTurn {
                    fuel: 0,
                    deeds: Vec::new(),
                    outcome: *outcome,
                });
            }
            self.at_work = Some(no);
        }
        let replica = self.replicas.get_mut(&no)?;
        let (turn, failed) = replica.work(fuel)?;
        self.at_work = None;
        self.state = replica.instance.take_state();
        if failed {
            self.replicas.remove(&no);
        }
        Some(turn)
    }

    /// Gives a replica its order, and the state; an error is the end of the turn.
    fn begin(&mut self, no: u16, order: &Order) -> Result<(), Box<Outcome>> {
        if let Order::Start {
            wasm,
            about,
            seed,
            now_ms,
        } = order
        {
            self.replicas.remove(&no);
            let module = self.module(wasm)?;
            let state = std::mem::take(&mut self.state);
            let (limits, about) = (limits(about), known(about));
            let mut instance = Instance::new(&module, limits, about, state, *seed);
            instance.begin(Entry::Init, *now_ms);
            let replica = Replica {
                instance,
                before: 0,
                deeds: Vec::new(),
            };
            self.replicas.insert(no, replica);
            return Ok(());
        }
        let replica = self.replicas.get_mut(&no).ok_or_else(|| Box::new(gone()))?;
        let instance = &mut replica.instance;
        instance.give_state(std::mem::take(&mut self.state));
        match order {
            Order::Start { .. } => {}
            Order::Wave {
                wave,
                about,
                now_ms,
            } => {
                if let Some(about) = about {
                    instance.set_limits(limits(about));
                    instance.set_about(known(about));
                }
                instance.begin(Entry::Wave(Arc::clone(wave)), *now_ms);
                replica.before = 0;
            }
            Order::Answer { core, from, now_ms } => {
                replica.before = instance.fuel_used();
                instance.resume(core.clone(), from.clone(), *now_ms);
            }
            Order::Echoes { answers, now_ms } => {
                replica.before = instance.fuel_used();
                instance.resume_with(answers.clone(), *now_ms);
            }
        }
        Ok(())
    }

    /// The compiled module; one that is started again is not compiled again.
    fn module(&mut self, wasm: &Arc<[u8]>) -> Result<Module, Box<Outcome>> {
        if let Some((known, module)) = &self.module
            && Arc::ptr_eq(known, wasm)
        {
            return Ok(module.clone());
        }
        let module = Module::load(wasm).map_err(|error| {
            Box::new(Outcome::Failed {
                status: StatusCode::BAD_REQUEST,
                reason: error.sentence().into(),
            })
        })?;
        self.module = Some((Arc::clone(wasm), module.clone()));
        Ok(module)
    }
}

impl Replica {
    /// Works until the turn ends, and says whether the instance has failed; nothing comes when the
    /// driver's fuel is spent before.
    fn work(&mut self, fuel: &mut u64) -> Option<(GuestTurn, bool)> {
        let instance = &mut self.instance;
        loop {
            if *fuel == 0 {
                return None;
            }
            let before = instance.fuel_used();
            let turn = instance.run(SLICE.min(*fuel));
            self.deeds.append(&mut instance.effects());
            let used = instance.fuel_used();
            *fuel = fuel.saturating_sub(used.saturating_sub(before).max(1));
            let (outcome, failed) = match turn {
                Turn::More => continue,
                Turn::Ask(ask) => {
                    let (to, core) = (ask.to, ask.core);
                    (Outcome::Ask { to, core }, false)
                }
                Turn::Ripple(ripple) => {
                    let (to, core) = (ripple.to, ripple.core);
                    (Outcome::Ripple { to, core }, false)
                }
                Turn::Done(core) => (Outcome::Done(core), false),
                Turn::Failed(failure) => (self::failed(&failure), true),
            };
            let before = self.before;
            let deeds = std::mem::take(&mut self.deeds).into_iter();
            let turn = GuestTurn {
                fuel: used.saturating_sub(before),
                deeds: deeds
                    .map(|timed| (timed.fuel.saturating_sub(before), deed(timed.effect)))
                    .collect(),
                outcome,
            };
            return Some((turn, failed));
        }
    }
}

fn limits(about: &GuestAbout) -> Limits {
    Limits {
        fuel: about.fuel,
        memory: about.memory,
    }
}

fn known(about: &GuestAbout) -> About {
    About {
        point: about.point.clone(),
        bundle: about.bundle.clone(),
        config: about.config.clone(),
        document: about.document.clone(),
        properties: about.properties.clone(),
    }
}

fn gone() -> Outcome {
    Outcome::Failed {
        status: StatusCode::TRAP,
        reason: SmolStr::new_static("the guest's instance is gone"),
    }
}

fn failed(failure: &Failure) -> Outcome {
    Outcome::Failed {
        status: match failure {
            Failure::Fuel => StatusCode::UNAVAILABLE,
            Failure::Trap(_) => StatusCode::TRAP,
        },
        reason: format_smolstr!("{failure}"),
    }
}

fn deed(effect: orrery_host::Effect) -> Deed {
    match effect {
        orrery_host::Effect::Signal { to, core } => Deed::Signal { to, core },
        orrery_host::Effect::Alarm { id, delay_ms, tag } => Deed::Alarm { id, delay_ms, tag },
        orrery_host::Effect::Cancel { id } => Deed::Cancel { id },
        orrery_host::Effect::Log { level, message } => Deed::Log { level, message },
    }
}
