//! Whether a selector matches a hierarchy.
//!
//! Hops against segments is a table of two dimensions, filled row by row, so that any number of
//! `**` costs no more than hops times segments.

use semver::Version;

use crate::selector::{
    Hierarchy, Hop, KindSelector, Requirement, SegmentSelector, Selector, SpecificSelector,
};
use crate::{Kind, Point, Segment, Specific};

impl Selector {
    /// Whether the last segment of `hierarchy` is among those selected.
    ///
    /// `*` stands for one segment. The last `**` stands for one segment or more, and its kind is
    /// that of the last of them; any other `**` stands for none or more. A hop with `+` just before
    /// the last `**` lets that `**` mean the hop itself, if its kind admits it.
    ///
    /// ```
    /// use orrery_space::Selector;
    /// use orrery_space::selector::Hierarchy;
    /// let users: Selector = "localhost:**<User>".parse()?;
    /// let ann: Hierarchy = "localhost<Space>:people<Base>:ann<User>".parse()?;
    /// assert!(users.matches(&ann));
    /// # Ok::<(), orrery_space::ParseError>(())
    /// ```
    #[must_use]
    pub fn matches(&self, hierarchy: &Hierarchy) -> bool {
        if self.route != hierarchy.route {
            return false;
        }
        let segments = &hierarchy.segments;
        let Some((last, before)) = self.hops.split_last() else {
            return segments.is_empty();
        };
        if segments.is_empty() {
            return self.with_root && before.is_empty() && last.kind.matches(&Kind::Root);
        }
        // Most selectors are told apart by their exact beginning, before anything is weighed.
        let named = |hop: &&Hop| matches!(hop.segment, SegmentSelector::Exact(_));
        let beginning = self.hops.iter().take_while(named).count();
        let mut both = self.hops.iter().take(beginning).zip(segments);
        if !both
            .all(|(hop, (segment, kind))| hop.segment.matches(segment) && hop.kind.matches(kind))
        {
            return false;
        }
        if beginning == self.hops.len() {
            return segments.len() == beginning;
        }
        // reach[i]: the hops so far can stand for exactly the first i segments.
        let mut reach = vec![false; segments.len() + 1];
        reach[0] = true;
        // own[i]: moreover the last of these hops stands for segment i - 1.
        let mut own = vec![false; segments.len() + 1];
        for hop in before {
            let recursive = hop.segment == SegmentSelector::Recursive;
            own = step(hop, &reach, segments);
            if recursive {
                for (reach, own) in reach.iter_mut().zip(&own) {
                    *reach |= own;
                }
            } else {
                reach.clone_from(&own);
            }
        }
        let end = segments.len();
        if step(last, &reach, segments)[end] {
            return true;
        }
        let inclusive = before.last().is_some_and(|hop| hop.inclusive);
        last.segment == SegmentSelector::Recursive
            && inclusive
            && own[end]
            && segments
                .last()
                .is_some_and(|(_, kind)| last.kind.matches(kind))
    }
}

/// Where `hop` can end when it begins where `reach` says and stands for at least one segment.
fn step(hop: &Hop, reach: &[bool], segments: &[(Segment, Kind)]) -> Vec<bool> {
    let recursive = hop.segment == SegmentSelector::Recursive;
    let mut own = vec![false; reach.len()];
    let mut begun = false;
    for (i, (segment, kind)) in segments.iter().enumerate() {
        begun = reach[i] || (recursive && begun);
        own[i + 1] = begun && hop.segment.matches(segment) && hop.kind.matches(kind);
    }
    own
}

impl SegmentSelector {
    /// Whether it admits that segment: a `**` admits any. A mesh segment and a file are never the
    /// same, a file and a folder of one name are.
    #[must_use]
    pub fn matches(&self, segment: &Segment) -> bool {
        match self {
            SegmentSelector::Any | SegmentSelector::Recursive => true,
            SegmentSelector::Exact(exact) => {
                in_files(exact) == in_files(segment) && exact.text() == segment.text()
            }
            SegmentSelector::Version(requirement) => match segment {
                Segment::Version(version) => requirement.matches(version),
                _ => false,
            },
        }
    }
}

