//! Surfaces, their topics and layers, and the selectors of surfaces.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::str::FromStr;

use expect_test::{Expect, expect};
use orrery_space::grammar::{Expected, Noun, expect_at};
use orrery_space::surface_selector::SurfaceSelector;
use orrery_space::value_pattern::ValuePattern;
use orrery_space::{Layer, ParseError, Point, Surface, Topic};
use proptest::prelude::*;

mod strategies;

fn surface(text: &str) -> Surface {
    text.parse().expect("a surface")
}

fn selector(text: &str) -> SurfaceSelector {
    text.parse().expect("a surface selector")
}

fn refused<T: FromStr<Err = ParseError>>(text: &str, expected: Expect) {
    let error = text.parse::<T>().err().expect("a text that is refused");
    let rendered = error.render(text);
    let lines: Vec<&str> = rendered.lines().map(str::trim_end).collect();
    expected.assert_eq(&lines.join("\n"));
}

#[test]
fn a_surface_without_more_is_the_core() {
    let core = surface("localhost:app");
    assert_eq!(
        core,
        Surface::from("localhost:app".parse::<Point>().unwrap())
    );
    assert_eq!(
        (core.layer, &core.topic),
        (Layer::default(), &Topic::default())
    );
    assert_eq!(Layer::default(), Layer::Core);
    assert_eq!(core.to_string(), "localhost:app@Core");
}

#[test]
fn surfaces_are_read_as_they_are_printed() {
    for (text, layer, topic) in [
        ("localhost@Gravity", Layer::Gravity, Topic::None),
        (
            "<<STAR::central:fold[0]>>::star@Core",
            Layer::Core,
            Topic::None,
        ),
        ("localhost:app@Portal+Topic<!>", Layer::Portal, Topic::Not),
        ("repo:1.0.0:/a.txt@Guest+Topic<*>", Layer::Guest, Topic::Any),
        ("ROOT@Shell+Topic<Cli>", Layer::Shell, Topic::Cli),
        (
            "localhost:app@Host+Topic<Uuid>(00000000-0000-0000-0000-000000000007)",
            Layer::Host,
            Topic::Uuid(7),
        ),
        (
            "localhost:app@Field+Topic<Path>(news:local)",
            Layer::Field,
            Topic::Path(vec!["news".into(), "local".into()]),
        ),
    ] {
        let read = surface(text);
        assert_eq!((read.layer, &read.topic), (layer, &topic), "{text}");
        assert_eq!(read.to_string(), text);
    }
}

#[test]
fn topics_are_read_as_they_are_printed() {
    for (text, topic) in [
        ("", Topic::None),
        ("Topic<!>", Topic::Not),
        ("Topic<*>", Topic::Any),
        ("Topic<Cli>", Topic::Cli),
        (
            "Topic<Path>(a:b)",
            Topic::Path(vec!["a".into(), "b".into()]),
        ),
    ] {
        assert_eq!(text.parse(), Ok(topic.clone()), "{text}");
        assert_eq!(topic.to_string(), text);
    }
}

#[test]
fn a_surface_is_the_text_of_its_selector() {
    for (of, printed, topic) in [
        ("localhost@Core", "localhost@Core", ValuePattern::Any),
        ("localhost", "localhost@Core", ValuePattern::Any),
        ("a@Shell+Topic<*>", "a@Shell", ValuePattern::Any),
        ("a@Shell+Topic<!>", "a@Shell+Topic<!>", ValuePattern::None),
        (
            "[hub]::a@Field+Topic<Cli>",
            "[hub]::a@Field+Topic<Cli>",
            ValuePattern::Exact(Topic::Cli),
        ),
    ] {
        let from = SurfaceSelector::from(&surface(of));
        assert_eq!(from, selector(of), "{of}");
        assert_eq!(from.to_string(), printed);
        assert_eq!(from.topic(), &topic, "{of}");
    }
}

/// A selector, and the letters of the surfaces that it admits.
#[test]
fn what_a_surface_selector_admits() {
    let surfaces = [
        ('a', "localhost@Core"),
        ('b', "localhost@Core+Topic<Cli>"),
        ('c', "localhost:app@Core+Topic<Cli>"),
        ('d', "localhost:app@Shell+Topic<Path>(a:b)"),
        ('e', "localhost:app@Shell+Topic<!>"),
        ('f', "GLOBAL::executor@Core"),
    ];
    for (text, admitted) in [
        ("*@*", "abcdef"),
        ("*", "abcf"),
        ("*@Core", "abcf"),
        ("*@*+Topic<*>", "abcdef"),
        ("*@*+Topic<!>", "aef"),
        ("*@*+Topic<Cli>", "bc"),
        ("localhost", "ab"),
        ("localhost:app@*", "cde"),
        ("localhost:app@Shell+Topic<Path>(a:b)", "d"),
        ("localhost:app@Shell+Topic<Path>(a:c)", ""),
        ("executor", ""),
        ("GLOBAL::executor", "f"),
        ("!@*", ""),
        ("*@!", ""),
    ] {
        let selector = selector(text);
        let found: String = surfaces
            .iter()
            .filter_map(|(letter, text)| selector.matches(&surface(text)).then_some(*letter))
            .collect();
        assert_eq!(found, admitted, "{text}");
    }
}

