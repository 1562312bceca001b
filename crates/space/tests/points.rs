//! Points that are resolved: variables, `.`, `..`, and what stands in the way.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use expect_test::{Expect, expect};
use orrery_space::env::Resolver;
use orrery_space::{CallVar, Env, ParseError, Point, PointCtx, PointVar, Subst, Substance};
use proptest::prelude::*;

mod strategies;

/// An environment with texts as variables, and a working point unless that is empty.
fn env(working: &str, variables: &[(&str, &str)]) -> Env {
    let mut env = match working {
        "" => Env::default(),
        working => Env::new(working.parse().unwrap()),
    };
    for (name, value) in variables {
        env.set_var(*name, Substance::Text((*value).into()));
    }
    env
}

fn resolved(text: &str, env: &Env) -> String {
    let point: PointVar = text.parse().expect("a point with variables");
    match point.to_point(env) {
        Ok(point) => point.to_string(),
        Err(error) => plain(&error, text),
    }
}

/// The rendered error, without blanks at the ends of lines.
fn plain(error: &ParseError, text: &str) -> String {
    let rendered = error.render(text);
    let lines: Vec<&str> = rendered.lines().map(str::trim_end).collect();
    lines.join("\n")
}

fn refused(text: &str, env: &Env, expected: Expect) {
    let point: PointVar = text.parse().expect("a point with variables");
    let error = point.to_point(env).expect_err("what cannot be resolved");
    expected.assert_eq(&plain(&error, text));
}

fn unread(text: &str, expected: Expect) {
    let error = text.parse::<PointVar>().expect_err("what cannot be read");
    expected.assert_eq(&plain(&error, text));
}

#[test]
fn a_variable_is_a_whole_segment() {
    let env = env(
        "localhost:app",
        &[("name", "ann"), ("x", "deep"), ("v", "1.0.0")],
    );
    for (text, point) in [
        ("localhost:${name}", "localhost:ann"),
        (
            "[hub]::my-domain.com:${name}:base",
            "[hub]::my-domain.com:ann:base",
        ),
        ("${name}", "ann"),
        ("${name}:${x}", "ann:deep"),
        ("repo:${v}:/a", "repo:1.0.0:/a"),
    ] {
        assert_eq!(resolved(text, &env), point, "{text}");
    }
}

#[test]
fn a_variable_in_a_folder() {
    let env = env(
        "localhost:app",
        &[
            ("x", "deep"),
            ("page", "index.html"),
            ("path", "a/b/"),
            ("up", ".."),
        ],
    );
    for (text, point) in [
        ("repo:1.0.0:/dorko/${x}/", "repo:1.0.0:/dorko/deep/"),
        ("repo:1.0.0:/${x}/${page}", "repo:1.0.0:/deep/index.html"),
        ("a:/${path}/c", "a:/a/b/c"),
        ("a:/${path}", "a:/a/b/"),
        ("a:/x/${up}/y", "a:/y"),
        (
            "[hub]::.:1.0.0:/dorko/${x}/",
            "[hub]::localhost:app:1.0.0:/dorko/deep/",
        ),
    ] {
        assert_eq!(resolved(text, &env), point, "{text}");
    }
}

#[test]
fn a_variable_as_route() {
    let env = env(
        "localhost:app",
        &[
            ("tag", "[hub]"),
            ("route", "hub.com::"),
            ("star", "<<STAR::central:fold[3]>>"),
            ("here", "."),
            ("name", "ann"),
        ],
    );
    for (text, point) in [
        (
            "${tag}::my-domain.com:${name}:base",
            "[hub]::my-domain.com:ann:base",
        ),
        ("${route}::a", "hub.com::a"),
        ("${star}::star", "<<STAR::central:fold[3]>>::star"),
        ("${here}::a", "a"),
        ("${tag}::..:b", "[hub]::localhost:b"),
    ] {
        assert_eq!(resolved(text, &env), point, "{text}");
    }
}

