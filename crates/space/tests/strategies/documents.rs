//! Documents, and what stands in them.

use orrery_space::bind::{Heading, Scope, Then};
use orrery_space::pattern::PatternVar;
use orrery_space::pipeline::{Leg, Step, Stop, Way};
use orrery_space::{
    Bind, Family, MethodPattern, PathPattern, Pipeline, RouteFilter, RouteSelector, StatusCode,
    SubstancePattern,
};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;
use smol_str::SmolStr;

fn name_of(family: Option<Family>) -> BoxedStrategy<Option<SmolStr>> {
    let names = family.map_or(&[][..], Family::methods);
    if names.is_empty() {
        return option::of("[A-Z][a-zA-Z0-9]{0,4}".prop_map(Into::into)).boxed();
    }
    option::of(select(names).prop_map(Into::into)).boxed()
}

fn family() -> impl Strategy<Value = Option<Family>> {
    option::of(select(Family::ALL))
}

pub fn method_pattern() -> BoxedStrategy<MethodPattern> {
    family()
        .prop_flat_map(|family| {
            name_of(family).prop_map(move |name| MethodPattern { family, name })
        })
        .boxed()
}

pub fn path_pattern() -> BoxedStrategy<PathPattern> {
    prop_oneof![
        "(/[a-b]{0,2}){1,3}",
        select(
            &[
                "/.*",
                "/a/{id}",
                "/(?P<user>[a-z]+)/.*",
                "/a{2}",
                "/(a|b)",
                "/[^;}#]+",
            ][..]
        )
        .prop_map(str::to_owned),
    ]
    .prop_map(|text| text.parse().unwrap())
    .boxed()
}

fn filters() -> impl Strategy<Value = Vec<RouteFilter>> {
    vec(select(&[RouteFilter::Auth, RouteFilter::NoAuth][..]), 0..2)
}

pub fn route_selector() -> BoxedStrategy<RouteSelector> {
    let topic = super::topic().prop_filter("none is left out", |t| *t != Default::default());
    (
        option::of(topic),
        method_pattern(),
        filters(),
        option::of(path_pattern()),
    )
        .prop_map(|(topic, method, filters, path)| RouteSelector {
            topic,
            method,
            filters,
            path,
        })
        .boxed()
}

/// Patterns with variables and without.
fn pattern() -> impl Strategy<Value = PatternVar> {
    let open = select(
        &[
            "Text~${app}^Ext<Check>",
            "Map{ a<Int~.:app^Ext<Check>+${c}> }",
        ][..],
    );
    prop_oneof![
        3 => super::substance_pattern().prop_map(|pattern| pattern.to_string()),
        1 => open.prop_map(str::to_owned),
    ]
    .prop_map(|text| text.parse().unwrap())
}

fn stop() -> impl Strategy<Value = Stop> {
    let elsewhere = select(
        &[
            "localhost:app",
            "localhost:users:${user}",
            "localhost:app^Ext<Go>",
            "localhost:app^Http<Get>/users/${user}",
        ][..],
    );
    prop_oneof![
        Just(Stop::Core),
        Just(Stop::Reflect),
        (400..=599_u16, option::of(".{0,6}")).prop_map(|(status, reason)| Stop::Error {
            status: StatusCode::new(status).unwrap(),
            reason: reason.map(Into::into),
        }),
        elsewhere.prop_map(|text| {
            let mut pipeline: Pipeline = format!("-> {text}").parse().unwrap();
            pipeline.legs.remove(0).stop
        }),
    ]
}

pub fn pipeline() -> BoxedStrategy<Pipeline> {
    let way = select(&[Way::Keep, Way::Take][..]);
    let step = (option::of(pattern()), way).prop_map(|(pattern, way)| Step { pattern, way });
    vec(
        (step, stop()).prop_map(|(step, stop)| Leg { step, stop }),
        1..4,
    )
    .prop_map(|legs| Pipeline { legs })
    .boxed()
}

pub fn bind() -> BoxedStrategy<Bind> {
    let route = prop_oneof![
        2 => scope(Just(Heading::Route), families()),
        1 => family().prop_flat_map(|f| scope(Just(Heading::RouteFamily(f)), names(f))),
        1 => leaf(method_pattern().prop_map(Heading::RouteMethod)),
    ];
    vec(route, 0..4).prop_map(|scopes| Bind { scopes }).boxed()
}

fn families() -> BoxedStrategy<Vec<Scope>> {
    let family = prop_oneof![
        2 => family().prop_flat_map(|f| scope(Just(Heading::Family(f)), names(f))),
        1 => leaf(method_pattern().prop_map(Heading::Method)),
    ];
    vec(family, 0..3).boxed()
}

fn names(family: Option<Family>) -> BoxedStrategy<Vec<Scope>> {
    vec(leaf(name_of(family).prop_map(Heading::Name)), 0..3).boxed()
}

fn leaf(heading: impl Strategy<Value = Heading> + 'static) -> BoxedStrategy<Scope> {
    selecting(heading, pipeline().prop_map(Then::Pipeline))
}

fn scope(
    heading: impl Strategy<Value = Heading> + 'static,
    inner: BoxedStrategy<Vec<Scope>>,
) -> BoxedStrategy<Scope> {
    let block = (option::of(pattern()), inner)
        .prop_map(|(pattern, scopes)| Then::Scopes { pattern, scopes });
    selecting(
        heading,
        prop_oneof![1 => pipeline().prop_map(Then::Pipeline), 2 => block],
    )
}

fn selecting(
    heading: impl Strategy<Value = Heading> + 'static,
    then: impl Strategy<Value = Then> + 'static,
) -> BoxedStrategy<Scope> {
    (heading, filters(), option::of(path_pattern()), then)
        .prop_map(|(heading, filters, path, then)| Scope {
            heading,
            filters,
            path,
            then,
        })
        .boxed()
}
