//! Bind and Mechtron documents: what a person reads after mistakes, how texts are laid out, and
//! which route a Wave takes.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use expect_test::{Expect, expect};
use orrery_space::{Bind, MechtronConfig, ParseError, RouteSelector, document};

/// The mistakes of a text, a line each: the place by line, the text there, and what is said.
fn mistakes<T: std::str::FromStr<Err = ParseError>>(text: &str, expected: Expect) {
    let error = text.parse::<T>().err().expect("a text that is refused");
    let lines: Vec<String> = error
        .diagnostics
        .iter()
        .map(|d| {
            let line = text[..d.span.start].matches('\n').count() + 1;
            let hints: String = d.hints.iter().map(|h| format!(" [{h}]")).collect();
            format!(
                "{line} `{}` {}: {}{hints}",
                &text[d.span.clone()],
                d.code,
                d.message
            )
        })
        .collect();
    expected.assert_eq(&lines.join("\n"));
}

#[test]
fn five_mistakes_are_five_reports_in_order() {
    mistakes::<Bind>(
        "Bind(version=1.0.0) {
  Route<Htp> -> {
    <Get>/users/( -> (()) => &;
    <Put>(admin) -> (()) => & junk;
    <Post> -> localhost => &;
    <Head> = localhost => &;
  }
  Rout<Ext> -> { <hello> -> &; }
}
more
",
        expect![[r#"
            2 `Htp` unknown-method: expected a method such as `Ext<Hello>` or `Http<Get>`, found `Htp` [did you mean `Http`?]
            3 `(` bad-path: expected a regular expression: found open group without closing ')' [a path is a regular expression over the whole path: `/users/.*`, `/users/{id}`]
            4 `admin` unknown-filter: expected the filter `auth` or `noauth`, found `admin`
            4 `junk` expected: expected `;`, `->` or `=>`, found `junk`
            6 ` ` expected: expected `>` or `[`, found a space
            8 `Rout` unknown-scope: expected the scope `Route`, found `Rout` [did you mean `Route`?]
            8 `hello` bad-method: the name of a method is in camel case, `hello` is not [did you mean `Hello`?]
            10 `more` expected: expected the end of the Bind document, found `more`"#]],
    );
}

#[test]
fn what_is_left_out_is_told_once() {
    mistakes::<Bind>(
        "",
        expect!["1 `` expected: expected `Bind`, but there is no text"],
    );
    mistakes::<Bind>(
        "Bind(version=1.0.0)",
        expect!["1 `` expected: expected `{`, but the text ends here"],
    );
    mistakes::<Bind>(
        "Bind(version=1.0.0) {",
        expect![
            "1 `` expected: expected a scope such as `Route`, `<Http>` or `<Get>` or `}`, but the text ends here [the block that begins in line 1 is still open]"
        ],
    );
    mistakes::<Bind>(
        "Bind(version=1.0.0) {\n Route -> {\n  <Http> -> {\n",
        expect![
            "4 `` expected: expected a scope such as `Route`, `<Http>` or `<Get>` or `}`, but the text ends here [the block that begins in line 3 is still open]"
        ],
    );
    mistakes::<Bind>(
        "Bind(version=1.0.0) {\n Route -> (()) => &\n Route -> & }",
        expect![[r#"
            3 `Route` expected: expected `;`, `->` or `=>`, found `Route`
            3 `}` expected: expected `;`, `->` or `=>`, found `}`"#]],
    );
    mistakes::<Bind>(
        "Bind(version=1.0.0) {\n Route {\n <Htp> -> &; } Route -> ; }",
        expect![[r#"
        2 `{` expected: expected `->` or `=>`, found `{` [the arrows are `->`, `=>`, `-[ Text ]->` and `=[ Text ]=>`]
        3 `Htp` unknown-method: expected a method such as `Ext<Hello>` or `Http<Get>`, found `Htp` [did you mean `Http`?]
        3 `;` expected: expected a stop such as `(())`, `&` or `localhost:app`, found `;`"#]],
    );
    mistakes::<Bind>(
        "Bind(version=1.0.0) {\n Route -> !404 \"no;\n Rote -> &; }",
        expect![[r#"
            2 `"no;` open-quote: expected `"` at the end of the text in quotes, but the text ends here [add the closing `"`]
            3 `Rote` unknown-scope: expected the scope `Route`, found `Rote` [did you mean `Route`?]"#]],
    );
}

#[test]
fn wrong_shells() {
    mistakes::<Bind>(
        "Unknown(version=1.0.0) { Route -> { } }",
        expect![
            "1 `Unknown` unknown-document: expected the document `Bind`, found `Unknown` [write `Bind(version=1.0.0)`]"
        ],
    );
    mistakes::<Bind>(
        "Bnd(version=100.0.0) { Rute -> { } }",
        expect![[r#"
        1 `Bnd` unknown-document: expected the document `Bind`, found `Bnd` [did you mean `Bind`?]
        1 `100.0.0` unknown-version: expected version 1.0.0 of the document, found `100.0.0` [write `Bind(version=1.0.0)`]
        1 `Rute` unknown-scope: expected the scope `Route`, found `Rute` [did you mean `Route`?]"#]],
    );
    mistakes::<Bind>(
        "Bind { }",
        expect!["1 ` ` expected: expected `(version=`, found a space"],
    );
    mistakes::<document::Document>(
        "# a\nMechtorn(version=1.0.0) { }",
        expect![
            "2 `Mechtorn` unknown-document: expected the document `Mechtron`, found `Mechtorn` [did you mean `Mechtron`?]"
        ],
    );
    mistakes::<document::Document>(
        "Portal(version=1.0.0) { }",
        expect![
            "1 `Portal` unknown-document: expected a document, found `Portal` [documents begin with `Bind(version=1.0.0)` or `Mechtron(version=1.0.0)`]"
        ],
    );
}

#[test]
fn wrong_headings() {
    mistakes::<Bind>(
        "Bind(version=1.0.0) {
  * -> { <*> -> { <Get>/users -> localhost:users => &; } }
  Http<Get> -> &;
  Route<Get> -> &;
  Route<Http<Get<X>>> -> &;
  Route<Http<Get>> -> { <Get> -> &; }
  Route<Ext<hello>>(auth -> &;
  Route(auth)-(blah xyz) -> &;
  Route() -> &;
  Whatever -> { <Http> -> { <Gte> -> &; } }
}",
        expect![[r#"
            2 `*` unknown-scope: expected the scope `Route`, found `*` [the outermost scopes of a bind are `Route`]
            3 `Http` unknown-scope: expected the scope `Route`, found `Http` [methods stand inside `Route`: `Route<Http>`]
            4 `Get` unknown-method: expected a method such as `Ext<Hello>` or `Http<Get>`, found `Get` [did you mean `Http<Get>`?]
            5 `X` too-many-levels: expected no more levels, found `X` [the levels are `Route`, the family of a method and its name]
            6 `{` too-many-levels: expected a pipeline such as `(()) => &`, since the name of a method is the last level [the levels are `Route`, the family of a method and its name]
            7 `hello` bad-method: the name of a method is in camel case, `hello` is not [did you mean `Hello`?]
            7 ` ` expected: expected `)`, found a space
            8 `blah` unknown-filter: expected the filter `auth` or `noauth`, found `blah`
            8 ` xyz` filter-arguments: expected `)`, since filters take no arguments
            9 `)` expected: expected a filter such as `auth` or `noauth`, found `)`
            10 `Whatever` unknown-scope: expected the scope `Route`, found `Whatever` [the outermost scopes of a bind are `Route`]
            10 `Gte` unknown-method: `Http` has no method `Gte` [did you mean `Get`?]"#]],
    );
}

#[test]
fn wrong_steps_and_stops() {
    mistakes::<Bind>(
        "Bind(version=1.0.0) { Route<Http> -> {
  <Get> [ Bin ]=> localhost;
  <Get> -[ Bin ]= localhost => &;
  <Get> -[ -> localhost => &;
  <Get> -> (( => &;
  <Get> -> !200;
  <Get> -> !;
  <Get> -> & =>;
} }",
        expect![[r#"
            2 `[` expected: expected `->` or `=>`, found `[` [the arrows are `->`, `=>`, `-[ Text ]->` and `=[ Text ]=>`]
            3 ` ` expected: expected `>`, found a space
            4 `-` unknown-substance: expected a kind of substance such as `Text` or `Int`, found `-` [the kinds of substance are Empty, List, Map, Point, Surface, Text, Boolean, Int, Meta, Bin, Stub, Details, Status, Particle, Location, FormErrs, Json, MultipartForm, RawCommand, Command, DirectedCore, ReflectedCore, Hyp, Token, UltraWave, Knock, Greet, Log, Err]
            5 ` ` expected: expected `))`, found a space
            6 `200` bad-status: expected the status of a failure from 400 to 599, found `200`
            7 `;` expected: expected a status such as `404`, found `;`
            8 `;` expected: expected a stop such as `(())`, `&` or `localhost:app`, found `;`"#]],
    );
}

#[test]
fn mechtron_mistakes() {
    mistakes::<MechtronConfig>(
        "Mechtron(version=1.0.1) {\n Wsm {\n  +bin=Repo:1.0.0:/a.wasm;\n  name=a;\n  +fuel;\n  +name=b\n  +name=c;\n }\n}\nx",
        expect![[r#"
            1 `1.0.1` unknown-version: expected version 1.0.0 of the document, found `1.0.1` [write `Mechtron(version=1.0.0)`]
            2 `Wsm` unknown-scope: expected the scope `Wasm`, found `Wsm` [did you mean `Wasm`?]
            3 `Repo` capital: `Repo` has a capital letter [points are written in lower case: `repo`]
            4 `name` expected: expected `+`, found `name`
            5 `;` expected: expected `=`, found `;`
            7 `name` second-assignment: expected one `+name`, this is another
            10 `x` expected: expected the end of the Mechtron document, found `x`"#]],
    );
    mistakes::<MechtronConfig>(
        "Mechtron(version=1.0.0) { Wasm\n varool\n  +bin=a;\n  +name=b;\n }\n}",
        expect!["2 `varool` expected: expected `{`, found `varool`"],
    );
    mistakes::<MechtronConfig>(
        "Mechtron(version=1.0.0) { Wasm { +name=x; } }",
        expect![
            "1 `}` missing-assignment: the Wasm scope needs `+bin=…`, which is missing [a Mechtron document assigns `+bin=POINT;` and `+name=NAME;`]"
        ],
    );
    mistakes::<MechtronConfig>(
        "Mechtron(version=1.0.0) { }",
        expect![
            "1 `}` missing-assignment: the Wasm scope needs `+bin=…`, which is missing [a Mechtron document assigns `+bin=POINT;` and `+name=NAME;`]"
        ],
    );
}

#[test]
fn wrong_routes() {
    for (text, expected) in [
        (
            "Bad<Assign>",
            expect![
                "1 `Bad` unknown-method: expected a method such as `Ext<Hello>` or `Http<Get>`, found `Bad`"
            ],
        ),
        (
            "Ext<",
            expect![
                "1 `` expected: expected `*` or the name of a method in camel case such as `Hello`, but the text ends here"
            ],
        ),
        (
            "Ext",
            expect!["1 `` expected: expected `<`, but the text ends here"],
        ),
        (
            "Ext<A>extra",
            expect!["1 `extra` expected: expected the end of the route, found `extra`"],
        ),
        (
            "Http<Get>/(",
            expect![
                "1 `(` bad-path: expected a regular expression: found open group without closing ')' [a path is a regular expression over the whole path: `/users/.*`, `/users/{id}`]"
            ],
        ),
        (
            "Http<Get>/users/[0-9 ]",
            expect![
                "1 `9` bad-path: expected a regular expression: found unclosed character class [a path is a regular expression over the whole path: `/users/.*`, `/users/{id}`]"
            ],
        ),
        (
            "Http<Get>(nope)",
            expect![
                "1 `nope` unknown-filter: expected the filter `auth` or `noauth`, found `nope`"
            ],
        ),
        (
            "[Topic<Clo>]::*",
            expect![
                "1 `Clo` unknown-topic: expected a topic such as `Cli` or `*`, found `Clo` [did you mean `Cli`?]"
            ],
        ),
    ] {
        mistakes::<RouteSelector>(text, expected);
    }
}

/// A text laid out, and laid out again; the meaning stays.
fn formats(text: &str, expected: Expect) {
    let formatted = document::format(text).unwrap();
    expected.assert_eq(&formatted);
    assert_eq!(document::format(&formatted).unwrap(), formatted);
    let tree: document::Document = text.parse().unwrap();
    assert_eq!(formatted.parse::<document::Document>().unwrap(), tree);
}

/// In quotes nothing ends a block, a pipeline or a line, and a quote is escaped.
#[test]
fn quotes_hide_what_would_end_a_block() {
    let text = r#"Bind(version=1.0.0) { Route -> { <Http> -> { <Get> -> !404 "a } b; # c \" d"; <Put> -> !405 'e { f'; } } }"#;
    let bind: Bind = text.parse().unwrap();
    assert_eq!(bind.to_string().parse(), Ok(bind));
    formats(
        text,
        expect![[r#"
            Bind(version=1.0.0) {
              Route -> {
                <Http> -> {
                  <Get> -> !404 "a } b; # c \" d";
                  <Put> -> !405 "e { f";
                }
              }
            }
        "#]],
    );
}

#[test]
fn comments_survive_formatting() {
    formats(
        "# what it is\n\n\nBind(version=1.0.0)  { # begins\n\n  # the web\n Route<Http> -> # arrow\n { <Get>->((*)) => &; # gets\n\n\n\n  Put/a/b -[Text]=>   &; \n # last\n\n } # web ends\n Route -> &; Route -> {\n} }\n# after",
        expect![[r#"
            # what it is

            Bind(version=1.0.0) { # begins

              # the web
              # arrow
              Route<Http> -> {
                <Get> -> (()) => &; # gets

                <Put>/a/b =[ Text ]=> &;
                # last
              } # web ends
              Route -> &;
              Route -> {
              }
            }
            # after
        "#]],
    );
    formats(
        "Mechtron(version=1.0.0) { Wasm { # module\n +name = a # its name\n\n +bin=repo:1.0.0:/a.wasm ; +fuel=7 } }",
        expect![[r#"
            Mechtron(version=1.0.0) {
              Wasm { # module
                +name=a; # its name

                +bin=repo:1.0.0:/a.wasm;
                +fuel=7;
              }
            }
        "#]],
    );
}

/// Whatever repeats, 64 KiB of it are read at once, and no more is told than a person can read.
#[test]
fn long_documents_end() {
    for part in [
        "{",
        "}",
        ";",
        "<",
        "(",
        "-[",
        "-> ",
        "/(",
        "/",
        "\"",
        "#",
        " #",
        "\n",
        "Route -> { ",
        "Route{",
        "Route -> & ;",
        "Route -> !404 ",
        "-(auth)",
        "/a{9}{9}",
        "Map{ ",
        "${",
        "Route/([ -> &;",
        "\u{1f980}",
    ] {
        for start in [
            "",
            "Bind(version=1.0.0) {",
            "Bind(version=1.0.0) { Route ",
            "Mechtron(version=1.0.0) { Wasm {",
        ] {
            let count = (orrery_space::grammar::MAX_TEXT - start.len()) / part.len();
            let text = start.to_owned() + &part.repeat(count);
            let (_, mistakes) = document::read(&text);
            assert!(mistakes.len() <= 100);
            let _ = text.parse::<RouteSelector>();
        }
    }
}

/// The tree has what could be read, for an editor.
#[test]
fn mistakes_leave_the_rest_of_the_tree() {
    let text =
        "Bind(version=1.0.0) { Route<Http> -> { <Gte> -> &; <Put> -> &; } Rote -> &; Route -> &; }";
    let (tree, mistakes) = document::read(text);
    let Some(document::Document::Bind(bind)) = tree else {
        panic!("a bind")
    };
    assert_eq!(
        bind.to_string(),
        "Bind(version=1.0.0) {\n  Route<Http> -> {\n    <Put> -> &;\n  }\n  Route -> &;\n}\n"
    );
    assert_eq!(mistakes.len(), 2);
}

#[test]
fn what_may_stand_next_is_known() {
    use orrery_space::grammar::{Expected, Noun, expect_at};
    let words = |text: &str| {
        let (_, expected) = expect_at(Noun::Bind, text, text.len());
        let words: Vec<&str> = expected
            .iter()
            .flat_map(|e| match e {
                Expected::Text(text) => vec![*text],
                Expected::OneOf { names, .. } => names.to_vec(),
                Expected::Free { noun, .. } => vec![*noun],
                Expected::End => vec!["end"],
            })
            .collect();
        words.join(" ")
    };
    expect!["a scope }"].assert_eq(&words("Bind(version=1.0.0) { "));
    expect!["* Ext Http Cmd Hyp"].assert_eq(&words("Bind(version=1.0.0) { Route<"));
    expect!["* Options Get Post Put Delete Head Trace Connect Patch"]
        .assert_eq(&words("Bind(version=1.0.0) { Route<Http<"));
    expect!["auth noauth"].assert_eq(&words("Bind(version=1.0.0) { Rote -> &; Route("));
    expect!["a stop { (( & !"].assert_eq(&words("Bind(version=1.0.0) { Route -> "));
    expect!["; -> =>"].assert_eq(&words("Bind(version=1.0.0) { Route -> & "));
}
