//! What Orrery is measured against, natively and in a browser.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;

use orrery_host::{About, Entry, Instance, Limits, Module, State, Turn};
use orrery_space::core::{CmdMethod, DirectedCore, ReflectedCore};
use orrery_space::{Agent, Method, Point, Substance, Surface, Wave};

/// The least that could carry the same Waves: a queue, and a look at who is there.
pub struct Queue {
    waves: VecDeque<Box<Wave>>,
    registry: HashMap<Point, u32>,
    from: Surface,
    to: Surface,
    uuid: u128,
}

impl Queue {
    pub fn new(to: &Surface) -> Self {
        let from: Surface = "localhost:a".parse().unwrap();
        let mut registry = HashMap::new();
        registry.insert(from.point.clone(), 0);
        registry.insert(to.point.clone(), 1);
        Self {
            waves: VecDeque::new(),
            registry,
            from,
            to: to.clone(),
            uuid: 0,
        }
    }

    pub fn ping_pong(&mut self, n: u32) {
        for _ in 0..n {
            self.uuid += 1;
            let core = DirectedCore::new(Method::Cmd(CmdMethod::Bounce), Substance::Empty);
            let (from, to) = (self.from.clone(), self.to.clone());
            let wave = Wave::ping(self.uuid, Agent::HyperUser, from, to, core);
            self.waves.push_back(Box::new(wave));
            while let Some(mut wave) = self.waves.pop_front() {
                let to = wave.to().map(|to| &to.point);
                assert!(to.is_some_and(|to| self.registry.contains_key(to)));
                self.uuid += 1;
                let core = ReflectedCore::ok(Substance::Empty);
                if let Some(pong) = wave.reflect(self.uuid, core) {
                    *wave = pong;
                    self.waves.push_back(wave);
                }
            }
        }
    }
}

/// A guest behind its membrane.
pub struct Hosted(Instance, Wave);

impl Hosted {
    pub fn new(wat: &[u8]) -> Self {
        let module = Module::load(wat).unwrap();
        let about = About::new("localhost:echo".parse().unwrap());
        let instance = Instance::new(&module, Limits::default(), about, State::default(), 7);
        let core = DirectedCore::new("Ext<Say>".parse().unwrap(), Substance::Text("hi".into()));
        let (from, to) = (
            "localhost:a".parse().unwrap(),
            "localhost:echo".parse().unwrap(),
        );
        Self(instance, Wave::ping(1, Agent::HyperUser, from, to, core))
    }

    pub fn call(&mut self, n: u32) {
        for _ in 0..n {
            self.0.begin(Entry::Wave(Arc::new(self.1.clone())), 0);
            assert!(matches!(self.0.run(u64::MAX), Turn::Done(_)));
        }
    }
}

/// The echo as wasmi runs it, with two imports that do no more than they must.
pub struct Guest {
    store: wasmi::Store<Vec<u8>>,
    wave: wasmi::TypedFunc<(), ()>,
}

impl Guest {
    pub fn new(wat: &[u8]) -> Self {
        let engine = wasmi::Engine::default();
        let wasm = wat::parse_bytes(wat).unwrap();
        let module = wasmi::Module::new(&engine, &wasm).unwrap();
        let mut store = wasmi::Store::new(&engine, Vec::new());
        let mut linker = wasmi::Linker::new(&engine);
        linker
            .func_wrap(
                "cosmos",
                "body",
                |mut caller: wasmi::Caller<'_, Vec<u8>>, at: u32, _: u32| -> i32 {
                    let memory = caller.get_export("memory").unwrap().into_memory().unwrap();
                    memory.write(&mut caller, at as usize, b"hi").unwrap();
                    2
                },
            )
            .unwrap();
        linker
            .func_wrap(
                "cosmos",
                "reply",
                |mut caller: wasmi::Caller<'_, Vec<u8>>, _: i32, _: i32, at: u32, len: u32| {
                    let memory = caller.get_export("memory").unwrap().into_memory().unwrap();
                    let (at, len) = (at as usize, len as usize);
                    let body = memory.data(&caller)[at..at + len].to_vec();
                    *caller.data_mut() = body;
                },
            )
            .unwrap();
        let instance = linker.instantiate_and_start(&mut store, &module).unwrap();
        let wave = instance.get_typed_func(&store, "mechtron_wave").unwrap();
        Self { store, wave }
    }

    pub fn call(&mut self, n: u32) {
        for _ in 0..n {
            self.wave.call(&mut self.store, ()).unwrap();
            assert_eq!(self.store.data(), b"hi");
        }
    }
}

/// A guest that only computes, as wasmi runs it: with or without counting what it does.
pub struct Computing {
    store: wasmi::Store<()>,
    wave: wasmi::TypedFunc<(), ()>,
    metered: bool,
}

impl Computing {
    pub fn new(wat: &[u8], metered: bool) -> Self {
        let mut config = wasmi::Config::default();
        config
            .consume_fuel(metered)
            .compilation_mode(wasmi::CompilationMode::Eager);
        let engine = wasmi::Engine::new(&config);
        let wasm = wat::parse_bytes(wat).unwrap();
        let module = wasmi::Module::new(&engine, &wasm).unwrap();
        let mut store = wasmi::Store::new(&engine, ());
        let mut linker = wasmi::Linker::new(&engine);
        linker
            .func_wrap("cosmos", "reply", |_: i32, _: i32, _: i32, _: i32| {})
            .unwrap();
        let instance = linker.instantiate_and_start(&mut store, &module).unwrap();
        let wave = instance.get_typed_func(&store, "mechtron_wave").unwrap();
        Self {
            store,
            wave,
            metered,
        }
    }

    pub fn call(&mut self, n: u32) {
        for _ in 0..n {
            if self.metered {
                self.store.set_fuel(u64::MAX).unwrap();
            }
            self.wave.call(&mut self.store, ()).unwrap();
        }
    }
}
