//! What a person reads who has just made a mistake.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::str::FromStr;

use expect_test::{Expect, expect};
use orrery_space::selector::Hierarchy;
use orrery_space::{Command, Kind, ParseError, Point, Selector, Surface};

fn check<T: FromStr<Err = ParseError>>(text: &str, expected: Expect) {
    let error = text.parse::<T>().err().expect("a text that is refused");
    let rendered = error.render(text);
    // Snapshots have no blanks at the ends of lines.
    let lines: Vec<&str> = rendered.lines().map(str::trim_end).collect();
    expected.assert_eq(&lines.join("\n"));
}

fn command(text: &str, expected: Expect) {
    check::<Command>(text, expected);
}

#[test]
fn misspelt_command() {
    command(
        "xreate localhost<Space>",
        expect![[r#"
        error[unknown-command]: unknown command `xreate`
          |
        1 | xreate localhost<Space>
          | ^^^^^^
          |
          = help: did you mean `create`?"#]],
    );
}

#[test]
fn command_of_another_day() {
    command(
        "copy localhost:app",
        expect![[r#"
            error[unknown-command]: unknown command `copy`
              |
            1 | copy localhost:app
              | ^^^^
              |
              = help: `help` lists the commands"#]],
    );
}

#[test]
fn command_without_its_blank() {
    command(
        "createlocalhost<Space>",
        expect![[r#"
        error[unknown-command]: unknown command `createlocalhost`
          |
        1 | createlocalhost<Space>
          | ^^^^^^^^^^^^^^^
          |
          = help: put a blank after `create`"#]],
    );
}

#[test]
fn no_command() {
    command(
        "  ",
        expect![[r#"
        error[expected]: expected a command such as `create` or `ping`, but the text ends here
          |
        1 |
          |   ^"#]],
    );
}

#[test]
fn two_commands() {
    command(
        "create localhost<Space> create b<Space>",
        expect![[r#"
        error[expected]: expected the end of the command, found `create`
          |
        1 | create localhost<Space> create b<Space>
          |                         ^^^^^^
          |
          = help: this is one command: `create` begins another, on a line of its own"#]],
    );
}

#[test]
fn unknown_kind() {
    command(
        "create localhost:app<Mechtrn>",
        expect![[r#"
        error[unknown-kind]: expected a kind such as `Space` or `Mechtron`, found `Mechtrn`
          |
        1 | create localhost:app<Mechtrn>
          |                      ^^^^^^^
          |
          = help: did you mean `Mechtron`?"#]],
    );
    command(
        "create localhost<bad>",
        expect![[r#"
        error[unknown-kind]: expected a kind such as `Space` or `Mechtron`, found `bad`
          |
        1 | create localhost<bad>
          |                  ^^^
          |
          = help: the kinds are Root, Space, Base, User, App, Mechtron, FileSystem, Repo, BundleSeries, Bundle, Control, Portal, Driver, Global, Host, Guest, File, Artifact, Database, UserBase, Star, Native"#]],
    );
}

#[test]
fn kind_in_lower_case() {
    command(
        "create localhost<space>",
        expect![[r#"
        error[unknown-kind]: expected a kind such as `Space` or `Mechtron`, found `space`
          |
        1 | create localhost<space>
          |                  ^^^^^
          |
          = help: did you mean `Space`?"#]],
    );
}

#[test]
fn unknown_sub_kind() {
    command(
        "create localhost:a<Artifact<Wsm>>",
        expect![[r#"
        error[unknown-sub-kind]: `Artifact` has no sub-kind `Wsm`, expected `Raw`, `ParticleConfig`, `Bind`, `Wasm` or `Dir`
          |
        1 | create localhost:a<Artifact<Wsm>>
          |                             ^^^
          |
          = help: did you mean `Wasm`?"#]],
    );
    check::<Kind>(
        "Star<fold>",
        expect![[r#"
        error[unknown-sub-kind]: `Star` has no sub-kind `fold`, expected `Central`, `Super`, `Nexus`, `Maelstrom`, `Scribe`, `Jump`, `Fold` or `Machine`
          |
        1 | Star<fold>
          |      ^^^^
          |
          = help: did you mean `Fold`?"#]],
    );
}

#[test]
fn sub_kind_where_there_is_none() {
    command(
        "create localhost:a<Space<Big>>",
        expect![[r#"
        error[no-sub-kind]: `Space` has no sub-kinds
          |
        1 | create localhost:a<Space<Big>>
          |                         ^
          |
          = help: write `Space` alone"#]],
    );
}

#[test]
fn kind_without_its_sub_kind() {
    check::<Kind>(
        "Artifact",
        expect![[r#"
        error[expected]: expected `<`, but the text ends here
          |
        1 | Artifact
          |         ^
          |
          = help: `Artifact` needs a sub-kind: `Raw`, `ParticleConfig`, `Bind`, `Wasm` or `Dir`"#]],
    );
    check::<Kind>(
        "Database<Relational>",
        expect![[r#"
        error[expected]: expected `<`, found `>`
          |
        1 | Database<Relational>
          |                    ^
          |
          = help: `Database<Relational>` needs a specific: `Database<Relational<provider:vendor:product:variant:1.0.0>>`"#]],
    );
}

#[test]
fn specific_with_a_part_too_few() {
    check::<Kind>(
        "Database<Relational<mysql.org:mysql:innodb:1.0.0>>",
        expect![[r#"
        error[expected]: expected the name of a product or variant such as `mysql`, found `1`
          |
        1 | Database<Relational<mysql.org:mysql:innodb:1.0.0>>
          |                                            ^
          |
          = help: a specific is `provider:vendor:product:variant:version`, as in `mysql.org:mysql.org:mysql:innodb:1.0.0`"#]],
    );
}

#[test]
fn no_kind() {
    command(
        "create localhost",
        expect![[r#"
        error[expected]: expected a kind in angle brackets such as `<Space>` or `<Mechtron>`, but the text ends here
          |
        1 | create localhost
          |                 ^"#]],
    );
}

#[test]
fn unclosed_kind() {
    command(
        "create localhost<Space",
        expect![[r#"
        error[expected]: expected `>`, but the text ends here
          |
        1 | create localhost<Space
          |                       ^"#]],
    );
    command(
        "select localhost:**<User",
        expect![[r#"
        error[expected]: expected `>`, but the text ends here
          |
        1 | select localhost:**<User
          |                         ^"#]],
    );
}

#[test]
fn capital_in_a_point() {
    command(
        "create Localhost<Space>",
        expect![[r#"
        error[capital]: `Localhost` has a capital letter
          |
        1 | create Localhost<Space>
          |        ^^^^^^^^^
          |
          = help: points are written in lower case: `localhost`"#]],
    );
    check::<Point>(
        "localhost:My_App:x",
        expect![[r#"
        error[capital]: `My_App` has a capital letter
          |
        1 | localhost:My_App:x
          |           ^^^^^^
          |
          = help: points are written in lower case: `my-app`"#]],
    );
}

#[test]
fn characters_that_no_point_has() {
    check::<Point>(
        "localhost:my_app",
        expect![[r#"
        error[bad-character]: `_` cannot stand here
          |
        1 | localhost:my_app
          |             ^
          |
          = help: a segment is made of a-z, 0-9 and `-`"#]],
    );
    check::<Point>(
        "localhost/index.html",
        expect![[r#"
        error[bad-character]: a `/` stands only after `:/`
          |
        1 | localhost/index.html
          |          ^
          |
          = help: the files of a particle begin at `:/`, as in `localhost:files:/index.html`"#]],
    );
    check::<Point>(
        "1space",
        expect![[r#"
        error[bad-character]: a point begins with a letter from a to z, `1space` begins with `1`
          |
        1 | 1space
          | ^"#]],
    );
    check::<Point>(
        "localhost:caf\u{e9}",
        expect![[r#"
        error[bad-character]: `é` cannot stand here
          |
        1 | localhost:café
          |              ^
          |
          = help: a segment is made of a-z, 0-9 and `-`"#]],
    );
    let error = "local\u{200b}host".parse::<Point>().unwrap_err();
    expect![[r#"the character `\u{200b}` cannot stand here"#]].assert_eq(&error.to_string());
}

#[test]
fn points_that_are_not_concrete() {
    check::<Point>(
        "localhost:${x}",
        expect![[r#"
        error[variable]: a variable has no value here
          |
        1 | localhost:${x}
          |           ^^^^
          |
          = help: write the point in full"#]],
    );
    check::<Point>(
        "localhost:..:app",
        expect![[r#"
        error[relative-point]: `..` has no working point to start from here
          |
        1 | localhost:..:app
          |           ^^
          |
          = help: write the point in full, from its first segment"#]],
    );
}

#[test]
fn version_of_two_numbers() {
    check::<Point>(
        "localhost:app:1.0",
        expect![[r#"
        error[bad-version]: `1.0` is no version
          |
        1 | localhost:app:1.0
          |               ^^^
          |
          = help: a version has three numbers, such as `1.0.0` or `1.0.0-alpha`"#]],
    );
}

#[test]
fn mesh_after_a_version() {
    check::<Point>(
        "localhost:app:1.0.0:base",
        expect![[r#"
        error[bad-segment]: only `:/` may follow a version
          |
        1 | localhost:app:1.0.0:base
          |                    ^^^^^
          |
          = help: the files of a bundle are at `:/`, as in `localhost:repo:1.0.0:/bind/app.bind`"#]],
    );
}

#[test]
fn routes() {
    check::<Point>(
        "Global::executor",
        expect![[r#"
        error[unknown-route]: `Global::` is no route
          |
        1 | Global::executor
          | ^^^^^^
          |
          = help: did you mean `GLOBAL::`?"#]],
    );
    check::<Point>(
        "::a",
        expect![[r#"
        error[expected]: expected a route before `::`, found nothing
          |
        1 | ::a
          | ^^
          |
          = help: a route is `GLOBAL::`, `LOCAL::`, `REMOTE::`, `hub.com::` or `[hub]::`"#]],
    );
    check::<Point>(
        "STAR::central:fold[0]",
        expect![[r#"
        error[bad-route]: `STAR::` is no route by itself
          |
        1 | STAR::central:fold[0]
          | ^^^^
          |
          = help: the key of a star stands in `<<` and `>>`: `<<STAR::central:fold[0]>>::star`"#]],
    );
}

#[test]
fn trailing_colon() {
    check::<Point>(
        "localhost:",
        expect![[r#"
        error[expected]: expected a segment such as `app`, `1.0.0` or `/`, but the text ends here
          |
        1 | localhost:
          |           ^"#]],
    );
}

#[test]
fn missing_method() {
    command(
        "ping localhost:app",
        expect![[r#"
        error[expected]: expected a method such as `Ext<Hello>` or `Http<Get>`, but the text ends here
          |
        1 | ping localhost:app
          |                   ^
          |
          = help: a target without a call needs a method: `localhost:app Ext<Hello>`"#]],
    );
    command(
        "ping localhost:app \"hi\"",
        expect![[r#"
        error[expected]: expected a method such as `Ext<Hello>` or `Http<Get>`, found `"`
          |
        1 | ping localhost:app "hi"
          |                    ^
          |
          = help: a target without a call needs a method: `localhost:app Ext<Hello>`"#]],
    );
}

#[test]
fn missing_target() {
    command(
        "ping Ext<Hello>",
        expect![[r#"
        error[expected]: expected a point such as `localhost:app`, found `Ext`
          |
        1 | ping Ext<Hello>
          |      ^^^
          |
          = help: the target comes before the method: `localhost:app Ext<Hello>`"#]],
    );
}

#[test]
fn methods() {
    command(
        "ping localhost:app ext<Hello>",
        expect![[r#"
        error[unknown-method]: expected a method such as `Ext<Hello>` or `Http<Get>`, found `ext`
          |
        1 | ping localhost:app ext<Hello>
          |                    ^^^
          |
          = help: did you mean `Ext`?"#]],
    );
    command(
        "ping localhost:app Ext<say-hello>",
        expect![[r#"
        error[bad-method]: the name of a method is in camel case, `say-hello` is not
          |
        1 | ping localhost:app Ext<say-hello>
          |                        ^^^^^^^^^
          |
          = help: did you mean `SayHello`?"#]],
    );
    command(
        "ping localhost:app Http<Gte>",
        expect![[r#"
        error[unknown-method]: `Http` has no method `Gte`
          |
        1 | ping localhost:app Http<Gte>
          |                         ^^^
          |
          = help: did you mean `Get`?"#]],
    );
    command(
        "ping localhost:app^Ext<Add> Ext<Add>",
        expect![[r#"
        error[expected]: expected a body or the end, since the method is already `Ext<Add>`
          |
        1 | ping localhost:app^Ext<Add> Ext<Add>
          |                             ^^^^^^^^
          |
          = help: a target with a call carries its method: leave one of the two out"#]],
    );
}

#[test]
fn bodies() {
    command(
        "ping localhost:app Ext<Say> hi there",
        expect![[r#"
        error[bad-substance]: expected a body such as `"hi"` or `42`, found `hi`
          |
        1 | ping localhost:app Ext<Say> hi there
          |                             ^^
          |
          = help: text stands in quotes: `"hi there"`"#]],
    );
    command(
        "ping localhost:app Ext<Say> \"hi",
        expect![[r#"
        error[open-quote]: expected `"` at the end of the text in quotes, but the text ends here
          |
        1 | ping localhost:app Ext<Say> "hi
          |                             ^^^
          |
          = help: add the closing `"`"#]],
    );
    command(
        "ping localhost:app Ext<Say> {a:1}",
        expect![[r#"
        error[bad-json]: this is no JSON: key must be a string
          |
        1 | ping localhost:app Ext<Say> {a:1}
          |                              ^
          |
          = help: names and texts in JSON stand in double quotes: `{"a":1}`"#]],
    );
    command(
        "ping localhost:app Ext<Say> \"a\\qb\"",
        expect![[r#"
        error[bad-escape]: this escape has no meaning
          |
        1 | ping localhost:app Ext<Say> "a\qb"
          |                               ^^
          |
          = help: escapes are `\n`, `\r`, `\t`, `\\`, `\"`, `\'` and `\u{1f319}`"#]],
    );
    command(
        "ping localhost:app Ext<Say> 99999999999999999999",
        expect![[r#"
        error[number-too-large]: a whole number here has at most 64 bits
          |
        1 | ping localhost:app Ext<Say> 99999999999999999999
          |                             ^^^^^^^^^^^^^^^^^^^^
          |
          = help: between -9223372036854775808 and 9223372036854775807"#]],
    );
}

#[test]
fn properties() {
    command(
        "create localhost<Mechtron>{ +config=repo:a:1.0.0:/x.mechtron}",
        expect![[r#"
        error[expected]: expected `}`, but the text ends here
          |
        1 | create localhost<Mechtron>{ +config=repo:a:1.0.0:/x.mechtron}
          |                                                              ^
          |
          = help: a value goes on to the next blank or comma: put a blank before the `}`"#]],
    );
    command(
        "set localhost{ bind=x }",
        expect![[r#"
        error[expected]: expected a property such as `+key=value` or `!key`, found `bind`
          |
        1 | set localhost{ bind=x }
          |                ^^^^
          |
          = help: a property is set by `+key=value`, and removed by `!key`"#]],
    );
    command(
        "set localhost",
        expect![[r#"
        error[expected]: expected properties in braces such as `{ +key=value }`, but the text ends here
          |
        1 | set localhost
          |              ^"#]],
    );
    command(
        "get localhost{ bind",
        expect![[r#"
        error[expected]: expected `}`, but the text ends here
          |
        1 | get localhost{ bind
          |                    ^"#]],
    );
}

#[test]
fn percent_without_a_name() {
    command(
        "create localhost:%<Base>",
        expect![[r#"
        error[expected]: expected a segment such as `app`, `1.0.0` or `/`, found `%`
          |
        1 | create localhost:%<Base>
          |                  ^
          |
          = help: `%` stands for a number and needs a name before it: `localhost:visitor-%`"#]],
    );
}

#[test]
fn launch_without_brackets() {
    command(
        "launch echo.wat localhost:echo",
        expect![[r#"
        error[expected]: expected a file such as `^[ echo.wat ]`, found `echo`
          |
        1 | launch echo.wat localhost:echo
          |        ^^^^
          |
          = help: a file stands in `^[` and `]`: `launch ^[ echo.wat ]-> localhost:echo`"#]],
    );
    command(
        "launch ^[ echo.wat ] localhost:echo",
        expect![[r#"
        error[expected]: expected `->`, found a space
          |
        1 | launch ^[ echo.wat ] localhost:echo
          |                     ^
          |
          = help: the arrow follows the bracket: `launch ^[ echo.wat ]-> localhost:echo`"#]],
    );
}

#[test]
fn selectors() {
    check::<Selector>(
        "localhost:***",
        expect![[r#"
        error[bad-selector]: more than two stars in a row
          |
        1 | localhost:***
          |           ^^^
          |
          = help: `*` stands for one segment, `**` for any depth"#]],
    );
    check::<Selector>(
        "localhost:(>=x)",
        expect![[r#"
        error[bad-requirement]: `>=x` is no requirement on versions
          |
        1 | localhost:(>=x)
          |            ^^^
          |
          = help: a requirement looks like `(>=1.0.0)`, `(=1.2.3)` or `(>=1.0.0, <2.0.0)`"#]],
    );
    check::<Selector>(
        "**<bad>",
        expect![[r#"
        error[unknown-kind]: expected a kind such as `Space` or `Mechtron`, found `bad`
          |
        1 | **<bad>
          |    ^^^
          |
          = help: the kinds are Root, Space, Base, User, App, Mechtron, FileSystem, Repo, BundleSeries, Bundle, Control, Portal, Driver, Global, Host, Guest, File, Artifact, Database, UserBase, Star, Native"#]],
    );
    command(
        "select a into point",
        expect![[r#"
        error[expected]: expected `points` or `stubs`, found `point`
          |
        1 | select a into point
          |               ^^^^^
          |
          = help: did you mean `points`?"#]],
    );
    command(
        "select a b",
        expect![[r#"
            error[expected]: expected the end of the command, `into` or `where`, found `b`
              |
            1 | select a b
              |          ^"#]],
    );
}

#[test]
fn grants() {
    command(
        "grant perm csd-Rwx on a to b",
        expect![[r#"
        error[expected]: expected `+` or `&`, found `csd-Rwx`
          |
        1 | grant perm csd-Rwx on a to b
          |            ^^^^^^^
          |
          = help: `+csd-Rwx` adds what is in capitals, `&csd-Rwx` leaves nothing else"#]],
    );
    command(
        "grant perm +csd on a to b",
        expect![[r#"
        error[bad-permissions]: expected permissions such as `csd-Rwx`, found `csd`
          |
        1 | grant perm +csd on a to b
          |             ^^^
          |
          = help: permissions are six letters, `csd-rwx`, a capital for each that is given: Create, Select, Delete of children; Read, Write, eXecute"#]],
    );
    command(
        "grant super on a",
        expect![[r#"
        error[expected]: expected `to`, but the text ends here
          |
        1 | grant super on a
          |                 ^"#]],
    );
    command(
        "grant sper on a to b",
        expect![[r#"
        error[unknown-grant]: expected `super`, `perm` or `priv`, found `sper`
          |
        1 | grant sper on a to b
          |       ^^^^
          |
          = help: did you mean `super`?"#]],
    );
}

#[test]
fn durations() {
    command(
        "advance 5",
        expect![[r#"
        error[bad-duration]: expected a length of time such as `5s`, `20ms` or `2m`, found `5`
          |
        1 | advance 5
          |         ^
          |
          = help: add a unit: `5s`"#]],
    );
    command(
        "advance 5h",
        expect![[r#"
        error[bad-duration]: expected a length of time such as `5s`, `20ms` or `2m`, found `5h`
          |
        1 | advance 5h
          |         ^^
          |
          = help: the units are `ms`, `s` and `m`, with at most nine decimals"#]],
    );
}

#[test]
fn surfaces() {
    check::<Surface>(
        "localhost@core",
        expect![[r#"
        error[unknown-layer]: expected a layer such as `Field` or `Core`, found `core`
          |
        1 | localhost@core
          |           ^^^^
          |
          = help: did you mean `Core`?"#]],
    );
    check::<Surface>(
        "localhost+Topic<Cli>",
        expect![[r#"
            error[expected]: expected `@` and a layer before a topic
              |
            1 | localhost+Topic<Cli>
              |          ^
              |
              = help: write `localhost@Core+Topic<Cli>`"#]],
    );
}

#[test]
fn hierarchies() {
    check::<Hierarchy>(
        "localhost:app",
        expect![[r#"
            error[expected]: expected `<`, found `:`
              |
            1 | localhost:app
              |          ^
              |
              = help: each segment has its kind: `localhost<Space>:app<Mechtron>`"#]],
    );
}
