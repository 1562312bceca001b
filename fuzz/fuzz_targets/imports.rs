//! Guests that call every import with any numbers.
#![no_main]

use libfuzzer_sys::arbitrary::Unstructured;
use libfuzzer_sys::fuzz_target;
use orrery_fuzz::guest;

fuzz_target!(|data: &[u8]| {
    let mut input = Unstructured::new(data);
    let Ok(slices) = input.arbitrary::<[u16; 4]>() else {
        return;
    };
    if let Ok(wat) = guest::calls(&mut input) {
        guest::keeps_the_laws(wat.as_bytes(), &slices.map(u64::from));
    }
});
