//! Points: the addresses of Particles.
//!
//! A [`Point`] is concrete: no variables, no `.` and no `..`. It is cheap to clone and to compare
//! (one shared allocation, a hash computed once), since every Wave carries several.

mod files;
mod numbered;
mod star_key;
mod well_known;

use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use smol_str::SmolStr;

use crate::ParseError;
use crate::segment::{NoSegment, SegmentError, SegmentKind};

pub use self::numbered::NumberedPoints;
pub use self::star_key::StarKey;

/// The part of a point before `::`, which says in which realm its segments are to be read.
///
/// ```
/// use orrery_space::{Point, Route};
/// assert_eq!("[hub]::".parse::<Route>()?, Route::Tag("hub".into()));
/// assert_eq!("GLOBAL::executor".parse::<Point>()?.route(), &Route::Global);
/// # Ok::<(), orrery_space::ParseError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Route {
    /// No route: this cosmos.
    #[default]
    This,
    /// `LOCAL::`, what belongs to the star or client that asks.
    Local,
    /// `REMOTE::`, the far side of a connection.
    Remote,
    /// `GLOBAL::`, services which every star offers.
    Global,
    /// `hub.com::`, another cosmos by its domain.
    Domain(Box<str>),
    /// `[hub]::`, another cosmos by a tag.
    Tag(Box<str>),
    /// `<<STAR::central:fold[0]>>::`, the infrastructure of a star.
    Star(StarKey),
}

/// One step of a point's path.
///
/// ```
/// use orrery_space::{Point, Segment};
/// let point: Point = "localhost:app".parse()?;
/// assert_eq!(point.last(), Some(&Segment::Base("app".into())));
/// # Ok::<(), orrery_space::ParseError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Segment {
    /// The first segment: `localhost`, `my-domain.com`.
    Space(SmolStr),
    /// A later mesh segment: `:app`.
    Base(SmolStr),
    /// A version, which only a filesystem may follow: `:1.0.0`.
    Version(semver::Version),
    /// The root of a filesystem: `:/`.
    FsRoot,
    /// A directory, stored without its trailing slash.
    Dir(SmolStr),
    /// A file, the last segment of a filesystem path.
    File(SmolStr),
}

impl Segment {
    /// The segment's own text, without any separator.
    #[must_use]
    pub fn text(&self) -> std::borrow::Cow<'_, str> {
        match self {
            Segment::Space(s) | Segment::Base(s) | Segment::Dir(s) | Segment::File(s) => {
                std::borrow::Cow::Borrowed(s)
            }
            Segment::Version(v) => std::borrow::Cow::Owned(v.to_string()),
            Segment::FsRoot => std::borrow::Cow::Borrowed("/"),
        }
    }
}

struct Inner {
    text: Box<str>,
    hash: u64,
    route: Route,
    segments: Box<[Segment]>,
}

/// The address of a Particle: a route and segments.
///
/// ```
/// use orrery_space::Point;
/// let point: Point = "localhost:repo:1.0.0:/bind/app.bind".parse()?;
/// assert_eq!(point.parent().unwrap().to_string(), "localhost:repo:1.0.0:/bind/");
/// # Ok::<(), orrery_space::ParseError>(())
/// ```
#[derive(Clone)]
pub struct Point(Arc<Inner>);

