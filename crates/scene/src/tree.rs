//! The tree of Points as lines, the way a `role=tree` shows them: which are open, which match a
//! filter, and where the keys lead.
//!
//! ```
//! use orrery_scene::Sky;
//! use orrery_scene::tree::{Twigs, lines};
//! assert!(lines(&Sky::default(), &Twigs::default(), "").is_empty());
//! ```

use orrery_hyperspace::trace::ParticleNo;
use orrery_space::Status;

use crate::Sky;
use crate::filter::has;
use crate::sky::{DEEPEST, Particle};
use crate::slots::Slots;

/// Which Points a person opened and closed. All others are open at the top and closed below.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Twigs {
    /// By the number of the Particle: whether it was opened, or closed.
    turned: Slots<bool>,
}

/// One line of the tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Line {
    /// Which Particle.
    pub particle: ParticleNo,
    /// How deep, from 0.
    pub depth: usize,
    /// Whether its children are shown; none where there are none.
    pub open: Option<bool>,
    /// Its place among its siblings, from 1.
    pub place: usize,
    /// How many siblings there are, itself among them.
    pub of: usize,
}

/// Where a key leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Go {
    /// To this line.
    To(usize),
    /// It opens this Particle.
    Open(ParticleNo),
    /// It closes this Particle.
    Close(ParticleNo),
    /// Nowhere.
    Stay,
}

impl Twigs {
    /// Whether the children of a Particle at this depth are shown.
    #[must_use]
    pub fn is_open(&self, particle: &Particle, depth: usize) -> bool {
        if let Some(open) = self.turned.get(particle.particle.index()) {
            return *open;
        }
        let on_sight = matches!(&*particle.face.point, "ROOT" | "localhost");
        on_sight && depth < 2
    }

    /// Shows the children.
    pub fn open(&mut self, particle: ParticleNo) {
        self.turned.put(particle.index(), true);
    }

    /// Hides the children.
    pub fn close(&mut self, particle: ParticleNo) {
        self.turned.put(particle.index(), false);
    }

    /// Opens all that stands above a Particle.
    pub fn reveal(&mut self, sky: &Sky, particle: ParticleNo) {
        let mut above = sky.particle(particle).and_then(|p| p.parent);
        for _ in 0..DEEPEST {
            let Some(known) = above.and_then(|no| sky.particle(no)) else {
                return;
            };
            self.open(known.particle);
            above = known.parent;
        }
    }
}

/// The lines from top to bottom. With a filter: what matches, and what stands above a match.
#[must_use]
pub fn lines(sky: &Sky, twigs: &Twigs, filter: &str) -> Vec<Line> {
    let filter = filter.trim().to_ascii_lowercase();
    let mut tree = Tree {
        sky,
        twigs,
        kept: (!filter.is_empty()).then(|| self::kept(sky, &filter)),
        lines: Vec::new(),
    };
    // This cosmos first, its own machinery after it.
    let (mut place, of) = (0, sky.roots().len());
    for here in [true, false] {
        for root in sky.roots().iter() {
            if sky
                .particle(root)
                .is_some_and(|root| root.face.here == here)
            {
                place += 1;
                tree.grow(root, 0, (place, of));
            }
        }
    }
    tree.lines
}

struct Tree<'sky> {
    sky: &'sky Sky,
    twigs: &'sky Twigs,
    kept: Option<Slots<()>>,
    lines: Vec<Line>,
}

impl Tree<'_> {
    /// Adds the line of a Particle and those below it, if they are shown.
    fn grow(&mut self, no: ParticleNo, depth: usize, (place, of): (usize, usize)) {
        let left_out = |kept: &Slots<()>| kept.get(no.index()).is_none();
        let Some(particle) = self.sky.particle(no) else {
            return;
        };
        if depth > DEEPEST || self.kept.as_ref().is_some_and(left_out) {
            return;
        }
        let open = (!particle.children.is_empty())
            .then(|| self.kept.is_some() || self.twigs.is_open(particle, depth));
        self.lines.push(Line {
            particle: no,
            depth,
            open,
            place,
            of,
        });
        if open == Some(true) {
            let of = particle.children.len();
            for (place, child) in (1..).zip(particle.children.iter()) {
                self.grow(child, depth + 1, (place, of));
            }
        }
    }
}

fn kept(sky: &Sky, filter: &str) -> Slots<()> {
    let mut kept = Slots::default();
    for particle in sky.particles() {
        let matches = has(&particle.face.point, filter)
            || particle.face.base().eq_ignore_ascii_case(filter)
            || particle.status.name().eq_ignore_ascii_case(filter);
        let mut at = matches.then_some(particle);
        while let Some(known) = at
            && kept.get(known.particle.index()).is_none()
        {
            kept.put(known.particle.index(), ());
            at = known.parent.and_then(|no| sky.particle(no));
        }
    }
    kept
}

