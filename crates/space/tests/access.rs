//! Who may do what, in small cosmoses: told step by step, and as laws over many of them.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::collections::{BTreeMap, BTreeSet};

use orrery_space::security::{
    Access, AccessGrant, EnumeratedAccess, Grant, GrantKind, IndexedAccessGrant, MaskKind, Need,
    Permission, Permissions, PermissionsMask, Privilege, Records, Right, Scope, ScopeAspect,
    ScopeGrant, access, decide,
};
use orrery_space::selector::Hierarchy;
use orrery_space::{Kind, Method, Point};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

const HYPERUSER: &str = "hyperspace:users:hyperuser";
const ANONYMOUS: &str = "hyperspace:users:anonymous";

/// Particles by their points, with their owners, and all grants.
#[derive(Debug, Clone, Default)]
struct Cosmos {
    particles: BTreeMap<Point, (Hierarchy, Point)>,
    grants: Vec<IndexedAccessGrant>,
}

impl Records for Cosmos {
    fn hierarchy(&self, point: &Point) -> Option<Hierarchy> {
        self.particles.get(point).map(|(h, _)| h.clone())
    }

    fn owner(&self, point: &Point) -> Option<&Point> {
        self.particles.get(point).map(|(_, owner)| owner)
    }

    fn grants(&self) -> &[IndexedAccessGrant] {
        &self.grants
    }
}

fn point(text: &str) -> Point {
    text.parse().unwrap_or_else(|e| panic!("{text}: {e}"))
}

impl Cosmos {
    /// Particles, all owned by the HyperUser.
    fn of(hierarchies: &[&str]) -> Self {
        let mut cosmos = Self::default();
        for text in hierarchies {
            let hierarchy: Hierarchy = text.parse().unwrap_or_else(|e| panic!("{text}: {e}"));
            let owner = Point::hyperuser();
            cosmos
                .particles
                .insert(hierarchy.point(), (hierarchy, owner));
        }
        cosmos
    }

    fn chown(&mut self, on: &str, owner: &str) {
        let selector: orrery_space::Selector = on.parse().unwrap();
        for (hierarchy, is) in self.particles.values_mut() {
            if selector.matches(hierarchy) {
                *is = point(owner);
            }
        }
    }

    fn add(&mut self, grant: AccessGrant) -> u32 {
        let id = self.grants.last().map_or(1, |last| last.id + 1);
        self.grants.push(IndexedAccessGrant { id, grant });
        id
    }

    fn grant(&mut self, by: &str, sentence: &str) -> u32 {
        let grant: Grant = sentence
            .parse()
            .unwrap_or_else(|e| panic!("{sentence}: {e}"));
        self.add(grant.by(point(by)))
    }

    fn access(&self, to: &str, on: &str) -> Access {
        access(self, &point(to), &point(on)).access
    }

    #[track_caller]
    fn has(&self, to: &str, on: &str, permissions: &str) {
        let access = self.access(to, on);
        assert!(!access.has_full(), "{to} on {on}: {access:?}");
        assert_eq!(
            access.permissions().to_string(),
            permissions,
            "{to} on {on}"
        );
    }

    /// The rule by which a Wave passes, or the reason of its 403.
    fn verdict(&self, agent: &str, on: &str, right: impl Into<Right>) -> String {
        let agent = (&point(agent), &Scope::Full);
        match decide(self, agent, &point(on), &right.into()) {
            Ok(rule) => rule.to_string(),
            Err(refusal) => refusal.to_string(),
        }
    }
}

const SUPERUSER: &str = "localhost:users:superuser";
const APP: &str = "localhost:app";
const SCOTT: &str = "localhost:app:users:scott";
const MECHTRON: &str = "localhost:app:mechtron";

fn app() -> Cosmos {
    Cosmos::of(&[
        "hyperspace<Space>:users<UserBase<OAuth<a.b:c.d:e:f:1.0.0>>>:anonymous<User>",
        "localhost<Space>",
        "localhost<Space>:users<Base>",
        "localhost<Space>:users<Base>:superuser<User>",
        "localhost<Space>:app<App>",
        "localhost<Space>:app<App>:mechtron<Mechtron>",
        "localhost<Space>:app<App>:users<Base>",
        "localhost<Space>:app<App>:users<Base>:scott<User>",
    ])
}

