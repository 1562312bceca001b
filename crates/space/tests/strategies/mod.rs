//! Values of every noun, as proptest draws them: small alphabets, so that they meet.
#![allow(dead_code, unused_imports)] // each file of tests draws some of them

mod bodies;
mod carried;
mod commands;
mod documents;
mod grants;
mod open;
mod particles;
mod pattern;
mod surfaces;
mod traversals;
mod waves;

pub use bodies::{form, one_of_each};
pub use carried::{substance, wave};
pub use commands::{command, lane, probability, script, speed};
pub use documents::{bind, method_pattern, path_pattern, pipeline, route_selector};
pub use grants::{
    access, access_grant, condition, grant, grant_kind, indexed_access_grant, privilege,
    privileges, property_predicate,
};
pub use open::{call, call_var, point_ctx, point_var, subst};
pub use particles::*;
pub use pattern::{pattern_and_body, pattern_and_fitting, substance_kind, substance_pattern};
pub use surfaces::{meeting_surfaces, surface_selector};
pub use traversals::{direction, entry, plan, traversal};
pub use waves::{meeting_scope, recipients, scope, session, status_code};

use orrery_space::core::{CmdMethod, HttpMethod, HypMethod};
use orrery_space::kind::{ArtifactSub, DatabaseSub, FileSub, NativeSub, StarSub, UserBaseSub};
use orrery_space::security::{MaskKind, Permissions, PermissionsMask};
use orrery_space::selector::{
    Hierarchy, Hop, KindSelector, Requirement, SegmentSelector, Selector, SpecificSelector,
};
use orrery_space::{
    Agent, Kind, KindTemplate, Layer, MechtronConfig, Method, Point, Route, Segment, Specific,
    StarKey, Status, Stub, Surface, Topic, WaveId, WaveKind,
};
use proptest::collection::{btree_map, vec};
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;
use smol_str::SmolStr;

fn boxed(pattern: &'static str) -> impl Strategy<Value = Box<str>> {
    pattern.prop_map(Into::into)
}

fn text(pattern: &'static str) -> impl Strategy<Value = SmolStr> {
    pattern.prop_map(Into::into)
}

pub fn star_key() -> impl Strategy<Value = StarKey> {
    ("[a-z0-9]{1,6}", "[a-z0-9]{1,6}", any::<u16>())
        .prop_map(|(constellation, name, index)| StarKey::new(&constellation, &name, index))
}

pub fn route() -> BoxedStrategy<Route> {
    prop_oneof![
        6 => Just(Route::This),
        1 => Just(Route::Local),
        1 => Just(Route::Remote),
        1 => Just(Route::Global),
        1 => boxed("[a-z0-9.-]{1,8}")
            .prop_filter("`.` is no domain", |d| d.as_ref() != ".")
            .prop_map(Route::Domain),
        1 => boxed("[a-z0-9-]{1,8}").prop_map(Route::Tag),
        1 => star_key().prop_map(Route::Star),
    ]
    .boxed()
}

pub fn version() -> impl Strategy<Value = semver::Version> {
    let pre = prop_oneof![
        3 => Just(String::new()),
        1 => "[a-z][a-z0-9-]{0,5}",
    ];
    (0..5_u64, 0..5_u64, 0..5_u64, pre).prop_map(|(major, minor, patch, pre)| semver::Version {
        major,
        minor,
        patch,
        pre: semver::Prerelease::new(&pre).unwrap(),
        build: semver::BuildMetadata::EMPTY,
    })
}

fn space() -> impl Strategy<Value = Segment> {
    text("[a-z][a-z0-9-]{0,3}(\\.[a-z0-9-]{1,3})?").prop_map(Segment::Space)
}

fn base() -> impl Strategy<Value = Segment> {
    text("[a-z][a-z0-9-]{0,4}").prop_map(Segment::Base)
}

fn name() -> impl Strategy<Value = SmolStr> {
    text("[A-Za-z0-9._-]{1,6}").prop_filter("relative", |n| !matches!(n.as_str(), "." | ".."))
}

fn segments() -> impl Strategy<Value = Vec<Segment>> {
    let files = (vec(name().prop_map(Segment::Dir), 0..3), option::of(name())).prop_map(
        |(mut files, file)| {
            files.insert(0, Segment::FsRoot);
            files.extend(file.map(Segment::File));
            files
        },
    );
    (
        option::weighted(0.9, space()),
        vec(base(), 0..4),
        option::weighted(0.3, version()),
        option::weighted(0.3, files),
    )
        .prop_map(|(space, bases, version, files)| {
            let Some(space) = space else {
                return Vec::new();
            };
            let mut segments = vec![space];
            segments.extend(bases);
            segments.extend(version.map(Segment::Version));
            segments.extend(files.into_iter().flatten());
            segments
        })
}

