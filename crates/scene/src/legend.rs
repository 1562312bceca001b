//! The legend: every sign that the stage draws, with a word. What draws the stage draws the signs too,
//! in a row of squares, so that none can look otherwise than there.

use orrery_hyperspace::trace::WaveNo;
use orrery_space::WaveKind;

use crate::View;
use crate::camera::{Camera, Lens};
use crate::glyph::{Glyph, Halo};
use crate::layout::Place;
use crate::picture::{LinkStyle, Picture};
use crate::segment::{Look, Mark, OPEN, Segment};

/// The side of a square, in pixels.
pub const SIDE: f32 = 32.0;
/// How far a Wave has come in its square.
const FAR: f32 = 0.72;
/// The moment at which the row is to be drawn, in virtual milliseconds.
pub const MOMENT: f64 = 1_000.0;

/// What is drawn in a square.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Drawn {
    /// The mark of a Particle or star.
    Mark(Glyph, Halo),
    /// A Wave on its way.
    Wave(WaveKind),
    /// A Wave that carries an error.
    Error(WaveKind),
    /// A Wave that is held back.
    Held(WaveKind),
    /// A Wave that is two of one.
    Twice(WaveKind),
    /// What is left where a Wave ended.
    Left(Mark),
    /// A line.
    Line(LinkStyle),
}

/// A sign and what it means.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sign {
    /// How the stage draws it.
    pub drawn: Drawn,
    /// The glyph that lists have for the same, without `g-`; empty where they have none.
    pub glyph: &'static str,
    /// What it is called.
    pub word: &'static str,
    /// What it means, where the word does not say it.
    pub meaning: &'static str,
}

/// Signs that belong together.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Group {
    /// Their heading.
    pub name: &'static str,
    /// They.
    pub signs: &'static [Sign],
}

const fn sign(
    drawn: Drawn,
    glyph: &'static str,
    word: &'static str,
    meaning: &'static str,
) -> Sign {
    Sign {
        drawn,
        glyph,
        word,
        meaning,
    }
}

const fn kind(shape: Glyph, glyph: &'static str, word: &'static str) -> Sign {
    sign(Drawn::Mark(shape, Halo::None), glyph, word, "")
}

const fn status(
    halo: Halo,
    glyph: &'static str,
    word: &'static str,
    meaning: &'static str,
) -> Sign {
    sign(Drawn::Mark(Glyph::Base, halo), glyph, word, meaning)
}

/// All of it, in the order in which it is read.
pub const LEGEND: &[Group] = &[
    Group {
        name: "Waves",
        signs: &[
            sign(Drawn::Wave(WaveKind::Ping), "ping", "Ping", "asks one"),
            sign(
                Drawn::Wave(WaveKind::Pong),
                "pong",
                "Pong",
                "answers a Ping",
            ),
            sign(Drawn::Wave(WaveKind::Ripple), "ping", "Ripple", "asks many"),
            sign(
                Drawn::Wave(WaveKind::Echo),
                "pong",
                "Echo",
                "answers a Ripple",
            ),
            sign(Drawn::Wave(WaveKind::Signal), "signal", "Signal", "tells"),
        ],
    },
    Group {
        name: "How a Wave fares",
        signs: &[
            sign(
                Drawn::Left(Mark::Pulse),
                "",
                "delivered",
                "a ring spreads where it arrived",
            ),
            sign(
                Drawn::Wave(WaveKind::Pong),
                "",
                "answered",
                "its Pong flies back",
            ),
            sign(
                Drawn::Error(WaveKind::Pong),
                "",
                "answered with an error",
                "its Pong bears a cross",
            ),
            sign(
                Drawn::Left(Mark::Cross),
                "refused",
                "refused",
                "where it was turned back, with the status",
            ),
            sign(
                Drawn::Left(Mark::Fade),
                "refused",
                "lost",
                "a ring falls apart where it was lost",
            ),
            sign(
                Drawn::Held(WaveKind::Ping),
                "",
                "held back",
                "a bar stands before it",
            ),
            sign(
                Drawn::Twice(WaveKind::Ping),
                "",
                "doubled",
                "two fly as one; one takes effect",
            ),
        ],
    },
    Group {
        name: "Statuses",
        signs: &[
            status(Halo::None, "ready", "Ready", ""),
            status(Halo::Dotted, "unknown", "Unknown, Pending", "not there yet"),
            status(Halo::Dashed, "busy", "Init, Resuming", "on its way"),
            status(Halo::Halves, "paused", "Paused", ""),
            status(Halo::Struck, "broken", "Panic, Fatal", "in trouble"),
            status(Halo::Thin, "done", "Done", ""),
        ],
    },
    Group {
        name: "Lanes",
        signs: &[
            sign(Drawn::Line(LinkStyle::Lane), "lane", "lane", ""),
            sign(Drawn::Line(LinkStyle::SlowLane), "", "slow lane", ""),
            sign(
                Drawn::Line(LinkStyle::CutLane),
                "",
                "cut lane",
                "nothing enters it",
            ),
            sign(
                Drawn::Line(LinkStyle::FaultyLane),
                "",
                "faulty lane",
                "loses, doubles or shuffles",
            ),
            sign(
                Drawn::Line(LinkStyle::Stream),
                "",
                "band",
                "how many Waves, while a sample of them is drawn",
            ),
            sign(
                Drawn::Line(LinkStyle::ChosenHop),
                "",
                "way of the chosen Wave",
                "",
            ),
        ],
    },
    Group {
        name: "Layers",
        signs: &[
            sign(
                Drawn::Mark(Glyph::Mechtron, Halo::None),
                "",
                "at the Particle",
                "core, Shell and Field; of a Mechtron Portal, Host and Guest too",
            ),
            sign(
                Drawn::Mark(Glyph::Fold, Halo::None),
                "",
                "at the star",
                "Gravity: finds the target's star; there it is checked who may",
            ),
            sign(
                Drawn::Line(LinkStyle::Lane),
                "",
                "between stars",
                "Transport and Hop, lane by lane",
            ),
        ],
    },
    Group {
        name: "Particles",
        signs: &[
            kind(Glyph::Sun, "root", "Root"),
            kind(Glyph::Space, "space", "Space"),
            kind(Glyph::Base, "base", "Base, and the rest"),
            kind(Glyph::User, "user", "User"),
            kind(Glyph::UserBase, "user", "UserBase"),
            kind(Glyph::App, "app", "App"),
            kind(Glyph::Mechtron, "mechtron", "Mechtron"),
            kind(Glyph::Control, "control", "Control"),
            kind(Glyph::Gate, "driver", "Portal, Host, Guest, Native"),
            kind(Glyph::Service, "driver", "Driver, Global"),
            kind(Glyph::Database, "database", "Database"),
            kind(Glyph::Folder, "file", "FileSystem, folder"),
            kind(Glyph::Page, "file", "File, Artifact"),
            kind(Glyph::Repo, "bundle", "Repo"),
            kind(Glyph::Series, "bundle", "BundleSeries"),
            kind(Glyph::Bundle, "bundle", "Bundle"),
        ],
    },
    Group {
        name: "Stars",
        signs: &[
            kind(Glyph::Central, "star", "Central"),
            kind(Glyph::Super, "star", "Super"),
            kind(Glyph::Nexus, "star", "Nexus"),
            kind(Glyph::Maelstrom, "star", "Maelstrom"),
            kind(Glyph::Scribe, "star", "Scribe"),
            kind(Glyph::Jump, "star", "Jump"),
            kind(Glyph::Fold, "star", "Fold"),
            kind(Glyph::Machine, "star", "Machine"),
        ],
    },
];

