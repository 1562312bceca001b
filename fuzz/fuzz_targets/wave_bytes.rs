//! Waves from bytes.
#![no_main]

use libfuzzer_sys::fuzz_target;
use orrery_space::Wave;

fuzz_target!(|data: &[u8]| {
    let Ok(wave) = Wave::from_bytes(data) else {
        return;
    };
    let bytes = wave.to_bytes().expect("what was read can be written");
    assert_eq!(Wave::from_bytes(&bytes).as_ref(), Ok(&wave));
    let _ = wave.describe();
});