/// Where a key of the tree pattern leads from the line at `at`, or into the tree where there is no such line. Names are
/// those of a keyboard event.
#[must_use]
pub fn go(lines: &[Line], at: usize, key: &str) -> Go {
    let last = lines.len().saturating_sub(1);
    let Some(line) = lines.get(at) else {
        return match key {
            _ if lines.is_empty() => Go::Stay,
            "End" => Go::To(last),
            "Home" | "PageUp" | "PageDown" => Go::To(0),
            _ if key.starts_with("Arrow") => Go::To(0),
            _ => Go::Stay,
        };
    };
    match key {
        "ArrowDown" => Go::To((at + 1).min(last)),
        "ArrowUp" => Go::To(at.saturating_sub(1)),
        "PageDown" => Go::To((at + 10).min(last)),
        "PageUp" => Go::To(at.saturating_sub(10)),
        "Home" => Go::To(0),
        "End" => Go::To(last),
        "ArrowRight" => match line.open {
            Some(false) => Go::Open(line.particle),
            Some(true) => Go::To((at + 1).min(last)),
            None => Go::Stay,
        },
        "ArrowLeft" if line.open == Some(true) => Go::Close(line.particle),
        "ArrowLeft" => lines
            .get(..at)
            .and_then(|before| before.iter().rposition(|above| above.depth < line.depth))
            .map_or(Go::Stay, Go::To),
        _ => Go::Stay,
    }
}

/// The glyph of a status: a shape that can be told from the others without colour.
#[must_use]
pub fn status_glyph(status: Status) -> &'static str {
    match status {
        Status::Ready => "ready",
        Status::Pending | Status::Init | Status::Resuming => "busy",
        Status::Paused => "paused",
        Status::Panic | Status::Fatal => "broken",
        Status::Done => "done",
        Status::Unknown => "unknown",
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]

    use orrery_hyperspace::trace::Event;
    use orrery_space::{Kind, Point};

    use super::*;
    use crate::sample::Sample;

    fn sky(points: &[(&str, Option<u32>)]) -> Sky {
        let mut sample = Sample::default();
        for (no, (point, parent)) in points.iter().enumerate() {
            let point: Point = match *point {
                "ROOT" => Point::root(),
                text => text.parse().unwrap(),
            };
            let event = Event::Registered {
                particle: ParticleNo(no as u32),
                point,
                kind: Kind::Base,
                parent: parent.map(ParticleNo),
            };
            sample.tell(0, event);
        }
        sample.sky
    }

    fn small() -> Sky {
        self::sky(&[
            ("ROOT", None),
            ("localhost", Some(0)),
            ("localhost:b", Some(1)),
            ("localhost:a", Some(1)),
            ("localhost:a:deep", Some(3)),
            ("hyperspace", Some(0)),
            ("hyperspace:users", Some(5)),
        ])
    }

    fn shown(sky: &Sky, twigs: &Twigs, filter: &str) -> String {
        self::lines(sky, twigs, filter)
            .iter()
            .map(|line| {
                let mark = match line.open {
                    Some(true) => "v",
                    Some(false) => ">",
                    None => "-",
                };
                let label = &sky.particle(line.particle).unwrap().face.label;
                format!(
                    "{}{mark}{label} {}/{}",
                    " ".repeat(line.depth),
                    line.place,
                    line.of
                )
            })
            .collect::<Vec<_>>()
            .join("\n")
    }

    #[test]
    fn the_top_is_open_and_the_depth_is_closed() {
        let sky = small();
        assert_eq!(
            shown(&sky, &Twigs::default(), ""),
            "vROOT 1/1\n >hyperspace 1/2\n vlocalhost 2/2\n  >a 1/2\n  -b 2/2"
        );
    }

    #[test]
    fn twigs_open_close_and_reveal() {
        let sky = small();
        let mut twigs = Twigs::default();
        twigs.close(ParticleNo(1));
        assert_eq!(
            shown(&sky, &twigs, ""),
            "vROOT 1/1\n >hyperspace 1/2\n >localhost 2/2"
        );
        twigs.reveal(&sky, ParticleNo(4));
        assert_eq!(
            shown(&sky, &twigs, ""),
            "vROOT 1/1\n >hyperspace 1/2\n vlocalhost 2/2\n  va 1/2\n   -deep 1/1\n  -b 2/2"
        );
    }

    #[test]
    fn a_filter_shows_matches_and_what_is_above_them() {
        let sky = small();
        assert_eq!(
            shown(&sky, &Twigs::default(), "DEEP"),
            "vROOT 1/1\n vlocalhost 2/2\n  va 1/2\n   -deep 1/1"
        );
        assert_eq!(shown(&sky, &Twigs::default(), "nothing"), "");
    }

    #[test]
    fn keys_follow_the_tree_pattern() {
        let sky = small();
        let lines = self::lines(&sky, &Twigs::default(), "");
        for (at, key, leads) in [
            (0, "ArrowDown", Go::To(1)),
            (4, "ArrowDown", Go::To(4)),
            (0, "ArrowUp", Go::To(0)),
            (1, "ArrowRight", Go::Open(ParticleNo(5))),
            (2, "ArrowRight", Go::To(3)),
            (2, "ArrowLeft", Go::Close(ParticleNo(1))),
            (4, "ArrowLeft", Go::To(2)),
            (0, "End", Go::To(4)),
            (99, "End", Go::To(4)),
            (99, "ArrowDown", Go::To(0)),
            (99, "Tab", Go::Stay),
            (0, "x", Go::Stay),
        ] {
            assert_eq!(self::go(&lines, at, key), leads, "{at} {key}");
        }
    }

    #[test]
    fn thousands_of_points_are_lines_too() {
        let mut points = vec![("ROOT".to_owned(), None), ("localhost".to_owned(), Some(0))];
        points.extend((0..5_000).map(|n| (format!("localhost:p{n}"), Some(1))));
        let points: Vec<(&str, Option<u32>)> =
            points.iter().map(|(p, n)| (p.as_str(), *n)).collect();
        let sky = self::sky(&points);
        assert_eq!(self::lines(&sky, &Twigs::default(), "").len(), 5_002);
    }
}
