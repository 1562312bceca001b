//! Commands.
#![no_main]

use libfuzzer_sys::fuzz_target;
use orrery_space::Command;

fuzz_target!(|text: &str| {
    if let Some(command) = orrery_fuzz::text::<Command>(text) {
        assert!(text.trim_start().starts_with(command.word()));
        let _ = command.file();
    }
});
