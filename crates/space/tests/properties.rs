//! Laws that hold for every value of every noun, and for every text.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod strategies;

use std::fmt::{Debug, Display};
use std::str::FromStr;

use orrery_space::command::{Lane, Probability, Speed};
use orrery_space::grammar::{Noun, Provider, Subject, complete, expect_at};
use orrery_space::log::{LogLevel, SpanId};
use orrery_space::particle::{Code, PointKind, Progress};
use orrery_space::predicate::Where;
use orrery_space::property::PropertyPermit;
use orrery_space::security::{
    GrantKind, IndexedAccessGrant, Permissions, PermissionsMask, Privileges,
};
use orrery_space::selector::{Hierarchy, Hop, KindSelector, SegmentSelector, Selector};
use orrery_space::{
    Agent, Aspect, Bind, Call, CallVar, Command, Document, Kind, KindTemplate, Layer,
    MechtronConfig, Method, MethodPattern, MultipartForm, ParseError, PathPattern, Pipeline, Point,
    PointCtx, PointVar, Route, RouteSelector, Script, Segment, Specific, StarKey, Status,
    StatusCode, Stub, Subst, SubstanceKind, SubstancePattern, Surface, SurfaceSelector, Topic,
    Watch, WaveId,
};
use proptest::prelude::*;
use proptest::test_runner::TestCaseResult;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// parse(print(x)) == x, and printing again changes nothing.
fn text_law<T>(value: &T) -> TestCaseResult
where
    T: FromStr<Err = ParseError> + Display + Debug + PartialEq,
{
    let text = value.to_string();
    match text.parse::<T>() {
        Ok(again) => {
            prop_assert_eq!(value, &again, "printed as {}", text);
            prop_assert_eq!(&text, &again.to_string());
            Ok(())
        }
        Err(error) => Err(TestCaseError::fail(error.render(&text))),
    }
}

/// The same value comes back from JSON and from a format that is not made for people.
fn serde_law<T>(value: &T) -> TestCaseResult
where
    T: Serialize + DeserializeOwned + Debug + PartialEq,
{
    let json = serde_json::to_string(value).unwrap();
    let again: T = serde_json::from_str(&json)
        .map_err(|error| TestCaseError::fail(format!("{error} in {json}")))?;
    prop_assert_eq!(value, &again, "written as {}", json);
    let bytes = postcard::to_allocvec(value).unwrap();
    let again: T =
        postcard::from_bytes(&bytes).map_err(|error| TestCaseError::fail(error.to_string()))?;
    prop_assert_eq!(value, &again);
    Ok(())
}

macro_rules! laws {
    ($($name:ident: $($law:ident)+;)*) => {
        proptest! {
            $(#[test]
            fn $name(value in strategies::$name()) {
                $($law(&value)?;)+
            })*
        }
    };
}

laws! {
    point: text_law serde_law;
    point_ctx: text_law serde_law;
    point_var: text_law serde_law;
    call: text_law serde_law;
    call_var: text_law serde_law;
    subst: text_law serde_law;
    route: text_law serde_law;
    star_key: text_law serde_law;
    kind: text_law serde_law;
    kind_template: text_law serde_law;
    specific: text_law serde_law;
    surface: text_law serde_law;
    surface_selector: text_law serde_law;
    topic: text_law serde_law;
    method: text_law serde_law;
    method_pattern: text_law serde_law;
    status_code: text_law serde_law;
    wave_id: text_law serde_law;
    permissions: text_law serde_law;
    mask: text_law serde_law;
    privilege: text_law serde_law;
    privileges: text_law serde_law;
    grant_kind: text_law serde_law;
    grant: text_law serde_law;
    access_grant: text_law serde_law;
    indexed_access_grant: text_law serde_law;
    access: serde_law;
    property_predicate: text_law serde_law;
    condition: text_law serde_law;
    kind_selector: text_law serde_law;
    selector: text_law serde_law;
    hierarchy: text_law serde_law;
    stub: text_law serde_law;
    point_kind: text_law serde_law;
    status: text_law serde_law;
    aspect: text_law serde_law;
    watch: text_law serde_law;
    progress: text_law serde_law;
    code: text_law serde_law;
    property_permit: text_law;
    log_level: text_law serde_law;
    span_id: text_law serde_law;
    particle: serde_law;
    particle_record: serde_law;
    archetype: serde_law;
    log: serde_law;
    log_substance: serde_law;
    agent: text_law serde_law;
    command: text_law serde_law;
    script: text_law serde_law;
    lane: text_law serde_law;
    probability: text_law serde_law;
    speed: text_law serde_law;
    mechtron_config: text_law serde_law;
    substance_kind: text_law serde_law;
    substance_pattern: text_law serde_law;
    form: text_law serde_law;
    path_pattern: text_law serde_law;
    route_selector: text_law serde_law;
    pipeline: text_law serde_law;
    bind: text_law serde_law;
    wave: serde_law;
    substance: serde_law;
    recipients: serde_law;
    entry: serde_law;
    traversal: serde_law;
    scope: serde_law;
    session: serde_law;
}

