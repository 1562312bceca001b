//! What the grammar expects at the cursor, as completion offers it.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use expect_test::{Expect, expect};
use orrery_space::grammar::{Expected, Noun, expect_at};

fn expected(noun: Noun, before: &str) -> (usize, Vec<String>) {
    let (start, expected) = expect_at(noun, before, before.len());
    let words = expected.iter().map(|e| match e {
        Expected::Text(text) => (*text).to_owned(),
        Expected::OneOf { names, .. } => names.join("|"),
        Expected::Free { noun, .. } => format!("({noun})"),
        Expected::End => "end".to_owned(),
    });
    (start, words.collect())
}

#[test]
fn completion() {
    let check = |before: &str, expect: Expect| {
        let (start, words) = expected(Noun::Command, before);
        expect.assert_eq(&format!("{start}: {}", words.join(" ")));
    };
    check(
        "",
        expect![
            "0: create|publish|launch|ping|signal|ripple|select|get|set|read|write|delete|grant|grants|revoke|chown|as|watch|unwatch|move|pause|resume|init|stars|lanes|stop|start|cut|mend|slow|lose|double|shuffle|storm|seed|speed|advance|upload|help"
        ],
    );
    check(
        "cre",
        expect![
            "0: create|publish|launch|ping|signal|ripple|select|get|set|read|write|delete|grant|grants|revoke|chown|as|watch|unwatch|move|pause|resume|init|stars|lanes|stop|start|cut|mend|slow|lose|double|shuffle|storm|seed|speed|advance|upload|help"
        ],
    );
    check("create ", expect!["7: (a point)"]);
    check(
        "create localhost",
        expect!["16: (a kind in angle brackets) : %"],
    );
    check(
        "create localhost<",
        expect![
            "17: Root|Space|Base|User|App|Mechtron|FileSystem|Repo|BundleSeries|Bundle|Control|Portal|Driver|Global|Host|Guest|File|Artifact|Database|UserBase|Star|Native"
        ],
    );
    check(
        "create localhost:a<Mec",
        expect![
            "19: Root|Space|Base|User|App|Mechtron|FileSystem|Repo|BundleSeries|Bundle|Control|Portal|Driver|Global|Host|Guest|File|Artifact|Database|UserBase|Star|Native"
        ],
    );
    check(
        "create localhost:a<Star<Fo",
        expect!["24: Central|Super|Nexus|Maelstrom|Scribe|Jump|Fold|Machine"],
    );
    check("create localhost<Space>", expect!["23: { ;"]);
    check("ping localhost:app Ht", expect!["19: Ext|Http|Cmd|Hyp"]);
    check(
        "ping localhost:app Http<",
        expect!["24: Options|Get|Post|Put|Delete|Head|Trace|Connect|Patch"],
    );
    check(
        "ping localhost:app@",
        expect!["19: Gravity|Field|Shell|Portal|Host|Guest|Core"],
    );
    check("select ** in", expect!["10: end into where"]);
    check("select ** into ", expect!["15: points stubs"]);
    check("grant ", expect!["6: super|perm|priv"]);
    check(
        "help a",
        expect![
            "5: create|publish|launch|ping|signal|ripple|select|get|set|read|write|delete|grant|grants|revoke|chown|as|watch|unwatch|move|pause|resume|init|stars|lanes|stop|start|cut|mend|slow|lose|double|shuffle|storm|seed|speed|advance|upload|help"
        ],
    );
    check("create Localhost", expect!["16: "]);
}
