//! Which route a Wave takes through a bind, and which handler a selector admits it to.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod strategies;

use expect_test::{Expect, expect};
use orrery_space::selection::Verdict;
use orrery_space::{Asked, Bind, Method, RouteSelector, Topic, document};
use proptest::prelude::*;

/// The pipeline that a Wave takes, with its captures.
fn takes(bind: &str, method: &str, path: &str, anonymous: bool) -> Option<String> {
    let bind: Bind = format!("Bind(version=1.0.0) {{ {bind} }}").parse().unwrap();
    let method: Method = method.parse().unwrap();
    let asked = Asked {
        anonymous,
        ..Asked::new(&method, path)
    };
    let selected = bind.select(&asked)?;
    let captures: Vec<String> = selected
        .captures
        .iter()
        .map(|(name, value)| format!(" {name}={value}"))
        .collect();
    let patterns: Vec<String> = selected
        .patterns
        .iter()
        .map(|p| format!(" [{p}]"))
        .collect();
    Some(format!(
        "{}{}{}",
        selected.pipeline,
        patterns.concat(),
        captures.concat()
    ))
}

fn check(bind: &str, cases: &[(&str, &str, Option<&str>)]) {
    for (method, path, expected) in cases {
        let taken = takes(bind, method, path, false);
        assert_eq!(taken.as_deref(), *expected, "{method} {path} in {bind}");
    }
}

#[test]
fn the_first_route_wins_in_document_order() {
    check(
        "Route<Http> -> { <Get>/a -> !401; <*> -> !402; <Get> -> !403; } Route<Ext> -> !404; Route -> !405;",
        &[
            ("Http<Get>", "/a", Some("-> !401")),
            ("Http<Get>", "/b", Some("-> !402")),
            ("Ext<Get>", "/a", Some("-> !404")),
            ("Cmd<Read>", "/a", Some("-> !405")),
        ],
    );
}

/// A scope that admits a Wave and has no route for it leaves it to the next.
#[test]
fn a_scope_without_a_route_is_passed() {
    check(
        "Route<Http> -> { <Put> -> !401; } Route<Http<Get>> -> !402;",
        &[
            ("Http<Get>", "/", Some("-> !402")),
            ("Http<Head>", "/", None),
        ],
    );
}

#[test]
fn any_family_compares_the_name_nevertheless() {
    check(
        "Route -> { <*> -> { <Get>/users/(?P<user>[a-z]+)/.* -> localhost:users:${user} => &; } }",
        &[
            (
                "Http<Get>",
                "/users/ann/x",
                Some("-> localhost:users:${user} => & user=ann"),
            ),
            (
                "Ext<Get>",
                "/users/ann/",
                Some("-> localhost:users:${user} => & user=ann"),
            ),
            ("Http<Put>", "/users/ann/x", None),
            ("Http<Get>", "/users/7/x", None),
        ],
    );
}

#[test]
fn levels_that_are_left_out_admit_anything() {
    check("Route -> &;", &[("Cmd<Read>", "/x", Some("-> &"))]);
    check(
        "Route<Http> -> &;",
        &[("Http<Put>", "/x", Some("-> &")), ("Ext<Put>", "/x", None)],
    );
    check(
        "Route -> { * -> localhost:other => &; }",
        &[("Ext<Go>", "/x", Some("-> localhost:other => &"))],
    );
}

#[test]
fn paths_are_anchored_at_both_ends() {
    check(
        "Route<Http>/users -> &;",
        &[
            ("Http<Get>", "/users", Some("-> &")),
            ("Http<Get>", "/users/", None),
            ("Http<Get>", "/old/users", None),
        ],
    );
    check(
        "Route/a|/b -> &;",
        &[("Ext<A>", "/b", Some("-> &")), ("Ext<A>", "/bc", None)],
    );
}

#[test]
fn captures_of_all_levels_are_variables_and_the_inner_wins() {
    check(
        "Route/(?P<a>[^/]+)/(?P<b>.*) -> { <Http>/x/(?P<c>.*) -> { <Get>/{a}/y -> &; } }",
        &[("Http<Get>", "/x/y", Some("-> & a=x b=y c=y"))],
    );
}

