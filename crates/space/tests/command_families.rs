//! Every command of every family: its canonical text, and what a person reads who gets it wrong.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use expect_test::{Expect, expect};
use orrery_space::Command;
use orrery_space::command::{Probability, Speed};
use orrery_space::grammar::command::{MANUALS, WORDS};
use orrery_space::predicate::PropertyPredicate;
use orrery_space::value_pattern::ValuePattern;

#[track_caller]
fn prints(text: &str, expected: &str) {
    let printed = match text.parse::<Command>() {
        Ok(command) => command.to_string(),
        Err(error) => error.render(text),
    };
    assert_eq!(printed, expected);
}

#[track_caller]
fn same(text: &str) {
    prints(text, text);
}

/// What is said of each text, with what it is said of.
fn refused(texts: &[&str], expected: Expect) {
    let said = |text: &&str| {
        let error = text.parse::<Command>().expect_err(text);
        let d = &error.diagnostics[0];
        let hints: String = d.hints.iter().map(|hint| format!("; {hint}")).collect();
        format!(
            "{text}\n    {:?} {}{hints}\n",
            &text[d.span.clone()],
            d.message
        )
    };
    expected.assert_eq(&texts.iter().map(said).collect::<String>());
}

#[test]
fn every_command_has_its_word_and_its_manual() {
    let examples = [
        "create a<Base>",
        "publish ^[ a.zip ]-> a:1.0.0",
        "launch ^[ a.wat ]-> a",
        "ping a Ext<X>",
        "signal a Ext<X>",
        "ripple ** Ext<X>",
        "select **",
        "get a",
        "set a{ +k=v }",
        "read a",
        "write a 1",
        "delete a:**",
        "grant super on a to b",
        "grants on a",
        "revoke 1 on a",
        "chown a to b",
        "as a",
        "watch a Log",
        "unwatch 1",
        "move a to c:f[0]",
        "pause a",
        "resume a",
        "init a",
        "stars",
        "lanes",
        "stop c:f[0]",
        "start c:f[0]",
        "cut c:f[0]--c:f[1]",
        "mend c:f[0]--c:f[1]",
        "slow c:f[0]--c:f[1] 20ms",
        "lose c:f[0]--c:f[1] 0.1",
        "double c:f[0]--c:f[1] 0.1",
        "shuffle c:f[0]--c:f[1] 0.1",
        "storm 1 for 1s",
        "seed 1",
        "speed 1",
        "advance 1s",
        "upload a.wat",
        "help",
    ];
    let words: Vec<&str> = examples
        .iter()
        .map(|text| text.parse::<Command>().unwrap().word())
        .collect();
    assert_eq!(words, WORDS);
    assert_eq!(MANUALS.len(), WORDS.len());
    examples.into_iter().for_each(same);
}