#[test]
fn surface_selectors_that_cannot_be_read() {
    refused::<SurfaceSelector>(
        "",
        expect![[r#"
        error[expected]: expected a point such as `localhost:app`, but there is no text
          |
        1 |
          | ^"#]],
    );
    refused::<SurfaceSelector>(
        "**@Core",
        expect![[r#"
        error[expected]: expected the end of the surface selector, found `*`
          |
        1 | **@Core
          |  ^"#]],
    );
    refused::<SurfaceSelector>(
        "*@core",
        expect![[r#"
        error[unknown-layer]: expected a layer such as `Field` or `Core`, found `core`
          |
        1 | *@core
          |   ^^^^
          |
          = help: did you mean `Core`?"#]],
    );
    refused::<SurfaceSelector>(
        "*@Core+",
        expect![[r#"
        error[expected]: expected `Topic<`, but the text ends here
          |
        1 | *@Core+
          |        ^"#]],
    );
    refused::<SurfaceSelector>(
        "*@Core+Topic<Clj>",
        expect![[r#"
        error[unknown-topic]: expected a topic such as `Cli` or `*`, found `Clj`
          |
        1 | *@Core+Topic<Clj>
          |              ^^^
          |
          = help: did you mean `Cli`?"#]],
    );
    refused::<SurfaceSelector>(
        "*+Topic<Cli>",
        expect![[r#"
        error[expected]: expected `@` and a layer before a topic
          |
        1 | *+Topic<Cli>
          |  ^
          |
          = help: write `*@Core+Topic<Cli>`"#]],
    );
    refused::<SurfaceSelector>(
        "localhost:App@*",
        expect![[r#"
        error[capital]: `App` has a capital letter
          |
        1 | localhost:App@*
          |           ^^^
          |
          = help: points are written in lower case: `app`"#]],
    );
    refused::<SurfaceSelector>(
        "localhost@*!",
        expect![[r#"
        error[expected]: expected the end of the surface selector, found `!`
          |
        1 | localhost@*!
          |            ^"#]],
    );
}

#[test]
fn what_may_come_next_in_a_surface_selector() {
    let next = |text: &str| expect_at(Noun::SurfaceSelector, text, text.len()).1;
    for text in ["", "localhost@"] {
        let next = next(text);
        assert!(next.contains(&Expected::Text("*")), "{next:?} after {text}");
        assert!(next.contains(&Expected::Text("!")), "{next:?} after {text}");
    }
    assert!(next("*").contains(&Expected::Text("@")));
    assert!(next("*@*").contains(&Expected::Text("+")));
}

#[test]
fn long_surface_selectors_end() {
    for part in ["*", "!", "@", "*@", "a:", "+Topic<", "Topic<Path>(a:"] {
        let text = part.repeat(60_000 / part.len());
        assert!(text.parse::<SurfaceSelector>().is_err(), "{part}");
        let text = format!("*@*+Topic<Path>({text}");
        assert!(text.parse::<SurfaceSelector>().is_err(), "{part}");
    }
}

proptest! {
    #[test]
    fn the_selector_of_a_surface_admits_it(surface in strategies::surface()) {
        let selector = SurfaceSelector::from(&surface);
        prop_assert!(selector.matches(&surface));
        prop_assert_eq!(&surface.to_string().parse::<SurfaceSelector>().unwrap(), &selector);
        let elsewhere = Surface { point: surface.point.push(orrery_space::Segment::Base("x".into())), ..surface };
        prop_assert!(!selector.matches(&elsewhere));
    }

    /// A selector admits what each of its parts admits.
    #[test]
    fn every_part_is_compared((selector, surface) in strategies::meeting_surfaces()) {
        let point = match selector.point() {
            ValuePattern::Any => true,
            ValuePattern::None => false,
            ValuePattern::Exact(point) => *point == surface.point,
        };
        let layer = match selector.layer() {
            ValuePattern::Any => true,
            ValuePattern::None => false,
            ValuePattern::Exact(layer) => *layer == surface.layer,
        };
        let topic = match selector.topic() {
            ValuePattern::Any => true,
            ValuePattern::None => matches!(surface.topic, Topic::None | Topic::Not),
            ValuePattern::Exact(topic) => *topic == surface.topic,
        };
        prop_assert_eq!(selector.matches(&surface), point && layer && topic);
    }
}
