//! The cache of artifacts: what it has, what it asks for, and what it lets go.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::sync::Arc;

use expect_test::expect;
use orrery_space::artifact::{ArtifactCache, Fetch, Lookup, Shelf};
use orrery_space::{Point, ReflectedCore, StatusCode, Substance};
use proptest::prelude::*;

type Cache = ArtifactCache<&'static str, &'static str, &'static str>;

fn point(text: &str) -> Point {
    text.parse().unwrap()
}

fn bytes(length: usize) -> Arc<[u8]> {
    vec![0; length].into()
}

fn has_raw(cache: &mut Cache, text: &str) -> bool {
    matches!(cache.raw(&point(text)).unwrap(), Lookup::Hit(_))
}

#[test]
fn what_is_not_there_is_fetched_and_then_is() {
    let mut cache = Cache::new(100);
    let app = point("repo:app:1.0.0:/app.bind");
    let Lookup::Fetch(fetch) = cache.bind(&app).unwrap() else {
        panic!("a fetch");
    };
    assert_eq!(fetch.core().method.to_string(), "Cmd<Read>");
    let answer = ReflectedCore::ok(Substance::Bin(bytes(3)));
    assert_eq!(fetch.answered(&answer).unwrap().len(), 3);
    cache.put_bind(&app, Arc::new("bind"), 3);
    assert_eq!(cache.bind(&app), Ok(Lookup::Hit(Arc::new("bind"))));
}

#[test]
fn each_form_has_its_own_shelf() {
    let mut cache = Cache::new(100);
    let at = point("repo:app:1.0.0:/a");
    cache.put_bind(&at, Arc::new("bind"), 1);
    let fetch = |shelf| {
        Lookup::<[u8]>::Fetch(Fetch {
            point: at.clone(),
            shelf,
        })
    };
    assert_eq!(cache.raw(&at), Ok(fetch(Shelf::Raw)));
    assert!(matches!(cache.wasm(&at), Ok(Lookup::Fetch(_))));
    assert!(matches!(cache.mechtron(&at), Ok(Lookup::Fetch(_))));
    cache.put_raw(&at, bytes(2));
    cache.put_wasm(&at, Arc::new("wasm"), 1);
    cache.put_mechtron(&at, Arc::new("mechtron"), 1);
    assert_eq!(cache.bind(&at), Ok(Lookup::Hit(Arc::new("bind"))));
    assert_eq!(cache.raw(&at), Ok(Lookup::Hit(bytes(2))));
    assert_eq!(cache.wasm(&at), Ok(Lookup::Hit(Arc::new("wasm"))));
    assert_eq!(cache.mechtron(&at), Ok(Lookup::Hit(Arc::new("mechtron"))));
    assert_eq!(cache.weight(), 5);
}

#[test]
fn what_lies_in_no_bundle_is_not_kept() {
    let mut cache = Cache::new(100);
    let error = cache.bind(&point("localhost:/a.bind")).unwrap_err();
    expect!["localhost:/a.bind lies in no bundle: expected a point with a version, such as `repo:app:1.0.0:/a`"]
        .assert_eq(&error.to_string());
}

#[test]
fn what_was_not_asked_for_longest_goes_first() {
    let mut cache = Cache::new(10);
    cache.put_raw(&point("r:1.0.0:/a"), bytes(4));
    cache.put_raw(&point("r:1.0.0:/b"), bytes(4));
    assert!(has_raw(&mut cache, "r:1.0.0:/a"));
    cache.put_wasm(&point("r:1.0.0:/c"), Arc::new("wasm"), 4);
    assert!(!has_raw(&mut cache, "r:1.0.0:/b"));
    assert!(has_raw(&mut cache, "r:1.0.0:/a"));
    cache.put_raw(&point("r:1.0.0:/huge"), bytes(11));
    assert!(!has_raw(&mut cache, "r:1.0.0:/huge"));
    assert!(has_raw(&mut cache, "r:1.0.0:/a"));
}

#[test]
fn what_was_handed_out_outlives_its_place() {
    let mut cache = Cache::new(4);
    cache.put_raw(&point("r:1.0.0:/a"), bytes(4));
    let Ok(Lookup::Hit(held)) = cache.raw(&point("r:1.0.0:/a")) else {
        panic!("a hit");
    };
    cache.put_raw(&point("r:1.0.0:/b"), bytes(4));
    assert!(!has_raw(&mut cache, "r:1.0.0:/a"));
    assert_eq!(held.len(), 4);
}

#[test]
fn a_bundle_is_forgotten_as_a_whole_and_alone() {
    let mut cache = Cache::new(100);
    for at in ["r:1.0.0:/a", "r:1.0.0:/d/b", "r:1.0.1:/a"] {
        cache.put_raw(&point(at), bytes(1));
    }
    cache.put_bind(&point("r:1.0.0:/a"), Arc::new("bind"), 1);
    cache.invalidate(&point("r:1.0.0:/a"));
    assert!(!has_raw(&mut cache, "r:1.0.0:/a"));
    assert!(has_raw(&mut cache, "r:1.0.0:/d/b"));
    cache.invalidate(&point("r:1.0.0"));
    assert!(!has_raw(&mut cache, "r:1.0.0:/d/b"));
    assert!(has_raw(&mut cache, "r:1.0.1:/a"));
    assert_eq!(cache.weight(), 1);
}

#[test]
fn what_cannot_be_read_says_why() {
    let fetch = Fetch {
        point: point("r:1.0.0:/a"),
        shelf: Shelf::Raw,
    };
    let sentence = |answer: ReflectedCore| fetch.answered(&answer).unwrap_err().to_string();
    expect!["r:1.0.0:/a cannot be read: 404 no such particle"].assert_eq(&sentence(
        ReflectedCore::fail(StatusCode::NOT_FOUND, "no such particle"),
    ));
    expect!["r:1.0.0:/a is no file: expected a Bin, found Empty"]
        .assert_eq(&sentence(ReflectedCore::ok(Substance::Empty)));
}

proptest! {
    /// Whatever is put, the cache weighs what is in it and no more than it may.
    #[test]
    fn the_limit_holds(puts in prop::collection::vec((0..6_u8, 0..30_usize, any::<bool>()), 0..30)) {
        let mut cache = Cache::new(50);
        for (name, weight, raw) in puts {
            let at = point(&format!("r:1.0.0:/{name}"));
            if raw {
                cache.put_raw(&at, bytes(weight));
            } else {
                cache.put_bind(&at, Arc::new("bind"), weight);
            }
            prop_assert!(cache.weight() <= 50);
            let just_put = if raw {
                matches!(cache.raw(&at), Ok(Lookup::Hit(_)))
            } else {
                matches!(cache.bind(&at), Ok(Lookup::Hit(_)))
            };
            prop_assert!(just_put);
        }
        cache.invalidate(&point("r"));
        prop_assert_eq!(cache.weight(), 0);
    }
}