/// The whole story of an app and its users, as the reference tells it.
#[test]
fn an_app_gives_its_users_what_is_its_own_to_give() {
    let mut cosmos = app();
    cosmos.grant(
        HYPERUSER,
        "grant super on localhost+:** to localhost:users:superuser",
    );
    let superuser = cosmos.access(SUPERUSER, APP);
    assert_eq!(superuser, Access::Super);
    assert!(superuser.has_super() && superuser.has_full() && !superuser.has_owner());

    cosmos.grant(
        APP,
        "grant perm +csd-Rwx on localhost:app+:** to localhost:app:users:**<User>",
    );
    cosmos.grant(
        APP,
        "grant perm +csd-rwX on localhost:app:**<Mechtron> to localhost:app:users:**<User>",
    );
    // The app is not its own yet.
    cosmos.has(SCOTT, APP, "csd-rwx");
    cosmos.has(SCOTT, MECHTRON, "csd-rwx");

    cosmos.chown("localhost:app+:**", APP);
    assert_eq!(cosmos.access(APP, APP), Access::Owner);
    assert_eq!(cosmos.access(APP, MECHTRON), Access::Owner);
    assert_eq!(cosmos.access(SUPERUSER, MECHTRON), Access::Super);
    cosmos.has(SCOTT, APP, "csd-Rwx");
    cosmos.has(SCOTT, MECHTRON, "csd-RwX");
    cosmos.has(SCOTT, SUPERUSER, "csd-rwx");

    cosmos.grant(
        APP,
        "grant perm &csd-rwX on localhost:app:**<Mechtron> to localhost:app:users:**<User>",
    );
    cosmos.has(SCOTT, MECHTRON, "csd-rwX");
    cosmos.has(SCOTT, APP, "csd-Rwx");

    cosmos.grant(
        APP,
        "grant priv property:email:read on localhost:app:users:**<User> to localhost:app:**<Mechtron>",
    );
    let email: Privilege = "property:email:read".parse().unwrap();
    cosmos.has(MECHTRON, SCOTT, "csd-rwx");
    let mechtron = cosmos.access(MECHTRON, SCOTT);
    assert!(mechtron.check_privilege(&email));
    assert!(!mechtron.check_privilege(&Privilege::Named("property:email:write".into())));
    assert!(!cosmos.access(SCOTT, MECHTRON).check_privilege(&email));
    cosmos.has(SCOTT, SUPERUSER, "csd-rwx");
}

#[test]
fn a_refusal_names_what_decided_it() {
    let mut cosmos = app();
    let read = Permission::Read;
    assert_eq!(
        cosmos.verdict(SCOTT, APP, read),
        "localhost:app:users:scott needs Read on localhost:app and has csd-rwx: no grant gives it"
    );
    cosmos.grant(HYPERUSER, "grant perm +csd-RWx on localhost:** to **<User>");
    cosmos.grant(
        HYPERUSER,
        "grant perm &csd-rWx on localhost:app to **<User>",
    );
    assert_eq!(
        cosmos.verdict(SCOTT, APP, read),
        "localhost:app:users:scott needs Read on localhost:app and has csd-rWx: \
         grant 2 (perm &csd-rWx on localhost:app to **<User>) takes it away"
    );
    // What was never given is not taken away.
    assert_eq!(
        cosmos.verdict(SCOTT, APP, Permission::Execute),
        "localhost:app:users:scott needs eXecute on localhost:app and has csd-rWx: no grant gives it"
    );
    assert_eq!(cosmos.verdict(SCOTT, APP, Permission::Write), "grant 1");
    let email: Privilege = "property:email:read".parse().unwrap();
    assert_eq!(
        cosmos.verdict(SCOTT, APP, email.clone()),
        "localhost:app:users:scott needs privilege property:email:read on localhost:app \
         and has {}: no grant gives it"
    );
    cosmos.grant(HYPERUSER, "grant priv * on localhost:app to **<User>");
    assert_eq!(cosmos.verdict(SCOTT, APP, email), "grant 3");
    assert_eq!(cosmos.verdict(HYPERUSER, APP, read), "hyperuser");
    assert_eq!(cosmos.verdict(SCOTT, SCOTT, read), "itself");
    cosmos.chown(APP, SCOTT);
    assert_eq!(cosmos.verdict(SCOTT, APP, read), "owner");
    cosmos.grant(HYPERUSER, "grant super on ** to **<Mechtron>");
    assert_eq!(cosmos.verdict(MECHTRON, APP, read), "grant 4");
}

