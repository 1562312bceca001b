//! Selectors: patterns over points and their kinds.

use semver::VersionReq;

use crate::{Kind, Point, Route, Segment};

/// A pattern such as `localhost+:**<User>`.
///
/// `*` stands for one segment. The last `**` stands for one segment or more, any other `**` for
/// none or more; `+` on a hop lets a following last `**` include that hop itself.
///
/// ```
/// use orrery_space::{Point, Selector};
/// let point: Point = "localhost:app".parse()?;
/// assert_eq!(Selector::from(&point).to_string(), "localhost:app");
/// assert_eq!("localhost:*:**".parse::<Selector>()?.query_root().to_string(), "localhost");
/// # Ok::<(), orrery_space::ParseError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Selector {
    /// The route; a point of another route is never matched.
    pub route: Route,
    /// Whether the root is meant too (`+*`, `+**`).
    pub with_root: bool,
    /// The hops; none selects the root alone.
    pub hops: Vec<Hop>,
}

/// One step of a selector.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hop {
    /// Which segments.
    pub segment: SegmentSelector,
    /// Which kinds.
    pub kind: KindSelector,
    /// Whether a following last `**` includes this hop.
    pub inclusive: bool,
}

/// Which segments a hop admits.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SegmentSelector {
    /// `*`
    Any,
    /// `**`
    Recursive,
    /// That one. Filesystem segments compare without regard to a trailing slash.
    Exact(Segment),
    /// `(>=1.0.0)`
    Version(Requirement),
}

/// A version requirement, with an order so that selectors can be sorted.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Requirement(pub VersionReq);

/// Which kinds a hop admits: base, sub-kind and specific, each any when `None`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct KindSelector {
    /// The base.
    pub base: Option<Box<str>>,
    /// The sub-kind.
    pub sub: Option<Box<str>>,
    /// The specific.
    pub specific: Option<SpecificSelector>,
}

/// Which specifics are admitted, each part any when `None`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SpecificSelector {
    /// The domain of who provides it.
    pub provider: Option<Box<str>>,
    /// The domain of who makes it.
    pub vendor: Option<Box<str>>,
    /// The product.
    pub product: Option<Box<str>>,
    /// The variant of the product.
    pub variant: Option<Box<str>>,
    /// The version.
    pub version: Requirement,
}

/// A point with the kind of each of its segments: what a selector is matched against.
///
/// In text `localhost<Space>:app<Mechtron>`.
///
/// ```
/// use orrery_space::selector::Hierarchy;
/// let hierarchy: Hierarchy = "localhost<Space>:app<Mechtron>".parse()?;
/// assert_eq!(hierarchy.point().to_string(), "localhost:app");
/// # Ok::<(), orrery_space::ParseError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Hierarchy {
    /// The route.
    pub route: Route,
    /// Each segment with its kind, from the top.
    pub segments: Vec<(Segment, Kind)>,
}

impl Requirement {
    /// Any version.
    #[must_use]
    pub fn any() -> Self {
        Self(VersionReq::STAR)
    }

    /// That version alone.
    #[must_use]
    pub fn exactly(version: &semver::Version) -> Self {
        Self(VersionReq {
            comparators: vec![semver::Comparator {
                op: semver::Op::Exact,
                major: version.major,
                minor: Some(version.minor),
                patch: Some(version.patch),
                pre: version.pre.clone(),
            }],
        })
    }
}

impl Ord for Requirement {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.to_string().cmp(&other.0.to_string())
    }
}

impl PartialOrd for Requirement {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Selector {
    /// How many segments its exact beginning has: hops that name one segment, without a `+`.
    #[must_use]
    pub fn level(&self) -> usize {
        let exact = |hop: &&Hop| matches!(hop.segment, SegmentSelector::Exact(_)) && !hop.inclusive;
        self.hops.iter().take_while(exact).count()
    }

    /// The exact beginning, below which every match lies, and the hops that remain. A folder may
    /// stand there without its slash, as it may in a selector.
    ///
    /// The kinds of the beginning's own hops are in neither part; [`Selector::matches`] sees to
    /// them.
    ///
    /// ```
    /// use orrery_space::Selector;
    /// let selector: Selector = "localhost:app:*:**<User>".parse()?;
    /// let (root, rest) = selector.split();
    /// assert_eq!(root.to_string(), "localhost:app");
    /// assert_eq!(rest.len(), 2);
    /// # Ok::<(), orrery_space::ParseError>(())
    /// ```
    #[must_use]
    pub fn split(&self) -> (Point, &[Hop]) {
        let (beginning, rest) = self.hops.split_at(self.level());
        let segments = beginning.iter().filter_map(|hop| match &hop.segment {
            SegmentSelector::Exact(segment) => Some(segment.clone()),
            _ => None,
        });
        (Point::new(self.route.clone(), segments.collect()), rest)
    }

    /// The exact beginning alone: where an index starts.
    #[must_use]
    pub fn query_root(&self) -> Point {
        self.split().0
    }
}

impl Hierarchy {
    /// The kind of what it leads to; none for the root.
    #[must_use]
    pub fn kind(&self) -> Option<&Kind> {
        self.segments.last().map(|(_, kind)| kind)
    }

    /// The hierarchy of a child.
    ///
    /// ```
    /// use orrery_space::{Kind, Segment};
    /// use orrery_space::selector::Hierarchy;
    /// let space: Hierarchy = "localhost<Space>".parse()?;
    /// let app = space.push(Segment::Base("app".into()), Kind::App);
    /// assert_eq!(app.to_string(), "localhost<Space>:app<App>");
    /// assert_eq!(app.parent(), Some(space));
    /// # Ok::<(), orrery_space::ParseError>(())
    /// ```
    #[must_use]
    pub fn push(&self, segment: Segment, kind: Kind) -> Hierarchy {
        let mut child = self.clone();
        child.segments.push((segment, kind));
        child
    }

    /// The hierarchy of the parent; none for the root.
    #[must_use]
    pub fn parent(&self) -> Option<Hierarchy> {
        let (_, above) = self.segments.split_last()?;
        Some(Hierarchy {
            route: self.route.clone(),
            segments: above.to_vec(),
        })
    }
}
