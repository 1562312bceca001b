//! The parts of Waves: to whom they go, what they may do, and what is said of their methods.

use orrery_space::security::{MaskKind, Scope, ScopeAspect, ScopeGrant};
use orrery_space::wave::{BounceBacks, Recipients, Session, SessionId, WaitTime};
use orrery_space::{Aspect, StatusCode, Watch};
use proptest::collection::{btree_map, btree_set};
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

use super::{permissions, point, selector, surface, text, watch};

pub fn status_code() -> impl Strategy<Value = StatusCode> {
    (200..600_u16).prop_map(|number| StatusCode::new(number).unwrap())
}

pub fn recipients() -> BoxedStrategy<Recipients> {
    prop_oneof![
        surface().prop_map(Recipients::Single),
        btree_set(surface(), 0..3).prop_map(Recipients::Multi),
        watch().prop_map(Recipients::Watchers),
        Just(Recipients::Stars),
        selector().prop_map(Recipients::from),
    ]
    .boxed()
}

pub fn bounce_backs() -> impl Strategy<Value = BounceBacks> {
    prop_oneof![
        Just(BounceBacks::None),
        Just(BounceBacks::Single),
        (0..4_u32).prop_map(BounceBacks::Count),
        select(WaitTime::ALL).prop_map(BounceBacks::Timer),
    ]
}

pub fn session() -> impl Strategy<Value = Session> {
    let id = (point(), any::<u128>()).prop_map(|(origin, uuid)| SessionId { origin, uuid });
    let attributes = btree_map(text("[a-z_]{1,8}"), text(".{0,4}"), 0..3);
    (id, attributes).prop_map(|(id, attributes)| Session { id, attributes })
}

fn scope_grant(
    on: impl Strategy<Value = orrery_space::Selector> + 'static,
) -> BoxedStrategy<ScopeGrant> {
    let aspect = prop_oneof![
        2 => permissions().prop_map(ScopeAspect::Perm),
        1 => super::privilege().prop_map(ScopeAspect::Priv),
    ];
    (on, select(&[MaskKind::Or, MaskKind::And][..]), aspect)
        .prop_map(|(on, kind, aspect)| ScopeGrant { on, kind, aspect })
        .boxed()
}

fn scope_of(grant: BoxedStrategy<ScopeGrant>) -> BoxedStrategy<Scope> {
    prop_oneof![
        3 => Just(Scope::Full),
        1 => Just(Scope::None),
        3 => btree_set(grant, 0..4).prop_map(Scope::Grants),
    ]
    .boxed()
}

pub fn scope() -> BoxedStrategy<Scope> {
    scope_of(scope_grant(selector()))
}

/// Scopes of few parts, so that two of them share some.
pub fn meeting_scope() -> BoxedStrategy<Scope> {
    let permissions = ["csd-Rwx", "csd-RWx"].map(|text| text.parse().unwrap());
    let on = ["localhost", "localhost:**"].map(|text| text.parse().unwrap());
    let kinds = &[MaskKind::Or, MaskKind::And][..];
    let grant = (
        select(on.to_vec()),
        select(kinds),
        select(permissions.to_vec()),
    )
        .prop_map(|(on, kind, permissions)| ScopeGrant {
            on,
            kind,
            aspect: ScopeAspect::Perm(permissions),
        });
    scope_of(grant.boxed())
}
