//! Substances from JSON, and through the membrane.
#![no_main]

use libfuzzer_sys::fuzz_target;
use orrery_space::Substance;

fuzz_target!(|text: &str| {
    let Ok(body) = serde_json::from_str::<Substance>(text) else {
        return;
    };
    orrery_fuzz::json(&body);
    orrery_fuzz::crosses(&body);
    let _ = body.text();
});
