//! Every feature that the reference has or promises is either shown here by a test or told apart in
//! `docs/differences.md`; and so is every defect of it that is known.

mod lists;

use lists::{Lists, Rows};

const LISTS: Lists = Lists {
    page: "../../docs/differences.md",
    features: Rows {
        letter: "",
        last: 286,
    },
    defects: Rows {
        letter: "B",
        last: 64,
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
