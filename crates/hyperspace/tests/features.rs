//! Every feature of the reference's Hyperverse is either shown here by a test or told apart in
//! `docs/differences-hyperverse.md`; and so is every defect of it that is known.

#[path = "../../space/tests/lists/mod.rs"]
mod lists;

use lists::{Lists, Rows};

const LISTS: Lists = Lists {
    page: "../../docs/differences-hyperverse.md",
    features: Rows {
        letter: "H",
        last: 94,
    },
    defects: Rows {
        letter: "C",
        last: 16,
    },
};

#[test]
fn every_feature_is_shown_or_told_apart() {
    LISTS.every_feature_is_shown_or_told_apart();
}

#[test]
fn every_defect_is_settled_or_open() {
    LISTS.every_defect_is_settled_or_open();
}

#[test]
fn the_lists_are_in_order() {
    LISTS.they_are_in_order();
}

#[test]
fn every_named_test_is_there() {
    LISTS.every_named_test_is_there();
}
