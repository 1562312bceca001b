//! Bodies that guests make: the first byte is the number of the kind, the rest the body.
#![no_main]

use libfuzzer_sys::fuzz_target;
use orrery_space::membrane;

fuzz_target!(|data: &[u8]| {
    let Some((kind, bytes)) = data.split_first() else {
        return;
    };
    let kind = i32::from(kind.cast_signed());
    if let Ok(body) = membrane::decode(kind, bytes) {
        assert_eq!(body.membrane_kind(), kind);
        orrery_fuzz::crosses(&body);
    }
});