#[test]
fn a_value_of_several_segments() {
    let mut env = env(
        "localhost:app",
        &[
            ("root", "localhost:users"),
            ("up", ".."),
            ("far", "[hub]::repo:1.0.0"),
            ("files", "/docs/"),
        ],
    );
    let bundle: Point = "[hub]::repo:tutorial:1.0.0".parse().unwrap();
    env.set_var("doc.bundle", Substance::Point(bundle));
    env.set_var("count", Substance::Int(3));
    for (text, point) in [
        ("${root}:ann", "localhost:users:ann"),
        ("${up}:base1", "localhost:base1"),
        ("hub.com::${up}:base1", "hub.com::localhost:base1"),
        ("${far}:/x", "[hub]::repo:1.0.0:/x"),
        (
            "${doc.bundle}:/bind/a.bind",
            "[hub]::repo:tutorial:1.0.0:/bind/a.bind",
        ),
        ("a:${root}:b", "a:localhost:users:b"),
        ("a:${files}", "a:/docs/"),
        ("a:/${count}", "a:/3"),
    ] {
        assert_eq!(resolved(text, &env), point, "{text}");
    }
}

#[test]
fn dots_anywhere() {
    for (text, working, point) in [
        (".", "localhost:app", "localhost:app"),
        ("..", "localhost:app", "localhost"),
        ("..", "localhost", "ROOT"),
        ("..:..:b", "localhost:app:deep", "localhost:b"),
        ("..:..", "localhost:app", "ROOT"),
        ("..:b", "localhost", "b"),
        (".:a:..:b", "localhost", "localhost:b"),
        ("localhost:a:..:b", "", "localhost:b"),
        ("localhost:a:.:b", "", "localhost:a:b"),
        ("a:/x/../y", "", "a:/y"),
        ("a:/x/..", "", "a:/"),
        ("a:/x/./y", "", "a:/x/y"),
        ("repo:1.0.0:..:2.0.0", "", "repo:2.0.0"),
        (".:/docs/", "repo:1.0.0", "repo:1.0.0:/docs/"),
        (
            ".",
            "<<STAR::central:fold[0]>>::star",
            "<<STAR::central:fold[0]>>::star",
        ),
        ("[hub]::..:1.0.0:/x", "a:b", "[hub]::a:1.0.0:/x"),
        ("GLOBAL::executor", "", "GLOBAL::executor"),
        (
            "<<STAR::central:fold[0]>>::star",
            "",
            "<<STAR::central:fold[0]>>::star",
        ),
    ] {
        assert_eq!(
            resolved(text, &env(working, &[])),
            point,
            "{text} from {working}"
        );
    }
}