#[test]
fn what_gave_a_right_back_is_what_decides() {
    let mut cosmos = app();
    cosmos.grant(HYPERUSER, "grant perm +csd-Rwx on ** to **<User>");
    cosmos.grant(HYPERUSER, "grant perm &csd-rwx on localhost:** to **<User>");
    cosmos.grant(
        HYPERUSER,
        "grant perm +csd-Rwx on localhost:app to **<User>",
    );
    assert_eq!(cosmos.verdict(SCOTT, APP, Permission::Read), "grant 3");
}

#[test]
fn the_hyperuser_has_super_and_owns_only_what_is_its_own() {
    let mut cosmos = app();
    assert_eq!(cosmos.access(HYPERUSER, APP), Access::SuperOwner);
    cosmos.chown(APP, APP);
    assert_eq!(cosmos.access(HYPERUSER, APP), Access::Super);
    cosmos.grant(HYPERUSER, "grant super on localhost:app to localhost:app");
    assert_eq!(cosmos.access(APP, APP), Access::SuperOwner);
}

#[test]
fn super_is_given_only_by_who_has_super() {
    let mut cosmos = app();
    cosmos.chown("localhost:app+:**", APP);
    cosmos.grant(APP, "grant super on localhost:app+:** to **<User>");
    cosmos.has(SCOTT, MECHTRON, "csd-rwx");
    cosmos.grant(
        HYPERUSER,
        "grant super on localhost:app+:** to localhost:app",
    );
    assert_eq!(cosmos.access(SCOTT, MECHTRON), Access::Super);
}

#[test]
fn to_be_oneself_is_no_right_to_grant() {
    let mut cosmos = app();
    cosmos.has(SCOTT, SCOTT, "CSD-RWX");
    cosmos.grant(
        SCOTT,
        "grant perm +csd-Rwx on localhost:app:users:scott to **",
    );
    cosmos.has(MECHTRON, SCOTT, "csd-rwx");
    cosmos.chown(SCOTT, SCOTT);
    cosmos.has(MECHTRON, SCOTT, "csd-Rwx");
}

#[test]
fn a_circle_of_grants_gives_nothing() {
    let mut cosmos = app();
    cosmos.grant(SCOTT, "grant super on ** to localhost:app:mechtron");
    cosmos.grant(MECHTRON, "grant super on ** to localhost:app:users:scott");
    cosmos.grant(SCOTT, "grant perm &csd-rwx on ** to **");
    cosmos.grant(
        HYPERUSER,
        "grant perm +csd-Rwx on ** to localhost:app:users:scott",
    );
    cosmos.has(SCOTT, APP, "csd-Rwx");
    cosmos.has(MECHTRON, APP, "csd-rwx");
}

/// Each one of many raises the next, and the last is asked about: soon done all the same.
#[test]
fn a_long_chain_of_grants_is_followed_to_its_end() {
    let users: Vec<String> = (0..400).map(|n| format!("u-{n}<User>")).collect();
    let users: Vec<&str> = users.iter().map(String::as_str).collect();
    let mut cosmos = Cosmos::of(&users);
    for n in (1..400).rev() {
        cosmos.grant(
            &format!("u-{}", n - 1),
            &format!("grant super on u-0 to u-{n}"),
        );
    }
    cosmos.has("u-399", "u-0", "csd-rwx");
    cosmos.grant(HYPERUSER, "grant super on u-0 to u-0");
    assert_eq!(cosmos.access("u-399", "u-0"), Access::Super);
}

#[test]
fn all_the_world_is_star_star() {
    let mut cosmos = app();
    cosmos.grant(HYPERUSER, "grant perm +csd-Rwx on localhost:app to **");
    for who in [ANONYMOUS, SCOTT, MECHTRON, "localhost"] {
        cosmos.has(who, APP, "csd-Rwx");
    }
    cosmos.has("nobody", APP, "csd-rwx");
}

