//! A stage for one guest: it plays the fabric, and prints what happens.

#![allow(dead_code, clippy::unwrap_used, clippy::expect_used)]

use std::sync::Arc;

use orrery_host::{About, Effect, Entry, Instance, Limits, Module, State, TimedEffect, Turn};
use orrery_space::LogLevel;
use orrery_space::{Agent, DirectedCore, ReflectedCore, StatusCode, Substance, Wave};

/// The imports that guests of tests use, so that each test shows only what it is about.
pub const IMPORTS: &str = r#"
  (import "cosmos" "field" (func $field (param i32 i32 i32) (result i32)))
  (import "cosmos" "header" (func $header (param i32 i32 i32 i32) (result i32)))
  (import "cosmos" "property" (func $property (param i32 i32 i32 i32) (result i32)))
  (import "cosmos" "body_kind" (func $body_kind (result i32)))
  (import "cosmos" "body" (func $body (param i32 i32) (result i32)))
  (import "cosmos" "reply" (func $reply (param i32 i32 i32 i32)))
  (import "cosmos" "reply_header" (func $reply_header (param i32 i32 i32 i32)))
  (import "cosmos" "ask" (func $ask (param i32 i32 i32 i32 i32 i32 i32) (result i32)))
  (import "cosmos" "ripple" (func $ripple (param i32 i32 i32 i32 i32 i32 i32) (result i32)))
  (import "cosmos" "pick" (func $pick (param i32) (result i32)))
  (import "cosmos" "answer_kind" (func $answer_kind (result i32)))
  (import "cosmos" "answer" (func $answer (param i32 i32) (result i32)))
  (import "cosmos" "answer_field" (func $answer_field (param i32 i32 i32) (result i32)))
  (import "cosmos" "answer_header" (func $answer_header (param i32 i32 i32 i32) (result i32)))
  (import "cosmos" "signal" (func $signal (param i32 i32 i32 i32 i32 i32 i32) (result i32)))
  (import "cosmos" "alarm" (func $alarm (param i64 i32 i32) (result i32)))
  (import "cosmos" "cancel" (func $cancel (param i32)))
  (import "cosmos" "get" (func $get (param i32 i32 i32 i32) (result i32)))
  (import "cosmos" "put" (func $put (param i32 i32 i32 i32) (result i32)))
  (import "cosmos" "delete" (func $delete (param i32 i32)))
  (import "cosmos" "keys" (func $keys (param i32 i32 i32 i32) (result i32)))
  (import "cosmos" "log" (func $log (param i32 i32 i32)))
  (import "cosmos" "now" (func $now (result i64)))
  (import "cosmos" "random" (func $random (param i32 i32)))
  (import "env" "abort" (func $abort (param i32 i32 i32 i32)))
  (import "env" "seed" (func $seed (result f64)))
  (import "env" "trace" (func $trace (param i32 i32 f64 f64 f64 f64 f64)))
  (import "wasi_snapshot_preview1" "fd_write" (func $fd_write (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "clock_time_get" (func $clock_time_get (param i32 i64 i32) (result i32)))
  (import "wasi_snapshot_preview1" "random_get" (func $random_get (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "proc_exit" (func $proc_exit (param i32)))
  (import "wasi_snapshot_preview1" "environ_sizes_get" (func $environ_sizes_get (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "path_open" (func $path_open (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
"#;

/// A module with every import, one page, data at 0, and that body of `mechtron_wave`.
pub fn guest(data: &str, wave: &str) -> Module {
    whole(&format!(
        r#"(memory (export "memory") 1) (data (i32.const 0) "{data}")
           (func (export "mechtron_wave") {wave})"#
    ))
}

/// A module with every import, the marker, and the rest as it is given.
pub fn whole(rest: &str) -> Module {
    load(&format!(
        r#"(module {IMPORTS} (func (export "mechtron_v1")) {rest})"#
    ))
}

pub fn load(wat: &str) -> Module {
    match Module::load(wat.as_bytes()) {
        Ok(module) => module,
        Err(error) => panic!("{}", error.sentence()),
    }
}

/// A guest on its stage.
pub struct Stage {
    pub instance: Instance,
    pub slice: u64,
    pub now_ms: u64,
    pub printed: String,
    answers: Vec<ReflectedCore>,
}

pub fn about() -> About {
    let mut about = About::new("localhost:guest".parse().unwrap());
    about.bundle = Some("localhost:repo:1.0.0".parse().unwrap());
    about.properties.insert("colour".into(), "grün".into());
    about
}

impl Stage {
    pub fn of(module: &Module) -> Self {
        Self::with(module, Limits::default(), State::default())
    }

    pub fn with(module: &Module, limits: Limits, state: State) -> Self {
        Self {
            instance: Instance::new(module, limits, about(), state, 7),
            slice: u64::MAX,
            now_ms: 1_000,
            printed: String::new(),
            answers: Vec::new(),
        }
    }

    /// Prepares the answer to the next ask; without one it is 404. A Ripple gets all that are left.
    pub fn answer(mut self, status: u16, body: Substance) -> Self {
        let core = ReflectedCore::new(StatusCode::new(status).unwrap(), body);
        self.answers.insert(0, core);
        self
    }

    pub fn init(&mut self) -> &mut Self {
        self.entry(Entry::Init)
    }

    pub fn ping(&mut self, body: Substance) -> &mut Self {
        self.ping_with("Ext<Say>", body)
    }

    pub fn ping_with(&mut self, method: &str, body: Substance) -> &mut Self {
        let mut core = DirectedCore::new(method.parse().unwrap(), body);
        core.headers.insert("tone".into(), "low".into());
        let wave = Wave::ping(
            5,
            Agent::Anonymous,
            "localhost:a".parse().unwrap(),
            "localhost:guest".parse().unwrap(),
            core,
        );
        self.entry(Entry::Wave(Arc::new(wave)))
    }

    /// Runs an entry to its end and prints it.
    pub fn entry(&mut self, entry: Entry) -> &mut Self {
        self.instance.begin(entry, self.now_ms);
        loop {
            let turn = self.instance.run(self.slice);
            for TimedEffect { effect, .. } in self.instance.effects() {
                self.print(&effect_line(&effect));
            }
            match turn {
                Turn::More => {}
                Turn::Ask(ask) => {
                    let line = format!("ask {} {}", ask.to, directed(&ask.core));
                    self.print(&line);
                    self.now_ms += 10;
                    let answer = self.answers.pop().unwrap_or_else(|| {
                        let reason = format!("no such particle: {}", ask.to.point);
                        ReflectedCore::fail(StatusCode::NOT_FOUND, reason)
                    });
                    self.instance.resume(answer, ask.to, self.now_ms);
                }
                Turn::Ripple(ripple) => {
                    let line = format!("ripple {} {}", ripple.to, directed(&ripple.core));
                    self.print(&line);
                    self.now_ms += 10;
                    let answers = std::mem::take(&mut self.answers).into_iter().rev();
                    let from = |no| format!("localhost:e{no}").parse().unwrap();
                    let answers = answers.enumerate().map(|(no, core)| (core, from(no)));
                    self.instance.resume_with(answers.collect(), self.now_ms);
                }
                Turn::Done(core) => {
                    let line = reflected(&core);
                    self.print(&line);
                    return self;
                }
                Turn::Failed(failure) => {
                    self.print(&format!("failed: {failure}"));
                    return self;
                }
            }
        }
    }

    pub fn print(&mut self, line: &str) {
        self.printed.push_str(line);
        self.printed.push('\n');
    }
}

/// What one Ping with the Text `hi` gives.
pub fn play(data: &str, wave: &str) -> String {
    let module = guest(data, wave);
    let mut stage = Stage::of(&module);
    stage.ping(Substance::Text("hi".into()));
    stage.printed
}

fn effect_line(effect: &Effect) -> String {
    match effect {
        Effect::Signal { to, core } => format!("signal {to} {}", directed(core)),
        Effect::Alarm { id, delay_ms, tag } => format!("alarm {id} in {delay_ms} ms: {tag}"),
        Effect::Cancel { id } => format!("cancel {id}"),
        Effect::Log { level, message } => {
            let level = match level {
                LogLevel::Trace => "trace",
                LogLevel::Debug => "debug",
                LogLevel::Info => "info",
                LogLevel::Warn => "warn",
                LogLevel::Error => "error",
            };
            format!("log {level}: {message}")
        }
    }
}

fn directed(core: &DirectedCore) -> String {
    format!("{} {} {}", core.method, core.uri, body(&core.body))
}

fn reflected(core: &ReflectedCore) -> String {
    let headers: String = core
        .headers
        .iter()
        .map(|(name, value)| format!(" [{name}: {value}]"))
        .collect();
    format!("{} {}{headers}", core.status, body(&core.body))
}

fn body(body: &Substance) -> String {
    format!("{} {}", body.kind(), body.text())
        .trim_end()
        .to_owned()
}
