//! An instance: a module at work in a Particle.

use orrery_space::{ReflectedCore, Substance, Surface};
use wasmi::errors::{ErrorKind, InstantiationError};
use wasmi::{
    Error, Func, ResumableCall, ResumableCallHostTrap, ResumableCallOutOfFuel, Store, TrapCode, Val,
};

use crate::dialect::{self, Dialect, Errand, Next};
use crate::guest::Guest;
use crate::membrane::{SEND, Stop};
use crate::module::{DEEPEST, HIGHEST, Module};
use crate::particle::{About, Limits};
use crate::state::State;
use crate::turn::{Entry, Failure, TimedEffect, Turn};

/// Bytes of a module, and of the memory that it starts with, for one fuel of its instantiation.
const START_BYTES_PER_FUEL: u64 = 64;

/// A module at work in a Particle, one Wave at a time.
///
/// [`Instance::begin`], then [`Instance::run`] until it is done, bringing an answer by
/// [`Instance::resume`] whenever it asks. See the crate's example.
pub struct Instance {
    module: Module,
    limits: Limits,
    store: Store<Guest>,
    exports: Option<wasmi::Instance>,
    next: Vec<Step>,
    held: Held,
    /// The errand of which a call is open.
    errand: Option<Errand>,
    /// A call of the guest that waits until an errand is done, and the errand of which it is.
    waiting: Option<(ResumableCallHostTrap, Option<Errand>)>,
    failed: bool,
}

/// What is still to be done for an entry, the last first.
#[derive(Debug)]
enum Step {
    /// Make the instance.
    Make,
    /// The start function.
    Start,
    /// `_initialize`.
    Initialize,
    /// `mechtron_init`.
    Init,
    /// `mechtron_wave`.
    Wave,
    /// The next call of an errand.
    Errand(Errand),
    /// The import on which the guest waits returns.
    Return(Option<i32>),
}

/// A call that is not over.
enum Held {
    /// None.
    Nothing,
    /// The slice was spent; it goes on with at least so much fuel.
    Starved(ResumableCallOutOfFuel),
    /// It waits for what it asks in this turn.
    Asking(ResumableCallHostTrap, Turn),
    /// The answer is here: what the call returns, and the fuel that it still costs.
    Answered(ResumableCallHostTrap, i32, u64),
}

impl std::fmt::Debug for Instance {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Instance at {}", self.store.data().about.point)
    }
}

impl Instance {
    /// An instance in which nothing has run: the module's start function and `_initialize` run
    /// within its first entry.
    #[must_use]
    pub fn new(module: &Module, limits: Limits, about: About, state: State, seed: u64) -> Self {
        let guest = Guest::new(about, state, seed, limits.memory);
        Self {
            module: module.clone(),
            limits,
            store: store(module, guest),
            exports: None,
            next: Vec::new(),
            held: Held::Nothing,
            errand: None,
            waiting: None,
            failed: false,
        }
    }

    /// Begins an entry with a fresh budget of fuel. An entry that is not over is given up, and with
    /// it the guest's linear memory.
    pub fn begin(&mut self, entry: Entry, now_ms: u64) {
        if !matches!(self.held, Held::Nothing) || !self.next.is_empty() {
            self.unmake();
        }
        let (step, wave) = match entry {
            Entry::Init => (Step::Init, None),
            Entry::Wave(wave) => (Step::Wave, Some(wave)),
        };
        let budget = self.limits.fuel;
        self.store.data_mut().turn_to(wave, budget, now_ms);
        match self.module.report().dialect {
            Dialect::Membrane => self.next = vec![step],
            Dialect::Mechtron => {
                if !self.begin_errands() {
                    return;
                }
            }
        }
        if self.exports.is_none() {
            self.next
                .extend([Step::Initialize, Step::Start, Step::Make]);
        }
    }

    /// Begins an entry of a guest of the crate `mechtron`: it is made once, and learns at once what
    /// it is to be. Where it cannot be given what is to be given, that is the answer, and false.
    fn begin_errands(&mut self) -> bool {
        let fresh = self.exports.is_none();
        let guest = self.store.data_mut();
        let errands = dialect::wave(guest).and_then(|wave| {
            let mut errands = Vec::from_iter(wave);
            if fresh {
                errands.extend(dialect::beginning(guest)?);
            }
            Ok(errands)
        });
        match errands {
            Ok(errands) => {
                self.next = errands.into_iter().map(Step::Errand).collect();
                true
            }
            Err(reply) => {
                guest.reply = Some(reply);
                false
            }
        }
    }

