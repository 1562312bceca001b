#![allow(clippy::unwrap_used, clippy::expect_used)]

use orrery_space::Kind;

use super::*;
use crate::sample::Sample;

fn draft(text: &str, point: &str) -> Draft {
    Draft {
        noun: Noun::Wat,
        text: text.into(),
        point: point.into(),
        ..Draft::default()
    }
}

#[test]
fn a_mistake_is_told_by_line_and_column() {
    let text = "(module\n  ü (fun))";
    let place = text.find("fun").unwrap();
    let wrong = Diagnostic::error("wat", place..place + 3, "no")
        .hint("a")
        .hint("b");
    let reading = wat(
        &Ledger::default(),
        &draft(text, "localhost:draft"),
        Err(vec![wrong]),
    );
    let [mistake] = &reading.mistakes[..] else {
        panic!()
    };
    assert_eq!((mistake.line, mistake.column), (2, 6));
    assert_eq!(mistake.place, 14..17);
    assert_eq!(
        (mistake.message.as_str(), mistake.hint.as_str()),
        ("no", "a; b")
    );
    assert!(reading.lines.is_empty(), "what is wrong is not made live");
}

#[test]
fn what_it_imports_and_exports_is_said_in_sentences() {
    let row = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    let rows = vec![
        row("size", "80 bytes"),
        row("functions", "2"),
        row("memory", "64 KiB at its start"),
        row("import cosmos.ask", "(i32) -> i32"),
        row("import else.where", "() -> ()"),
        row("export mechtron_wave", "func () -> ()"),
    ];
    let reading = wat(&Ledger::default(), &draft("", "localhost:draft"), Ok(rows));
    let said: Vec<String> = reading
        .says
        .iter()
        .map(|s| format!("{} {}", s.of, s.text))
        .collect();
    assert_eq!(
        said,
        [
            "cosmos.ask sends a Ping of its own and waits for the Pong",
            "else.where is imported as () -> ()",
            "mechtron_wave is called once for each Wave",
            "module 80 bytes as a binary, 2 functions of its own, 64 KiB at its start",
        ]
    );
}

#[test]
fn the_point_must_do() {
    let sample = Sample::new();
    let said = |point: &str| {
        let reading = wat(&sample.ledger, &draft("", point), Ok(Vec::new()));
        (reading.point.unwrap(), reading.lines)
    };
    assert_eq!(
        said("localhost:draft"),
        (
            Ok("nothing is there yet".into()),
            vec!["launch ^[ draft.wat ]-> localhost:draft".into()]
        )
    );
    let (why, lines) = said("localhost");
    assert_eq!(
        why,
        Err("a Space is there already; choose another Point".into())
    );
    assert!(lines.is_empty());
    let (why, lines) = said("localhost:Draft");
    assert!(why.unwrap_err().contains("draft"), "it says what was meant");
    assert!(lines.is_empty());
}

fn bind_of(sample: &Sample, text: &str, trial: &str) -> Reading {
    let draft = Draft {
        noun: Noun::Bind,
        text: text.into(),
        point: "localhost".into(),
        trial: trial.into(),
        ..Draft::default()
    };
    bind(&sample.ledger, &draft, |path, _| path.as_bytes().to_vec())
}

#[test]
fn it_is_said_which_route_a_wave_takes_and_why_not_another() {
    let text = "Bind(version=1.0.0) {
        Route<Ext<Say>> -> localhost:echo => &;
        Route<Http> -> {
            <Get>/users/{id} -> (()) => &;
            <*>(noauth) -> !401;
            <*> -> !404;
        }
    }";
    let said = |trial: &str| {
        let reading = bind_of(&Sample::new(), text, trial);
        let said = reading
            .says
            .iter()
            .map(|s| format!("{}|{}|{}", s.glyph, s.of, s.text));
        said.collect::<Vec<_>>()
    };
    assert_eq!(
        said("ping localhost^Http<Get>/users/7"),
        [
            "|Route<Ext<Say>>|expected a method of `Route<Ext<Say>>`",
            "ready|Route<Http> <Get>/users/{id}|is taken: -> (()) => &; id is 7",
            "|Route<Http> <*>(noauth)|the filter `(noauth)` does not hold",
            "|Route<Http> <*>|an earlier route is chosen",
        ]
    );
    assert_eq!(
        said("ping localhost Ext<Sing>").last().unwrap(),
        "refused|none|no route is for Ext<Sing> /: the answer is 404"
    );
    assert!(said("get localhost")[0].starts_with("note||the line that tries it sends no Wave"));
    assert!(said("pong")[0].contains("did you mean `ping`?"));
}

#[test]
fn a_bind_is_published_beside_its_particle_and_made_its_bind() {
    let mut sample = Sample::new();
    let text = "Bind(version=1.0.0) { }";
    let reading = bind_of(&sample, text, "");
    assert_eq!(
        reading.lines,
        [
            "create localhost:binds<Repo>",
            "create localhost:binds:localhost<BundleSeries>",
            "publish ^[ localhost.zip ]-> localhost:binds:localhost:1.0.0",
            "set localhost{ +bind=localhost:binds:localhost:1.0.0:/bind/localhost.bind }",
        ]
    );
    assert_eq!(reading.file.unwrap(), b"bind/localhost.bind");
    let localhost = sample
        .ledger
        .at(&"localhost".parse().unwrap())
        .unwrap()
        .particle
        .0;
    let repo = sample.child(localhost, "binds", Kind::Repo);
    let series = sample.child(repo, "localhost", Kind::BundleSeries);
    let first = "localhost:binds:localhost:1.0.0".parse().unwrap();
    sample.register(first, Kind::Bundle, Some(series));
    assert_eq!(
        bind_of(&sample, text, "").lines,
        [
            "publish ^[ localhost.zip ]-> localhost:binds:localhost:1.0.1",
            "set localhost{ +bind=localhost:binds:localhost:1.0.1:/bind/localhost.bind }",
        ]
    );
}

#[test]
fn every_mistake_of_a_bind_is_told() {
    let reading = bind_of(
        &Sample::new(),
        "Bind(version=1.0.0) {\n  Rout -> &;\n  Route<Htp> -> &;\n}",
        "",
    );
    let lines: Vec<u32> = reading
        .mistakes
        .iter()
        .map(|mistake| mistake.line)
        .collect();
    assert_eq!(lines, [2, 3]);
    assert!(reading.lines.is_empty() && reading.file.is_none());
}
