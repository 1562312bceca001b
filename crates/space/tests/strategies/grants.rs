//! Privileges, grants, access, and predicates on properties.

use orrery_space::predicate::{PropertyPredicate, Where};
use orrery_space::security::{
    Access, AccessGrant, EnumeratedAccess, Grant, GrantKind, IndexedAccessGrant, Privilege,
    Privileges,
};
use orrery_space::value_pattern::ValuePattern;
use proptest::collection::{btree_set, vec};
use proptest::prelude::*;

use super::{mask, permissions, point, selector, text};

pub fn privilege() -> impl Strategy<Value = Privilege> {
    prop_oneof![
        1 => Just(Privilege::Full),
        4 => text("[a-z0-9:-]{1,12}").prop_map(Privilege::Named),
    ]
}

pub fn privileges() -> impl Strategy<Value = Privileges> {
    prop_oneof![
        1 => Just(Privileges::Full),
        4 => btree_set(text("[a-c]"), 0..3).prop_map(Privileges::Named),
    ]
}

pub fn grant_kind() -> impl Strategy<Value = GrantKind> {
    prop_oneof![
        Just(GrantKind::Super),
        mask().prop_map(GrantKind::Perm),
        privilege().prop_map(GrantKind::Priv),
    ]
}

pub fn grant() -> BoxedStrategy<Grant> {
    (grant_kind(), selector(), selector())
        .prop_map(|(kind, on, to)| Grant { kind, on, to })
        .boxed()
}

pub fn access_grant() -> BoxedStrategy<AccessGrant> {
    (grant(), point())
        .prop_map(|(grant, by)| grant.by(by))
        .boxed()
}

pub fn indexed_access_grant() -> BoxedStrategy<IndexedAccessGrant> {
    (any::<u32>(), access_grant())
        .prop_map(|(id, grant)| IndexedAccessGrant { id, grant })
        .boxed()
}

pub fn access() -> impl Strategy<Value = Access> {
    let enumerated = (permissions(), privileges()).prop_map(|(permissions, privileges)| {
        Access::Enumerated(EnumeratedAccess {
            permissions,
            privileges,
        })
    });
    prop_oneof![
        Just(Access::Super),
        Just(Access::Owner),
        Just(Access::SuperOwner),
        enumerated,
    ]
}

pub fn property_predicate() -> impl Strategy<Value = PropertyPredicate> {
    let value = prop_oneof![
        1 => Just(ValuePattern::Any),
        1 => Just(ValuePattern::None),
        2 => text("[^\\s,\"']{1,8}").prop_map(ValuePattern::Exact),
        2 => text("(?s).{0,8}").prop_map(ValuePattern::Exact),
    ];
    (text("[a-z0-9.-]{1,6}"), value).prop_map(|(key, value)| PropertyPredicate { key, value })
}

pub fn condition() -> impl Strategy<Value = Where> {
    vec(property_predicate(), 0..4).prop_map(Where)
}
