//! Properties: what kinds declare, and that every mistake is told at once.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use expect_test::{Expect, expect};
use orrery_space::command::PropertyMod;
use orrery_space::kind::NativeSub;
use orrery_space::particle::Properties;
use orrery_space::property::{
    Preset, PropertyDef, PropertyErrors, PropertyPattern, PropertyPermit, PropertySource,
    PropertyTable, properties_of,
};
use orrery_space::security::{Permissions, Privilege, Privileges};
use orrery_space::{Command, Kind, Point, ReflectedCore, StatusCode};
use proptest::prelude::*;

/// The changes of a text such as `+key=value, !other`.
fn mods(text: &str) -> Vec<PropertyMod> {
    match format!("set x{{ {text} }}").parse::<Command>() {
        Ok(Command::Set(set)) => set.properties,
        other => panic!("{other:?}"),
    }
}

fn point() -> Point {
    "localhost:x".parse().unwrap()
}

fn shown(properties: &Properties) -> String {
    let shown = properties.iter().map(|(key, property)| {
        let lock = if property.locked { "@" } else { "" };
        format!("{lock}{key}={}", property.value)
    });
    shown.collect::<Vec<_>>().join(" ")
}

fn all(errors: &PropertyErrors) -> String {
    let lines: Vec<String> = errors
        .iter()
        .map(|error| format!("{} {}: {error}", error.status(), error.key()))
        .collect();
    lines.join("\n")
}

#[track_caller]
fn creates(table: &PropertyTable, text: &str, expected: Expect) {
    expected.assert_eq(&match table.create(&mods(text)) {
        Ok(properties) => shown(&properties),
        Err(errors) => all(&errors),
    });
}

#[track_caller]
fn updates(table: &PropertyTable, now: &Properties, text: &str, expected: Expect) {
    expected.assert_eq(&match table.update(&point(), now, &mods(text)) {
        Ok(properties) => shown(&properties),
        Err(errors) => all(&errors),
    });
}

/// A kind with one property of every sort.
fn sorts() -> PropertyTable {
    const DEFS: &[PropertyDef] = &[
        PropertyDef::new("always", PropertyPattern::Bool).preset(Preset::Constant("true")),
        PropertyDef::new("level", PropertyPattern::U64 { most: 9 }).preset(Preset::Default("3")),
        PropertyDef::new("name", PropertyPattern::Username)
            .required("by which it is called")
            .immutable(),
        PropertyDef::new("mail", PropertyPattern::Email),
        PropertyDef::new("seen", PropertyPattern::Anything).source(PropertySource::CoreReadOnly),
        PropertyDef::new("word", PropertyPattern::Filled).source(PropertySource::CoreSecret),
    ];
    PropertyTable {
        kind: Kind::Guest,
        defs: DEFS,
        free: None,
    }
}

#[test]
fn every_kind_declares_its_bind_and_nothing_that_cannot_be() {
    for base in Kind::BASES {
        let Some(kind) = Kind::plain(base) else {
            continue;
        };
        let table = properties_of(&kind);
        assert!(table.def("bind").is_some(), "{kind}");
        for def in table.defs {
            assert_eq!(def.validate(), Ok(()), "{} of {kind}", def.key);
        }
    }
}

#[test]
fn what_kinds_declare() {
    let keys = |kind: Kind| {
        let defs = properties_of(&kind).defs;
        defs.iter().map(|def| def.key).collect::<Vec<_>>().join(" ")
    };
    expect!["bind config fuel memory restarts place shards replicas"]
        .assert_eq(&keys(Kind::Mechtron));
    for kind in [Kind::Space, Kind::Base, Kind::App] {
        expect!["bind place shards"].assert_eq(&keys(kind));
    }
    expect!["bind email username password"].assert_eq(&keys(Kind::User));
    expect!["bind bin"].assert_eq(&keys(Kind::Host));
    expect!["bind"].assert_eq(&keys(Kind::Repo));
    for kind in [Kind::Space, Kind::Base, Kind::App, Kind::Mechtron] {
        let free = properties_of(&kind).free;
        assert_eq!(free, Some(PropertyPattern::Anything), "{kind}");
    }
    let hosts = properties_of(&Kind::Native(NativeSub::Web)).free;
    assert_eq!(hosts, Some(PropertyPattern::Point));
}

#[test]
fn a_creation_fills_in_what_is_usual() {
    creates(
        &sorts(),
        "+name=ann",
        expect!["always=true level=3 name=ann"],
    );
    creates(
        &sorts(),
        "+name=ann, +level=4, +level=5, +@mail=a@b.org",
        expect!["always=true level=5 @mail=a@b.org name=ann"],
    );
    creates(
        &properties_of(&Kind::App),
        "+title='My app'",
        expect!["title=My app"],
    );
}