/// A refused text has a diagnostic inside it, on borders of characters, that can be drawn.
fn refusal<T: FromStr<Err = ParseError>>(text: &str) -> TestCaseResult {
    let Err(error) = text.parse::<T>() else {
        return Ok(());
    };
    prop_assert!(!error.diagnostics.is_empty());
    for diagnostic in &error.diagnostics {
        let span = diagnostic.span.clone();
        prop_assert!(
            text.get(span.clone()).is_some(),
            "{:?} in {:?}",
            diagnostic,
            text
        );
        prop_assert!(
            !span.is_empty() || span.start == text.len(),
            "{:?} in {:?}",
            diagnostic,
            text
        );
        let sentence = |s: &str| !s.is_empty() && !s.contains(|c: char| c.is_control());
        prop_assert!(sentence(&diagnostic.message), "{:?}", diagnostic);
        prop_assert!(
            diagnostic.hints.iter().all(|h| sentence(h)),
            "{:?}",
            diagnostic
        );
        prop_assert!(!diagnostic.message.ends_with('.'), "{:?}", diagnostic);
    }
    prop_assert!(error.render(text).contains(&error.diagnostics[0].message));
    Ok(())
}

/// A cosmos in which everything is called `a`, or nearly so.
struct Echo;

impl Provider for Echo {
    fn children(&self, _: &Point) -> Vec<String> {
        vec!["a".into(), "A1".into(), "é".into()]
    }

    fn stars(&self) -> Vec<String> {
        vec!["a:a[0]".into()]
    }

    fn files(&self) -> Vec<String> {
        vec!["a.é".into()]
    }

    fn keys(&self, _: Subject<'_>) -> Vec<String> {
        vec!["a".into()]
    }
}

/// Texts are cheap and their mistakes many.
fn more_cases() -> ProptestConfig {
    let config = ProptestConfig::default();
    ProptestConfig {
        cases: config.cases * 4,
        ..config
    }
}