#[test]
fn published_bundles() {
    same("publish ^[ bundle.zip ]-> localhost:repo:tutorial:1.0.0");
    prints("publish ^[a.zip]->  a:b-%;", "publish ^[ a.zip ]-> a:b-%");
    refused(
        &[
            "publish bundle.zip a:1.0.0",
            "publish ^[ ^[ a.zip ]-> a:1.0.0",
            "publish ^[ a.zip ] a:1.0.0",
            "publish ^[ a.zip ]-> a:1.0.0%",
            "publish? ^[ a.zip ]-> a:1.0.0",
        ],
        expect![[r#"
            publish bundle.zip a:1.0.0
                "bundle" expected a file such as `^[ echo.wat ]`, found `bundle`; a file stands in `^[` and `]`: `publish ^[ bundle.zip ]-> localhost:repo:1.0.0`
            publish ^[ ^[ a.zip ]-> a:1.0.0
                "^" expected the name of a file such as `echo.wat`, found `^`
            publish ^[ a.zip ] a:1.0.0
                " " expected `->`, found a space; the arrow follows the bracket: `publish ^[ bundle.zip ]-> localhost:repo:1.0.0`
            publish ^[ a.zip ]-> a:1.0.0%
                "%" `%` stands for a number and needs a name before it; as in `localhost:visitor-%<Base>`
            publish? ^[ a.zip ]-> a:1.0.0
                "?" expected a file such as `^[ echo.wat ]`, found `?`; a file stands in `^[` and `]`: `publish ^[ bundle.zip ]-> localhost:repo:1.0.0`
        "#]],
    );
}

#[test]
fn selections_by_property() {
    prints(
        "select ** where +a=*,+b='x y' into points",
        "select ** into points where +a=*, +b=\"x y\"",
    );
    prints("select ** into stubs where +a=b;", "select ** where +a=b");
    let Command::Select(select) = "select a where +k=\"*\"".parse::<Command>().unwrap() else {
        panic!("a selection");
    };
    let exactly = PropertyPredicate {
        key: "k".into(),
        value: ValuePattern::Exact("*".into()),
    };
    assert_eq!(select.condition.0, [exactly]);
    refused(
        &[
            "select ** where",
            "select ** where a=b",
            "select ** where +a",
            "select ** where +a=",
            "select ** where +a=b,",
            "select ** where +a=b c",
            "select ** into",
            "select ** into points into points",
            "select ** with +a=b",
        ],
        expect![[r#"
            select ** where
                "" expected what a property must be such as `+key=value`, `+key=*` or `!key`, but the text ends here
            select ** where a=b
                "a" expected what a property must be such as `+key=value`, `+key=*` or `!key`, found `a`; `+key=value` asks for a value, `!key` for none: a sign stands first
            select ** where +a
                "" expected `=`, but the text ends here
            select ** where +a=
                "" expected a value such as `yes`, `"two words"` or `*`, but the text ends here
            select ** where +a=b,
                "" expected what a property must be such as `+key=value`, `+key=*` or `!key`, but the text ends here
            select ** where +a=b c
                "c" expected the end of the command or `into`, found `c`
            select ** into
                "" expected `points` or `stubs`, but the text ends here
            select ** into points into points
                "into" expected the end of the command or `where`, found `into`
            select ** with +a=b
                "with" expected the end of the command, `into` or `where`, found `with`
        "#]],
    );
}

#[test]
fn reading_writing_deleting() {
    same("read repo:my:1.0.0:/index.html");
    same("write localhost:fs:/a.txt \"hello\"");
    same("write localhost:fs:/a.bin ^[ a.bin ]");
    same("write a @b");
    same("delete localhost:app:**<User>");
    refused(
        &[
            "read",
            "write a",
            "write a hello",
            "write \"hello\"",
            "delete",
            "delete a b",
        ],
        expect![[r#"
            read
                "" expected a point such as `localhost:app`, but the text ends here
            write a
                "" expected a body such as `"hi"`, `42`, `{"a":1}`, `@localhost` or `^[ file ]`, but the text ends here
            write a hello
                "hello" expected a body such as `"hi"` or `42`, found `hello`; text stands in quotes: `"hello"`
            write "hello"
                "\"" expected a point such as `localhost:app`, found `"`
            delete
                "" expected a selector such as `localhost:**` or `**<User>`, but the text ends here
            delete a b
                "b" expected the end of the command, found `b`
        "#]],
    );
}

#[test]
fn waves() {
    same("ripple localhost:** Ext<Hello>");
    same("ripple localhost+:**<User>^Http<Get>/users/7 {\"a\":1}");
    prints("ripple ROOT^Ext<X>", "ripple ROOT Ext<X>");
    same("ping a Ext<X> @b:c");
    same("watch localhost:app Property");
    same("unwatch 18446744073709551615");
    refused(
        &[
            "ripple",
            "ripple Ext<X>",
            "ripple **",
            "ripple **^",
            "watch a",
            "watch a property",
            "watch a Properties",
            "unwatch",
            "unwatch -1",
            "unwatch 18446744073709551616",
            "signal Ext<X>",
        ],
        expect![[r#"
            ripple
                "" expected a selector such as `localhost:**` or `**<User>`, but the text ends here
            ripple Ext<X>
                "Ext" expected a selector such as `localhost:**` or `**<User>`, found `Ext`; the target comes before the method: `localhost:** Ext<Hello>`
            ripple **
                "" expected a method such as `Ext<Hello>` or `Http<Get>`, but the text ends here; a target without a call needs a method: `** Ext<Hello>`
            ripple **^
                "" expected a method such as `Ext<Hello>` or `Http<Get>`, but the text ends here
            watch a
                "" expected an aspect such as `Log` or `State`, but the text ends here
            watch a property
                "property" unknown aspect `property`; did you mean `Property`?
            watch a Properties
                "Properties" unknown aspect `Properties`; did you mean `Property`?
            unwatch
                "" expected the number of a subscription such as `2`, but the text ends here
            unwatch -1
                "-1" expected the number of a subscription such as `2`, found `-1`
            unwatch 18446744073709551616
                "18446744073709551616" a whole number here is at most 18446744073709551615
            signal Ext<X>
                "Ext" expected a point such as `localhost:app`, found `Ext`; the target comes before the method: `localhost:app Ext<Hello>`
        "#]],
    );
}

#[test]
fn access() {
    same("grants on localhost:**");
    same("revoke 3 on localhost:app");
    same("chown localhost:app+:** to localhost:users:scott");
    refused(
        &[
            "grants",
            "grants localhost",
            "revoke on a",
            "revoke 3",
            "chown a",
            "chown a b",
            "chown a to **",
        ],
        expect![[r#"
            grants
                "" expected `on`, but the text ends here
            grants localhost
                "localhost" expected `on`, found `localhost`
            revoke on a
                "on" expected the number of a grant such as `3`, found `on`
            revoke 3
                "" expected `on`, but the text ends here
            chown a
                "" expected `to`, but the text ends here
            chown a b
                "b" expected `to`, found `b`
            chown a to **
                "*" `*` cannot stand here; the first segment is made of a-z, 0-9, `-` and `.`
        "#]],
    );
}

#[test]
fn stars_and_lanes() {
    same("move localhost:app to central:fold[0]");
    same("stop machine:machine[65535]");
    same("cut central:fold[0]--central:nexus[1]");
    same("slow a:b[0]--a-b:c[1] 1500ms");
    prints("lose a:b[0]--a:c[1] 0.100", "lose a:b[0]--a:c[1] 0.1");
    prints("double a:b[0]--a:c[1] 1.0", "double a:b[0]--a:c[1] 1");
    same("shuffle a:b[0]--a:c[1] 0.000001");
    refused(
        &[
            "move a central:fold[0]",
            "move a to localhost",
            "stop",
            "stop STAR::central:fold[0]",
            "stop <<STAR::central:fold[0]>>::star",
            "stop central:fold[65536]",
            "stop Central:fold[0]",
            "cut",
            "cut central:fold[0]",
            "cut central:fold[0]-central:nexus[1]",
            "cut central:fold[0]--",
            "slow a:b[0]--a:c[1]",
            "slow a:b[0]--a:c[1] 20",
            "lose a:b[0]--a:c[1]",
            "lose a:b[0]--a:c[1] 1.1",
            "lose a:b[0]--a:c[1] -0.1",
            "lose a:b[0]--a:c[1] 10%",
            "lose a:b[0]--a:c[1] 0.0000001",
            "stars all",
        ],
        expect![[r#"
            move a central:fold[0]
                "central" expected `to`, found `central`
            move a to localhost
                "" expected `:`, but the text ends here
            stop
                "" expected a star such as `central:fold[0]`, but the text ends here
            stop STAR::central:fold[0]
                "STAR" expected a star such as `central:fold[0]`, found `STAR`; a command names a star without `STAR::`: `central:fold[0]`
            stop <<STAR::central:fold[0]>>::star
                "<" expected a star such as `central:fold[0]`, found `<`; a command names a star without `STAR::`: `central:fold[0]`
            stop central:fold[65536]
                "65536" the index of a star is at most 65535
            stop Central:fold[0]
                "Central" expected the name of a constellation or star in lower case such as `central`, found `Central`
            cut
                "" expected a lane such as `central:fold[0]--central:nexus[1]`, but the text ends here
            cut central:fold[0]
                "" expected `--`, but the text ends here; a lane is two stars: `central:fold[0]--central:nexus[1]`
            cut central:fold[0]-central:nexus[1]
                "-central" expected `--`, found `-central`; a lane is two stars: `central:fold[0]--central:nexus[1]`
            cut central:fold[0]--
                "" expected a star such as `central:fold[0]`, but the text ends here
            slow a:b[0]--a:c[1]
                "" expected a length of time such as `5s`, `20ms` or `2m`, but the text ends here
            slow a:b[0]--a:c[1] 20
                "20" expected a length of time such as `5s`, `20ms` or `2m`, found `20`; add a unit: `20s`
            lose a:b[0]--a:c[1]
                "" expected a probability from 0 to 1 such as `0.1`, but the text ends here
            lose a:b[0]--a:c[1] 1.1
                "1.1" expected a probability from 0 to 1 such as `0.1`, found `1.1`; a probability is at most 1, with at most six decimals
            lose a:b[0]--a:c[1] -0.1
                "-0.1" expected a probability from 0 to 1 such as `0.1`, found `-0.1`; a probability is at most 1, with at most six decimals
            lose a:b[0]--a:c[1] 10%
                "10%" expected a probability from 0 to 1 such as `0.1`, found `10%`; a probability is at most 1, with at most six decimals
            lose a:b[0]--a:c[1] 0.0000001
                "0.0000001" expected a probability from 0 to 1 such as `0.1`, found `0.0000001`; a probability is at most 1, with at most six decimals
            stars all
                "all" expected the end of the command, found `all`
        "#]],
    );
}

#[test]
fn storms() {
    same("storm 7 loss=0.1 delay=5ms double=0.01 shuffle=0.05 for 30s");
    prints(
        "storm 7 shuffle=0.05 loss=0 delay=0s for 1m",
        "storm 7 shuffle=0.05 for 1m",
    );
    refused(
        &[
            "storm",
            "storm loss=0.1 for 30s",
            "storm 7",
            "storm 7 loss=0.1",
            "storm 7 los=0.1 for 30s",
            "storm 7 loss 0.1 for 30s",
            "storm 7 loss=2 for 30s",
            "storm 7 loss=0.1 loss=0.2 for 30s",
            "storm 7 delay=0.1 for 30s",
            "storm 7 for",
            "storm 7 for 30s loss=0.1",
        ],
        expect![[r#"
            storm
                "" expected a seed such as `7`, but the text ends here
            storm loss=0.1 for 30s
                "loss" expected a seed such as `7`, found `loss`
            storm 7
                "" expected a part of the storm such as `loss=0.1`, `delay=5ms` or `for 30s`, but the text ends here
            storm 7 loss=0.1
                "" expected a part of the storm such as `loss=0.1`, `delay=5ms` or `for 30s`, but the text ends here
            storm 7 los=0.1 for 30s
                "los" expected a part of the storm such as `loss=0.1`, `delay=5ms` or `for 30s`, found `los`; did you mean `loss`?
            storm 7 loss 0.1 for 30s
                " " expected `=`, found a space
            storm 7 loss=2 for 30s
                "2" expected a probability from 0 to 1 such as `0.1`, found `2`; a probability is at most 1, with at most six decimals
            storm 7 loss=0.1 loss=0.2 for 30s
                "loss" `loss` was said already
            storm 7 delay=0.1 for 30s
                "0.1" expected a length of time such as `5s`, `20ms` or `2m`, found `0.1`; add a unit: `0.1s`
            storm 7 for
                "" expected a length of time such as `5s`, `20ms` or `2m`, but the text ends here
            storm 7 for 30s loss=0.1
                "loss" expected the end of the command, found `loss`
        "#]],
    );
}

#[test]
fn the_run() {
    same("seed 18446744073709551615");
    prints("speed 0.010", "speed 0.01");
    same("speed 100");
    same("upload echo.wat");
    same("upload echo.wat ../../mechtrons/echo/echo.wat");
    prints("upload a 'b c'", "upload a \"b c\"");
    prints("upload a b;", "upload a b");
    refused(
        &[
            "seed",
            "seed seven",
            "seed 18446744073709551616",
            "speed",
            "speed 0",
            "speed fast",
            "speed -1",
            "speed 1000001",
            "advance",
            "upload",
            "upload a b c",
            "upload ^[ a ]",
            "help copy",
        ],
        expect![[r#"
            seed
                "" expected a seed such as `7`, but the text ends here
            seed seven
                "seven" expected a seed such as `7`, found `seven`
            seed 18446744073709551616
                "18446744073709551616" a whole number here is at most 18446744073709551615
            speed
                "" expected a speed such as `0.5` or `10`, but the text ends here
            speed 0
                "0" expected a speed such as `0.5` or `10`, found `0`; a speed is above 0 and at most 1000000, with at most six decimals; 1 is as fast as a clock
            speed fast
                "fast" expected a speed such as `0.5` or `10`, found `fast`; a speed is above 0 and at most 1000000, with at most six decimals; 1 is as fast as a clock
            speed -1
                "-1" expected a speed such as `0.5` or `10`, found `-1`; a speed is above 0 and at most 1000000, with at most six decimals; 1 is as fast as a clock
            speed 1000001
                "1000001" expected a speed such as `0.5` or `10`, found `1000001`; a speed is above 0 and at most 1000000, with at most six decimals; 1 is as fast as a clock
            advance
                "" expected a length of time such as `5s`, `20ms` or `2m`, but the text ends here
            upload
                "" expected the name of a file such as `echo.wat`, but the text ends here
            upload a b c
                "c" expected the end of the command, found `c`
            upload ^[ a ]
                "^" expected the name of a file such as `echo.wat`, found `^`
            help copy
                "copy" unknown command `copy`; `help` lists the commands
        "#]],
    );
}

#[test]
fn probabilities_and_speeds_are_exact() {
    for count in [0, 1, 10, 999_999, 1_000_000] {
        let often = Probability::of_millionths(count).unwrap();
        assert_eq!(often.to_string().parse::<Probability>().unwrap(), often);
    }
    assert_eq!(Probability::of_millionths(1_000_001), None);
    assert_eq!(Speed::of_millionths(0), None);
    assert_eq!("1000000".parse::<Speed>().unwrap(), Speed::MAX);
}
