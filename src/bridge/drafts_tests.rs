#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::sync::Arc;

use orrery_scene::starters::MODULES;
use smol_str::SmolStr;

use super::*;

const ECHO: &[u8] = include_bytes!("../../mechtrons/echo/echo.wat");

/// A cosmos with an echo, and what its trace told.
struct Town {
    cosmos: Cosmos,
    ledger: Ledger,
}

impl Town {
    fn new() -> Self {
        let mut town = Self {
            cosmos: Cosmos::new(7),
            ledger: Ledger::default(),
        };
        town.say("create localhost<Space>", None);
        town.say(
            "launch ^[ echo.wat ]-> localhost:echo",
            Some(("echo.wat", ECHO)),
        );
        town
    }

    /// The first line of the reply.
    fn say(&mut self, line: &str, file: Option<(&str, &[u8])>) -> String {
        let files = file.map(|(name, bytes)| (SmolStr::new(name), Arc::from(bytes)));
        let ticket = self.cosmos.command(line, files.into_iter().collect());
        let reply = self.cosmos.run_until_reply(ticket);
        for record in self.cosmos.take_trace() {
            self.ledger.apply(&record);
        }
        reply.core.to_lines().swap_remove(0)
    }

    /// Makes a draft live by the lines that its reading gives; what was answered.
    fn go(&mut self, draft: &Draft) -> Vec<String> {
        let reading = read(&self.ledger, draft);
        assert_eq!(reading.mistakes, [], "{}", draft.text);
        let bytes = reading
            .file
            .unwrap_or_else(|| draft.text.clone().into_bytes());
        let file = Some((reading.name.as_str(), bytes.as_slice()));
        reading
            .lines
            .iter()
            .map(|line| self.say(line, file))
            .collect()
    }
}

/// The text that somebody gets who wants to write on that.
fn opened(cosmos: &Cosmos, what: &Opening) -> String {
    match open(cosmos, what).unwrap() {
        Opened::Text(text) => text,
        Opened::Binary(module) => orrery_printer::print(&module).unwrap(),
    }
}

fn wat(text: &str) -> Draft {
    Draft {
        noun: Noun::Wat,
        text: text.into(),
        point: "localhost:draft".into(),
        trial: "ping localhost:draft Ext<Say> \"hi\"".into(),
        ..Draft::default()
    }
}

#[test]
fn each_module_to_begin_with_lives_and_does_what_its_sentence_says() {
    let answers = [
        "200 Text hello, cosmos",
        "200 Int 1",
        "403 Text \"localhost:draft needs",
        "503 Err ",
    ];
    assert_eq!(answers.len(), MODULES.len());
    for (at, answer) in answers.into_iter().enumerate() {
        let mut town = Town::new();
        let draft = wat(&opened(
            &town.cosmos,
            &Opening::Starter(u8::try_from(at).unwrap()),
        ));
        assert_eq!(
            town.go(&draft),
            ["200 Stub localhost:draft<Mechtron> Ready"],
            "{at}"
        );
        let said = town.say(&draft.trial, None);
        assert!(said.starts_with(answer), "{}: {said}", MODULES[at].0);
    }
    assert!(open(&Cosmos::new(7), &Opening::Starter(99)).is_err());
}

#[test]
fn who_asks_another_answers_once_it_is_let() {
    let mut town = Town::new();
    town.go(&wat(starters::module(2).unwrap()));
    town.say(
        "grant perm +csd-RwX on localhost:echo to localhost:draft",
        None,
    );
    assert_eq!(
        town.say("ping localhost:draft Ext<Say> \"hi\"", None),
        "200 Text hi"
    );
}