#[test]
fn patterns_on_the_arrows_of_scopes_come_with_the_pipeline() {
    check(
        "Route -[ Text ]-> { <Ext> -[ * ]=> { <Go> -[ Text ]-> & ; } }",
        &[("Ext<Go>", "/", Some("-[ Text ]-> & [Text] [*]"))],
    );
}

#[test]
fn filters_are_evaluated_at_every_level() {
    let bind = "Route(noauth) -> { <Http>(noauth) -> !401; } Route<Http<Get>>(auth) -> !402; Route(auth)-(noauth) -> !403;";
    let taken = |method, anonymous| takes(bind, method, "/", anonymous);
    assert_eq!(taken("Http<Get>", true).as_deref(), Some("-> !401"));
    assert_eq!(taken("Http<Get>", false).as_deref(), Some("-> !402"));
    assert_eq!(taken("Ext<Go>", true), None);
    assert_eq!(taken("Ext<Go>", false), None);
}

fn explains(bind: &str, method: &str, path: &str, expected: Expect) {
    let bind: Bind = format!("Bind(version=1.0.0) {{ {bind} }}").parse().unwrap();
    let method: Method = method.parse().unwrap();
    let said: Vec<String> = bind
        .explain(&Asked::new(&method, path))
        .iter()
        .map(ToString::to_string)
        .collect();
    expected.assert_eq(&said.join("\n"));
}

