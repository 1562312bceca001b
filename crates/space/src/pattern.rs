//! Patterns of Substances: what a body must be to go on.
//!
//! A pattern stands in the filters of a pipeline, `-[ Text~json ]->`, and says what a body is, what
//! its parts are and what is in them. [`SubstancePattern::matches`] holds a body against it, as far
//! as that can be done without asking anybody: what a validator says, its caller must find out.
//!
//! ```
//! use orrery_space::{Substance, SubstancePattern, Verdict};
//! let pattern: SubstancePattern = "Map{ name<Text>, age<Int> *<Bin> }".parse()?;
//! let body: Substance = serde_json::from_str(r#"{"Map":{"name":{"Text":"ann"},"age":{"Text":"old"}}}"#)?;
//! let Verdict::Differs(why) = pattern.matches(&body) else { panic!() };
//! assert_eq!(why.to_string(), "expected Int at `age`, found Text");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use std::collections::BTreeMap;

use smol_str::SmolStr;

use crate::format::Format;
use crate::{Call, CallVar, Env, ParseError, Point, PointVar, Substance, SubstanceKind};

/// What a body must be.
///
/// `*` takes anything, `!` takes Empty alone, and so does a filter with nothing in it. Else there
/// is a structure, and perhaps a format and a validator after `~`.
///
/// ```
/// use orrery_space::{Substance, SubstancePattern, Verdict};
/// let points: SubstancePattern = "Point[1-5]".parse()?;
/// let body = Substance::List(vec![Substance::Point("localhost".parse()?)]);
/// assert_eq!(points.matches(&body), Verdict::Matches);
/// assert_eq!(points.to_string(), "Point[1-5]");
/// # Ok::<(), orrery_space::ParseError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SubstancePattern<V = Validator> {
    /// `*`: anything.
    Any,
    /// `!`: Empty.
    None,
    /// What has that shape.
    Exact(Box<Shape<V>>),
}

/// A structure, and what is checked when a body has it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Shape<V = Validator> {
    /// The structure.
    pub structure: Structure<V>,
    /// `~json`: the format of the bytes or the text; of each element where the structure is a list.
    pub format: Option<Format>,
    /// `~localhost:app^Ext<Check>`: who has the last word.
    pub validator: Option<V>,
}

/// What a body is made of.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Structure<V = Validator> {
    /// `Text`: a Substance of that kind, whatever it carries. A bare `List` or `Map` may hold
    /// anything.
    Kind(SubstanceKind),
    /// `Int[3]`: a List of so many elements, each of that kind. Brackets always mean a List:
    /// `Text[3]` is three Texts, not three characters.
    List {
        /// What each element is.
        of: SubstanceKind,
        /// How many there are.
        length: Length,
    },
    /// `Map{ name<Text>, age<Int> *<Bin> }`: a Map with those entries.
    Map(MapPattern<V>),
}

/// Which entries a Map must and may have.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MapPattern<V = Validator> {
    /// The entries that must be there; `name` without a pattern is any.
    pub required: BTreeMap<SmolStr, SubstancePattern<V>>,
    /// What each other entry must be; none may be there when this is absent.
    pub others: Option<SubstancePattern<V>>,
}

/// Who has the last word on a body: `localhost:app^Ext<Check>/names+localhost:config`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Validator<C = Call, P = Point> {
    /// Who is asked, and how.
    pub call: C,
    /// What it is set up with.
    pub config: Option<P>,
}

/// A pattern whose validators may have variables.
///
/// ```
/// use orrery_space::{Env, Substance, pattern::PatternVar};
/// let pattern: PatternVar = "Text~${app}^Ext<Check>".parse()?;
/// let mut env = Env::default();
/// assert_eq!(pattern.resolve(&env).unwrap_err().diagnostics[0].span, 5..11);
/// env.set_var("app", Substance::from("localhost:app"));
/// assert_eq!(pattern.resolve(&env)?.to_string(), "Text~localhost:app^Ext<Check>");
/// # Ok::<(), orrery_space::ParseError>(())
/// ```
pub type PatternVar = SubstancePattern<Validator<CallVar, PointVar>>;

/// How many elements a List has.
///
/// ```
/// use orrery_space::pattern::Length;
/// let few = Length::Between { least: 1, most: 5 };
/// assert!(few.admits(5) && !few.admits(0));
/// assert_eq!(few.to_string(), "1-5");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Length {
    /// Nothing between the brackets: any number.
    #[default]
    Any,
    /// `1-5`, or `3` where both are the same.
    Between {
        /// At least so many.
        least: u32,
        /// At most so many, and not fewer than `least`.
        most: u32,
    },
}

