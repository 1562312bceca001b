//! Points, texts and calls with what is resolved later.

use orrery_space::{Call, CallVar, PointCtx, PointVar, Subst};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

use super::{method, name, point, route, version};

const VARIABLE: &str = r"\$\{[a-z][a-z0-9_.-]{0,5}\}";

/// A step as text: what `plain` draws, dots, or a variable where there may be some.
fn step(plain: impl Strategy<Value = String> + 'static, variables: bool) -> BoxedStrategy<String> {
    let dots = prop_oneof![Just(".".to_owned()), Just("..".to_owned())];
    if variables {
        prop_oneof![3 => plain, 1 => dots, 1 => VARIABLE].boxed()
    } else {
        prop_oneof![3 => plain, 1 => dots].boxed()
    }
}

/// The text of a point that is not concrete.
fn open_point(variables: bool) -> BoxedStrategy<String> {
    let route = if variables {
        prop_oneof![4 => route().prop_map(|r| r.to_string()), 1 => VARIABLE.prop_map(|v| v + "::")]
            .boxed()
    } else {
        route().prop_map(|r| r.to_string()).boxed()
    };
    let files = (
        vec(step(name().prop_map(Into::into), variables), 0..3),
        option::of(step(name().prop_map(Into::into), variables)),
    )
        .prop_map(|(folders, file)| {
            let folders: String = folders.iter().map(|f| format!("{f}/")).collect();
            format!(":/{folders}{}", file.unwrap_or_default())
        });
    let some = (
        step("[a-z][a-z0-9-]{0,3}(\\.[a-z0-9-]{1,3})?".boxed(), variables),
        vec(step("[a-z][a-z0-9-]{0,4}".boxed(), variables), 0..4),
        option::weighted(0.3, version()),
        option::weighted(0.4, files),
    )
        .prop_map(|(first, later, version, files)| {
            let later: String = later.iter().map(|s| format!(":{s}")).collect();
            let version = version.map(|v| format!(":{v}")).unwrap_or_default();
            format!("{first}{later}{version}{}", files.unwrap_or_default())
        });
    let steps = prop_oneof![9 => some, 1 => Just("ROOT".to_owned())];
    (route, steps)
        .prop_map(|(route, steps)| route + &steps)
        .boxed()
}

pub fn point_ctx() -> BoxedStrategy<PointCtx> {
    open_point(false)
        .prop_map(|text| text.parse().unwrap())
        .boxed()
}

pub fn point_var() -> BoxedStrategy<PointVar> {
    open_point(true)
        .prop_map(|text| text.parse().unwrap())
        .boxed()
}

pub fn subst() -> BoxedStrategy<Subst> {
    vec(prop_oneof!["[^${]{0,6}", "\\$[^${]{0,3}", VARIABLE], 0..5)
        .prop_map(|chunks| chunks.concat().parse().unwrap())
        .boxed()
}

pub fn call() -> BoxedStrategy<Call> {
    (point(), method(), "/[A-Za-z0-9._/:-]{0,8}")
        .prop_map(|(point, method, path)| Call {
            point,
            method,
            path: path.into(),
        })
        .boxed()
}

pub fn call_var() -> BoxedStrategy<CallVar> {
    let path = vec(prop_oneof!["[A-Za-z0-9._/:-]{0,4}", VARIABLE], 0..4);
    (open_point(true), method(), path)
        .prop_map(|(point, method, path)| {
            let text = format!("{point}^{method}/{}", path.concat());
            text.parse().unwrap()
        })
        .boxed()
}