#[test]
fn each_good_edit_is_the_new_version_and_keeps_the_state() {
    let mut town = Town::new();
    let text = starters::module(1).unwrap();
    let draft = wat(text);
    town.go(&draft);
    assert_eq!(town.say(&draft.trial, None), "200 Int 1");
    let edited = wat(&text.replace(
        "(i32.load (i32.const 16)) (i32.const 1)",
        "(i32.load (i32.const 16)) (i32.const 10)",
    ));
    let said = read(&town.ledger, &edited).point.unwrap();
    assert!(said.unwrap().contains("new version"));
    assert_eq!(
        town.go(&edited),
        ["200 Stub localhost:draft<Mechtron> Ready"]
    );
    assert_eq!(town.say(&draft.trial, None), "200 Int 11");
    // what is wrong is not made live, and the former version serves on
    let wrong = wat(&text.replace("i32.load", "i64.load"));
    let reading = read(&town.ledger, &wrong);
    assert!(reading.lines.is_empty());
    let mistake = &reading.mistakes[0];
    assert_eq!(
        &wrong.text[mistake.place.start as usize..mistake.place.end as usize],
        "i32.add"
    );
    assert_eq!(town.say(&draft.trial, None), "200 Int 21");
}

#[test]
fn a_bind_is_put_in_place_and_its_routes_are_taken() {
    let mut town = Town::new();
    assert_eq!(
        town.say("create localhost:app<App>", None),
        "200 Stub localhost:app<App> Ready"
    );
    let mut draft = Draft {
        noun: Noun::Bind,
        text: starters::first(Noun::Bind).into(),
        point: "localhost:app".into(),
        ..Draft::default()
    };
    let said = town.go(&draft);
    assert!(said.iter().all(|line| line.starts_with("200 ")), "{said:?}");
    assert_eq!(
        town.say("ping localhost:app Ext<Say> \"hi\"", None),
        "200 Text hi"
    );
    assert_eq!(
        town.say("ping localhost:app^Http<Put>/a", None),
        "404 Err no such page"
    );
    draft.text = draft.text.replace("no such page", "nowhere");
    let said = town.go(&draft);
    assert_eq!(said.len(), 2, "repository and series are there already");
    assert_eq!(
        town.say("ping localhost:app^Http<Put>/a", None),
        "404 Err nowhere"
    );
}

#[test]
fn the_module_of_a_mechtron_is_text_that_lives_too() {
    let mut town = Town::new();
    town.go(&wat(starters::module(1).unwrap()));
    let at = |town: &Town, point: &str| town.ledger.at(&point.parse().unwrap()).unwrap().particle;
    let what = Opening::Mechtron(at(&town, "localhost:draft"));
    let text = opened(&town.cosmos, &what);
    assert!(text.contains("call $put"), "{text}");
    town.go(&Draft {
        point: "localhost:again".into(),
        ..wat(&text)
    });
    assert_eq!(town.say("ping localhost:again Ext<Say>", None), "200 Int 1");
    let none = Opening::Mechtron(at(&town, "localhost"));
    assert!(
        open(&town.cosmos, &none)
            .unwrap_err()
            .contains("no Mechtron")
    );
}

#[test]
fn many_edits_leave_one_version_behind_and_none_that_somebody_else_uses() {
    let mut town = Town::new();
    let mut draft = wat(starters::module(0).unwrap());
    town.go(&draft);
    draft.again = true;
    for number in 0..5 {
        draft.text += &format!("\n;; {number}");
        let said = town.go(&draft);
        assert_eq!(said.len(), 2, "{said:?}");
        assert!(said.iter().all(|line| line.starts_with("200 ")), "{said:?}");
    }
    let versions = |town: &mut Town| town.say("select uploads:draft:* into points", None);
    assert_eq!(versions(&mut town), "200 List 1");
    assert_eq!(
        town.say(&draft.trial, None),
        "200 Text hello, cosmos",
        "it serves on"
    );
    // somebody else comes from the version that is there
    let version = {
        let known = town.ledger.at(&"localhost:draft".parse().unwrap());
        known.unwrap().properties.get("config").unwrap().to_string()
    };
    let other = town.say(
        &format!("create localhost:other<Mechtron>{{ +config={version} }}"),
        None,
    );
    assert!(other.starts_with("200 "), "{other}");
    draft.text += "\n;; once more";
    assert_eq!(town.go(&draft).len(), 1);
    assert_eq!(versions(&mut town), "200 List 2");
}
