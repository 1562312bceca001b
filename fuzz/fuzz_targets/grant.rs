//! Grants as they are kept, and conditions on properties.
#![no_main]

use libfuzzer_sys::fuzz_target;
use orrery_space::predicate::Where;
use orrery_space::security::IndexedAccessGrant;

fuzz_target!(|text: &str| {
    let _ = orrery_fuzz::text::<IndexedAccessGrant>(text);
    let _ = orrery_fuzz::text::<Where>(text);
});
