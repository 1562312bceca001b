//! Commands and their canonical text, and what a template makes of a kind.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::time::Duration;

use orrery_space::command::{Body, PointTemplate, PropertyMod, Strategy};
use orrery_space::{Command, KindTemplate, Point, Substance};

fn canonical(text: &str) -> String {
    match text.parse::<Command>() {
        Ok(command) => command.to_string(),
        Err(error) => error.render(text),
    }
}

#[track_caller]
fn prints(text: &str, expected: &str) {
    assert_eq!(canonical(text), expected);
}

#[test]
fn blanks_and_the_final_semicolon_are_free() {
    prints(
        "  create   localhost<Space>  ;  ",
        "create localhost<Space>",
    );
    prints("get localhost;", "get localhost");
    prints("select **;", "select **");
    prints("help;", "help");
    prints("create a<Base> { +k=v }", "create a<Base>{ +k=v }");
    prints("get a { x,y }", "get a{ x, y }");
}

#[test]
fn values_stand_bare_or_in_quotes() {
    prints("set a{ +k='v' }", "set a{ +k=v }");
    prints(
        "set a{ +k=\"two words\", +l=\"a,b\" }",
        "set a{ +k=\"two words\", +l=\"a,b\" }",
    );
    prints("set a{ +k='\"' }", "set a{ +k=\"\\\"\" }");
    prints("set a{ +k=\"\" }", "set a{ +k=\"\" }");
    prints("set a{ +k=a}b }", "set a{ +k=a}b }");
    prints("set a{ +@k=v,!old }", "set a{ +@k=v, !old }");
}

#[test]
fn a_locked_property_is_told_from_a_free_one() {
    let Ok(Command::Set(set)) = "set a{ +@k=v }".parse::<Command>() else {
        panic!("a set");
    };
    assert!(matches!(
        &set.properties[..],
        [PropertyMod::Set { lock: true, .. }]
    ));
}

#[test]
fn targets_carry_a_call_or_a_method_follows() {
    prints(
        "ping localhost:app^Http<Get>/users/7",
        "ping localhost:app^Http<Get>/users/7",
    );
    prints(
        "ping localhost:app^Ext<Add> {\"a\": 1}",
        "ping localhost:app Ext<Add> {\"a\":1}",
    );
    prints(
        "ping localhost:app@Core Ext<Go>",
        "ping localhost:app Ext<Go>",
    );
    prints(
        "signal localhost:app@Shell+Topic<Cli> Cmd<Bounce>",
        "signal localhost:app@Shell+Topic<Cli> Cmd<Bounce>",
    );
    prints(
        "ping GLOBAL::executor Cmd<Command>",
        "ping GLOBAL::executor Cmd<Command>",
    );
    prints(
        "ping <<STAR::central:fold[0]>>::star Cmd<Bounce>",
        "ping <<STAR::central:fold[0]>>::star Cmd<Bounce>",
    );
}

#[test]
fn bodies_are_what_they_look_like() {
    let body = |text: &str| match format!("ping a Ext<X> {text}").parse::<Command>() {
        Ok(Command::Ping(send)) => send.body,
        Ok(other) => panic!("{other}"),
        Err(error) => panic!("{}", error.render(text)),
    };
    assert_eq!(
        body("\"a\\nb\""),
        Body::Substance(Substance::Text("a\nb".into()))
    );
    assert_eq!(body("'x'"), Body::Substance(Substance::Text("x".into())));
    assert_eq!(body("-5"), Body::Substance(Substance::Int(-5)));
    assert_eq!(body("true"), Body::Substance(Substance::Boolean(true)));
    let point: Point = "localhost:app".parse().unwrap();
    assert_eq!(body("@localhost:app"), Body::Point(point));
    let json = serde_json::json!([1, {"é": "ü"}]);
    assert_eq!(
        body("[1, {\"é\": \"ü\"}]"),
        Body::Substance(Substance::Json(Box::new(json)))
    );
    assert_eq!(body("^[ a.bin ]"), Body::File("a.bin".into()));
    assert_eq!(body(""), Body::Substance(Substance::Empty));
}

#[test]
fn a_template_takes_the_next_number() {
    let Ok(Command::Create(create)) = "create! localhost:name-%<Base>".parse::<Command>() else {
        panic!("a create");
    };
    assert_eq!(create.strategy, Strategy::Override);
    assert!(matches!(create.point, PointTemplate::Pattern { .. }));
    assert_eq!(create.point.numbered(7).to_string(), "localhost:name-7");
    prints("create space-%<Space>", "create space-%<Space>");
    prints("create a:/file-%<File>", "create a:/file-%<File>");
}

