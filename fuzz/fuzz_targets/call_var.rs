//! Calls and texts with variables, resolved.
#![no_main]

use libfuzzer_sys::fuzz_target;
use orrery_fuzz::{env, resolved, taken};
use orrery_space::{CallVar, Subst};

fuzz_target!(|text: &str| {
    if let Some(call) = orrery_fuzz::text::<CallVar>(text) {
        resolved(text, call.resolve(&env()));
    }
    if let Some(subst) = orrery_fuzz::text::<Subst>(text) {
        let _ = taken(text, subst.resolve(&env()));
    }
});
