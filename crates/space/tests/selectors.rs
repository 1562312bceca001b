//! What selectors match, beyond the cases of the conformance files.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use orrery_space::selector::Hierarchy;
use orrery_space::{Point, Selector};

#[track_caller]
fn case(selector: &str, hierarchy: &str, expected: bool) {
    let parsed: Selector = selector
        .parse()
        .unwrap_or_else(|e| panic!("{selector}: {e}"));
    let points: Hierarchy = hierarchy
        .parse()
        .unwrap_or_else(|e| panic!("{hierarchy}: {e}"));
    assert_eq!(
        parsed.matches(&points),
        expected,
        "{selector} on {hierarchy}"
    );
}

#[test]
fn the_root_is_selected_by_name_or_plus() {
    case("ROOT", "ROOT", true);
    case("+**", "ROOT", true);
    case("+*", "ROOT", true);
    case("ROOT+**", "ROOT", true);
    case("**", "ROOT", false);
    case("*", "ROOT", false);
    case("+**<Root>", "ROOT", true);
    case("+**<User>", "ROOT", false);
    case("+**", "a<Space>:b<Base>", true);
    case("+*", "a<Space>", true);
    case("+*", "a<Space>:b<Base>", false);
    case("ROOT", "a<Space>", false);
}

#[test]
fn a_star_star_in_the_middle_stands_for_none_or_more() {
    case("**:users", "users<Base>", true);
    case("**:users", "a<Space>:users<Base>", true);
    case("a:**:b:**:c", "a<Space>:b<Base>:c<Base>", true);
    case(
        "a:**:b:**:c",
        "a<Space>:x<Base>:b<Base>:b<Base>:y<Base>:c<Base>",
        true,
    );
    case("a:**:b:**:c", "a<Space>:c<Base>:b<Base>", false);
    case("a:**:**", "a<Space>", false);
    case("a:**:**", "a<Space>:b<Base>", true);
}

#[test]
fn the_kind_of_a_star_star_is_that_of_its_last_segment() {
    case("a:**<User>", "a<Space>:b<Base>:c<User>", true);
    case("a:**<User>", "a<Space>:b<User>:c<Base>", false);
    case("a:**<User>:c", "a<Space>:b<User>:c<Base>", true);
    case("a:**<User>:c", "a<Space>:b<Base>:c<Base>", false);
    case("a:**<User>:c", "a<Space>:c<Base>", true);
}

#[test]
fn a_plus_takes_in_its_own_hop() {
    case("a+:**", "a<Space>", true);
    case("a:**", "a<Space>", false);
    case("a+:**<Space>", "a<Space>", true);
    case("a+:**<User>", "a<Space>", false);
    case("a+:b", "a<Space>", false);
    case("a:b+:**", "a<Space>", false);
    case("a:b+:**", "a<Space>:b<Base>", true);
    case("a<User>+:**", "a<Space>", false);
}

#[test]
fn kinds_are_compared_down_to_the_specific() {
    let db = "x<Database<Relational<mysql.org:mysql.org:mysql:innodb:8.0.1>>>";
    case("*<Database>", db, true);
    case("*<Database<*>>", db, true);
    case("*<*<Relational>>", db, true);
    case("*<*<OAuth>>", db, false);
    case(
        "*<Database<Relational<mysql.org:*:*:*:(>=8.0.0)>>>",
        db,
        true,
    );
    case(
        "*<Database<Relational<mysql.org:*:*:*:(>=8.0.0, <8.0.1)>>>",
        db,
        false,
    );
    case("*<Database<Relational<*:*:postgres:*:*>>>", db, false);
    case("*<Database<*<*:*:mysql:*:*>>>", db, true);
    case("*<*>", db, true);
    case("*<*<*<*>>>", db, true);
    case("*<Artifact<Dir>>", "x<File<Dir>>", false);
    case("*<*<Dir>>", "x<File<Dir>>", true);
}