proptest! {
    #![proptest_config(more_cases())]

    #[test]
    fn no_text_panics_and_every_refusal_has_its_place(text in strategies::mistake()) {
        refusal::<Point>(&text)?;
        refusal::<PointCtx>(&text)?;
        refusal::<PointVar>(&text)?;
        refusal::<Call>(&text)?;
        refusal::<CallVar>(&text)?;
        refusal::<Subst>(&text)?;
        refusal::<Route>(&text)?;
        refusal::<StarKey>(&text)?;
        refusal::<Kind>(&text)?;
        refusal::<KindTemplate>(&text)?;
        refusal::<Specific>(&text)?;
        refusal::<Surface>(&text)?;
        refusal::<SurfaceSelector>(&text)?;
        refusal::<Topic>(&text)?;
        refusal::<Layer>(&text)?;
        refusal::<Method>(&text)?;
        refusal::<MethodPattern>(&text)?;
        refusal::<StatusCode>(&text)?;
        refusal::<WaveId>(&text)?;
        refusal::<Permissions>(&text)?;
        refusal::<PermissionsMask>(&text)?;
        refusal::<Privileges>(&text)?;
        refusal::<GrantKind>(&text)?;
        refusal::<IndexedAccessGrant>(&text)?;
        refusal::<Where>(&text)?;
        refusal::<KindSelector>(&text)?;
        refusal::<Selector>(&text)?;
        refusal::<Hierarchy>(&text)?;
        refusal::<Stub>(&text)?;
        refusal::<PointKind>(&text)?;
        refusal::<Status>(&text)?;
        refusal::<Aspect>(&text)?;
        refusal::<Watch>(&text)?;
        refusal::<Progress>(&text)?;
        refusal::<Code>(&text)?;
        refusal::<PropertyPermit>(&text)?;
        refusal::<LogLevel>(&text)?;
        refusal::<SpanId>(&text)?;
        refusal::<Agent>(&text)?;
        refusal::<Command>(&text)?;
        refusal::<Script>(&text)?;
        refusal::<Lane>(&text)?;
        refusal::<Probability>(&text)?;
        refusal::<Speed>(&text)?;
        refusal::<MechtronConfig>(&text)?;
        refusal::<SubstanceKind>(&text)?;
        refusal::<SubstancePattern>(&text)?;
        refusal::<MultipartForm>(&text)?;
        refusal::<PathPattern>(&text)?;
        refusal::<RouteSelector>(&text)?;
        refusal::<Pipeline>(&text)?;
        refusal::<Bind>(&text)?;
        refusal::<Document>(&text)?;
    }

    /// What parses prints as something that parses to the same.
    #[test]
    fn canonical_text_is_stable(text in strategies::mistake()) {
        if let Ok(point) = text.parse::<Point>() { text_law(&point)?; }
        if let Ok(point) = text.parse::<PointCtx>() { text_law(&point)?; }
        if let Ok(point) = text.parse::<PointVar>() { text_law(&point)?; }
        if let Ok(call) = text.parse::<CallVar>() { text_law(&call)?; }
        if let Ok(subst) = text.parse::<Subst>() { text_law(&subst)?; }
        if let Ok(selector) = text.parse::<Selector>() { text_law(&selector)?; }
        if let Ok(hierarchy) = text.parse::<Hierarchy>() { text_law(&hierarchy)?; }
        if let Ok(surface) = text.parse::<Surface>() { text_law(&surface)?; }
        if let Ok(route) = text.parse::<RouteSelector>() { text_law(&route)?; }
        if let Ok(document) = text.parse::<Document>() { text_law(&document)?; }
        if let Ok(selector) = text.parse::<SurfaceSelector>() { text_law(&selector)?; }
        if let Ok(command) = text.parse::<Command>() { text_law(&command)?; }
        if let Ok(condition) = text.parse::<Where>() { text_law(&condition)?; }
        if let Ok(script) = text.parse::<Script>() { text_law(&script)?; }
        if let Ok(pattern) = text.parse::<SubstancePattern>() { text_law(&pattern)?; }
        if let Ok(form) = text.parse::<MultipartForm>() { text_law(&form)?; }
    }

    #[test]
    fn completion_never_panics(text in strategies::mistake(), cursor in 0..40_usize) {
        for noun in Noun::ALL {
            let (start, _) = expect_at(*noun, &text, cursor);
            prop_assert!(text.is_char_boundary(start));
            prop_assert!(start <= cursor);
        }
    }

    #[test]
    fn what_completes_begins_as_what_was_typed(text in strategies::mistake(), cursor in 0..40_usize) {
        let cursor = text.floor_char_boundary(cursor.min(text.len()));
        let completions = complete(&text, cursor, &Echo);
        let typed = text.get(completions.start..cursor);
        prop_assert!(typed.is_some());
        let typed = typed.unwrap_or_default();
        for item in completions.items {
            let begins = item.text.get(..typed.len());
            prop_assert!(begins.is_some_and(|begins| begins.eq_ignore_ascii_case(typed)));
        }
    }

    #[test]
    fn matching_agrees_with_trying_all_ways((selector, hierarchy) in strategies::meeting()) {
        prop_assert_eq!(selector.matches(&hierarchy), tries(&selector, &hierarchy));
    }

    #[test]
    fn a_point_selects_itself_alone(hierarchy in strategies::hierarchy(), other in strategies::point()) {
        let selector = Selector::from(&hierarchy.point());
        prop_assert!(selector.matches(&hierarchy));
        prop_assert_eq!(selector.query_root(), hierarchy.point());
        text_law(&selector)?;
        let same = other == hierarchy.point();
        prop_assert_eq!(Selector::from(&other).matches(&hierarchy), same);
    }

    /// What a selector matches lies at or below its exact beginning, and the hops that remain match
    /// what is below it.
    #[test]
    fn a_selector_is_its_beginning_and_its_rest((selector, hierarchy) in strategies::meeting()) {
        let (root, rest) = selector.split();
        let level = root.segments().len();
        // Only stars take in the root.
        prop_assume!(level == 0 || !selector.with_root);
        prop_assert_eq!(level, selector.level());
        prop_assert_eq!(&root, &selector.query_root());
        prop_assert_eq!(selector.hops.len(), level + rest.len());
        let goes_on = |hop: &Hop| !hop.inclusive && matches!(hop.segment, SegmentSelector::Exact(_));
        prop_assert!(!rest.first().is_some_and(goes_on));
        let point = hierarchy.point();
        let above = point == root || root.is_above(&point);
        if level > 0 {
            let kinds = selector.hops.iter().zip(&hierarchy.segments).take(level);
            let below = Selector {
                route: selector.route.clone(),
                with_root: false,
                hops: rest.to_vec(),
            };
            let remaining = Hierarchy {
                route: hierarchy.route.clone(),
                segments: hierarchy.segments.get(level..).unwrap_or_default().to_vec(),
            };
            let parts = above
                && kinds.into_iter().all(|(hop, (_, kind))| hop.kind.matches(kind))
                && below.matches(&remaining);
            prop_assert_eq!(selector.matches(&hierarchy), parts);
        } else {
            prop_assert!(above);
        }
    }

    #[test]
    fn a_kind_is_what_its_template_makes(kind in strategies::kind()) {
        if !matches!(kind, Kind::Star(_)) {
            prop_assert_eq!(KindTemplate::from(&kind).to_kind(), Ok(kind.clone()));
        }
        prop_assert!(KindSelector::from(&kind).matches(&kind));
    }

    /// A document that is laid out anew says the same, and stays as it is.
    #[test]
    fn a_formatted_document_is_the_same(bind in strategies::bind(), feed in "[ \n]{1,3}(# [a-z{};]{0,6}\n)?") {
        let text = bind.to_string().replace(" -> {\n", &format!(" ->{feed}\n{{"));
        let laid = orrery_space::document::format(&text).unwrap();
        prop_assert_eq!(&laid.parse::<Bind>().unwrap(), &bind);
        prop_assert_eq!(orrery_space::document::format(&laid).unwrap(), laid);
    }

    #[test]
    fn replies_are_one_line_for_each_element(body in strategies::substance()) {
        let lines = orrery_space::ReflectedCore::ok(body).to_lines();
        prop_assert!(lines.iter().all(|line| !line.contains(['\n', '\r'])));
        prop_assert!(lines[0].starts_with("200 "));
        prop_assert!(lines[1..].iter().all(|line| line.starts_with("  ")));
    }
}

