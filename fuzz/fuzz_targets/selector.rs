//! Selectors, held against the hierarchy that may stand after a tab.
#![no_main]

use libfuzzer_sys::fuzz_target;
use orrery_space::Selector;
use orrery_space::selector::Hierarchy;

fuzz_target!(|text: &str| {
    let (selector, hierarchy) = text.split_once('\t').unwrap_or((text, ""));
    let selector = orrery_fuzz::text::<Selector>(selector);
    let (Some(selector), Ok(hierarchy)) = (selector, hierarchy.parse::<Hierarchy>()) else {
        return;
    };
    let point = hierarchy.point();
    if selector.matches(&hierarchy) {
        let root = selector.query_root();
        assert!(root == point || root.is_above(&point));
    }
    assert!(Selector::from(&point).matches(&hierarchy));
});