#[test]
fn lengths_of_time() {
    let advance = |text: &str| match format!("advance {text}").parse::<Command>() {
        Ok(Command::Advance(time)) => time,
        Ok(other) => panic!("{other}"),
        Err(error) => panic!("{}", error.render(text)),
    };
    assert_eq!(advance("5s"), Duration::from_secs(5));
    assert_eq!(advance("20ms"), Duration::from_millis(20));
    assert_eq!(advance("1.5s"), Duration::from_millis(1500));
    assert_eq!(advance("2m"), Duration::from_mins(2));
    assert_eq!(advance("0.25ms"), Duration::from_micros(250));
    prints("advance 120s", "advance 2m");
    prints("advance 1.5s", "advance 1500ms");
    prints("advance 0ms", "advance 0s");
    prints("advance 1.000000001s", "advance 1.000000001s");
    for text in [
        "5",
        "s",
        ".5s",
        "5.s",
        "-5s",
        "5S",
        "99999999999999999999999m",
        "1.0000000001s",
    ] {
        assert!(
            format!("advance {text}").parse::<Command>().is_err(),
            "{text}"
        );
    }
}

#[test]
fn grants() {
    for text in [
        "grant super on localhost+:** to localhost:users:superuser",
        "grant perm &csd-rwX on repo:*:(>=1.0.0, <2.0.0) to **<User>",
        "grant priv * on a to b",
        "grant priv property:email:read on a to b",
    ] {
        prints(text, text);
    }
    prints(
        "grant super on r:(>=1.0.0 <2.0.0) to b",
        "grant super on r:(>=1.0.0, <2.0.0) to b",
    );
}

#[test]
fn only_help_names_commands() {
    prints("help create", "help create");
    assert!("help nothing".parse::<Command>().is_err());
}

fn kind(template: &str) -> String {
    let template: KindTemplate = template
        .parse()
        .unwrap_or_else(|e| panic!("{template}: {e}"));
    match template.to_kind() {
        Ok(kind) => kind.to_string(),
        Err(error) => format!("! {error}"),
    }
}

#[test]
fn templates_fill_in_what_is_usual() {
    let keycloak = "UserBase<OAuth<starlane.io:redhat.com:keycloak:community:18.0.0>>";
    assert_eq!(kind("UserBase"), keycloak);
    assert_eq!(kind("UserBase<OAuth>"), keycloak);
    assert_eq!(kind("UserBase<Keycloak>"), keycloak);
    assert_eq!(kind("UserBase<OAuth<*:*:keycloak:*:(>=17.0.0)>>"), keycloak);
    assert_eq!(
        kind("UserBase<OAuth<a.b:c.d:e:f:(=1.0.0)>>"),
        "UserBase<OAuth<a.b:c.d:e:f:1.0.0>>"
    );
    assert_eq!(kind("Artifact"), "Artifact<Raw>");
    assert_eq!(kind("Artifact<Bind>"), "Artifact<Bind>");
    assert_eq!(kind("File"), "File<File>");
    assert_eq!(kind("Native"), "Native<Web>");
    assert_eq!(kind("Native<Http>"), "Native<Web>");
    assert_eq!(
        kind("Database<Relational<mysql.org:mysql.org:mysql:innodb:1.0.0>>"),
        "Database<Relational<mysql.org:mysql.org:mysql:innodb:1.0.0>>"
    );
    assert_eq!(
        kind("Database<Relational<mysql.org:mysql.org:mysql:innodb:(>=1.0.0)>>"),
        "Database<Relational<mysql.org:mysql.org:mysql:innodb:1.0.0>>"
    );
}

#[test]
fn templates_that_name_no_kind_say_what_is_expected() {
    assert_eq!(
        kind("Database"),
        "! `Database` needs a specific: expected `Database<Relational<provider:vendor:product:variant:(1.0.0)>>`"
    );
    assert_eq!(
        kind("Database<Relational<*:*:mysql:*:(>=1.0.0)>>"),
        "! `Database<Relational<*:*:mysql:*:(>=1.0.0)>>` leaves open which product it means: expected each part of the specific, with a version"
    );
    assert_eq!(
        kind("Star<Fold>"),
        "! a `Star` cannot be created: expected any other kind, since stars come with the constellation"
    );
}
