//! Surfaces.
#![no_main]

use libfuzzer_sys::fuzz_target;
use orrery_space::Surface;

fuzz_target!(|text: &str| {
    let _ = orrery_fuzz::text::<Surface>(text);
});
