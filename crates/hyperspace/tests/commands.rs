//! What is carried out, what is not, and what `help` says of both.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use orrery_hyperspace::trace::Event;
use orrery_hyperspace::{Budget, Constellation, Hyperspace, Input, Moment, Progress, Reply};
use orrery_space::core::ReflectedCore;
use orrery_space::grammar::command::MANUALS;
use orrery_space::{StatusCode, Substance};

struct Console {
    cosmos: Hyperspace,
    ticket: u32,
}

impl Console {
    fn new() -> Self {
        let cosmos = Hyperspace::new(7, &Constellation::default());
        let mut console = Self { cosmos, ticket: 0 };
        assert!(console.say("create localhost<Space>").status.is_success());
        console
    }

    fn say(&mut self, line: &str) -> ReflectedCore {
        self.reply(line).core
    }

    fn reply(&mut self, line: &str) -> Reply {
        self.ticket += 1;
        self.cosmos.handle(Input::Command {
            ticket: self.ticket,
            line: line.into(),
            files: vec![],
        });
        loop {
            if let Some(reply) = self.cosmos.take_reply(self.ticket) {
                return reply;
            }
            let budget = Budget {
                until: Moment::NEVER,
                events: 1,
            };
            assert_ne!(self.cosmos.step(budget), Progress::Quiet, "no reply came");
        }
    }

    fn points(&mut self, line: &str) -> Vec<String> {
        let core = self.say(line);
        let Substance::List(list) = core.body else {
            panic!("{line}: {core:?}");
        };
        list.iter().map(Substance::text).collect()
    }
}

/// A command for each word.
fn example(word: &str) -> &'static str {
    match word {
        "create" => "create localhost:a<App>",
        "publish" => "publish ^[ a.zip ]-> localhost:repo:1.0.0",
        "launch" => "launch ^[ a.wat ]-> localhost:m",
        "ping" => "ping localhost Cmd<Bounce>",
        "signal" => "signal localhost Cmd<Bounce>",
        "ripple" => "ripple localhost:** Ext<Hello>",
        "select" => "select **",
        "get" => "get localhost",
        "set" => "set localhost{ +k=v }",
        "read" => "read localhost",
        "write" => "write localhost:nobody 1",
        "delete" => "delete localhost:b",
        "grant" => "grant super on localhost to localhost",
        "grants" => "grants on localhost",
        "revoke" => "revoke 0 on localhost",
        "chown" => "chown localhost to localhost",
        "as" => "as hyperspace:users:hyperuser",
        "watch" => "watch localhost Log",
        "unwatch" => "unwatch 1",
        "move" => "move localhost to central:fold[0]",
        "pause" => "pause localhost",
        "resume" => "resume localhost",
        "init" => "init localhost",
        "stars" => "stars",
        "lanes" => "lanes",
        "stop" => "stop central:fold[0]",
        "start" => "start central:fold[0]",
        "cut" => "cut central:fold[0]--central:super[0]",
        "mend" => "mend central:fold[0]--central:super[0]",
        "slow" => "slow central:fold[0]--central:super[0] 20ms",
        "lose" => "lose central:fold[0]--central:super[0] 0.1",
        "double" => "double central:fold[0]--central:super[0] 0.1",
        "shuffle" => "shuffle central:fold[0]--central:super[0] 0.1",
        "storm" => "storm 7 loss=0.1 for 1s",
        "seed" => "seed 7",
        "speed" => "speed 2",
        "advance" => "advance 1s",
        "upload" => "upload a.wat",
        "help" => "help",
        other => panic!("no example of `{other}`"),
    }
}

#[test]
fn help_lists_what_is_carried_out_and_the_rest_is_501() {
    let mut console = Console::new();
    let known = console.points("help");
    for manual in MANUALS {
        let said = console.say(example(manual.word));
        let carried_out = said.status != StatusCode::NOT_IMPLEMENTED;
        let listed = known.iter().any(|line| line.starts_with(manual.form));
        assert_eq!(carried_out, listed, "{}: {said:?}", manual.word);
        let topic = console.say(&format!("help {}", manual.word));
        assert_eq!(topic.status.is_success(), listed, "{}", manual.word);
        if !listed {
            let reason = format!("this cosmos does not carry out `{}`", manual.word);
            assert_eq!(said.body.text(), reason);
            assert_eq!(topic.body.text(), reason);
        }
    }
}

#[test]
fn help_on_one_command_tells_all_its_forms() {
    let said = Console::new().say("help select").body.text();
    assert!(said.starts_with("select SELECTOR [into points|stubs] or select SELECTOR where "));
}

#[test]
fn selections_by_property() {
    let mut console = Console::new();
    console.say("create localhost:a<App>{ +colour=red, +size=1 }");
    console.say("create localhost:b<App>{ +colour=blue, +size=1 }");
    console.say("create localhost:c<App>{ +colour=\"*\" }");
    let mut found =
        |filter: &str| console.points(&format!("select localhost:* {filter} into points"));
    assert_eq!(found("where +colour=*").len(), 3);
    assert_eq!(found("where +colour=*, +size=*").len(), 2);
    assert_eq!(found("where +colour=red"), ["localhost:a"]);
    assert_eq!(found("where +colour=\"*\""), ["localhost:c"]);
    assert_eq!(found("where +colour=red, +size=2"), [""; 0]);
    assert_eq!(found("where +weight=*"), [""; 0]);
}

#[test]
fn numbers_end_the_names_of_files_and_segments() {
    let mut console = Console::new();
    let stub = console.say("create localhost:visitor-%<App>").body.text();
    assert_eq!(stub, "localhost:visitor-0<App> Ready");
    assert!(
        console
            .say("create localhost:visitor-1<App>")
            .status
            .is_success()
    );
    let stub = console.say("create localhost:visitor-%<App>").body.text();
    assert_eq!(stub, "localhost:visitor-2<App> Ready");
    assert!(
        console
            .say("create space-%<Space>")
            .body
            .text()
            .starts_with("space-")
    );
}

#[test]
fn a_reply_names_the_wave_that_was_sent_for_it() {
    let mut console = Console::new();
    for line in [
        "ping localhost Cmd<Bounce>",
        "ping localhost:nobody Ext<Go>",
        "ripple localhost:** Ext<Hello>",
        "create localhost:a<App>",
        "get localhost",
        "ripple nobody:** Ext<Hello>",
        "signal localhost Cmd<Bounce>",
    ] {
        console.cosmos.take_trace();
        let wave = console.reply(line).wave;
        let told = console.cosmos.take_trace();
        // the first that leaves is the console's own; a signal is answered before it leaves
        let first = told.iter().find_map(|record| match record.event {
            Event::Sent { wave, .. } => Some(wave),
            _ => None,
        });
        assert!(wave.is_some(), "{line}");
        assert!(
            first.is_none_or(|first| Some(first) == wave),
            "{line}: {first:?}, {wave:?}"
        );
    }
    for line in ["help", "as localhost:nobody", "what is this"] {
        assert_eq!(console.reply(line).wave, None, "{line}");
    }
}