/// A named first segment is checked by itself: later dots do not touch it.
#[test]
fn later_dots_do_not_touch_the_first_segment() {
    let text = "my-domain.com:a:..:b";
    assert_eq!(resolved(text, &Env::default()), "my-domain.com:b");
    unread(
        "my..domain:a",
        expect![[r#"
        error[bad-segment]: two dots in a row in a domain
          |
        1 | my..domain:a
          |   ^^"#]],
    );
}

#[test]
fn nothing_is_available() {
    refused(
        "..:${user}:${host}",
        &Env::default(),
        expect![[r#"
        error[no-working-point]: `..` needs a working point, which is not available in this context
          |
        1 | ..:${user}:${host}
          | ^^
          |
          = help: write the point in full, from its first segment

        error[variable-not-available]: the variable `user` is not available in this context, which has no variables
          |
        1 | ..:${user}:${host}
          |    ^^^^^^^

        error[variable-not-available]: the variable `host` is not available in this context, which has no variables
          |
        1 | ..:${user}:${host}
          |            ^^^^^^^"#]],
    );
}

#[test]
fn some_are_not_found() {
    let env = env("localhost", &[("user", "ann"), ("host", "localhost")]);
    refused(
        "${hots}::${usr}:${zebra}",
        &env,
        expect![[r#"
        error[variable-not-found]: the variable `hots` was not found
          |
        1 | ${hots}::${usr}:${zebra}
          | ^^^^^^^
          |
          = help: did you mean `host`?

        error[variable-not-found]: the variable `usr` was not found
          |
        1 | ${hots}::${usr}:${zebra}
          |          ^^^^^^
          |
          = help: did you mean `user`?

        error[variable-not-found]: the variable `zebra` was not found
          |
        1 | ${hots}::${usr}:${zebra}
          |                 ^^^^^^^^"#]],
    );
}

#[test]
fn above_the_root() {
    refused(
        "..:..:..",
        &env("localhost", &[]),
        expect![[r#"
        error[above-root]: `..` leads above the root
          |
        1 | ..:..:..
          |    ^^

        error[above-root]: `..` leads above the root
          |
        1 | ..:..:..
          |       ^^"#]],
    );
}

#[test]
fn values_that_are_no_segments() {
    let mut env = env(
        "localhost",
        &[("bad", "Bad Name"), ("far", "[hub]::a"), ("none", "")],
    );
    env.set_var("list", Substance::List(Vec::new()));
    refused(
        "a:${bad}:${list}",
        &env,
        expect![[r#"
        error[bad-value]: `${bad}` is `Bad Name`, which is no segment: `Bad` has a capital letter
          |
        1 | a:${bad}:${list}
          |   ^^^^^^
          |
          = help: points are written in lower case: `bad`

        error[variable-not-text]: expected a value with a plain text in `list`, found List
          |
        1 | a:${bad}:${list}
          |          ^^^^^^^
          |
          = help: Text, Point, Int and Boolean have a plain text"#]],
    );
    refused(
        "GLOBAL::${far}:b",
        &env,
        expect![[r#"
        error[bad-value]: `${far}` is `[hub]::a`, which is no segment: the route is `GLOBAL::` already
          |
        1 | GLOBAL::${far}:b
          |         ^^^^^^"#]],
    );
    refused(
        "${bad}::a:/${none}/${bad}",
        &env,
        expect![[r#"
        error[bad-value]: `${bad}` is `Bad Name`, which is no route: expected the end of the route, found `Bad`
          |
        1 | ${bad}::a:/${none}/${bad}
          | ^^^^^^

        error[bad-value]: `${none}` is ``, which is no segment: expected the name of a file or folder such as `index.html`, but there is no text
          |
        1 | ${bad}::a:/${none}/${bad}
          |            ^^^^^^^

        error[bad-value]: `${bad}` is `Bad Name`, which is no segment: expected the end of the point, found a space
          |
        1 | ${bad}::a:/${none}/${bad}
          |                    ^^^^^^"#]],
    );
}

#[test]
fn segments_that_come_to_stand_wrong() {
    let env = env("repo:1.0.0:/a.txt", &[("v", "1.0.0"), ("files", "/docs/")]);
    refused(
        ".:b",
        &env,
        expect![[r#"
        error[bad-segment]: nothing stands below a file, not even `b`
          |
        1 | .:b
          |   ^"#]],
    );
    refused(
        "a:${v}:b",
        &env,
        expect![[r#"
        error[bad-segment]: only `:/` may follow a version, not `b`
          |
        1 | a:${v}:b
          |        ^"#]],
    );
    refused(
        "a:${files}:b",
        &env,
        expect![[r#"
        error[bad-segment]: only folders and files stand below `:/`, not `b`
          |
        1 | a:${files}:b
          |            ^"#]],
    );
}

#[test]
fn names_that_variables_cannot_have() {
    unread(
        "${route of routes}::a:b",
        expect![[r#"
        error[bad-variable]: `route of routes` is no name of a variable
          |
        1 | ${route of routes}::a:b
          | ^^^^^^^^^^^^^^^^^^
          |
          = help: a name is made of a-z, 0-9, `-`, `_` and `.` and begins with a letter: `${user}`"#]],
    );
    unread(
        "localhost:${BAD}",
        expect![[r#"
        error[bad-variable]: `BAD` is no name of a variable
          |
        1 | localhost:${BAD}
          |           ^^^^^^
          |
          = help: a name is made of a-z, 0-9, `-`, `_` and `.` and begins with a letter: `${user}`"#]],
    );
    unread(
        "localhost:a-${x}",
        expect![[r#"
        error[bad-variable]: a variable stands for whole segments, with nothing beside it
          |
        1 | localhost:a-${x}
          |             ^^^^
          |
          = help: let the variable hold the whole segment: `localhost:${name}`"#]],
    );
    unread(
        "localhost:${x}-a",
        expect![[r#"
        error[bad-variable]: a variable stands for whole segments, with nothing beside it
          |
        1 | localhost:${x}-a
          |           ^^^^
          |
          = help: let the variable hold the whole segment: `localhost:${name}`"#]],
    );
    unread(
        "localhost:${x",
        expect![[r#"
        error[expected]: expected `}`, but the text ends here
          |
        1 | localhost:${x
          |              ^"#]],
    );
}

#[test]
fn collapsing_tells_every_place() {
    let text = "${r}::a:${x}:..:/${y}";
    let error = text.parse::<PointVar>().unwrap().collapse().unwrap_err();
    let spans: Vec<_> = error
        .diagnostics
        .iter()
        .map(|d| &text[d.span.clone()])
        .collect();
    assert_eq!(spans, ["${r}", "${x}", "${y}"]);

    let text = ".:a:..:/x/../y";
    let ctx = text.parse::<PointVar>().unwrap().collapse().unwrap();
    let error = ctx.collapse().unwrap_err();
    let spans: Vec<_> = error.diagnostics.iter().map(|d| d.span.clone()).collect();
    assert_eq!(spans, [0..1, 4..6, 10..12]);
}

#[test]
fn a_value_cannot_make_a_point_too_long_or_too_deep() {
    let deep = vec!["a"; 200].join(":");
    let long = "a".repeat(60_000);
    let env = env("localhost", &[("deep", &deep), ("long", &long)]);
    let codes = |text: &str| {
        let error = text
            .parse::<PointVar>()
            .unwrap()
            .to_point(&env)
            .unwrap_err();
        error.diagnostics[0].message.clone()
    };
    expect!["expected at most 256 segments, found more"].assert_eq(&codes("b:${deep}:${deep}"));
    expect!["a point has at most 65536 bytes, this would have 120003"]
        .assert_eq(&codes("b:${long}:${long}"));
}

#[test]
fn scopes_resolvers_and_files() {
    let mut env = env("localhost", &[("a", "own"), ("b", "own")]);
    env.add_resolver(Resolver::Map(
        [
            ("b".into(), Substance::Int(1)),
            ("c".into(), Substance::Int(2)),
        ]
        .into(),
    ));
    env.add_resolver(Resolver::Several(vec![
        Resolver::Captures([("c".into(), "captured".into())].into()),
        Resolver::Captures([("d".into(), "captured".into())].into()),
    ]));
    env.set_file("bundle.zip", vec![1, 2].into());
    let text = |env: &Env, name: &str| env.var(name).map(|value| value.text());
    assert_eq!(text(&env, "b").unwrap(), "own");
    assert_eq!(text(&env, "c").unwrap(), "2");
    assert_eq!(text(&env, "d").unwrap(), "captured");

    env.push();
    env.add_resolver(Resolver::Captures([("a".into(), "inner".into())].into()));
    assert_eq!(
        text(&env, "a").unwrap(),
        "inner",
        "own resolvers before the scope around"
    );
    assert_eq!(text(&env, "b").unwrap(), "own");
    assert_eq!(env.file("bundle.zip").unwrap().as_ref(), [1, 2]);
    assert!(env.file("other").is_none());
    env.set_working("localhost:app".parse().unwrap());
    assert_eq!(resolved("..", &env), "localhost");

    let json = serde_json::to_string(&env).unwrap();
    assert_eq!(serde_json::from_str::<Env>(&json).unwrap(), env);
    let bytes = postcard::to_allocvec(&env).unwrap();
    assert_eq!(postcard::from_bytes::<Env>(&bytes).unwrap(), env);

    assert!(env.pop());
    assert!(!env.pop());
    assert_eq!(env.working().unwrap().to_string(), "localhost");
    expect!["the variable `x` was not found"].assert_eq(&env.var("x").unwrap_err().to_string());
    expect!["the variable `x` is not available in this context, which has no variables"]
        .assert_eq(&Env::default().var("x").unwrap_err().to_string());
}

#[test]
fn texts_with_variables() {
    let env = env("", &[("a", "1"), ("b.c", "$2")]);
    let text: Subst = "x ${a}-${b.c}$ $${a}".parse().unwrap();
    assert_eq!(text.resolve(&env).unwrap(), "x 1-$2$ $1");
    let source = "${a} ${aa} ${z}";
    let error = source.parse::<Subst>().unwrap().resolve(&env).unwrap_err();
    expect![[r#"
        error[variable-not-found]: the variable `aa` was not found
          |
        1 | ${a} ${aa} ${z}
          |      ^^^^^

        error[variable-not-found]: the variable `z` was not found
          |
        1 | ${a} ${aa} ${z}
          |            ^^^^"#]]
    .assert_eq(&plain(&error, source));
}

#[test]
fn calls_of_every_family() {
    let env = env("localhost:app", &[("user", "ann"), ("bad", "a b")]);
    for (text, call) in [
        ("localhost:app^Ext<Greet>", "localhost:app^Ext<Greet>"),
        (
            ".^Http<Get>/users/${user}",
            "localhost:app^Http<Get>/users/ann",
        ),
        ("..:${user}^Cmd<Bounce>", "localhost:ann^Cmd<Bounce>"),
        (
            "GLOBAL::registry^Hyp<Assign>/x",
            "GLOBAL::registry^Hyp<Assign>/x",
        ),
        ("localhost^Ext<A>/", "localhost^Ext<A>"),
    ] {
        let var: CallVar = text.parse().unwrap();
        assert_eq!(var.resolve(&env).unwrap().to_string(), call);
    }
    let text = "${host}:app^Http<Get>/${bad}/${nobody}";
    let error = text.parse::<CallVar>().unwrap().resolve(&env).unwrap_err();
    expect![[r#"
        error[variable-not-found]: the variable `host` was not found
          |
        1 | ${host}:app^Http<Get>/${bad}/${nobody}
          | ^^^^^^^

        error[bad-value]: `${bad}` is `a b`, and ` ` cannot stand in a path
          |
        1 | ${host}:app^Http<Get>/${bad}/${nobody}
          |                       ^^^^^^
          |
          = help: a path is made of letters, digits, `.`, `_`, `-`, `:` and `/`

        error[variable-not-found]: the variable `nobody` was not found
          |
        1 | ${host}:app^Http<Get>/${bad}/${nobody}
          |                              ^^^^^^^^^"#]]
    .assert_eq(&plain(&error, text));
}

proptest! {
    /// What is concrete already resolves to itself, whatever is available.
    #[test]
    fn a_concrete_point_resolves_to_itself(point in strategies::point()) {
        let ctx: PointCtx = point.to_string().parse().unwrap();
        prop_assert_eq!(&ctx, &PointCtx::from(&point));
        prop_assert_eq!(ctx.resolve(&Env::default()), Ok(point.clone()));
        prop_assert_eq!(ctx.collapse(), Ok(point.clone()));
        let var: PointVar = point.to_string().parse().unwrap();
        prop_assert_eq!(var.to_point(&Env::default()), Ok(point));
    }

    /// Whatever comes out of resolving is a point of the grammar; whatever does not come out is
    /// told at places in the text.
    #[test]
    fn resolving_keeps_to_the_grammar(
        var in strategies::point_var(),
        working in strategies::point(),
        value in prop_oneof![
            Just("a".to_owned()), Just("..".to_owned()), Just("a:b".to_owned()),
            strategies::point().prop_map(|p| p.to_string()),
            strategies::point_ctx().prop_map(|p| p.to_string()),
            ".{0,4}",
        ],
    ) {
        let mut env = Env::new(working);
        let text = var.to_string();
        // Spans are those of the canonical text.
        let var: PointVar = text.parse().unwrap();
        for name in text.split("${").skip(1).filter_map(|after| after.split('}').next()) {
            env.set_var(name, Substance::Text(value.as_str().into()));
        }
        match var.resolve(&env) {
            Ok(ctx) => {
                prop_assert_eq!(&ctx.to_string().parse::<PointCtx>().unwrap(), &ctx);
                prop_assert_eq!(var.to_point(&env), ctx.resolve(&env));
            }
            Err(error) => prop_assert_eq!(var.to_point(&env), Err(error)),
        }
        match var.to_point(&env) {
            Ok(point) => prop_assert_eq!(&point.to_string().parse::<Point>().unwrap(), &point),
            Err(error) => {
                prop_assert!(!error.diagnostics.is_empty());
                for diagnostic in error.diagnostics {
                    let place = text.get(diagnostic.span.clone());
                    prop_assert!(place.is_some_and(|place| !place.is_empty()), "{:?}", diagnostic);
                }
            }
        }
    }
}
