//! Hierarchies.
#![no_main]

use libfuzzer_sys::fuzz_target;
use orrery_space::selector::Hierarchy;

fuzz_target!(|text: &str| {
    let _ = orrery_fuzz::text::<Hierarchy>(text);
});
