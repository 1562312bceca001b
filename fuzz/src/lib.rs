//! The laws that the fuzz targets hold: of texts, of what is resolved, of what decodes, and of guests
//! ([`guest`]).
//!
//! A law that is broken panics, which ends the run and keeps the input. Nothing here knows how
//! inputs are made.

pub mod guest;

use std::fmt::{Debug, Display};
use std::str::FromStr;

use orrery_space::grammar::{Provider, Subject};
use orrery_space::{Diagnostic, Env, ParseError, Point, Substance, membrane};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// What parses prints as something that parses to the same, and prints the same again; what is
/// refused says where.
pub fn text<T>(text: &str) -> Option<T>
where
    T: FromStr<Err = ParseError> + Display + Debug + PartialEq,
{
    let value = taken(text, text.parse::<T>())?;
    prints(&value);
    Some(value)
}

/// As [`text`], of a value that a text was resolved to.
pub fn resolved<T>(text: &str, result: Result<T, ParseError>)
where
    T: FromStr<Err = ParseError> + Display + Debug + PartialEq,
{
    if let Some(value) = taken(text, result) {
        prints(&value);
    }
}

/// The value; where there is none, there is a reason and a place in the text.
pub fn taken<T>(text: &str, result: Result<T, ParseError>) -> Option<T> {
    let error = match result {
        Ok(value) => return Some(value),
        Err(error) => error,
    };
    assert!(!error.diagnostics.is_empty(), "refused without a reason");
    located(text, &error.diagnostics);
    let _ = (error.render(text), error.sentence());
    None
}

/// Each diagnostic lies in the text, on borders of characters, and covers something unless the
/// text ends there.
pub fn located(text: &str, diagnostics: &[Diagnostic]) {
    for diagnostic in diagnostics {
        let span = diagnostic.span.clone();
        assert!(text.get(span.clone()).is_some(), "{diagnostic:?}");
        assert!(
            !span.is_empty() || span.start == text.len(),
            "{diagnostic:?}"
        );
        assert!(!diagnostic.message.is_empty(), "{diagnostic:?}");
    }
}

fn prints<T>(value: &T)
where
    T: FromStr<Err = ParseError> + Display + Debug + PartialEq,
{
    let printed = value.to_string();
    match printed.parse::<T>() {
        Ok(again) => {
            assert_eq!(*value, again, "printed as {printed}");
            assert_eq!(printed, again.to_string());
        }
        Err(error) => panic!(
            "{value:?} prints as what is refused:\n{}",
            error.render(&printed)
        ),
    }
}

/// What JSON can say comes back from JSON.
pub fn json<T>(value: &T)
where
    T: Serialize + DeserializeOwned + Debug + PartialEq,
{
    let json = serde_json::to_string(value).expect("every value has a JSON form");
    match serde_json::from_str::<T>(&json) {
        Ok(again) => assert_eq!(*value, again, "written as {json}"),
        Err(error) => panic!("{value:?} is written as {json}: {error}"),
    }
}

/// A body goes through the membrane and back.
pub fn crosses(body: &Substance) {
    let bytes = membrane::encode(body);
    match membrane::decode(body.membrane_kind(), &bytes) {
        Ok(again) => assert_eq!(*body, again, "as {:?}", String::from_utf8_lossy(&bytes)),
        Err(error) => panic!("{body:?}: {error}"),
    }
}

/// A working point, and variables of several kinds.
pub fn env() -> Env {
    let working: Point = "localhost:app".parse().expect("a point");
    let mut env = Env::new(working.clone());
    env.set_var("user", Substance::Text("ann".into()));
    env.set_var("path", Substance::Text("/a b/é".into()));
    env.set_var("number", Substance::Int(-7));
    env.set_var("host", Substance::Point(working));
    env.set_var("none", Substance::Empty);
    env.set_file("a.txt", b"a".as_slice().into());
    env
}

/// A cosmos in which everything is called `a`, or nearly so.
pub struct Echo;

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
