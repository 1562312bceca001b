//! Databases: a table of Substances by key, which lives in memory.
//!
//! It is the one specific that is served; a database of another make is refused when it is created.

use std::collections::BTreeMap;
use std::ops::Bound;

use orrery_space::core::{CmdMethod, ReflectedCore};
use orrery_space::handler::{Answer, Request, Routes};
use orrery_space::kind::DatabaseSub;
use orrery_space::{Kind, Method, StatusCode, Substance, membrane};
use smol_str::{SmolStr, ToSmolStr, format_smolstr};

use super::{Does, table};
use crate::registry::Particle;

/// The specifics that are served.
const KNOWN: &[&str] = &["orrery.internal:orrery.internal:key-value:memory:1.0.0"];

/// The most bytes of a key.
const LONGEST_KEY: usize = 256;

/// What an entry takes besides its key and its value.
const ENTRY: usize = 32;

type Entries = BTreeMap<SmolStr, Substance>;

/// Whether a database of that kind is served; any other kind is.
pub(crate) fn serves(kind: &Kind) -> bool {
    let Kind::Database(DatabaseSub::Relational(specific)) = kind else {
        return !matches!(kind, Kind::Database(_));
    };
    KNOWN.contains(&specific.to_smolstr().as_str())
}

/// The 501 of a database that is not served.
pub(crate) fn not_served(kind: &Kind) -> ReflectedCore {
    let known = KNOWN.join("`, `");
    let reason = format_smolstr!("nothing here serves a {kind}; known are `{known}`");
    ReflectedCore::fail(StatusCode::NOT_IMPLEMENTED, reason)
}

pub(super) fn routes() -> Routes<Does> {
    let ext = |name, handle| (Method::Ext(SmolStr::new_static(name)), Does::Answer(handle));
    table([
        ext("Get", get),
        ext("Put", put),
        ext("Delete", delete),
        ext("Keys", keys),
        (Method::Cmd(CmdMethod::Read), Does::Answer(read)),
    ])
}

/// The entries: a database begins without any.
fn entries(database: &mut Particle) -> Entries {
    match std::mem::take(&mut database.content) {
        Substance::Map(entries) => entries,
        _ => Entries::new(),
    }
}

/// The key: what the path says, or else the body.
fn key(request: &Request<'_>) -> Result<SmolStr, ReflectedCore> {
    let core = request.core();
    let key = match (core.path().trim_start_matches('/'), &core.body) {
        ("", Substance::Text(text)) => text.clone(),
        ("", other) => {
            let reason = format_smolstr!(
                "expected a key as the path, as in `{}/name`, or as Text, found {}",
                core.method,
                other.kind()
            );
            return Err(ReflectedCore::bad_request(reason));
        }
        (path, _) => path.into(),
    };
    checked(key)
}

fn checked(key: SmolStr) -> Result<SmolStr, ReflectedCore> {
    if (1..=LONGEST_KEY).contains(&key.len()) {
        return Ok(key);
    }
    let reason = format_smolstr!(
        "expected a key of 1 to {LONGEST_KEY} bytes, found {}",
        key.len()
    );
    Err(ReflectedCore::bad_request(reason))
}

fn get(database: &mut Particle, request: &Request<'_>) -> Answer {
    let key = key(request)?;
    let value = match &database.content {
        Substance::Map(entries) => entries.get(&key),
        _ => None,
    };
    match value {
        Some(value) => request.ok(value.clone()),
        None => request.not_found(format_smolstr!("{} has no key `{key}`", database.point)),
    }
}

/// Puts the body at the key in the path, or a Map with `key` and `value`.
fn put(database: &mut Particle, request: &Request<'_>) -> Answer {
    let (key, value) = entry(request)?;
    let mut entries = entries(database);
    let others = entries.iter().filter(|(other, _)| **other != key);
    let others: usize = others.map(|(key, value)| weight(key, value)).sum();
    let after = others + weight(&key, &value);
    let fits = after <= membrane::LIMIT;
    if fits {
        entries.insert(key, value);
    }
    database.content = Substance::Map(entries);
    if fits {
        return request.ok(());
    }
    let reason = format_smolstr!(
        "a database has at most {} bytes in all, and this would be {after}; delete something, or \
         write a file",
        membrane::LIMIT
    );
    Err(ReflectedCore::fail(StatusCode::TOO_LARGE, reason))
}

/// What is to be put where.
fn entry(request: &Request<'_>) -> Result<(SmolStr, Substance), ReflectedCore> {
    let core = request.core();
    match (core.path().trim_start_matches('/'), &core.body) {
        ("", Substance::Map(map)) => pair(map.get("key"), map.get("value").cloned()),
        ("", Substance::Json(json)) => {
            let key = json.get("key").and_then(|key| key.as_str());
            let value = json.get("value").map(|value| {
                let number = value.as_i64().map(Substance::from);
                let text = value.as_str().map(Substance::from);
                let plain = text.or(number).or(value.as_bool().map(Substance::from));
                plain.unwrap_or_else(|| value.clone().into())
            });
            pair(key.map(Substance::from).as_ref(), value)
        }
        ("", _) => pair(None, None),
        (path, body) => Ok((checked(path.into())?, body.clone())),
    }
}

fn pair(
    key: Option<&Substance>,
    value: Option<Substance>,
) -> Result<(SmolStr, Substance), ReflectedCore> {
    match (key, value) {
        (Some(Substance::Text(key)), Some(value)) => Ok((checked(key.clone())?, value)),
        _ => Err(ReflectedCore::bad_request(
            "expected a key as the path and its value as the body, as in `Ext<Put>/name \"ann\"`, \
             or a Map or Json with `key` and `value`",
        )),
    }
}

/// Answers whether there was anything to delete.
fn delete(database: &mut Particle, request: &Request<'_>) -> Answer {
    let key = key(request)?;
    let mut entries = entries(database);
    let was_there = entries.remove(&key).is_some();
    database.content = Substance::Map(entries);
    request.ok(was_there)
}

/// The keys that begin so; all, if nothing is said.
fn keys(database: &mut Particle, request: &Request<'_>) -> Answer {
    let core = request.core();
    match (core.path().trim_start_matches('/'), &core.body) {
        ("", Substance::Empty) => read(database, request),
        ("", body) => request.ok(keys_from(database, <&SmolStr>::try_from(body)?)),
        (path, _) => request.ok(keys_from(database, path)),
    }
}

fn read(database: &mut Particle, request: &Request<'_>) -> Answer {
    request.ok(keys_from(database, ""))
}

fn keys_from(database: &Particle, prefix: &str) -> Vec<Substance> {
    let Substance::Map(entries) = &database.content else {
        return Vec::new();
    };
    let from = entries.range::<str, _>((Bound::Included(prefix), Bound::Unbounded));
    let found = from.take_while(|(key, _)| key.starts_with(prefix));
    found.map(|(key, _)| key.clone().into()).collect()
}

/// How many bytes an entry takes.
fn weight(key: &str, value: &Substance) -> usize {
    ENTRY + key.len() + membrane::encode(value).len()
}
