//! Permissions, masks, privileges and levels of access, as values.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use orrery_space::security::{
    Access, EnumeratedAccess, GrantKind, Permission, Permissions, Privilege, Privileges,
};
use proptest::prelude::*;

fn permissions() -> impl Strategy<Value = Permissions> {
    prop::sample::subsequence(Permission::ALL, 0..=6).prop_map(|some| {
        some.into_iter()
            .fold(Permissions::NONE, |all, one| all.or(Permissions::from(one)))
    })
}

fn privileges() -> impl Strategy<Value = Privileges> {
    let named = prop::sample::subsequence(vec!["a", "b", "b:c"], 0..=3).prop_map(|names| {
        let mut privileges = Privileges::default();
        for name in names {
            privileges.add(&Privilege::Named(name.into()));
        }
        privileges
    });
    prop_oneof![4 => named, 1 => Just(Privileges::Full)]
}

/// A mask that adds, one that keeps, and a privilege, in the order in which they come.
#[test]
fn access_is_built_grant_by_grant() {
    let mut access = EnumeratedAccess::default();
    let mut after = |grant: &str| {
        access.add(&grant.parse::<GrantKind>().unwrap());
        format!("{} {}", access.permissions, access.privileges)
    };
    assert_eq!(after("perm +csd-RWx"), "csd-RWx {}");
    assert_eq!(after("perm &CSD-RwX"), "csd-Rwx {}");
    assert_eq!(after("perm +Csd-rwX"), "Csd-RwX {}");
    assert_eq!(after("priv a"), "Csd-RwX { a }");
    assert_eq!(after("super"), "Csd-RwX { a }");
    assert_eq!(after("priv *"), "Csd-RwX *");
    access.clear_privs();
    assert_eq!(access.privileges, Privileges::default());
}

#[test]
fn three_levels_have_everything() {
    let named = Privilege::Named("a".into());
    for (access, is_super, is_owner) in [
        (Access::Super, true, false),
        (Access::Owner, false, true),
        (Access::SuperOwner, true, true),
        (Access::Enumerated(EnumeratedAccess::full()), false, false),
        (Access::default(), false, false),
    ] {
        assert_eq!(access.has_super(), is_super);
        assert_eq!(access.has_owner(), is_owner);
        assert_eq!(access.has_full(), is_super || is_owner);
        let everything = access != Access::default();
        assert_eq!(access.permissions() == Permissions::FULL, everything);
        assert_eq!(access.check_privilege(&named), everything);
    }
}

proptest! {
    #[test]
    fn permissions_are_a_lattice(a in permissions(), b in permissions()) {
        for one in Permission::ALL.iter().map(|one| Permissions::from(*one)) {
            prop_assert_eq!(a.or(b).has(one), a.has(one) || b.has(one));
            prop_assert_eq!(a.and(b).has(one), a.has(one) && b.has(one));
        }
        prop_assert!(Permissions::FULL.has(a) && a.has(Permissions::NONE));
        prop_assert!(a.or(b).has(a) && a.has(a.and(b)));
    }

    #[test]
    fn privileges_are_a_lattice(a in privileges(), b in privileges()) {
        for one in ["a", "b", "b:c", "d"].map(|name| Privilege::Named(name.into())) {
            prop_assert_eq!(a.or(&b).has(&one), a.has(&one) || b.has(&one));
            prop_assert_eq!(a.and(&b).has(&one), a.has(&one) && b.has(&one));
        }
        prop_assert_eq!(a.or(&Privileges::Full), Privileges::Full);
        prop_assert_eq!(a.and(&Privileges::Full), a.clone());
        prop_assert!(Privileges::Full.has(&Privilege::Full));
    }
}