impl Length {
    /// Exactly so many.
    #[must_use]
    pub fn exactly(count: u32) -> Self {
        Length::Between {
            least: count,
            most: count,
        }
    }

    /// Whether so many are right.
    #[must_use]
    pub fn admits(self, count: usize) -> bool {
        match (self, u32::try_from(count)) {
            (Length::Any, _) => true,
            (Length::Between { least, most }, Ok(count)) => (least..=most).contains(&count),
            (Length::Between { .. }, Err(_)) => false,
        }
    }
}

impl<V> SubstancePattern<V> {
    /// The pattern of that kind alone.
    #[must_use]
    pub fn kind(kind: SubstanceKind) -> Self {
        Structure::Kind(kind).into()
    }

    /// The pattern that says what a body is: `Int[3]` for a List of three Ints, `Map{ age<Int> }`
    /// for a Map. It looks no deeper, and leaves a Map bare whose names no pattern can spell.
    ///
    /// ```
    /// use orrery_space::{Substance, SubstancePattern};
    /// let list = Substance::List(vec![Substance::Int(1), Substance::Int(2)]);
    /// let pattern: SubstancePattern = SubstancePattern::of(&list);
    /// assert_eq!(pattern.to_string(), "Int[2]");
    /// ```
    #[must_use]
    pub fn of(body: &Substance) -> Self {
        match body {
            Substance::List(elements) => match uniform(elements) {
                Some(of) => {
                    let length = u32::try_from(elements.len()).map_or(Length::Any, Length::exactly);
                    Structure::List { of, length }.into()
                }
                None => Self::kind(SubstanceKind::List),
            },
            Substance::Map(entries) if entries.keys().all(|name| is_entry_name(name)) => {
                let required = entries
                    .iter()
                    .map(|(name, entry)| (name.clone(), Self::kind(entry.kind())))
                    .collect();
                Structure::Map(MapPattern {
                    required,
                    others: None,
                })
                .into()
            }
            other => Self::kind(other.kind()),
        }
    }
}

impl PatternVar {
    /// The pattern with the values of its variables.
    ///
    /// # Errors
    ///
    /// Everything that stands in the way, each at its place.
    pub fn resolve(&self, env: &Env) -> Result<SubstancePattern, ParseError> {
        let mut errors = Vec::new();
        let pattern = self.with_validators(&mut |validator| {
            let call = validator.call.resolve(env);
            let config = validator.config.as_ref().map(|point| point.to_point(env));
            match (call, config.transpose()) {
                (Ok(call), Ok(config)) => Some(Validator { call, config }),
                (call, config) => {
                    errors.extend(call.err());
                    errors.extend(config.err());
                    None
                }
            }
        });
        match ParseError::fold(errors) {
            Some(error) => Err(error),
            None => Ok(pattern),
        }
    }
}

impl<V> SubstancePattern<V> {
    /// The same pattern with other validators.
    fn with_validators<W>(&self, change: &mut impl FnMut(&V) -> Option<W>) -> SubstancePattern<W> {
        let shape = match self {
            SubstancePattern::Any => return SubstancePattern::Any,
            SubstancePattern::None => return SubstancePattern::None,
            SubstancePattern::Exact(shape) => shape,
        };
        let structure = match &shape.structure {
            Structure::Kind(kind) => Structure::Kind(*kind),
            Structure::List { of, length } => Structure::List {
                of: *of,
                length: *length,
            },
            Structure::Map(map) => Structure::Map(MapPattern {
                required: map
                    .required
                    .iter()
                    .map(|(name, entry)| (name.clone(), entry.with_validators(change)))
                    .collect(),
                others: map.others.as_ref().map(|o| o.with_validators(change)),
            }),
        };
        SubstancePattern::Exact(Box::new(Shape {
            structure,
            format: shape.format,
            validator: shape.validator.as_ref().and_then(&mut *change),
        }))
    }
}

impl<V> From<Structure<V>> for SubstancePattern<V> {
    fn from(structure: Structure<V>) -> Self {
        SubstancePattern::Exact(Box::new(Shape {
            structure,
            format: None,
            validator: None,
        }))
    }
}

/// The kind of all elements, if there is one.
pub(crate) fn uniform(elements: &[Substance]) -> Option<SubstanceKind> {
    let (first, rest) = elements.split_first()?;
    let kind = first.kind();
    rest.iter()
        .all(|element| element.kind() == kind)
        .then_some(kind)
}

/// Whether a pattern can name that entry.
pub(crate) fn is_entry_name(name: &str) -> bool {
    !name.is_empty() && name.chars().all(is_in_entry_name)
}

/// What the name of an entry is made of.
pub(crate) fn is_in_entry_name(c: char) -> bool {
    c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-'
}