#[test]
fn a_scope_leaves_what_it_names() {
    let cosmos = {
        let mut cosmos = app();
        cosmos.grant(
            HYPERUSER,
            "grant perm +csd-RWx on localhost:app to **<User>",
        );
        cosmos
    };
    let part = |on: &str, mask: &str| {
        let PermissionsMask { kind, permissions } = mask.parse().unwrap();
        ScopeGrant {
            on: on.parse().unwrap(),
            kind,
            aspect: ScopeAspect::Perm(permissions),
        }
    };
    let scope = Scope::Grants(BTreeSet::from([
        part("localhost:app", "+csd-RWX"),
        part("localhost:**", "&csd-RwX"),
        part("elsewhere:**", "&csd-rwx"),
    ]));
    let hierarchy = cosmos.hierarchy(&point(APP)).unwrap();
    assert_eq!(scope.on(&hierarchy).permissions.to_string(), "csd-RwX");
    let access = cosmos.access(SCOTT, APP);
    let masked = access.mask(&scope, &hierarchy);
    assert_eq!(masked.permissions().to_string(), "csd-Rwx");
    assert_eq!(access.mask(&Scope::Full, &hierarchy), access);
    assert_eq!(access.mask(&Scope::None, &hierarchy), Access::default());
    assert!(!Access::Super.mask(&scope, &hierarchy).has_full());
    let ask = |agent: &str, permission: Permission| {
        decide(
            &cosmos,
            (&point(agent), &scope),
            &point(APP),
            &permission.into(),
        )
        .map(|rule| rule.to_string())
        .map_err(|refusal| refusal.to_string())
    };
    assert_eq!(ask(SCOTT, Permission::Read).as_deref(), Ok("grant 1"));
    assert_eq!(
        ask(SCOTT, Permission::Write).unwrap_err(),
        "localhost:app:users:scott needs Write on localhost:app and has csd-RWx: \
         the Wave's scope leaves it out"
    );
    assert_eq!(
        ask(HYPERUSER, Permission::Execute).as_deref(),
        Ok("hyperuser")
    );
    assert!(ask(HYPERUSER, Permission::Create).is_err());
}

#[test]
fn what_a_wave_needs() {
    let need = |method: &str, kind: &Kind| match Need::of(&method.parse().unwrap(), kind) {
        Need::Nothing => "nothing".to_owned(),
        Need::Star => "a star".to_owned(),
        Need::Right(right) => right.to_string(),
    };
    for (method, on_app, on_mechtron, on_global) in [
        ("Http<Get>", "Read", "eXecute", "Read"),
        ("Http<Head>", "Read", "eXecute", "Read"),
        ("Http<Options>", "Read", "eXecute", "Read"),
        ("Http<Post>", "eXecute", "eXecute", "eXecute"),
        ("Ext<Any>", "eXecute", "eXecute", "eXecute"),
        ("Cmd<Read>", "Read", "eXecute", "Read"),
        ("Cmd<Update>", "Write", "Write", "Write"),
        ("Cmd<Init>", "Write", "Write", "Write"),
        ("Cmd<Bounce>", "nothing", "nothing", "nothing"),
        ("Cmd<RawCommand>", "eXecute", "eXecute", "nothing"),
        ("Hyp<Assign>", "a star", "a star", "a star"),
    ] {
        assert_eq!(need(method, &Kind::App), on_app, "{method}");
        assert_eq!(need(method, &Kind::Mechtron), on_mechtron, "{method}");
        assert_eq!(need(method, &Kind::Global), on_global, "{method}");
    }
    assert!("Cmd<Nothing>".parse::<Method>().is_err());
}

#[test]
fn grants_are_in_the_order_of_their_numbers() {
    let mut cosmos = Cosmos::default();
    for sentence in [
        "grant super on z to z",
        "grant priv a on a to a",
        "grant super on a to a",
    ] {
        cosmos.grant(HYPERUSER, sentence);
    }
    let mut shuffled: Vec<_> = cosmos.grants.iter().rev().cloned().collect();
    shuffled.sort();
    assert_eq!(shuffled, cosmos.grants);
    assert_eq!(
        cosmos.grants[1].to_string(),
        "2: grant priv a on a to a by hyperspace:users:hyperuser"
    );
}

const SMALL: &[&str] = &[
    "a<Space>",
    "a<Space>:b<App>",
    "a<Space>:b<App>:m<Mechtron>",
    "a<Space>:b<App>:u<User>",
    "a<Space>:v<User>",
    "w<User>",
];

const WHO: &[&str] = &["a", "a:b", "a:b:m", "a:b:u", "a:v", "w", HYPERUSER];

const PATTERNS: &[&str] = &[
    "**",
    "**<User>",
    "a+:**",
    "a:**",
    "a:*",
    "a:b",
    "a:b+:**",
    "a:b:m",
    "a:b:**<Mechtron>",
    "a:b:u",
    "a:v",
    "w",
    "a:**:u",
    "*",
];