    /// Brings the answer to what the guest asked. Nothing happens when it asks nothing.
    pub fn resume(&mut self, answer: ReflectedCore, from: Surface, now_ms: u64) {
        self.held = match std::mem::replace(&mut self.held, Held::Nothing) {
            Held::Asking(call, Turn::Ask(_))
                if self.module.report().dialect == Dialect::Mechtron =>
            {
                let guest = self.store.data_mut();
                guest.now_ms = now_ms;
                let errand = dialect::answer(guest, &answer, &from);
                self.next.push(Step::Errand(errand));
                self.waiting = Some((call, self.errand.take()));
                Held::Nothing
            }
            Held::Asking(call, Turn::Ask(_)) => {
                let status = i32::from(answer.status.number());
                let guest = self.store.data_mut();
                guest.now_ms = now_ms;
                guest.take_turn();
                guest.hear("Pong", vec![(answer, from)]);
                Held::Answered(call, status, 0)
            }
            other => other,
        };
    }

    /// Brings the answers to the guest's Ripple, each with who answered. Nothing happens when it has
    /// sent none.
    pub fn resume_with(&mut self, answers: Vec<(ReflectedCore, Surface)>, now_ms: u64) {
        self.held = match std::mem::replace(&mut self.held, Held::Nothing) {
            Held::Asking(call, Turn::Ripple(_)) => {
                let count = answers.len();
                let guest = self.store.data_mut();
                guest.now_ms = now_ms;
                guest.take_turn();
                guest.hear("Echo", answers);
                // what is asked of several costs as much as to ask each
                let cost = SEND.saturating_mul(count.saturating_sub(1) as u64);
                Held::Answered(call, i32::try_from(count).unwrap_or(i32::MAX), cost)
            }
            other => other,
        };
    }

    /// Lets the guest work until it is done, asks, fails, or has spent about `slice` fuel. What is
    /// spent in all, and where, does not depend on the slices.
    pub fn run(&mut self, slice: u64) -> Turn {
        if self.failed {
            return self.fail(Failure::Trap(
                "the guest failed before and must be started anew".to_owned(),
            ));
        }
        let end = self.store.data().account.spent().saturating_add(slice);
        loop {
            let room = end.saturating_sub(self.store.data().account.spent());
            let mut result = [Val::I32(0)];
            let outcome = match std::mem::replace(&mut self.held, Held::Nothing) {
                Held::Asking(call, ask) => {
                    self.held = Held::Asking(call, ask.clone());
                    return ask;
                }
                Held::Starved(call) => {
                    let least = call.required_fuel();
                    if least > self.store.data().account.left() {
                        return self.fail(Failure::Fuel);
                    }
                    let out = self.result(&mut result);
                    self.metered(room, least, |store| call.resume(store, out))
                }
                Held::Answered(call, value, cost) => {
                    if !self.store.data_mut().account.spend(cost) {
                        return self.fail(Failure::Fuel);
                    }
                    self.metered(room, 0, |store| {
                        call.resume(store, &[Val::I32(value)], &mut [])
                    })
                }
                Held::Nothing => match self.next.pop() {
                    Some(Step::Make) => match self.make() {
                        Ok(()) => continue,
                        Err(failure) => return self.fail(failure),
                    },
                    Some(Step::Errand(errand)) => {
                        let (name, args, _) = errand.call();
                        let Some(function) = self.export(name) else {
                            continue;
                        };
                        let args = args.map(Val::I32);
                        let params = function.ty(&self.store).params().len();
                        let args = args.get(..params).unwrap_or_default();
                        self.errand = Some(errand);
                        let out = self.result(&mut result);
                        self.metered(room, 0, |store| function.call_resumable(store, args, out))
                    }
                    Some(Step::Return(value)) => {
                        let Some((call, errand)) = self.waiting.take() else {
                            continue;
                        };
                        self.errand = errand;
                        let value = value.map(Val::I32);
                        let out = self.result(&mut result);
                        self.metered(room, 0, |store| call.resume(store, value.as_slice(), out))
                    }
                    Some(step) => match self.function(&step) {
                        Some(function) => self.metered(room, 0, |store| {
                            function.call_resumable(store, &[], &mut [])
                        }),
                        None => continue,
                    },
                    None => return self.done(),
                },
            };
            match outcome {
                Ok(ResumableCall::Finished) => {
                    if let Some(errand) = self.errand.take() {
                        let [result] = result;
                        let next = errand.next(result.i32().unwrap_or(0), &mut self.store);
                        match next {
                            Ok(next) => {
                                if let Some(turn) = self.go_on(next) {
                                    return turn;
                                }
                            }
                            Err(stop) => return self.stop(stop),
                        }
                    }
                }
                Ok(ResumableCall::OutOfFuel(call)) => {
                    let starved = call.required_fuel() > self.store.data().account.left();
                    self.held = Held::Starved(call);
                    if !starved {
                        return Turn::More;
                    }
                }
                Ok(ResumableCall::HostTrap(call)) => {
                    let stop = call.host_error().downcast_ref::<Stop>().cloned();
                    match (stop, self.store.data_mut().pending.take()) {
                        (Some(Stop::Ask), Some(ask)) => {
                            self.held = Held::Asking(call, ask.clone());
                            return ask;
                        }
                        (Some(Stop::Errand), _) => {
                            let errand = self.store.data_mut().errand.take();
                            if self.waiting.is_some() {
                                return self.stop(Stop::Trap(
                                    "the guest called its host while the host was at one of its buffers".to_owned(),
                                ));
                            }
                            self.next.extend(errand.map(Step::Errand));
                            self.waiting = Some((call, self.errand.take()));
                        }
                        (Some(stop), _) => return self.stop(stop),
                        (None, _) => return self.trap(call.host_error()),
                    }
                }
                Err(error) => match error.downcast_ref::<Stop>().cloned() {
                    Some(stop) => return self.stop(stop),
                    None => return self.trap(&error),
                },
            }
        }
    }

