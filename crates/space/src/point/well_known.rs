//! The points that every cosmos has. That of the central star its key gives:
//! [`StarKey::central`](super::StarKey::central).
//!
//! ```
//! use orrery_space::{Point, Route};
//! assert_eq!(Point::executor().to_string(), "GLOBAL::executor");
//! assert_eq!(Point::local_star().route(), &Route::Local);
//! ```

use std::sync::LazyLock;

use super::{Point, Route, Segment};

fn well_known(route: Route, segments: &[&str]) -> Point {
    let segments = segments
        .iter()
        .enumerate()
        .map(|(i, s)| {
            if i == 0 {
                Segment::Space((*s).into())
            } else {
                Segment::Base((*s).into())
            }
        })
        .collect();
    Point::new(route, segments)
}

macro_rules! well_known_points {
    ($($(#[$doc:meta])* $name:ident = $route:expr, $segments:expr;)*) => {
        impl Point {
            $($(#[$doc])* #[must_use] pub fn $name() -> Point {
                static POINT: LazyLock<Point> = LazyLock::new(|| well_known($route, &$segments));
                POINT.clone()
            })*
        }
    };
}

well_known_points! {
    /// `ROOT`, the parent of every space.
    root = Route::This, [];
    /// `hyperspace:users:hyperuser`, who may do everything.
    hyperuser = Route::This, ["hyperspace", "users", "hyperuser"];
    /// `hyperspace:users:anonymous`, who has not said who he is.
    anonymous = Route::This, ["hyperspace", "users", "anonymous"];
    /// `GLOBAL::executor`, which carries out commands.
    executor = Route::Global, ["executor"];
    /// `GLOBAL::logger`, to which particles log.
    logger = Route::Global, ["logger"];
    /// `GLOBAL::registry`, which knows every particle.
    registry = Route::Global, ["registry"];
    /// `GLOBAL::dead-letters`, where Waves that could not be delivered are kept.
    dead_letters = Route::Global, ["dead-letters"];
    /// `LOCAL::star`, the star on which who asks is.
    local_star = Route::Local, ["star"];
    /// `LOCAL::portal`, through which who asks reaches the cosmos.
    local_portal = Route::Local, ["portal"];
    /// `LOCAL::hypergate`, where the machine of who asks lets others in.
    local_hypergate = Route::Local, ["hypergate"];
    /// `LOCAL::endpoint`, this side of a connection.
    local_endpoint = Route::Local, ["endpoint"];
    /// `REMOTE::endpoint`, the far side of a connection.
    remote_endpoint = Route::Remote, ["endpoint"];
}