fn permissions() -> impl Strategy<Value = Permissions> {
    vec(select(Permission::ALL), 0..4).prop_map(|some| {
        some.into_iter()
            .fold(Permissions::NONE, |all, one| all.or(one.into()))
    })
}

fn perm(kind: MaskKind) -> BoxedStrategy<GrantKind> {
    permissions()
        .prop_map(move |permissions| GrantKind::Perm(PermissionsMask { kind, permissions }))
        .boxed()
}

fn any_kind() -> BoxedStrategy<GrantKind> {
    prop_oneof![
        2 => Just(GrantKind::Super),
        3 => perm(MaskKind::Or),
        2 => perm(MaskKind::And),
        1 => select(&["*", "x", "y"][..]).prop_map(|p| GrantKind::Priv(p.parse().unwrap())),
    ]
    .boxed()
}

fn grant(kind: BoxedStrategy<GrantKind>) -> impl Strategy<Value = AccessGrant> {
    let pattern = || select(PATTERNS).prop_map(|text| text.parse().unwrap());
    let by = prop_oneof![2 => Just(HYPERUSER), 3 => select(WHO)];
    (kind, pattern(), pattern(), by).prop_map(|(kind, on, to, by)| AccessGrant {
        kind,
        on,
        to,
        by: point(by),
    })
}

fn cosmos() -> impl Strategy<Value = Cosmos> {
    let owners = vec(select(WHO), SMALL.len());
    (owners, vec(grant(any_kind()), 0..10)).prop_map(|(owners, grants)| {
        let mut cosmos = Cosmos::of(SMALL);
        for ((_, owner), is) in cosmos.particles.values_mut().zip(owners) {
            *owner = point(is);
        }
        for grant in grants {
            cosmos.add(grant);
        }
        cosmos
    })
}

fn rights() -> Vec<Right> {
    let privileges = ["*", "x", "y"].map(|text| text.parse::<Privilege>().unwrap());
    let permissions = Permission::ALL.iter().copied().map(Right::from);
    permissions.chain(privileges.map(Right::from)).collect()
}

/// Every pair of somebody and something, with what that one has there.
fn table(cosmos: &Cosmos) -> Vec<(&'static str, Point, Access)> {
    let mut table = Vec::new();
    for to in WHO {
        for on in cosmos.particles.keys() {
            table.push((*to, on.clone(), access(cosmos, &point(to), on).access));
        }
    }
    table
}

/// What there is to tell of one's access by going back along grants, as the rules are written:
/// `asked` are those whose super is being asked for, so that a circle gives none.
fn by_recursion(cosmos: &Cosmos, to: &Point, on: &Point) -> Access {
    let owner = cosmos.owner(on) == Some(to);
    let what = cosmos.hierarchy(on).unwrap();
    match (has_super(cosmos, to, &what, &mut Vec::new()), owner) {
        (true, true) => return Access::SuperOwner,
        (true, false) => return Access::Super,
        (false, true) => return Access::Owner,
        (false, false) if to == on => return Access::Enumerated(EnumeratedAccess::full()),
        (false, false) => {}
    }
    let whose = cosmos.hierarchy(to).unwrap();
    let mut has = EnumeratedAccess::default();
    for level in 0..5 {
        for masks in [false, true] {
            for IndexedAccessGrant { grant, .. } in &cosmos.grants {
                let mask = matches!(&grant.kind, GrantKind::Perm(m) if m.kind == MaskKind::And);
                let by = &grant.by;
                if grant.on.query_root().segments().len() == level
                    && mask == masks
                    && grant.on.matches(&what)
                    && grant.to.matches(&whose)
                    && (cosmos.owner(on) == Some(by)
                        || has_super(cosmos, by, &what, &mut Vec::new()))
                {
                    has.add(&grant.kind);
                }
            }
        }
    }
    Access::Enumerated(has)
}

fn has_super(cosmos: &Cosmos, who: &Point, what: &Hierarchy, asked: &mut Vec<Point>) -> bool {
    if *who == Point::hyperuser() {
        return true;
    }
    if asked.contains(who) {
        return false;
    }
    asked.push(who.clone());
    let whose = cosmos.hierarchy(who).unwrap();
    let has = cosmos
        .grants
        .iter()
        .any(|IndexedAccessGrant { grant, .. }| {
            grant.kind == GrantKind::Super
                && grant.on.matches(what)
                && grant.to.matches(&whose)
                && has_super(cosmos, &grant.by, what, asked)
        });
    asked.pop();
    has
}

