//! The Mechtron driver: it runs guests for the Hyperverse and tells it what they did.

use std::collections::BTreeMap;
use std::sync::Arc;

use orrery_host::{About, Entry, Failure, Instance, Limits, Module, State, TimedEffect, Turn};
use orrery_hyperspace::effect::{Answer, Deed, Effect, GuestAbout, GuestTurn, Order, Outcome};
use orrery_hyperspace::trace::ParticleNo;
use orrery_space::StatusCode;
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
    let report = module.report();
    let mut rows = vec![
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
    Ok(rows)
}

/// How the work on an effect ended.
pub(crate) enum Run {
    /// This is the answer.
    Answered(Box<Answer>),
    /// The driver's fuel is spent; it goes on with the same effect.
    OutOfFuel,
}

/// The guest of one Mechtron.
struct Guest {
    module: Option<(Arc<[u8]>, Module)>,
    instance: Option<Instance>,
    /// What `get` and `put` keep, while there is no instance that holds it.
    state: State,
    /// Fuel that the present entry had used when the present turn began.
    before: u64,
    deeds: Vec<TimedEffect>,
}

/// All guests.
#[derive(Default)]
pub(crate) struct Guests {
    guests: BTreeMap<ParticleNo, Guest>,
    /// Whether the order of the present effect has been given and its guest is at work.
    at_work: bool,
}

impl Guests {
    /// What a Mechtron keeps by `put`.
    pub(crate) fn state(&self, particle: ParticleNo) -> Option<&State> {
        let guest = self.guests.get(&particle)?;
        Some(
            guest
                .instance
                .as_ref()
                .map_or(&guest.state, Instance::state),
        )
    }

    /// Works on an effect. The same effect is given again until it is answered.
    pub(crate) fn run(&mut self, effect: &Effect, fuel: &mut u64) -> Run {
        match effect {
            Effect::Examine { task, bytes } => {
                let module = Module::load(bytes);
                let result = module
                    .map(|module| Arc::clone(module.wasm()))
                    .map_err(|error| error.sentence());
                let task = *task;
                Run::Answered(Box::new(Answer::Examined { task, result }))
            }
            Effect::Forget { particle } => {
                self.guests.remove(particle);
                Run::Answered(Box::new(Answer::Forgotten))
            }
            Effect::Guest { particle, order } => {
                let guest = self.guests.entry(*particle).or_insert_with(|| Guest {
                    module: None,
                    instance: None,
                    state: State::default(),
                    before: 0,
                    deeds: Vec::new(),
                });
                if !self.at_work {
                    if let Err(outcome) = guest.begin(order) {
                        let turn = guest.turned(0, *outcome);
                        let particle = *particle;
                        return Run::Answered(Box::new(Answer::Guest { particle, turn }));
                    }
                    self.at_work = true;
                }
                let Some(turn) = guest.work(fuel) else {
                    return Run::OutOfFuel;
                };
                self.at_work = false;
                let particle = *particle;
                Run::Answered(Box::new(Answer::Guest { particle, turn }))
            }
        }
    }
}

impl Guest {
    /// Gives the guest its order; an error is the end of the turn.
    fn begin(&mut self, order: &Order) -> Result<(), Box<Outcome>> {
        match order {
            Order::Start {
                wasm,
                about,
                seed,
                now_ms,
            } => {
                if let Some(old) = self.instance.take() {
                    self.state = old.into_state();
                }
                let module = self.module(wasm)?;
                let state = std::mem::take(&mut self.state);
                let (limits, about) = (limits(about), known(about));
                let mut instance = Instance::new(&module, limits, about, state, *seed);
                instance.begin(Entry::Init, *now_ms);
                self.instance = Some(instance);
                self.before = 0;
            }
            Order::Wave {
                wave,
                about,
                now_ms,
            } => {
                let instance = self.instance.as_mut().ok_or_else(|| Box::new(gone()))?;
                if let Some(about) = about {
                    instance.set_limits(limits(about));
                    instance.set_about(known(about));
                }
                instance.begin(Entry::Wave(wave.clone()), *now_ms);
                self.before = 0;
            }
            Order::Answer { core, from, now_ms } => {
                let instance = self.instance.as_mut().ok_or_else(|| Box::new(gone()))?;
                self.before = instance.fuel_used();
                instance.resume(core.clone(), from.clone(), *now_ms);
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

    /// Lets the guest work; nothing comes when the driver's fuel is spent before the turn ends.
    fn work(&mut self, fuel: &mut u64) -> Option<GuestTurn> {
        let Some(instance) = self.instance.as_mut() else {
            return Some(self.turned(0, gone()));
        };
        loop {
            if *fuel == 0 {
                return None;
            }
            let before = instance.fuel_used();
            let turn = instance.run(SLICE.min(*fuel));
            self.deeds.append(&mut instance.effects());
            let used = instance.fuel_used();
            *fuel = fuel.saturating_sub(used.saturating_sub(before).max(1));
            let outcome = match turn {
                Turn::More => continue,
                Turn::Ask(ask) => Outcome::Ask {
                    to: ask.to,
                    core: ask.core,
                },
                Turn::Done(core) => Outcome::Done(core),
                Turn::Failed(failure) => {
                    if let Some(instance) = self.instance.take() {
                        self.state = instance.into_state();
                    }
                    failed(&failure)
                }
            };
            return Some(self.turned(used, outcome));
        }
    }

    fn turned(&mut self, used: u64, outcome: Outcome) -> GuestTurn {
        let before = self.before;
        GuestTurn {
            fuel: used.saturating_sub(before),
            deeds: std::mem::take(&mut self.deeds)
                .into_iter()
                .map(|timed| (timed.fuel.saturating_sub(before), deed(timed.effect)))
                .collect(),
            outcome,
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
