//! Waves from JSON, and on to bytes.
#![no_main]

use libfuzzer_sys::fuzz_target;
use orrery_space::Wave;

fuzz_target!(|text: &str| {
    let Ok(wave) = serde_json::from_str::<Wave>(text) else {
        return;
    };
    orrery_fuzz::json(&wave);
    if let Ok(bytes) = wave.to_bytes() {
        assert_eq!(Wave::from_bytes(&bytes).as_ref(), Ok(&wave));
    }
});