/// Whether a selector matches, by trying every number of segments for every hop.
fn tries(selector: &Selector, hierarchy: &Hierarchy) -> bool {
    let segments = &hierarchy.segments;
    match selector.hops.as_slice() {
        [] => segments.is_empty(),
        [only] if segments.is_empty() => selector.with_root && only.kind.matches(&Kind::Root),
        _ if segments.is_empty() => false,
        hops => ways(hops, segments, None),
    }
}

/// `before` is the hop just before, with the kind of the segment for which it stood last.
fn ways(hops: &[Hop], segments: &[(Segment, Kind)], before: Option<(&Hop, &Kind)>) -> bool {
    let Some((hop, rest)) = hops.split_first() else {
        return segments.is_empty();
    };
    let admits =
        |(segment, kind): &(Segment, Kind)| hop.segment.matches(segment) && hop.kind.matches(kind);
    if hop.segment != SegmentSelector::Recursive {
        return segments.split_first().is_some_and(|(first, others)| {
            admits(first) && ways(rest, others, Some((hop, &first.1)))
        });
    }
    if rest.is_empty() {
        let includes_the_hop_before = segments.is_empty()
            && before.is_some_and(|(before, kind)| before.inclusive && hop.kind.matches(kind));
        return includes_the_hop_before || segments.last().is_some_and(admits);
    }
    (0..=segments.len()).any(|count| match count.checked_sub(1) {
        None => ways(rest, segments, None),
        Some(last) => {
            admits(&segments[last])
                && ways(rest, &segments[count..], Some((hop, &segments[last].1)))
        }
    })
}
