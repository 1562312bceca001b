//! Points with variables, resolved.
#![no_main]

use libfuzzer_sys::fuzz_target;
use orrery_fuzz::{env, resolved};
use orrery_space::{Env, PointCtx, PointVar};

fuzz_target!(|text: &str| {
    if let Some(point) = orrery_fuzz::text::<PointVar>(text) {
        resolved(text, point.to_point(&env()));
        resolved(text, point.to_point(&Env::default()));
        resolved(text, point.resolve(&env()));
        resolved(text, point.collapse());
    }
    if let Some(point) = orrery_fuzz::text::<PointCtx>(text) {
        resolved(text, point.resolve(&env()));
        resolved(text, point.collapse());
    }
});
