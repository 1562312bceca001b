//! The stage alone, fed with a picture of the size that the benchmark measures: 10,000 Points, as many edges,
//! and 20,000 Waves in flight. `tests/bench` draws the same with its peers, and has the clock.

use std::collections::VecDeque;

use orrery::stage::show::{Show, Told};
use orrery_hyperspace::Moment;
use orrery_hyperspace::trace::{Event, ParticleNo, Record, StarNo, WaveNo};
use orrery_scene::news::{Ending, News, What};
use orrery_scene::picture::LINK_FLOATS;
use orrery_scene::{Ledger, Sky};
use orrery_space::{Kind, Point, Segment, WaveKind};
use wasm_bindgen::prelude::{JsError, wasm_bindgen};
use web_sys::{HtmlCanvasElement, HtmlElement};

/// Children of each generation below `ROOT`.
const CHILDREN: [u32; 3] = [18, 23, 23];
/// Milliseconds from one frame to the next.
const FRAME: f64 = 16.0;
/// How long each Wave flies, in frames.
const FLIGHT: u64 = 125;
/// Waves that set out in each frame; so 20,000 fly at a time.
const SENT: u64 = 160;

/// A stage with that picture.
#[wasm_bindgen]
pub struct Crowd {
    show: Show,
    sky: Sky,
    points: u32,
    wall: f64,
    frame: u64,
    waves: u64,
    flying: VecDeque<(WaveNo, ParticleNo)>,
}

#[wasm_bindgen]
impl Crowd {
    /// Takes a canvas for the picture, one for names, and an element for the map.
    ///
    /// # Errors
    ///
    /// When there is no WebGL2.
    #[wasm_bindgen(constructor)]
    pub fn new(
        canvas: HtmlCanvasElement,
        over: HtmlCanvasElement,
        map: HtmlElement,
    ) -> Result<Self, JsError> {
        let mut crowd = Self {
            show: Show::new(canvas, over, map)?,
            sky: Sky::default(),
            points: 0,
            wall: 0.0,
            frame: 0,
            waves: 0,
            flying: VecDeque::new(),
        };
        let mut ledger = Ledger::default();
        let root = crowd.point(&mut ledger, Point::root(), Kind::Root, None);
        let mut above = vec![(root, Point::root())];
        for (generation, children) in CHILDREN.into_iter().enumerate() {
            let mut here = Vec::new();
            for (parent, point) in &above {
                for child in 0..children {
                    let name = format!("p{child}").into();
                    let (segment, kind) = match generation {
                        0 => (Segment::Space(name), Kind::Space),
                        1 => (Segment::Base(name), Kind::App),
                        _ => (Segment::Base(name), Kind::Mechtron),
                    };
                    let point = point.push(segment);
                    let child = crowd.point(&mut ledger, point.clone(), kind, Some(*parent));
                    here.push((child, point));
                }
            }
            above = here;
        }
        // Before Waves fly all has come to rest, as in a page that one looks at.
        for still in [true, false] {
            crowd.show.picture.still = still;
            crowd.wall += FRAME;
            crowd.draw()?;
        }
        Ok(crowd)
    }

    fn draw(&mut self) -> Result<usize, JsError> {
        let told = Told {
            now: self.now().0,
            paused: false,
            speed: 1.0,
        };
        let figures = self.show.frame(self.wall, &mut self.sky, told)?;
        Ok(figures.waves)
    }

    fn now(&self) -> Moment {
        Moment(self.frame * (FRAME * 1.0e6) as u64)
    }

    /// As the worker tells of it.
    fn point(
        &mut self,
        ledger: &mut Ledger,
        point: Point,
        kind: Kind,
        parent: Option<ParticleNo>,
    ) -> ParticleNo {
        let particle = ParticleNo(self.points);
        let record = Record {
            seq: self.points.into(),
            at: self.now(),
            event: Event::Registered {
                particle,
                point,
                kind,
                parent,
            },
        };
        self.points += 1;
        ledger.apply(&record);
        self.sky
            .learn(News::of(&record, ledger).into_iter().collect());
        particle
    }

    /// Somebody, by a number that is not chance and looks like it.
    fn somebody(&self, salt: u64) -> ParticleNo {
        let mixed = (self.waves * 2 + salt).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 33;
        ParticleNo((mixed % u64::from(self.points - 1)) as u32 + 1)
    }

    /// Lets one frame pass: some Waves arrive, as many set out, and what is there is drawn. Gives how many are
    /// on the canvas.
    ///
    /// # Errors
    ///
    /// When the driver has no memory left.
    pub fn frame(&mut self) -> Result<usize, JsError> {
        self.frame += 1;
        let star = StarNo(0);
        let mut what = Vec::new();
        // All of them set out in the first frame, to arrive one after the other; from then on some arrive and as
        // many set out.
        let first = self.flying.is_empty();
        if !first {
            let landed = self.flying.drain(..SENT as usize);
            what.extend(landed.map(|(wave, to)| What::Ended {
                wave,
                star,
                end: Ending::Delivered(to),
            }));
        }
        for no in 0..if first { SENT * FLIGHT } else { SENT } {
            let flies = if first { no / SENT + 1 } else { FLIGHT };
            let arrives = Moment(self.now().0 + flies * (FRAME * 1.0e6) as u64);
            self.waves += 1;
            let (wave, from, to) = (WaveNo(self.waves), self.somebody(0), self.somebody(1));
            what.push(What::Sent {
                wave,
                kind: WaveKind::Signal,
                from,
                to: Some(to),
                cause: None,
                bad: false,
            });
            what.push(What::Hop {
                wave,
                from: star,
                to: star,
                arrives,
            });
            self.flying.push_back((wave, to));
        }
        let at = self.now();
        self.sky
            .learn(what.into_iter().map(|what| News { at, what }).collect());
        self.wall += FRAME;
        self.draw()
    }

    /// How many Points there are.
    pub fn points(&self) -> u32 {
        self.points
    }

    /// How many edges are drawn.
    pub fn edges(&self) -> usize {
        self.show.picture.links().len() / LINK_FLOATS
    }

    /// One Wave in how many is drawn.
    pub fn sample(&self) -> u64 {
        self.show.picture.trails.sample()
    }
}

fn main() {}