proptest! {
    #[test]
    fn access_is_what_going_back_along_the_grants_finds(cosmos in cosmos()) {
        for (to, on, access) in table(&cosmos) {
            let expected = by_recursion(&cosmos, &point(to), &on);
            prop_assert_eq!(access, expected, "{} on {}", to, on);
        }
    }

    #[test]
    fn what_is_given_takes_nothing_away(cosmos in cosmos(), more in grant(perm(MaskKind::Or))) {
        let before = table(&cosmos);
        let mut cosmos = cosmos;
        cosmos.add(more);
        for ((to, on, before), (.., after)) in before.into_iter().zip(table(&cosmos)) {
            prop_assert!(after.permissions().has(before.permissions()), "{to} on {on}");
            prop_assert_eq!(after.privileges(), before.privileges());
        }
    }

    #[test]
    fn what_is_masked_gives_nothing(cosmos in cosmos(), mask in grant(perm(MaskKind::And))) {
        let before = table(&cosmos);
        let mut cosmos = cosmos;
        cosmos.add(mask);
        for ((to, on, before), (.., after)) in before.into_iter().zip(table(&cosmos)) {
            prop_assert!(before.permissions().has(after.permissions()), "{to} on {on}");
            prop_assert_eq!(after.privileges(), before.privileges());
        }
    }

    #[test]
    fn owners_and_the_hyperuser_have_everything(cosmos in cosmos()) {
        for (to, on, access) in table(&cosmos) {
            if to == HYPERUSER || cosmos.owner(&on) == Some(&point(to)) {
                prop_assert!(access.has_full());
                prop_assert!(rights().iter().all(|right| access.has(right)));
            }
            prop_assert_eq!(access.has_owner(), cosmos.owner(&on) == Some(&point(to)));
        }
    }

    /// The order in which grants were made makes no difference to what they give.
    #[test]
    fn the_numbers_of_grants_change_no_access(
        (cosmos, order) in cosmos().prop_flat_map(|cosmos| {
            let ids: Vec<u32> = (1..=cosmos.grants.len() as u32).collect();
            (Just(cosmos), Just(ids).prop_shuffle())
        })
    ) {
        let mut other = cosmos.clone();
        for (grant, id) in other.grants.iter_mut().zip(order) {
            grant.id = id;
        }
        prop_assert_eq!(table(&cosmos), table(&other));
        other.grants.sort();
        prop_assert_eq!(table(&cosmos), table(&other));
    }

    #[test]
    fn the_rule_that_decides_agrees_with_the_access(cosmos in cosmos()) {
        for (to, on, access) in table(&cosmos) {
            let to = point(to);
            let ruling = orrery_space::security::access(&cosmos, &to, &on);
            for right in rights() {
                prop_assert_eq!(ruling.decider(&right).is_ok(), access.has(&right));
                let asking = (&to, &Scope::Full);
                let decided = decide(&cosmos, asking, &on, &right);
                prop_assert_eq!(decided.is_ok(), access.has(&right));
                if let Err(refusal) = decided {
                    prop_assert_eq!(Err(refusal.lack), ruling.decider(&right));
                }
            }
        }
    }

    /// A scope gives nothing that its agent has not.
    #[test]
    fn a_scope_only_takes_away(
        cosmos in cosmos(),
        parts in vec((select(PATTERNS), select(&[MaskKind::Or, MaskKind::And][..]), permissions()), 0..4),
    ) {
        let parts = parts.into_iter().map(|(on, kind, permissions)| ScopeGrant {
            on: on.parse().unwrap(),
            kind,
            aspect: ScopeAspect::Perm(permissions),
        });
        let scope = Scope::Grants(parts.collect());
        for (to, on, access) in table(&cosmos) {
            let masked = access.mask(&scope, &cosmos.hierarchy(&on).unwrap());
            prop_assert!(access.permissions().has(masked.permissions()));
            let to = point(to);
            for right in rights() {
                let decided = decide(&cosmos, (&to, &scope), &on, &right);
                prop_assert_eq!(decided.is_ok(), masked.has(&right));
            }
        }
    }
}