fn in_files(segment: &Segment) -> bool {
    matches!(
        segment,
        Segment::FsRoot | Segment::Dir(_) | Segment::File(_)
    )
}

impl Requirement {
    /// Whether it admits that version. A pre-release is admitted only by a comparator that names a
    /// pre-release of the same three numbers.
    #[must_use]
    pub fn matches(&self, version: &Version) -> bool {
        self.0.matches(version)
    }

    /// The least version that it names, for a requirement of one whole comparator.
    #[must_use]
    pub fn least(&self) -> Option<Version> {
        let [comparator] = self.0.comparators.as_slice() else {
            return None;
        };
        let version = Version {
            major: comparator.major,
            minor: comparator.minor?,
            patch: comparator.patch?,
            pre: comparator.pre.clone(),
            build: semver::BuildMetadata::EMPTY,
        };
        self.matches(&version).then_some(version)
    }
}

impl KindSelector {
    /// Whether it admits that kind: base, sub-kind and specific each, where it names them.
    ///
    /// ```
    /// use orrery_space::Kind;
    /// use orrery_space::selector::KindSelector;
    /// let folds: KindSelector = "<Star<Fold>>".parse()?;
    /// assert!(folds.matches(&"Star<Fold>".parse::<Kind>()?));
    /// assert!(!folds.matches(&"Star<Jump>".parse::<Kind>()?));
    /// # Ok::<(), orrery_space::ParseError>(())
    /// ```
    #[must_use]
    pub fn matches(&self, kind: &Kind) -> bool {
        self.base.as_deref().is_none_or(|base| base == kind.base())
            && self
                .sub
                .as_deref()
                .is_none_or(|sub| Some(sub) == kind.sub())
            && self.specific.as_ref().is_none_or(|selector| {
                kind.specific()
                    .is_some_and(|specific| selector.matches(specific))
            })
    }
}

impl SpecificSelector {
    /// Whether it admits that specific.
    #[must_use]
    pub fn matches(&self, specific: &Specific) -> bool {
        let part = |pattern: &Option<Box<str>>, text: &str| {
            pattern.as_deref().is_none_or(|pattern| pattern == text)
        };
        part(&self.provider, &specific.provider)
            && part(&self.vendor, &specific.vendor)
            && part(&self.product, &specific.product)
            && part(&self.variant, &specific.variant)
            && self.version.matches(&specific.version)
    }

    /// The one specific that it names, with the least version; none where it has a `*` or no least
    /// version.
    #[must_use]
    pub fn to_specific(&self) -> Option<Specific> {
        Some(Specific {
            provider: self.provider.clone()?,
            vendor: self.vendor.clone()?,
            product: self.product.clone()?,
            variant: self.variant.clone()?,
            version: self.version.least()?,
        })
    }
}

impl From<&Specific> for SpecificSelector {
    fn from(specific: &Specific) -> Self {
        Self {
            provider: Some(specific.provider.clone()),
            vendor: Some(specific.vendor.clone()),
            product: Some(specific.product.clone()),
            variant: Some(specific.variant.clone()),
            version: Requirement::exactly(&specific.version),
        }
    }
}

impl From<&Kind> for KindSelector {
    fn from(kind: &Kind) -> Self {
        Self {
            base: Some(kind.base().into()),
            sub: kind.sub().map(Into::into),
            specific: kind.specific().map(Into::into),
        }
    }
}

impl From<&Point> for Selector {
    /// The selector of that point alone, of any kind.
    fn from(point: &Point) -> Self {
        let hops: Vec<Hop> = point
            .segments()
            .iter()
            .map(|segment| Hop {
                segment: SegmentSelector::Exact(segment.clone()),
                kind: KindSelector::default(),
                inclusive: false,
            })
            .collect();
        Self {
            route: point.route().clone(),
            with_root: hops.is_empty(),
            hops,
        }
    }
}

impl Hierarchy {
    /// The point without the kinds.
    #[must_use]
    pub fn point(&self) -> Point {
        let segments = self.segments.iter().map(|(segment, _)| segment.clone());
        Point::new(self.route.clone(), segments.collect())
    }
}
