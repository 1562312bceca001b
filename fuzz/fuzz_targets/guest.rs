//! Guests of any code that is valid, with any imports of the membrane.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::arbitrary::Unstructured;
use libfuzzer_sys::fuzz_target;
use orrery_fuzz::guest;
use wasm_smith::{Config, Module};

/// The exports of a Mechtron.
const EXPORTS: &str = r#"(memory (export "memory") 1 20) (func (export "mechtron_v1"))
    (func (export "mechtron_wave")) (func (export "mechtron_init"))"#;

static SHAPE: LazyLock<(Vec<u8>, Vec<u8>)> = LazyLock::new(|| {
    let wasm = |wat: &str| match orrery_host::Module::load(wat.as_bytes()) {
        Ok(module) => module.wasm().to_vec(),
        Err(error) => panic!("{}", error.sentence()),
    };
    (
        wasm(&guest::with_imports(EXPORTS)),
        wasm(&format!("(module {EXPORTS})")),
    )
});

fuzz_target!(|data: &[u8]| {
    let mut input = Unstructured::new(data);
    let (imports, exports) = SHAPE.clone();
    let config = Config {
        available_imports: Some(imports),
        exports: Some(exports),
        max_imports: 40,
        max_memories: 1,
        max_memory32_bytes: 64 << 20,
        max_tables: 4,
        max_instructions: 400,
        exceptions_enabled: false,
        gc_enabled: false,
        memory64_enabled: false,
        relaxed_simd_enabled: false,
        simd_enabled: false,
        tail_call_enabled: false,
        threads_enabled: false,
        custom_page_sizes_enabled: false,
        wide_arithmetic_enabled: false,
        shared_everything_threads_enabled: false,
        ..Config::default()
    };
    let slices: Vec<u64> = match input.arbitrary::<[u16; 4]>() {
        Ok(slices) => slices.map(u64::from).into(),
        Err(_) => return,
    };
    let Ok(module) = Module::new(config, &mut input) else {
        return;
    };
    let wasm = module.to_bytes();
    assert!(!guest::is_invalid(&wasm), "it keeps the rules");
    guest::keeps_the_laws(&wasm, &slices);
});
