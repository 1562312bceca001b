//! Patterns of Substances, resolved and held against bodies.
#![no_main]

use libfuzzer_sys::fuzz_target;
use orrery_fuzz::{env, resolved};
use orrery_space::pattern::PatternVar;
use orrery_space::{Substance, SubstancePattern};

fuzz_target!(|text: &str| {
    if let Some(pattern) = orrery_fuzz::text::<PatternVar>(text) {
        resolved(text, pattern.resolve(&env()));
    }
    let Some(pattern) = orrery_fuzz::text::<SubstancePattern>(text) else {
        return;
    };
    let texts = Substance::List(vec![
        Substance::Text("{}".into()),
        Substance::Text("".into()),
    ]);
    let map = Substance::Map([("a".into(), Substance::Int(1)), ("b".into(), texts.clone())].into());
    for body in [
        Substance::Empty,
        Substance::Bin([0].as_slice().into()),
        texts,
        map,
    ] {
        let _ = pattern.matches(&body);
        let _ = SubstancePattern::of(&body).matches(&body);
    }
});
