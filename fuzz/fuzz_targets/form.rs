//! Forms, url-encoded.
#![no_main]

use libfuzzer_sys::fuzz_target;
use orrery_space::MultipartForm;

fuzz_target!(|text: &str| {
    let _ = orrery_fuzz::text::<MultipartForm>(text);
});