/// How many signs there are.
#[must_use]
pub fn count() -> usize {
    LEGEND.iter().map(|group| group.signs.len()).sum()
}

/// A picture of all signs in a row, each in a square of [`SIDE`], as it is to be drawn at [`MOMENT`].
#[must_use]
pub fn picture() -> Picture {
    let width = count() as f32 * SIDE;
    let lens = Lens {
        x: width / 2.0,
        y: 0.0,
        scale: 1.0,
    };
    let mut picture = Picture::default();
    picture.camera = Camera {
        universal: lens,
        hyperversal: lens,
        mix: 1.0,
        width,
        height: SIDE,
    };
    picture.look_at(View::Hyperversal);
    let signs = LEGEND.iter().flat_map(|group| group.signs);
    for (at, sign) in signs.enumerate() {
        let middle = Place {
            x: (at as f32 + 0.5) * SIDE,
            y: 0.0,
            size: 9.0,
        };
        self::draw(&mut picture, sign.drawn, middle);
    }
    picture.change_all();
    picture
}

fn draw(picture: &mut Picture, drawn: Drawn, middle: Place) {
    if let Drawn::Mark(glyph, halo) = drawn {
        picture.put(middle, Some((glyph, halo)));
        return;
    }
    let ends = [-0.46, 0.46].map(|part| {
        let end = Place {
            x: middle.x + part * SIDE,
            ..middle.sized(2.0)
        };
        picture.put(end, None)
    });
    match drawn {
        Drawn::Mark(..) => {}
        Drawn::Line(style) => picture.join(ends[0], ends[1], style),
        Drawn::Wave(kind) => self::fly(picture, ends, Look::of(kind, false), FAR),
        Drawn::Error(kind) => self::fly(picture, ends, Look::of(kind, true), FAR),
        Drawn::Held(kind) => {
            let held = true;
            let look = Look::of(kind, false);
            // what stands before it is in its square too
            self::fly(picture, ends, Look { held, ..look }, FAR - 0.22);
        }
        Drawn::Twice(kind) => {
            let twice = true;
            let look = Look::of(kind, false);
            self::fly(picture, ends, Look { twice, ..look }, FAR);
        }
        Drawn::Left(mark) => {
            let look = Look::of(WaveKind::Ping, mark != Mark::Pulse);
            let look = Look { mark, ..look };
            // at an age at which it can be told what it is
            self::segment(
                picture,
                ends,
                look,
                [0.5, 0.5],
                [MOMENT - 300.0, MOMENT + 700.0],
            );
        }
    }
}

fn fly(picture: &mut Picture, ends: [u32; 2], look: Look, far: f32) {
    self::segment(picture, ends, look, [0.0, far], [MOMENT - 500.0, MOMENT]);
}

fn segment(
    picture: &mut Picture,
    [from, to]: [u32; 2],
    look: Look,
    [part, goal]: [f32; 2],
    [start, end]: [f64; 2],
) {
    let segment = Segment {
        from,
        to,
        start: 0.0,
        duration: 0.0,
        part,
        goal,
        hold: OPEN,
        bend: 0.0,
        look,
    };
    let hops = &mut picture.trails.hops;
    hops.push(WaveNo(0), segment, start, end, [start, end]);
}

#[cfg(test)]
#[path = "legend_tests.rs"]
mod tests;
