//! Places and labels: what is printed is read, and what is wrong is told where it is.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::collections::BTreeSet;

use orrery_space::place::{Label, MOST_LABELS, Place};
use orrery_space::property::PropertyPattern;
use proptest::collection::{btree_map, btree_set};
use proptest::prelude::*;

fn label() -> impl Strategy<Value = String> {
    "[a-d0-9.-]{1,3}(=[a-d0-9.-]{1,3})?"
}

fn place() -> impl Strategy<Value = Place> {
    let weight = proptest::option::of(1_u32..=1_000_000);
    btree_map(label(), weight, 0..MOST_LABELS).prop_map(|parts| {
        let part = |(label, weight)| match weight {
            Some(weight) => format!(" {label}*{weight}"),
            None => format!("{label} "),
        };
        let parts: Vec<String> = parts.into_iter().map(part).collect();
        parts.join(",").parse().unwrap()
    })
}

#[test]
fn mistakes_are_told_where_they_are() {
    let wrong = |text: &str| {
        let error = text.parse::<Place>().unwrap_err();
        let first = error.diagnostics.first().unwrap();
        format!("`{}` {}", &text[first.span.clone()], first.message)
    };
    let no_label = "expected a label such as `ssd` or `zone=a`, found";
    assert_eq!(wrong("ssd, Zone"), format!("`Zone` {no_label} `Zone`"));
    assert_eq!(wrong("ssd,,hdd"), format!("`,` {no_label} none"));
    assert_eq!(wrong("ssd,"), format!("`` {no_label} none"));
    assert_eq!(wrong("a=b=c"), format!("`a=b=c` {no_label} `a=b=c`"));
    assert_eq!(wrong("a, a*2"), "`a*2` the label `a` is named already");
    let weight = "expected a weight from 1 to 1000000 such as `ssd*5`, found";
    assert_eq!(wrong("a*0"), format!("`a*0` {weight} `0`"));
    assert_eq!(wrong("a*+1"), format!("`a*+1` {weight} `+1`"));
    let many: Vec<String> = (0..=MOST_LABELS).map(|i| i.to_string()).collect();
    assert_eq!(
        wrong(&many.join(",")),
        "`16` a place names at most 16 labels"
    );
    assert!(PropertyPattern::Place.check("zone=a,ssd*5").is_ok());
    assert!(PropertyPattern::Place.check("zone a").is_err());
}

proptest! {
    #[test]
    fn what_is_printed_is_read(place in place()) {
        prop_assert_eq!(place.to_string().parse::<Place>().unwrap(), place);
    }

    #[test]
    fn any_text_ends_with_spans_inside_it(text in "[ -~é]{0,20}") {
        if let Err(error) = text.parse::<Place>() {
            for d in error.diagnostics {
                prop_assert!(text.get(d.span).is_some());
            }
        }
    }

    /// More labels never make a star fit less, nor stand lower.
    #[test]
    fn labels_never_harm(
        place in place(),
        some in btree_set(label(), 0..8),
        more in btree_set(label(), 0..8),
    ) {
        let read = |all: &BTreeSet<String>| -> BTreeSet<Label> {
            all.iter().map(|label| label.parse().unwrap()).collect()
        };
        let (few, all) = (read(&some), read(&(&some | &more)));
        prop_assert!(place.fits(&all) || !place.fits(&few));
        prop_assert!(place.standing(&all) >= place.standing(&few));
    }
}