#[test]
fn a_creation_tells_all_that_is_wrong() {
    creates(
        &sorts(),
        "+always=false, +levle=3, +level=10, +level=x, +mail=nobody, +seen=now, !mail, +word='', +name=Ann",
        expect![[r#"
            400 always: property `always` is always `true`
            400 levle: a Guest has no property `levle`; did you mean `level`?
            400 level: property `level` may be at most 9, `10` is more
            400 level: property `level` must be a whole number, not `x`
            400 mail: property `mail` must be an e-mail address such as `ann@example.org`, not `nobody`
            400 seen: property `seen` of a Guest is set by the Particle itself
            400 mail: property `mail` cannot be removed from what is only being created
            400 word: property `word` must be a text that is not empty
            400 name: property `name` must be a name such as `ann-2`, which begins with a small letter, not `Ann`"#]],
    );
    creates(
        &sorts(),
        "+mail=a@b.org",
        expect!["400 name: a Guest needs the property `name`, by which it is called"],
    );
    creates(
        &properties_of(&Kind::Repo),
        "+zzz=1",
        expect!["400 zzz: a Repo has no property `zzz`; it has `bind`"],
    );
    creates(
        &properties_of(&Kind::Mechtron),
        "+confg=repo:1.0.0:/a, +bind=A, +fuel=10000000001",
        expect![[r#"
            400 bind: property `bind` must be a point, not `A`: `A` has a capital letter
            400 fuel: property `fuel` may be at most 10000000000, `10000000001` is more
            400 config: a Mechtron needs the property `config`, the point of its .mechtron artifact; `launch ^[ file ]-> POINT` makes one from a module; did `confg` mean it?"#]],
    );
}

#[test]
fn a_change_merges_and_the_later_of_two_wins() {
    let now = sorts().create(&mods("+name=ann, +mail=a@b.org")).unwrap();
    updates(
        &sorts(),
        &now,
        "+level=1, +level=2, !mail, +word=abc",
        expect!["always=true level=2 name=ann word=abc"],
    );
}

#[test]
fn a_change_tells_all_that_is_wrong_and_changes_nothing() {
    let now = sorts().create(&mods("+name=ann, +@mail=a@b.org")).unwrap();
    updates(
        &sorts(),
        &now,
        "+always=true, +name=bob, !name, +mail=c@d.org, !mail, +seen=x, !seen, !nam",
        expect![[r#"
            400 always: property `always` is always `true`
            400 name: property `name` of a Guest cannot be changed after creation
            400 name: property `name` of a Guest cannot be changed after creation
            409 mail: property `mail` of localhost:x is locked
            409 mail: property `mail` of localhost:x is locked
            400 seen: property `seen` of a Guest is set by the Particle itself
            400 seen: property `seen` of a Guest is set by the Particle itself
            400 nam: a Guest has no property `nam`; did you mean `name`?"#]],
    );
    let mechtron = properties_of(&Kind::Mechtron);
    let now = mechtron.create(&mods("+config=repo:1.0.0:/a")).unwrap();
    updates(
        &mechtron,
        &now,
        "!config",
        expect!["400 config: property `config` of a Mechtron cannot be removed"],
    );
}

#[test]
fn a_lock_holds_within_its_own_list() {
    let app = properties_of(&Kind::App);
    let now = Properties::new();
    updates(
        &app,
        &now,
        "+@a=1, +a=2",
        expect!["409 a: property `a` of localhost:x is locked"],
    );
    creates(
        &app,
        "+@a=1, +a=2",
        expect!["409 a: property `a` is locked"],
    );
    updates(&app, &now, "+a=1, +@a=2", expect!["@a=2"]);
}

#[test]
fn an_answer_has_the_status_on_which_all_errors_agree() {
    let app = properties_of(&Kind::App);
    let locked = app.create(&mods("+@a=1")).unwrap();
    let status = |text: &str| {
        let errors = app.update(&point(), &locked, &mods(text)).unwrap_err();
        ReflectedCore::from(errors).status
    };
    assert_eq!(status("+a=2, !a"), StatusCode::CONFLICT);
    assert_eq!(status("+a=2, +bind=A"), StatusCode::BAD_REQUEST);
}

#[test]
fn secrets_are_set_and_not_read() {
    let user = properties_of(&Kind::User);
    let ann = user.create(&mods("+username=ann, +password=abc")).unwrap();
    assert_eq!(shown(&user.readable(&ann)), "username=ann");
    assert_eq!(user.read("username"), Ok(()));
    let ann = user.create(&mods("+username=ann, +email=a@b.org")).unwrap();
    assert_eq!(shown(&user.readable(&ann)), "username=ann");
    assert_eq!(user.read("email"), Ok(()));
    let secret = user.read("password").unwrap_err();
    assert_eq!(secret.status(), StatusCode::FORBIDDEN);
    expect!["property `password` of a User is secret: it can be set and not read"]
        .assert_eq(&secret.to_string());
    expect!["a User has no property `nickname`; it has `bind`, `email`, `username`, `password`"]
        .assert_eq(&user.read("nickname").unwrap_err().to_string());
}

#[test]
fn permits_say_who_reaches_a_property() {
    const PERMITS: &[PropertyPermit] = &[PropertyPermit::Priv(Privilege::Named(
        smol_str::SmolStr::new_static("property:email:read"),
    ))];
    let nothing = Privileges::default();
    const EMAIL: PropertyDef = PropertyDef::new("email", PropertyPattern::Email).permits(PERMITS);
    let holds: Privileges = "{ property:email:read }".parse().unwrap();
    assert!(EMAIL.lets_read(Permissions::default(), &holds));
    assert!(!EMAIL.lets_read(Permissions::FULL, &nothing));
    assert!(!EMAIL.lets_write(Permissions::FULL));
    let usual = PropertyDef::new("email", PropertyPattern::Email);
    assert!(usual.lets_read(Permissions::FULL, &nothing));
    assert!(usual.lets_write(Permissions::FULL));
    assert!(!usual.lets_read(Permissions::default(), &holds));
    let secret = usual.source(PropertySource::CoreSecret);
    assert!(!secret.lets_read(Permissions::FULL, &holds));
}

#[test]
fn patterns() {
    for (pattern, good, bad) in [
        (PropertyPattern::Anything, "", None),
        (PropertyPattern::Filled, "x", Some("")),
        (PropertyPattern::Point, "localhost:a", Some("localhost:")),
        (PropertyPattern::U64 { most: 9 }, "9", Some("-1")),
        (PropertyPattern::U64 { most: 9 }, "0", Some("10")),
        (PropertyPattern::Bool, "true", Some("yes")),
        (PropertyPattern::Username, "a-B2", Some("2a")),
        (PropertyPattern::Email, "a.b@c.org", Some("a@c@d.org")),
        (PropertyPattern::Email, "a@b.c.org", Some("a b@c.org")),
        (PropertyPattern::Email, "a@b.org", Some("a@.org")),
    ] {
        assert_eq!(pattern.check(good), Ok(()), "{good} as {pattern}");
        if let Some(bad) = bad {
            assert!(pattern.check(bad).is_err(), "{bad} as {pattern}");
        }
    }
}

fn change() -> impl Strategy<Value = PropertyMod> {
    let key = || prop::sample::select(vec!["a", "b", "bind", "fuel"]);
    let value = prop::sample::select(vec!["1", "x", "A"]);
    prop_oneof![
        3 => (key(), value, any::<bool>()).prop_map(|(key, value, lock)| PropertyMod::Set {
            key: key.into(),
            value: value.into(),
            lock,
        }),
        1 => key().prop_map(|key| PropertyMod::Unset(key.into())),
    ]
}

proptest! {
    /// A list of changes does what its changes do one by one, or nothing.
    #[test]
    fn a_list_is_its_changes_in_order(changes in prop::collection::vec(change(), 0..6)) {
        let table = properties_of(&Kind::Mechtron);
        let now = table.create(&mods("+config=repo:1.0.0:/a")).unwrap();
        let (mut one_by_one, mut refused) = (now.clone(), 0);
        for change in &changes {
            match table.update(&point(), &one_by_one, std::slice::from_ref(change)) {
                Ok(after) => one_by_one = after,
                Err(_) => refused += 1,
            }
        }
        match table.update(&point(), &now, &changes) {
            Ok(after) => {
                prop_assert_eq!(refused, 0);
                prop_assert_eq!(after, one_by_one);
            }
            Err(errors) => prop_assert_eq!(errors.iter().count(), refused),
        }
    }

    /// What is locked stays as it is, whatever comes.
    #[test]
    fn a_lock_is_never_undone(changes in prop::collection::vec(change(), 0..6)) {
        let table = properties_of(&Kind::App);
        let now = table.create(&mods("+@a=1")).unwrap();
        if let Ok(after) = table.update(&point(), &now, &changes) {
            prop_assert_eq!(after.get("a"), now.get("a"));
        }
    }
}