    /// Goes on with an errand; a turn ends when the guest asks.
    fn go_on(&mut self, next: Next) -> Option<Turn> {
        match next {
            Next::Call(errand) => self.next.push(Step::Errand(errand)),
            Next::Return(value) => self.next.push(Step::Return(value)),
            Next::Ask(ask) => {
                let (call, errand) = self.waiting.take()?;
                self.errand = errand;
                let turn = Turn::Ask(ask);
                self.held = Held::Asking(call, turn.clone());
                return Some(turn);
            }
            Next::Refused => self.unmake(),
            Next::Over => {}
        }
        None
    }

    /// Where the open call has its result, when it has one.
    fn result<'v>(&self, value: &'v mut [Val; 1]) -> &'v mut [Val] {
        let count = self.errand.as_ref().map_or(0, |errand| errand.call().2);
        value.get_mut(..count).unwrap_or_default()
    }

    /// The fuel that the current entry has used.
    #[must_use]
    pub fn fuel_used(&self) -> u64 {
        self.store.data().account.spent()
    }

    /// What the guest did and did not wait for, since the last time that this was called.
    pub fn effects(&mut self) -> Vec<TimedEffect> {
        self.store.data_mut().take_effects()
    }

    /// The Particle's state.
    #[must_use]
    pub fn state(&self) -> &State {
        &self.store.data().state
    }

    /// Takes the Particle's state out, where another instance has its turn now or none will have.
    #[must_use]
    pub fn take_state(&mut self) -> State {
        std::mem::take(&mut self.store.data_mut().state)
    }

    /// Gives the instance the Particle's state for its next turn.
    pub fn give_state(&mut self, state: State) {
        self.store.data_mut().state = state;
    }

    /// Tells the guest of its Particle anew, when properties have changed.
    pub fn set_about(&mut self, about: About) {
        self.store.data_mut().about = about;
    }

    /// Changes how much the guest may use: of memory from now on, of fuel from the next entry on.
    pub fn set_limits(&mut self, limits: Limits) {
        self.limits = limits;
        let made = self.exports.is_some();
        self.store.data_mut().bound(limits.memory, made);
    }

    /// The module of which this is an instance.
    #[must_use]
    pub fn module(&self) -> &Module {
        &self.module
    }

    /// Calls into the guest with a part of the budget, and settles the account.
    fn metered<R>(
        &mut self,
        room: u64,
        least: u64,
        call: impl FnOnce(&mut Store<Guest>) -> R,
    ) -> R {
        let part = self.store.data_mut().account.give(room, least);
        // metering is on, so neither can fail
        let _ = self.store.set_fuel(part);
        let outcome = call(&mut self.store);
        let unused = self.store.get_fuel().unwrap_or(0);
        self.store.data_mut().account.settle(unused);
        outcome
    }

    /// Makes the instance: memory, tables and globals. No code of the guest runs.
    fn make(&mut self) -> Result<(), Failure> {
        let pages = self.module.report().memory.initial;
        let memory = pages.saturating_mul(64 << 10);
        if memory > self.limits.memory {
            return Err(Failure::Trap(format!(
                "the module starts with {memory} bytes of memory and may have {}; raise the property `memory` or let it start with less",
                self.limits.memory
            )));
        }
        let bytes = self.module.wasm().len() as u64 + memory;
        let guest = self.store.data_mut();
        if !guest.account.spend(bytes / START_BYTES_PER_FUEL) {
            return Err(Failure::Fuel);
        }
        guest.bound(self.limits.memory, false);
        let made = self
            .module
            .linker()
            .instantiate_and_start(&mut self.store, self.module.compiled())
            .map_err(|error| Failure::Trap(format!("the module cannot start: {}", why(&error))))?;
        let memory = made.get_memory(&self.store, "memory");
        let guest = self.store.data_mut();
        guest.memory = memory;
        guest.bound(self.limits.memory, true);
        self.exports = Some(made);
        Ok(())
    }

    /// Forgets the instance, so that the next entry makes a new one. The state stays.
    fn unmake(&mut self) {
        self.held = Held::Nothing;
        self.next.clear();
        self.errand = None;
        self.waiting = None;
        self.exports = None;
        let point = self.store.data().about.point.clone();
        let nobody = Guest::new(About::new(point), State::default(), 0, 0);
        let new = store(&self.module, nobody);
        let guest = std::mem::replace(&mut self.store, new).into_data();
        *self.store.data_mut() = guest;
        self.store.data_mut().memory = None;
    }

    /// The function of a step, when the module has it.
    fn function(&self, step: &Step) -> Option<Func> {
        let name = match step {
            Step::Make | Step::Errand(_) | Step::Return(_) => return None,
            Step::Start => self.module.start()?,
            Step::Initialize => "_initialize",
            Step::Init => "mechtron_init",
            Step::Wave => "mechtron_wave",
        };
        self.export(name)
    }

    fn export(&self, name: &str) -> Option<Func> {
        self.exports?.get_func(&self.store, name)
    }

    fn done(&mut self) -> Turn {
        let guest = self.store.data_mut();
        guest.flush_all();
        let reply = guest.reply.take();
        guest.wave = None;
        Turn::Done(reply.unwrap_or_else(|| ReflectedCore::ok(Substance::Empty)))
    }

    /// Ends the run as a host function wants it.
    fn stop(&mut self, stop: Stop) -> Turn {
        match stop {
            Stop::Fuel => self.fail(Failure::Fuel),
            Stop::Trap(why) => self.fail(Failure::Trap(why)),
            // the stack of the guest was left as it was, so its memory is of no more use
            Stop::Exit(0) => {
                let done = self.done();
                self.unmake();
                done
            }
            Stop::Exit(code) => {
                self.store.data_mut().flush_all();
                let words = self.last_words();
                self.fail(Failure::Trap(format!(
                    "the guest ended itself with exit code {code}{words}"
                )))
            }
            Stop::Ask | Stop::Errand => self.fail(Failure::Trap(
                "the guest asked where it cannot be suspended".to_owned(),
            )),
        }
    }

    fn trap(&mut self, error: &Error) -> Turn {
        self.store.data_mut().flush_all();
        let Some(code) = error.as_trap_code() else {
            return self.fail(Failure::Trap(format!("the guest failed: {error}")));
        };
        let sentence = match code {
            TrapCode::OutOfFuel => return self.fail(Failure::Fuel),
            TrapCode::UnreachableCodeReached => {
                format!("the guest gave up (`unreachable`){}", self.last_words())
            }
            TrapCode::MemoryOutOfBounds => "the guest reached outside its memory".to_owned(),
            TrapCode::TableOutOfBounds => {
                "the guest reached outside a table, as by a function pointer that points nowhere"
                    .to_owned()
            }
            TrapCode::IndirectCallToNull => {
                "the guest called a function pointer that is null".to_owned()
            }
            TrapCode::BadSignature => {
                "the guest called a function pointer of another type".to_owned()
            }
            TrapCode::IntegerDivisionByZero => "the guest divided by zero".to_owned(),
            TrapCode::IntegerOverflow => {
                "the guest divided beyond what an integer holds".to_owned()
            }
            TrapCode::BadConversionToInteger => {
                "the guest made an integer of a number that is none, or too large".to_owned()
            }
            TrapCode::StackOverflow => format!(
                "the guest recursed too deep: more than {DEEPEST} calls, or {HIGHEST} bytes of stack"
            ),
            TrapCode::GrowthOperationLimited | TrapCode::OutOfSystemMemory => {
                "the guest needed more memory than there is".to_owned()
            }
        };
        self.fail(Failure::Trap(sentence))
    }

    /// The guest's own last error in its log, which is the nearest to a reason that it gave.
    fn last_words(&self) -> String {
        match &self.store.data().last_words {
            Some(words) => format!("; its last words were: {words}"),
            None => String::new(),
        }
    }

    fn fail(&mut self, failure: Failure) -> Turn {
        self.failed = true;
        self.held = Held::Nothing;
        self.next.clear();
        self.store.data_mut().flush_all();
        Turn::Failed(failure)
    }
}

/// Why an instance cannot be made, in words that are the same in every run: the interpreter's own name
/// a table by a number that no two instances share.
fn why(error: &Error) -> String {
    match error.kind() {
        ErrorKind::Instantiation(InstantiationError::ElementSegmentDoesNotFit {
            table_index,
            len,
            ..
        }) => format!("a segment of {len} elements does not fit into its table at {table_index}"),
        _ => error.to_string(),
    }
}

fn store(module: &Module, guest: Guest) -> Store<Guest> {
    let mut store = Store::new(module.engine(), guest);
    store.limiter(|guest| &mut guest.bounds);
    store
}