/// FNV-1a, 64 bits: stable over machines and runs, so that nothing depends on a random hash key.
fn fnv(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

impl Point {
    /// A point from its parts. The caller vouches that the segments are in an order which the
    /// grammar allows; text from outside goes through [`str::parse`].
    #[must_use]
    pub fn new(route: Route, segments: Vec<Segment>) -> Self {
        let text = crate::grammar::point::print(&route, &segments).into_boxed_str();
        Self(Arc::new(Inner {
            hash: fnv(&text),
            text,
            route,
            segments: segments.into_boxed_slice(),
        }))
    }

    /// The canonical text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0.text
    }

    /// The route.
    #[must_use]
    pub fn route(&self) -> &Route {
        &self.0.route
    }

    /// The segments; none for a root.
    #[must_use]
    pub fn segments(&self) -> &[Segment] {
        &self.0.segments
    }

    /// The last segment; none for a root.
    #[must_use]
    pub fn last(&self) -> Option<&Segment> {
        self.0.segments.last()
    }

    /// Whether this is the root of its route.
    #[must_use]
    pub fn is_root(&self) -> bool {
        self.0.segments.is_empty()
    }

    /// The point above, with the same route; none for a root.
    #[must_use]
    pub fn parent(&self) -> Option<Point> {
        let (_, rest) = self.0.segments.split_last()?;
        Some(Self::new(self.0.route.clone(), rest.to_vec()))
    }

    /// This point cut back to its first segment of that sort.
    ///
    /// # Errors
    ///
    /// It has none.
    ///
    /// ```
    /// use orrery_space::Point;
    /// use orrery_space::segment::SegmentKind;
    /// let point: Point = "localhost:repo:1.0.0:/bind/app.bind".parse()?;
    /// let files = point.truncate(SegmentKind::FsRoot).unwrap();
    /// assert_eq!(files.to_string(), "localhost:repo:1.0.0:/");
    /// let none = files.truncate(SegmentKind::File).unwrap_err();
    /// assert_eq!(none.to_string(), "expected a point with a file, found localhost:repo:1.0.0:/");
    /// # Ok::<(), orrery_space::ParseError>(())
    /// ```
    pub fn truncate(&self, kind: SegmentKind) -> Result<Point, NoSegment> {
        let segments = &self.0.segments;
        let found = segments.iter().position(|segment| segment.kind() == kind);
        match found.and_then(|at| segments.get(..=at)) {
            Some(kept) => Ok(Self::new(self.0.route.clone(), kept.to_vec())),
            None => Err(NoSegment {
                kind,
                point: self.clone(),
            }),
        }
    }

    /// This point with one more segment. As with [`Point::new`] the caller vouches for the order.
    #[must_use]
    pub fn push(&self, segment: Segment) -> Point {
        let mut segments = self.0.segments.to_vec();
        segments.push(segment);
        Self::new(self.0.route.clone(), segments)
    }

    /// This point with one more segment, if it may stand there.
    ///
    /// # Errors
    ///
    /// Why it may not.
    ///
    /// ```
    /// use orrery_space::{Point, Segment};
    /// let files: Point = "localhost:/".parse()?;
    /// assert!(files.push_segment(Segment::Base("app".into())).is_err());
    /// let file = files.push_segment(Segment::File("a.txt".into())).unwrap();
    /// assert_eq!(file.to_string(), "localhost:/a.txt");
    /// # Ok::<(), orrery_space::ParseError>(())
    /// ```
    pub fn push_segment(&self, segment: Segment) -> Result<Point, SegmentError> {
        segment.may_follow(self.last(), self.0.segments.len())?;
        Ok(self.push(segment))
    }

    /// This point with what `text` adds when it is written after it: `app:deep`, `:/docs/` or,
    /// below a folder, `a.txt`. A `:` at the beginning may be left out.
    ///
    /// # Errors
    ///
    /// Where in `text` it goes wrong.
    ///
    /// ```
    /// use orrery_space::Point;
    /// let bundle: Point = "localhost:repo:1.0.0".parse()?;
    /// let file = bundle.push_text(":/bind/")?.push_text("app.bind")?;
    /// assert_eq!(file.to_string(), "localhost:repo:1.0.0:/bind/app.bind");
    /// assert!(file.push_text("more").is_err());
    /// # Ok::<(), orrery_space::ParseError>(())
    /// ```
    pub fn push_text(&self, text: &str) -> Result<Point, ParseError> {
        crate::grammar::point::below(self, text)
    }

    /// Whether this point is strictly above `other`.
    #[must_use]
    pub fn is_above(&self, other: &Point) -> bool {
        self.0.route == other.0.route
            && self.0.segments.len() < other.0.segments.len()
            && other.0.segments.starts_with(&self.0.segments)
    }

    /// Whether `other` is this point or below it.
    ///
    /// ```
    /// use orrery_space::Point;
    /// let app: Point = "localhost:app".parse()?;
    /// assert!(app.covers(&app) && app.covers(&"localhost:app:deep".parse()?));
    /// assert!(!app.covers(&"localhost:apple".parse()?));
    /// # Ok::<(), orrery_space::ParseError>(())
    /// ```
    #[must_use]
    pub fn covers(&self, other: &Point) -> bool {
        self == other || self.is_above(other)
    }

    /// A hash of the text that is the same on every machine.
    #[must_use]
    pub fn stable_hash(&self) -> u64 {
        self.0.hash
    }
}

impl PartialEq for Point {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
            || (self.0.hash == other.0.hash && self.0.text == other.0.text)
    }
}

impl Eq for Point {}

impl Hash for Point {
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write_u64(self.0.hash);
    }
}

impl PartialOrd for Point {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Point {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.text.cmp(&other.0.text)
    }
}

impl fmt::Debug for Point {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Point({})", self.0.text)
    }
}

impl fmt::Display for Point {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0.text)
    }
}

impl AsRef<str> for Point {
    fn as_ref(&self) -> &str {
        self.as_str()
    }
}
