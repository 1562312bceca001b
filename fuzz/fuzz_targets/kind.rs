//! Kinds.
#![no_main]

use libfuzzer_sys::fuzz_target;
use orrery_space::Kind;

fuzz_target!(|text: &str| {
    let _ = orrery_fuzz::text::<Kind>(text);
});