#[test]
fn every_route_says_why_it_is_not_taken() {
    explains(
        "Route<Ext> -> &; Route<Http>/a.* -> { <Put> -> &; Get(noauth) -> &; <Get>/b -> &; <Get> -> !404; * -> &; } Route -> &;",
        "Http<Get>",
        "/ab",
        expect![[r#"
            Route<Ext>: expected a method of `Route<Ext>`
            Route<Http>/a.* <Put>: expected a method of `<Put>`
            Route<Http>/a.* <Get>(noauth): the filter `(noauth)` does not hold
            Route<Http>/a.* <Get>/b: expected a path like `/b`
            Route<Http>/a.* <Get>: chosen
            Route<Http>/a.* <*>: an earlier route is chosen
            Route: an earlier route is chosen"#]],
    );
}

fn admits(route: &str, method: &str, path: &str, topic: &Topic, anonymous: bool) -> bool {
    let route: RouteSelector = route.parse().unwrap();
    let method: Method = method.parse().unwrap();
    let asked = Asked {
        method: &method,
        path,
        topic,
        anonymous,
    };
    route.matches(&asked).is_some()
}

#[test]
fn route_selectors_honour_topic_method_filter_and_path() {
    let plain = |route, method, path| admits(route, method, path, &Topic::None, false);
    assert!(plain("*", "Hyp<Assign>", "/any"));
    assert!(plain("Ext<*>", "Ext<Say>", "/"));
    assert!(!plain("Ext<*>", "Http<Get>", "/"));
    assert!(plain("Http<Get>/users/.*", "Http<Get>", "/users/7"));
    assert!(!plain("Http<Get>/users/.*", "Http<Get>", "/old/users/7"));
    assert!(!plain("Http<Get>/users/.*", "Http<Put>", "/users/7"));
    assert!(!admits("*(auth)", "Ext<Say>", "/", &Topic::None, true));
    assert!(admits("*(noauth)", "Ext<Say>", "/", &Topic::None, true));

    let to = |route, topic: &Topic| admits(route, "Ext<NewSession>", "/", topic, false);
    assert!(to("[Topic<*>]::Ext<NewSession>", &Topic::None));
    assert!(to("[Topic<*>]::Ext<NewSession>", &Topic::Cli));
    assert!(to("[Topic<Cli>]::Ext<NewSession>", &Topic::Cli));
    assert!(!to("[Topic<Cli>]::Ext<NewSession>", &Topic::None));
    assert!(!to(
        "[Topic<Uuid>(00000000-0000-0000-0000-000000000007)]::*",
        &Topic::Uuid(8)
    ));
    assert!(to("[Topic<!>]::*", &Topic::None));
    assert!(!to("[Topic<!>]::*", &Topic::Cli));
}

/// A path that would keep an engine busy that goes back.
#[test]
fn matching_takes_time_linear_in_the_path() {
    let route: RouteSelector = "Http<Get>/(a*)*(a|aa)*b".parse().unwrap();
    let method: Method = "Http<Get>".parse().unwrap();
    let path = "/".to_owned() + &"a".repeat(20_000);
    assert!(route.matches(&Asked::new(&method, &path)).is_none());
}

fn asked() -> impl Strategy<Value = (Method, String, bool)> {
    let path = prop_oneof![
        "(/[a-b]{0,2}){1,3}",
        Just("/a/b".to_owned()),
        Just("/ann/x".to_owned())
    ];
    (strategies::method(), path, any::<bool>())
}

proptest! {
    #[test]
    fn what_is_explained_is_what_is_selected(
        bind in strategies::bind(),
        (method, path, anonymous) in asked(),
    ) {
        let asked = Asked { anonymous, ..Asked::new(&method, &path) };
        let explained = bind.explain(&asked);
        let chosen: Vec<_> = explained.iter().filter(|e| e.verdict == Verdict::Chosen).collect();
        match bind.select(&asked) {
            None => prop_assert!(chosen.is_empty()),
            Some(selected) => {
                prop_assert_eq!(chosen.len(), 1);
                prop_assert!(std::ptr::eq(chosen[0].pipeline, selected.pipeline));
            }
        }
        let holds = |e: &&orrery_space::selection::Explained<'_>| e.scopes.iter().all(|s| {
            s.heading.admits(&method)
                && s.filters.iter().all(|f| f.admits(anonymous))
                && s.path.as_ref().is_none_or(|p| p.captures(&path).is_some())
        });
        let first = explained.iter().find(holds);
        prop_assert_eq!(first.map(|e| e.verdict), chosen.first().map(|e| e.verdict));
    }

    #[test]
    fn formatting_keeps_meaning_and_comments(
        bind in strategies::bind(),
        places in proptest::collection::vec(0..4_usize, 40),
    ) {
        let mut text = String::new();
        let mut comments = Vec::new();
        for (number, line) in bind.to_string().lines().enumerate() {
            let comment = format!("# {number}");
            let place = places[number % places.len()];
            text += &match place {
                0 => format!("{line}\n"),
                1 => format!("{line}   {comment}\n\n"),
                2 => format!("\n\n {comment}\n{}\n", line.trim()),
                _ => format!("{}\n", line.replacen(' ', &format!(" {comment}\n "), usize::from(line.contains("> {")))),
            };
            if text.contains(&format!("{comment}\n")) {
                comments.push(comment);
            }
        }
        let formatted = document::format(&text).map_err(|e| TestCaseError::fail(e.render(&text)))?;
        prop_assert_eq!(&document::format(&formatted).unwrap(), &formatted);
        prop_assert_eq!(formatted.parse::<Bind>().unwrap(), bind);
        for comment in comments {
            prop_assert!(formatted.contains(&format!("{comment}\n")), "{} in {}", comment, formatted);
        }
    }

    #[test]
    fn no_mistake_hides_another(
        bind in strategies::bind(),
        wrong in proptest::collection::vec(any::<bool>(), 40),
    ) {
        let mut count = 0;
        let text: String = bind.to_string().lines().enumerate().map(|(number, line)| {
            match line.strip_suffix(';') {
                Some(route) if wrong[number % wrong.len()] => {
                    count += 1;
                    format!("{route} junk;\n")
                }
                _ => format!("{line}\n"),
            }
        }).collect();
        match text.parse::<Bind>() {
            Ok(parsed) => {
                prop_assert_eq!(count, 0);
                prop_assert_eq!(parsed, bind);
            }
            Err(error) => {
                prop_assert_eq!(error.diagnostics.len(), count, "{}", error.render(&text));
                prop_assert!(error.diagnostics.is_sorted_by_key(|d| d.span.start));
            }
        }
    }
}
