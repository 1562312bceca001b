//! Kinds that may leave parts to the registry.
#![no_main]

use libfuzzer_sys::fuzz_target;
use orrery_space::KindTemplate;

fuzz_target!(|text: &str| {
    if let Some(template) = orrery_fuzz::text::<KindTemplate>(text)
        && let Ok(kind) = template.to_kind()
    {
        assert_eq!(KindTemplate::from(&kind).to_kind(), Ok(kind));
    }
});