pub fn point() -> BoxedStrategy<Point> {
    (route(), segments())
        .prop_map(|(route, segments)| Point::new(route, segments))
        .boxed()
}

pub fn specific() -> impl Strategy<Value = Specific> {
    let domain = || boxed("[a-z0-9.-]{1,8}");
    let product = || boxed("[a-z][A-Za-z0-9-]{0,6}");
    (domain(), domain(), product(), product(), version()).prop_map(
        |(provider, vendor, product, variant, version)| Specific {
            provider,
            vendor,
            product,
            variant,
            version,
        },
    )
}

pub fn kind() -> BoxedStrategy<Kind> {
    let plain: Vec<Kind> = Kind::BASES
        .iter()
        .filter_map(|base| Kind::plain(base))
        .collect();
    prop_oneof![
        6 => select(plain),
        1 => select(FileSub::ALL).prop_map(Kind::File),
        1 => select(ArtifactSub::ALL).prop_map(Kind::Artifact),
        1 => select(StarSub::ALL).prop_map(Kind::Star),
        1 => select(NativeSub::ALL).prop_map(Kind::Native),
        1 => specific().prop_map(|s| Kind::Database(DatabaseSub::Relational(s))),
        1 => specific().prop_map(|s| Kind::UserBase(UserBaseSub::OAuth(s))),
    ]
    .boxed()
}

pub fn requirement() -> BoxedStrategy<Requirement> {
    let one = (
        select(&["", "=", ">", ">=", "<", "<=", "~", "^"][..]),
        version(),
    )
        .prop_map(|(op, version)| format!("{op}{version}"));
    prop_oneof![
        1 => Just("*".to_owned()),
        1 => (0..5_u64).prop_map(|major| format!("{major}.*")),
        6 => vec(one, 1..4).prop_map(|all| all.join(", ")),
    ]
    .prop_map(|text| Requirement(text.parse().unwrap()))
    .boxed()
}

pub fn specific_selector() -> BoxedStrategy<SpecificSelector> {
    let domain = || option::of(boxed("[a-z0-9.-]{1,8}"));
    let product = || option::of(boxed("[a-z][A-Za-z0-9-]{0,6}"));
    (domain(), domain(), product(), product(), requirement())
        .prop_map(
            |(provider, vendor, product, variant, version)| SpecificSelector {
                provider,
                vendor,
                product,
                variant,
                version,
            },
        )
        .boxed()
}

pub fn kind_template() -> BoxedStrategy<KindTemplate> {
    let free = (
        "(UserBase|Native)",
        option::of(boxed("[A-Z][A-Za-z0-9]{0,6}")),
    )
        .prop_map(|(base, sub)| KindTemplate {
            base: base.into(),
            sub,
            specific: None,
        });
    let specific = ("(UserBase|Database)", specific_selector()).prop_map(|(base, specific)| {
        let sub = if base == "UserBase" {
            "OAuth"
        } else {
            "Relational"
        };
        KindTemplate {
            base: base.into(),
            sub: Some(sub.into()),
            specific: Some(specific),
        }
    });
    let bases = select(Kind::BASES).prop_map(|base| KindTemplate {
        base: base.into(),
        sub: None,
        specific: None,
    });
    prop_oneof![
        bases,
        kind().prop_map(|kind| KindTemplate::from(&kind)),
        free,
        specific
    ]
    .boxed()
}

pub fn kind_selector() -> BoxedStrategy<KindSelector> {
    let of_base =
        (select(Kind::BASES), any::<prop::sample::Index>()).prop_flat_map(|(base, at)| {
            let subs = Kind::subs_of(base);
            let sub = (!subs.is_empty()).then(|| subs[at.index(subs.len())]);
            (
                Just(base),
                option::of(Just(sub)),
                option::weighted(0.2, specific_selector()),
            )
        });
    let of_any = (
        option::of(select(Kind::subs_of("*"))),
        option::weighted(0.2, specific_selector()),
    );
    prop_oneof![
        2 => Just(KindSelector::default()),
        3 => of_base.prop_map(|(base, sub, specific)| KindSelector {
            base: Some(base.into()),
            sub: sub.flatten().map(Into::into),
            specific,
        }),
        1 => of_any.prop_map(|(sub, specific)| KindSelector {
            base: None,
            sub: sub.map(Into::into),
            specific,
        }),
    ]
    .boxed()
}

fn hop(segment: impl Strategy<Value = SegmentSelector>) -> impl Strategy<Value = Hop> {
    (
        segment,
        option::weighted(0.3, kind_selector()),
        prop::bool::weighted(0.2),
    )
        .prop_map(|(segment, kind, inclusive)| Hop {
            segment,
            kind: kind.unwrap_or_default(),
            inclusive,
        })
}

fn star() -> impl Strategy<Value = SegmentSelector> {
    prop_oneof![Just(SegmentSelector::Any), Just(SegmentSelector::Recursive)]
}

