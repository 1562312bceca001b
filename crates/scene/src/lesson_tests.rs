#![allow(clippy::unwrap_used, clippy::expect_used)]

use orrery_space::Command;

use super::*;

fn all() -> Vec<Lesson> {
    let parsed = ALL.map(|text| (heading(text).0, Lesson::parse(text)));
    parsed
        .into_iter()
        .map(|(title, lesson)| lesson.unwrap_or_else(|wrong| panic!("{title}: {wrong}")))
        .collect()
}

#[test]
fn every_lesson_has_its_steps_and_every_line_is_a_command() {
    for lesson in all() {
        let title = lesson.title;
        assert!((5..=9).contains(&lesson.steps.len()), "{title}");
        assert!(lesson.about.ends_with('.'), "{title}");
        let last = lesson.steps.last().unwrap();
        assert!(
            last.until.is_none() && last.text.contains("yours now"),
            "{title}"
        );
        let tried = lesson.steps.iter().map(|step| step.tries);
        let done = lesson.steps.iter().flat_map(|step| step.does.clone());
        let lines = lesson.begins.iter().copied().chain(done).chain(tried);
        for line in lines.filter(|line| !line.is_empty()) {
            assert!(line.parse::<Command>().is_ok(), "{title}: {line}");
        }
    }
}

#[test]
fn a_step_is_short_and_waits_for_what_it_offers() {
    for lesson in all() {
        for step in &lesson.steps {
            let sentences = step.text.matches(['.', '?', '!']).count();
            let words = step.text.split_whitespace().count();
            let place = format!("{}: {}", lesson.title, step.text);
            assert!(sentences <= 5 && words <= 40, "{words} words: {place}");
            assert!(step.tries.is_empty() || step.until.is_some(), "{place}");
        }
    }
}

#[test]
fn what_is_wrong_is_said_with_its_line() {
    let begin = "A title\nA sentence.\n";
    for (text, said) in [
        (
            "",
            "line 1: expected a title, and in the next line a sentence",
        ),
        (
            "A title",
            "line 1: expected a title, and in the next line a sentence",
        ),
        (
            "A title\nA sentence.\nping\n",
            "line 3: expected `> ` and a command, or a blank line",
        ),
        (
            "A title\nA sentence.\n",
            "line 2: expected a step behind a blank line",
        ),
        (
            "\n> ping a\n\nGo.\n",
            "line 5: the step above has no sentence",
        ),
        (
            "\nGo.\nlook: a\n",
            "line 5: `look:` is no part of a step; expected see, pane, show, try or until",
        ),
        (
            "\nGo.\npane: Sky\n",
            "line 5: there is no pane `Sky`; expected Points, Inspector, Console, Waves, Course",
        ),
        (
            "\nGo.\ntry: help\ntry: help\n",
            "line 6: the step has its `try:` already",
        ),
        (
            "\nGo.\nsee: moon a\n",
            "line 5: `moon a`: expected a point, `star` and its name, `lane` and its name, or `wave` and a filter",
        ),
        (
            "\nGo.\nuntil: it is so\n",
            "line 5: `it is so`: expected words, ` = ` and a goal",
        ),
        (
            "\nGo.\nuntil: so = cut\n",
            "line 5: `cut` needs to be told of what",
        ),
        (
            "\nGo.\nuntil: so = wave stauts:4\n",
            "line 5: `stauts` is nothing that a Wave has; expected from, to, any, kind, method, status, hops, fuel, took or is",
        ),
    ] {
        let text = if text.starts_with('\n') {
            format!("{begin}{text}")
        } else {
            text.to_owned()
        };
        // a lesson is a part of the program, so its text stays
        let wrong = Lesson::parse(Box::leak(text.into_boxed_str())).unwrap_err();
        assert_eq!(wrong.to_string(), said);
    }
}

#[test]
fn a_step_has_its_parts() {
    let lesson = Lesson::parse(
        "A title\nA sentence.\n> create localhost<Space>\n\nOne: two.\nThree.\n> help\nsee: localhost\npane: Waves\n\
         show: a => &;\ntry: help cut\nuntil: it is there = there localhost\n",
    )
    .unwrap();
    assert_eq!(lesson.begins, ["create localhost<Space>"]);
    let step = Step {
        text: "One: two. Three.".to_owned(),
        does: vec!["help"],
        sees: Some(Place::Point("localhost")),
        pane: "Waves",
        shows: "a => &;",
        tries: "help cut",
        until: Some(("it is there", Goal::There("localhost"))),
    };
    assert_eq!(lesson.steps, [step]);
}