#[test]
fn versions_are_compared_as_versions() {
    let bundle = "repo<Repo>:my<BundleSeries>:1.2.3<Bundle>";
    case("repo:*:(>=1.0.0)", bundle, true);
    case("repo:*:(>=1.0.0 <1.2.0)", bundle, false);
    case("repo:*:(>=1.0.0, <2.0.0)", bundle, true);
    case("repo:*:(^1.2)", bundle, true);
    case("repo:*:(*)", bundle, true);
    case("repo:*:>=1.0.0", bundle, true);
    case("repo:*:1.2.3", bundle, true);
    case("repo:*:1.2.4", bundle, false);
    case("repo:(>=1.0.0)", "repo<Repo>:my<BundleSeries>", false);
}

#[test]
fn files_are_compared_without_their_slash() {
    let artifact = "repo<Repo>:1.0.0<Bundle>:/docs/<Artifact<Dir>>index.html<Artifact<Raw>>";
    let folder = "repo<Repo>:1.0.0<Bundle>:/docs/<Artifact<Dir>>";
    let file = "a<Space>:fs<FileSystem>:/x.txt<File<File>>";
    case("repo:1.0.0:/docs/index.html", artifact, true);
    case("repo:1.0.0:/docs/*", artifact, true);
    case("repo:1.0.0:/**", artifact, true);
    case("repo:1.0.0:/**<Artifact<Raw>>", artifact, true);
    case("repo:1.0.0:/**<Artifact<Dir>>", artifact, false);
    case("repo:1.0.0:/**/index.html", artifact, true);
    case("repo:**", artifact, true);
    case("repo:1.0.0:/docs", folder, true);
    case("repo:1.0.0:/docs/", folder, true);
    case("repo:1.0.0:/*", folder, true);
    case("a:fs:/x.txt", file, true);
    case("a:fs:/x.txt/", file, true);
    case("a:fs:/", "a<Space>:fs<FileSystem>:/", true);
    case("a:fs:/*<File>", file, true);
    // A file is no mesh segment of the same name.
    case("a:**:x", "a<Space>:fs<FileSystem>:/x<File<File>>", false);
}

#[test]
fn routes_must_be_the_same() {
    case("GLOBAL::executor", "GLOBAL::executor<Global>", true);
    case("executor", "GLOBAL::executor<Global>", false);
    case("GLOBAL::**", "executor<Global>", false);
}

#[test]
fn a_point_is_its_own_selector() {
    for text in [
        "ROOT",
        "localhost:app",
        "GLOBAL::executor",
        "<<STAR::central:fold[0]>>::star",
        "[hub]::a:1.0.0:/x/y.z",
        "a:/x/",
    ] {
        let point: Point = text.parse().unwrap();
        let selector = Selector::from(&point);
        assert_eq!(selector.to_string(), text);
        assert_eq!(text.parse::<Selector>().unwrap(), selector);
        assert_eq!(selector.query_root(), point);
    }
}

#[test]
fn queries_start_at_the_longest_exact_beginning() {
    let root = |text: &str| text.parse::<Selector>().unwrap().query_root().to_string();
    assert_eq!(root("localhost:app:**<User>"), "localhost:app");
    assert_eq!(root("localhost:app+:**"), "localhost");
    assert_eq!(root("**"), "ROOT");
    assert_eq!(root("repo:my:(>=1.0.0):/x"), "repo:my");
}

#[test]
fn texts_with_stars_print_as_they_are_written() {
    for text in [
        "**:a",
        "+**<User>",
        "+*",
        "GLOBAL::+**",
        "[hub]::**:a",
        "a:**:b+:**<Star<Fold>>",
        "a:(>=1.0.0, <2.0.0):/docs/**",
        "a:/docs/*/",
        "*<*<*<*:b.c:*:*:(*)>>>",
    ] {
        let selector: Selector = text.parse().unwrap_or_else(|e| panic!("{text}: {e}"));
        let printed = selector.to_string();
        assert_eq!(printed.parse::<Selector>().unwrap(), selector, "{printed}");
        if !text.ends_with('/') && !text.contains("<*<*<") {
            assert_eq!(printed, text);
        }
    }
}

/// A hundred `**` against a point as deep as can be: a matcher that tries all ways would not end.
#[test]
fn many_stars_cost_little() {
    let selector = "a".to_owned() + &":**:a".repeat(100) + ":**:b";
    let hierarchy = "a<Base>".to_owned() + &":a<Base>".repeat(250);
    case(&selector, &hierarchy, false);
}