pub fn selector() -> BoxedStrategy<Selector> {
    let first = hop(prop_oneof![
        star(),
        space().prop_map(SegmentSelector::Exact)
    ]);
    let later = hop(prop_oneof![
        2 => star(),
        2 => base().prop_map(SegmentSelector::Exact),
        1 => version().prop_map(|v| SegmentSelector::Exact(Segment::Version(v))),
        1 => requirement().prop_map(SegmentSelector::Version),
    ]);
    let exact = |segment: fn(SmolStr) -> Segment| {
        name().prop_map(move |name| SegmentSelector::Exact(segment(name)))
    };
    let files = (
        hop(Just(SegmentSelector::Exact(Segment::FsRoot))),
        vec(hop(prop_oneof![star(), exact(Segment::Dir)]), 0..3),
        option::of(hop(prop_oneof![star(), exact(Segment::File)])),
    );
    let hops = (first, vec(later, 0..4), option::weighted(0.3, files)).prop_map(
        |(first, later, files)| {
            let mut hops = vec![first];
            hops.extend(later);
            if let Some((root, folders, file)) = files {
                hops.push(root);
                hops.extend(folders);
                hops.extend(file);
            }
            hops
        },
    );
    let some = (route(), any::<bool>(), hops).prop_map(|(route, with_root, hops)| Selector {
        with_root: with_root
            && matches!(
                hops[0].segment,
                SegmentSelector::Any | SegmentSelector::Recursive
            ),
        route,
        hops,
    });
    let root = route().prop_map(|route| Selector {
        route,
        with_root: true,
        hops: Vec::new(),
    });
    prop_oneof![12 => some, 1 => root].boxed()
}

pub fn hierarchy() -> BoxedStrategy<Hierarchy> {
    (route(), segments())
        .prop_flat_map(|(route, segments)| {
            let kinds = vec(kind(), segments.len());
            (Just(route), Just(segments), kinds)
        })
        .prop_map(|(route, segments, kinds)| Hierarchy {
            route,
            segments: segments.into_iter().zip(kinds).collect(),
        })
        .boxed()
}

pub fn topic() -> BoxedStrategy<Topic> {
    prop_oneof![
        4 => Just(Topic::None),
        1 => Just(Topic::Not),
        1 => Just(Topic::Any),
        1 => Just(Topic::Cli),
        1 => any::<u128>().prop_map(Topic::Uuid),
        1 => vec(boxed("[a-z][A-Za-z0-9-]{0,4}"), 1..4).prop_map(Topic::Path),
    ]
    .boxed()
}

pub fn surface() -> BoxedStrategy<Surface> {
    (point(), select(Layer::ALL), topic())
        .prop_map(|(point, layer, topic)| Surface {
            point,
            layer,
            topic,
        })
        .boxed()
}

pub fn method() -> BoxedStrategy<Method> {
    prop_oneof![
        select(HttpMethod::ALL).prop_map(Method::Http),
        text("[A-Z][A-Za-z0-9]{0,8}").prop_map(Method::Ext),
        select(CmdMethod::ALL).prop_map(Method::Cmd),
        select(HypMethod::ALL).prop_map(Method::Hyp),
    ]
    .boxed()
}

pub fn wave_id() -> impl Strategy<Value = WaveId> {
    (select(WaveKind::ALL), any::<u128>()).prop_map(|(kind, uuid)| WaveId { kind, uuid })
}

pub fn permissions() -> impl Strategy<Value = Permissions> {
    any::<[bool; 6]>().prop_map(
        |[create, select, delete, read, write, execute]| Permissions {
            create,
            select,
            delete,
            read,
            write,
            execute,
        },
    )
}

pub fn mask() -> impl Strategy<Value = PermissionsMask> {
    let kinds = &[MaskKind::Or, MaskKind::And][..];
    (select(kinds), permissions())
        .prop_map(|(kind, permissions)| PermissionsMask { kind, permissions })
}

pub fn agent() -> impl Strategy<Value = Agent> {
    prop_oneof![
        Just(Agent::Anonymous),
        Just(Agent::HyperUser),
        point().prop_map(Agent::from),
    ]
}

pub fn stub() -> BoxedStrategy<Stub> {
    (point(), kind(), select(Status::ALL))
        .prop_map(|(point, kind, status)| Stub {
            point,
            kind,
            status,
        })
        .boxed()
}

pub fn mechtron_config() -> impl Strategy<Value = MechtronConfig> {
    (point(), text("[a-z0-9-]{1,8}")).prop_map(|(bin, name)| MechtronConfig { bin, name })
}

