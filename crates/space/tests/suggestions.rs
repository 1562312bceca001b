//! What completion offers, of the grammar and of a cosmos.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use expect_test::{Expect, expect};
use orrery_space::Point;
use orrery_space::grammar::{Provider, Subject, complete};

/// A cosmos of a few points, which says of whom it was asked.
struct Town;

impl Provider for Town {
    fn children(&self, parent: &Point) -> Vec<String> {
        let names: &[&str] = match parent.as_str() {
            "ROOT" => &["hyperspace", "localhost", "repo"],
            "localhost" => &["app", "echo", "files"],
            "localhost:app" => &["users"],
            "localhost:files" => &["/"],
            "localhost:files:/" => &["docs/", "index.html"],
            "localhost:files:/docs/" => &["a.txt"],
            "GLOBAL::ROOT" => &["executor", "registry"],
            "repo" => &["1.0.0"],
            _ => &[],
        };
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    fn stars(&self) -> Vec<String> {
        vec!["central:fold[0]".into(), "central:nexus[1]".into()]
    }

    fn files(&self) -> Vec<String> {
        vec!["bundle.zip".into(), "echo.wat".into()]
    }

    fn keys(&self, subject: Subject<'_>) -> Vec<String> {
        let whose = match subject {
            Subject::Point(point) => format!("of-{point}"),
            Subject::Kind(kind) => format!("for-{kind}"),
            Subject::Selector(selector) => format!("any-{selector}"),
        };
        vec!["bind".into(), whose]
    }
}

#[track_caller]
fn offers(text: &str, expected: Expect) {
    let completions = complete(text, text.len(), &Town);
    let items: Vec<&str> = completions.items.iter().map(|i| i.text.as_str()).collect();
    expected.assert_eq(&format!("{}: {}", completions.start, items.join(" ")));
}

#[test]
fn words() {
    offers(
        "s",
        expect!["0: signal select set stars stop start slow shuffle storm seed speed"],
    );
    offers("GR", expect!["0: grant grants"]);
    offers("create", expect!["6: ? !"]);
    offers("select ** ", expect!["10: into where ;"]);
    offers("select ** into ", expect!["15: points stubs"]);
    offers("chown ** t", expect!["9: to"]);
    offers("grant p", expect!["6: perm priv"]);
    offers("storm 7 d", expect!["8: delay double"]);
    offers("watch localhost ", expect!["16: Log State Property Child"]);
    offers("help re", expect!["5: read revoke resume"]);
    offers("stars ", expect!["6: ;"]);
}

#[test]
fn kinds_and_methods() {
    offers("create localhost:a<mec", expect!["19: Mechtron"]);
    offers(
        "create localhost:a<Star<",
        expect!["24: Central Super Nexus Maelstrom Scribe Jump Fold Machine"],
    );
    offers("create localhost:a<Artifact<R", expect!["28: Raw"]);
    offers("ping localhost:app ", expect!["19: Ext Http Cmd Hyp"]);
    offers("ping localhost:app^Http<P", expect!["24: Post Put Patch"]);
    offers("ping localhost:app Cmd<R", expect!["23: Read RawCommand"]);
    offers(
        "ping localhost:app@",
        expect!["19: Gravity Field Shell Portal Host Guest Core"],
    );
    offers("select **<Us", expect!["10: User UserBase"]);
}

#[test]
fn points() {
    offers("get ", expect!["4: hyperspace localhost repo"]);
    offers("get lo", expect!["4: localhost"]);
    offers("get localhost:", expect!["14: app echo files"]);
    offers("get localhost:e", expect!["14: echo"]);
    offers("get localhost:app:", expect!["18: users"]);
    offers("get localhost:files:", expect!["20: /"]);
    offers("read localhost:files:/", expect!["22: docs/ index.html"]);
    offers("read localhost:files:/docs/a", expect!["27: a.txt"]);
    offers("ping GLOBAL::ex", expect!["13: executor"]);
    offers("ping localhost Ext<X> @lo", expect!["23: localhost"]);
    offers("launch ^[ echo.wat ]-> localhost:a", expect!["33: app"]);
    offers("launch ^[ echo.wat ]->lo", expect!["22: localhost"]);
    offers("select localhost:a", expect!["17: app"]);
    offers("select localhost+:a", expect!["18: app"]);
    offers("select localhost:*:", expect!["19: "]);
    offers("grant super on localhost:f", expect!["25: files"]);
    offers("chown ** to localhost:app:us", expect!["26: users"]);
    offers("move localhost:app to lo", expect!["24: :"]);
    offers("get Lo", expect!["4: localhost"]);
    offers("get localhost:app", expect!["17: : { ;"]);
}

#[test]
fn stars() {
    offers(
        "move localhost:app to ",
        expect!["22: central:fold[0] central:nexus[1]"],
    );
    offers("stop central:f", expect!["5: central:fold[0]"]);
    offers("cut ", expect!["4: central:fold[0] central:nexus[1]"]);
    offers(
        "cut central:fold[0]--central:n",
        expect!["21: central:nexus[1]"],
    );
    offers("slow central:fold[0]", expect!["20: --"]);
}

#[test]
fn files() {
    offers("launch ^[ ", expect!["10: bundle.zip echo.wat"]);
    offers("launch ^[ ec", expect!["10: echo.wat"]);
    offers("write localhost:files ^[b", expect!["24: bundle.zip"]);
    offers("upload e", expect!["7: echo.wat"]);
}

#[test]
fn properties() {
    offers("set localhost:app{ +", expect!["20: bind of-localhost:app"]);
    offers(
        "set localhost:app { +a=b, !",
        expect!["27: bind of-localhost:app"],
    );
    offers("get localhost:app{ b", expect!["19: bind"]);
    offers(
        "create localhost:m<Mechtron>{ +@",
        expect!["32: bind for-Mechtron"],
    );
    offers(
        "select localhost:** into points where +",
        expect!["39: bind any-localhost:**"],
    );
    offers("set localhost:app{ +k=b", expect!["23: } ,"]);
}

#[test]
fn the_command_with_the_cursor_is_completed() {
    offers("stars; get localhost:e", expect!["21: echo"]);
    offers("xreate a;\nsel", expect!["10: select"]);
    offers(
        "stars;",
        expect![
            "6: create publish launch ping signal ripple select get set read write delete grant grants revoke chown as watch unwatch move pause resume init stars lanes stop start cut mend slow lose double shuffle storm seed speed advance upload help"
        ],
    );
    let text = "get lo; stars; create a<Spce>";
    let completions = complete(text, 6, &Town);
    assert_eq!(completions.start, 4);
    assert_eq!(completions.items[0].text, "localhost");
    assert_eq!(completions.items[0].noun, Some("a point"));
}
