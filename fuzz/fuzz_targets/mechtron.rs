//! Mechtron documents.
#![no_main]

use libfuzzer_sys::fuzz_target;
use orrery_space::MechtronConfig;

fuzz_target!(|text: &str| {
    let _ = orrery_fuzz::text::<MechtronConfig>(text);
});