fn json() -> BoxedStrategy<serde_json::Value> {
    let leaf = prop_oneof![
        Just(serde_json::Value::Null),
        any::<bool>().prop_map(Into::into),
        any::<i64>().prop_map(Into::into),
        any::<f64>().prop_map(Into::into),
        ".{0,6}".prop_map(Into::into),
    ];
    leaf.prop_recursive(3, 12, 4, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..4).prop_map(serde_json::Value::Array),
            btree_map(".{0,4}", inner, 0..4)
                .prop_map(|map| serde_json::Value::Object(map.into_iter().collect())),
        ]
    })
    .boxed()
}

/// A hierarchy and a selector over two names and three kinds, so that they often match.
pub fn meeting() -> impl Strategy<Value = (Selector, Hierarchy)> {
    let name = || select(&["a", "b"][..]);
    let kind = || {
        select(vec![
            Kind::Space,
            Kind::Star(StarSub::Fold),
            Kind::Star(StarSub::Jump),
        ])
    };
    let kinds = || {
        prop_oneof![
            3 => Just(KindSelector::default()),
            1 => kind().prop_map(|kind| KindSelector::from(&kind)),
            1 => Just(KindSelector { base: Some("Star".into()), ..KindSelector::default() }),
        ]
    };
    let segment = prop_oneof![
        2 => Just(SegmentSelector::Any),
        3 => Just(SegmentSelector::Recursive),
        3 => name().prop_map(|name| SegmentSelector::Exact(Segment::Base(name.into()))),
    ];
    let hops = vec((segment, kinds(), any::<bool>()), 0..6).prop_map(|hops| {
        hops.into_iter()
            .map(|(segment, kind, inclusive)| Hop {
                segment,
                kind,
                inclusive,
            })
            .collect()
    });
    let selector = (any::<bool>(), hops).prop_map(|(with_root, hops)| Selector {
        route: Route::This,
        with_root,
        hops,
    });
    let hierarchy = vec((name(), kind()), 0..6).prop_map(|segments| Hierarchy {
        route: Route::This,
        segments: segments
            .into_iter()
            .map(|(name, kind)| (Segment::Base(name.into()), kind))
            .collect(),
    });
    (selector, hierarchy)
}

/// Any text, often one that begins like a noun and goes wrong.
pub fn mistake() -> BoxedStrategy<String> {
    let valid = prop_oneof![
        3 => command().prop_map(|c| c.to_string()),
        1 => point().prop_map(|p| p.to_string()),
        1 => selector().prop_map(|s| s.to_string()),
        1 => surface().prop_map(|s| s.to_string()),
        1 => hierarchy().prop_map(|h| h.to_string()),
        1 => kind().prop_map(|k| k.to_string()),
        1 => stub().prop_map(|s| s.to_string()),
        1 => mechtron_config().prop_map(|m| m.to_string()),
        1 => indexed_access_grant().prop_map(|g| g.to_string()),
        1 => condition().prop_map(|c| c.to_string()),
        1 => substance_pattern().prop_map(|p| p.to_string()),
        1 => route_selector().prop_map(|r| r.to_string()),
        2 => bind().prop_map(|b| b.to_string()),
    ];
    let edited = (
        valid,
        any::<prop::sample::Index>(),
        any::<prop::sample::Index>(),
        "\\PC{0,2}",
    )
        .prop_map(|(text, from, to, with)| {
            let chars: Vec<char> = text.chars().collect();
            let from = from.index(chars.len() + 1);
            let to = (from + to.index(4)).min(chars.len());
            let (before, after) = (&chars[..from], &chars[to..]);
            before
                .iter()
                .copied()
                .chain(with.chars())
                .chain(after.iter().copied())
                .collect()
        });
    let soup = vec(
        select(
            &[
                "Bind(version=1.0.0) { ",
                "Route",
                "-> ",
                "=> ",
                "-[ ",
                "(())",
                "&",
                "#",
                "\n",
                "create ",
                "ping ",
                "select ",
                "grant perm ",
                "set ",
                "a",
                "A",
                ":",
                "::",
                "/",
                "<",
                ">",
                "<<STAR::",
                "Space",
                "Star<",
                "*",
                "**",
                "+",
                "@",
                "Core",
                "Topic<",
                "(",
                ")",
                "[",
                "]",
                "{",
                "}",
                "\"",
                "'",
                "\\",
                "^",
                "^[",
                "]->",
                "1.0.0",
                ">=",
                ",",
                "!",
                "=",
                "%",
                "$",
                "${x}",
                "..",
                "é",
                "🦀",
                "\u{200b}",
                "\u{0}",
                "\n",
                "\r\n",
                "\t",
                " ",
                ";",
                "Ext<",
                "5s",
                "ROOT",
                "Map{",
                "Text",
                "~",
                "-",
            ][..],
        ),
        0..12,
    )
    .prop_map(|parts| parts.concat());
    prop_oneof![3 => edited, 2 => soup, 1 => "(?s).{0,24}"].boxed()
}
