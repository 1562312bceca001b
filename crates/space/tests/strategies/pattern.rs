//! Patterns of Substances, and bodies that meet them.

use std::collections::BTreeMap;

use orrery_space::format::Format;
use orrery_space::pattern::{Length, MapPattern, Shape, Structure, Validator};
use orrery_space::{Substance, SubstanceKind, SubstancePattern};
use proptest::collection::{btree_map, vec};
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;
use smol_str::SmolStr;

use super::bodies::example;
use super::{json, method, point, text};

/// Kinds that are often the same.
fn few_kinds() -> impl Strategy<Value = SubstanceKind> {
    use SubstanceKind::{Bin, Empty, Int, Json, List, Map, Text};
    select(vec![Text, Text, Int, Bin, Empty, List, Map, Json])
}

fn length() -> impl Strategy<Value = Length> {
    prop_oneof![
        Just(Length::Any),
        (0..4_u32).prop_map(Length::exactly),
        (0..3_u32, 0..3_u32).prop_map(|(least, more)| Length::Between {
            least,
            most: least + more,
        }),
    ]
}

fn validator() -> BoxedStrategy<Validator> {
    (super::call(), option::of(point()))
        .prop_map(|(call, config)| Validator { call, config })
        .boxed()
}

fn patterns(
    kinds: BoxedStrategy<SubstanceKind>,
    names: &'static str,
    formats: BoxedStrategy<Option<Format>>,
) -> BoxedStrategy<SubstancePattern> {
    let validators = option::weighted(0.1, validator());
    let plain = prop_oneof![
        3 => kinds.clone().prop_map(Structure::Kind),
        1 => (kinds, length()).prop_map(|(of, length)| Structure::List { of, length }),
    ];
    let exact = (plain, formats, validators.clone()).prop_map(shape);
    let leaf = prop_oneof![
        1 => Just(SubstancePattern::Any),
        1 => Just(SubstancePattern::None),
        6 => exact,
    ];
    leaf.prop_recursive(3, 12, 3, move |inner| {
        let map = (
            btree_map(text(names), inner.clone(), 0..3),
            option::of(inner),
        )
            .prop_map(|(required, others)| Structure::Map(MapPattern { required, others }));
        (map, Just(None), validators.clone()).prop_map(shape)
    })
    .boxed()
}

fn shape(
    (structure, format, validator): (Structure, Option<Format>, Option<Validator>),
) -> SubstancePattern {
    SubstancePattern::Exact(Box::new(Shape {
        structure,
        format,
        validator,
    }))
}

pub fn substance_kind() -> BoxedStrategy<SubstanceKind> {
    select(SubstanceKind::ALL).boxed()
}

/// Any pattern.
pub fn substance_pattern() -> BoxedStrategy<SubstancePattern> {
    let formats = option::weighted(0.3, select(Format::ALL)).boxed();
    patterns(substance_kind(), "[a-z0-9-]{1,4}", formats)
}

/// A body of that kind, and of that format.
fn of_kind(kind: SubstanceKind, format: Option<Format>) -> BoxedStrategy<Substance> {
    let svg = select(
        &[
            "<svg/>",
            "<?xml version=\"1.0\"?>\n<!-- a -->\n<!DOCTYPE svg>\n<svg width=\"1\"></svg>",
        ][..],
    );
    const FIRST: &[&[u8]] = &[
        b"\x89PNG\r\n\x1a\n",
        b"\xff\xd8\xff",
        b"GIF89a",
        b"RIFF\0\0\0\0WEBPVP8 ",
    ];
    let image = select(FIRST);
    match (kind, format) {
        (SubstanceKind::Text, None) => text("(?s).{0,4}").prop_map(Substance::Text).boxed(),
        (SubstanceKind::Text, Some(Format::Json)) => {
            json().prop_map(|j| j.to_string().into()).boxed()
        }
        (SubstanceKind::Text, Some(Format::Image)) => svg.prop_map(Substance::from).boxed(),
        (SubstanceKind::Bin, Some(Format::Json)) => json()
            .prop_map(|j| j.to_string().into_bytes().into())
            .boxed(),
        (SubstanceKind::Bin, Some(Format::Image)) => (image, vec(any::<u8>(), 0..4))
            .prop_map(|(first, rest)| [first, &rest].concat().into())
            .boxed(),
        (SubstanceKind::Json, _) => json().prop_map(Substance::from).boxed(),
        (SubstanceKind::Int, _) => any::<i64>().prop_map(Substance::Int).boxed(),
        (kind, _) => Just(example(kind)).boxed(),
    }
}

/// A body that the pattern takes.
pub fn fitting(pattern: &SubstancePattern) -> BoxedStrategy<Substance> {
    let shape = match pattern {
        SubstancePattern::Any => return any_body(),
        SubstancePattern::None => return Just(Substance::Empty).boxed(),
        SubstancePattern::Exact(shape) => shape,
    };
    match &shape.structure {
        Structure::Kind(kind) => of_kind(*kind, shape.format),
        Structure::List { of, length } => {
            let count = match length {
                Length::Any => 0..=3,
                Length::Between { least, most } => *least as usize..=*most as usize,
            };
            vec(of_kind(*of, shape.format), count)
                .prop_map(Substance::List)
                .boxed()
        }
        Structure::Map(map) => {
            let required: Vec<BoxedStrategy<(SmolStr, Substance)>> = map
                .required
                .iter()
                .map(|(name, pattern)| {
                    let name = name.clone();
                    fitting(pattern)
                        .prop_map(move |entry| (name.clone(), entry))
                        .boxed()
                })
                .collect();
            // The names that patterns have are lower-case.
            let others = match &map.others {
                None => Just(BTreeMap::new()).boxed(),
                Some(pattern) => btree_map(text("[A-Z]"), fitting(pattern), 0..3).boxed(),
            };
            (required, others)
                .prop_map(|(required, mut entries)| {
                    entries.extend(required);
                    Substance::Map(entries)
                })
                .boxed()
        }
    }
}

fn any_body() -> BoxedStrategy<Substance> {
    few_kinds()
        .prop_flat_map(|kind| of_kind(kind, None))
        .prop_recursive(2, 6, 3, |inner| {
            prop_oneof![
                vec(inner.clone(), 0..4).prop_map(Substance::List),
                btree_map(text("[ab]"), inner, 0..3).prop_map(Substance::Map),
            ]
        })
        .boxed()
}

/// A pattern that some body fits, and such a body.
pub fn pattern_and_fitting() -> BoxedStrategy<(SubstancePattern, Substance)> {
    let formats = Just(None).boxed();
    let formatted = (
        select(vec![SubstanceKind::Text, SubstanceKind::Bin]),
        select(Format::ALL),
        option::of(length()),
    )
        .prop_map(|(kind, format, length)| {
            let structure = match length {
                Some(length) => Structure::List { of: kind, length },
                None => Structure::Kind(kind),
            };
            shape((structure, Some(format), None))
        });
    prop_oneof![
        3 => patterns(substance_kind(), "[a-z]{1,2}", formats),
        1 => formatted,
    ]
    .prop_flat_map(|pattern| {
        let body = fitting(&pattern);
        (Just(pattern), body)
    })
    .boxed()
}

/// A pattern and a body over few kinds and two names, which often meet.
pub fn pattern_and_body() -> BoxedStrategy<(SubstancePattern, Substance)> {
    let formats = option::weighted(0.2, select(Format::ALL)).boxed();
    (patterns(few_kinds().boxed(), "[ab]", formats), any_body()).boxed()
}
