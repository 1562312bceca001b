//! Bind documents.
#![no_main]

use libfuzzer_sys::fuzz_target;
use orrery_space::Bind;

fuzz_target!(|text: &str| {
    let _ = orrery_fuzz::text::<Bind>(text);
});
