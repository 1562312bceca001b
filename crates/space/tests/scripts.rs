//! Scripts: what they hold, how they print, and that one mistake hides no other.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use expect_test::{Expect, expect};
use orrery_space::command::upload_blocks;
use orrery_space::grammar::{Noun, expect_at};
use orrery_space::{Point, Script};

fn mistakes(text: &str, expected: Expect) {
    let error = text.parse::<Script>().expect_err("a script with mistakes");
    let found: Vec<String> = error
        .diagnostics
        .iter()
        .map(|d| {
            format!(
                "{:?} {}{}",
                &text[d.span.clone()],
                d.message,
                hints(&d.hints)
            )
        })
        .collect();
    expected.assert_eq(&found.join("\n"));
}

fn hints(hints: &[String]) -> String {
    hints.iter().map(|hint| format!("; {hint}")).collect()
}

#[test]
fn a_script_prints_a_command_a_line() {
    let script: Script = " stars ;lanes;select **\n into points ".parse().unwrap();
    assert_eq!(
        script.to_string(),
        "stars;\nlanes;\nselect ** into points;\n"
    );
    assert_eq!("".parse::<Script>().unwrap().commands, []);
}

#[test]
fn every_command_has_its_place() {
    let text = " create a<Base>{ +k=v } ;\n select a into points  ; ping a Ext<X>  ";
    let places: Vec<&str> = Script::<Point>::lines(text)
        .unwrap()
        .into_iter()
        .map(|line| &text[line.place])
        .collect();
    assert_eq!(
        places,
        [
            "create a<Base>{ +k=v }",
            "select a into points",
            "ping a Ext<X>"
        ]
    );
}

#[test]
fn semicolons_inside_a_command_divide_nothing() {
    let text = "ping a Ext<X> \"x;y\"; ping a Ext<X> {\"k\": \"}; \"}; set a{ +k=v;w };";
    assert_eq!(text.parse::<Script>().unwrap().commands.len(), 3);
    let error = "ping a Ext<X> \"x;y\" z; stars;"
        .parse::<Script>()
        .unwrap_err();
    assert_eq!(error.diagnostics.len(), 1);
}

#[test]
fn all_mistakes_are_told() {
    mistakes(
        "create? localhost<Space>;\n Xcrete localhost:repo<Base>;\n create? a<Spce>;\n advance 5",
        expect![[r#"
            "Xcrete" unknown command `Xcrete`; did you mean `create`?
            "Spce" expected a kind such as `Space` or `Mechtron`, found `Spce`; did you mean `Space`?
            "5" expected a length of time such as `5s`, `20ms` or `2m`, found `5`; add a unit: `5s`"#]],
    );
}

#[test]
fn a_missing_semicolon_costs_no_other_command() {
    mistakes(
        "create a<Space>\ncreate b<Spce>;\nselect **\n  stars;\nas b",
        expect![[r#"
            "create" expected `;`, found `create`; put a `;` before `create`
            "Spce" expected a kind such as `Space` or `Mechtron`, found `Spce`; did you mean `Space`?
            "stars" expected the end of the command, `into` or `where`, found `stars`; put a `;` before `stars`"#]],
    );
}

#[test]
fn a_mistake_in_a_command_of_many_lines_is_one() {
    mistakes(
        "set a{\n  +k=v,\n  x,\n  +b=c\n};\nstarz",
        expect![[r#"
        "x" expected a property such as `+key=value` or `!key`, found `x`; a property is set by `+key=value`, and removed by `!key`
        "starz" unknown command `starz`; did you mean `stars`?"#]],
    );
}

#[test]
fn an_open_quote_hides_no_later_line() {
    mistakes(
        "ping a Ext<X> \"hi;\nstars;\nlanez;\ncut a",
        expect![[r#"
            "\"hi;\nstars;\nlanez;\ncut a" expected `"` at the end of the text in quotes, but the text ends here; add the closing `"`
            "lanez" unknown command `lanez`; did you mean `lanes`?
            "" expected `:`, but the text ends here"#]],
    );
}

#[test]
fn a_mistake_in_quotes_ends_behind_them() {
    mistakes(
        "ping a Ext<X> \"ho\\q;x\"; cut a; stars",
        expect![[r#"
            "\\q" this escape has no meaning; escapes are `\n`, `\r`, `\t`, `\\`, `\"`, `\'` and `\u{1f319}`
            ";" expected `:`, found `;`"#]],
    );
}

#[test]
fn blank_commands_are_none() {
    mistakes(
        "stars;;lanes;",
        expect![[r#"";" expected a command such as `create` or `ping`, found `;`"#]],
    );
}

#[test]
fn files_are_named_once_in_order() {
    let text = "write a ^[ b.txt ]; publish ^[ a.zip ]-> a:1.0.0; ping a Ext<X> ^[ b.txt ]";
    assert_eq!(upload_blocks(text), ["b.txt", "a.zip"]);
    assert_eq!(upload_blocks("publish ^[ ^[ a.zip ]-> a:1.0.0"), [""; 0]);
    assert_eq!(upload_blocks("launch ^[ a.wat ]-> a; xreate"), [""; 0]);
    assert_eq!(upload_blocks("stars"), [""; 0]);
}

#[test]
fn a_command_may_begin_behind_any_other() {
    for before in [
        "",
        "stars;",
        "stars; ",
        "xreate;",
        "ping a Ext<X> \"hi;\n stars;",
    ] {
        let text = before.to_owned() + "he";
        let found = expect_at(Noun::Script, &text, text.len());
        let (_, alone) = expect_at(Noun::Command, "he", 2);
        assert_eq!(found, (before.len(), alone), "{before}");
    }
}
