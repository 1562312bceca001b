//! The show: stage, names, clock and picture together, a frame at a time.

use orrery_scene::layout::Place;
use orrery_scene::measure::Measure;
use orrery_scene::picture::Picture;
use orrery_scene::{Sky, Subject, View};
use web_sys::{HtmlCanvasElement, HtmlElement};

use super::clock::Clock;
use super::gesture::{Gesture, Meaning};
use super::minimap::Corner;
use super::names::Names;
use super::palette::Palette;
use super::{Stage, StageError};

/// The longest wall time, in milliseconds, that one frame can stand for.
const LONGEST: f64 = 100.0;

/// What the page knows of time.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Told {
    /// Virtual nanoseconds.
    pub now: u64,
    /// Whether time stands.
    pub paused: bool,
    /// Virtual seconds for each second of the wall.
    pub speed: f64,
}

/// Figures of one frame, for those who test.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Figures {
    /// Frames since the beginning.
    pub frames: u64,
    /// Waves and marks of Waves that are on the canvas.
    pub waves: usize,
    /// One Wave in how many is drawn.
    pub sample: u64,
}

/// A picture on its canvas.
#[derive(Debug)]
pub struct Show {
    /// What is drawn.
    pub picture: Picture,
    /// Whether there is a map where it is of use.
    mapped: bool,
    stage: Stage,
    names: Names,
    map: Corner,
    canvas: HtmlCanvasElement,
    clock: Clock,
    gesture: Gesture,
    hovered: Option<Subject>,
    size: (f32, f32, f32),
    wall: Option<f64>,
    measure: Measure,
    figures: Figures,
    /// Which crosses are shown.
    crosses: u64,
    stale: bool,
}

impl Show {
    /// Takes a canvas for the picture, one over it for names, and an element with a canvas and a
    /// frame for the map.
    ///
    /// # Errors
    ///
    /// When there is no WebGL2.
    pub fn new(
        canvas: HtmlCanvasElement,
        over: HtmlCanvasElement,
        map: HtmlElement,
    ) -> Result<Self, StageError> {
        let stage = Stage::new(&canvas)?;
        let names = Names::new(over).ok_or(StageError::Resource("canvas for names"))?;
        let map = Corner::new(map).ok_or(StageError::Resource("canvas for the map"))?;
        let mut show = Self {
            picture: Picture::default(),
            mapped: true,
            stage,
            names,
            map,
            canvas,
            clock: Clock::default(),
            gesture: Gesture::default(),
            hovered: None,
            size: (0.0, 0.0, 0.0),
            wall: None,
            measure: Measure::default(),
            figures: Figures::default(),
            crosses: 0,
            stale: true,
        };
        show.paint();
        Ok(show)
    }

    /// Takes the colours of the style sheet, which have changed.
    pub fn paint(&mut self) {
        self.stage.paint(Palette::of(&self.canvas));
        self.names.paint();
        self.stale = true;
    }

    /// The browser took the context away.
    pub fn lose(&mut self) {
        self.stage.lose();
    }

    /// The browser gave a context again.
    ///
    /// # Errors
    ///
    /// When it cannot be used.
    pub fn restore(&mut self) -> Result<(), StageError> {
        self.stale = true;
        self.stage.restore(&mut self.picture)
    }

    /// Draws what has happened, if it looks different from the last frame.
    ///
    /// # Errors
    ///
    /// When the driver has no memory left.
    pub fn frame(&mut self, wall: f64, sky: &mut Sky, told: Told) -> Result<Figures, StageError> {
        let before = self.wall.replace(wall).unwrap_or(wall);
        let elapsed = (wall - before).clamp(0.0, LONGEST);
        self.fit_canvas();
        self.clock
            .told(told.now as f64 / 1.0e6, told.paused, told.speed);
        self.picture.trails.pace(self.clock.pace(), told.paused);
        let was = self.clock.shown();
        let now = self.clock.tick(elapsed);
        let news = sky.has_fresh();
        self.picture.learn(sky, told.paused);
        self.measure
            .frame(wall - before, self.picture.trails.segments());
        self.picture.trails.retire(now, self.measure.room());
        let moved = self.picture.animate(elapsed as f32);
        let flying = now != was && self.picture.trails.any();

        self.figures.frames += 1;
        let hovered = self
            .hovered
            .and_then(|subject| self.picture.nodes().of(subject));
        let stood = self.picture.has_moved() || moved || self.stale;
        if self.stale || news || moved || flying {
            self.stage.draw(&mut self.picture, now, hovered)?;
            let ring = match self.picture.view() {
                View::Universal => &self.picture.trails.arcs,
                View::Hyperversal => &self.picture.trails.hops,
            };
            (self.figures.waves, self.crosses) = ring.census(now);
            self.figures.sample = self.picture.trails.sample();
        }
        if stood || self.names.is_behind(self.crosses, wall) {
            let (density, crosses) = (self.size.2, (stood, self.crosses));
            self.names
                .write(&self.picture, sky, (now, wall), density, hovered, crosses);
        }
        if stood {
            self.map
                .follow(&self.picture, self.stage.palette().ink, self.mapped);
        }
        self.stale = false;
        Ok(self.figures)
    }

    /// Where on the canvas that subject is now, with the radius around which it is drawn.
    #[must_use]
    pub fn anchor(&self, subject: Subject, sky: &Sky) -> Option<Place> {
        self.picture.anchor(subject, self.clock.shown(), sky)
    }

    /// Puts what is at that pixel of the map into the middle.
    pub fn look_there(&mut self, x: f32, y: f32) {
        if let Some((x, y)) = self.map.place(x, y) {
            self.picture.look_there(x, y);
            self.stale = true;
        }
    }

    /// Shows a map where it is of use, or none.
    pub fn map(&mut self, shown: bool) {
        self.mapped = shown;
        self.stale = true;
    }

    fn fit_canvas(&mut self) {
        let density = web_sys::window().map_or(1.0, |window| window.device_pixel_ratio());
        let size = (
            self.canvas.client_width() as f32,
            self.canvas.client_height() as f32,
            density.clamp(1.0, 3.0) as f32,
        );
        if size == self.size || size.0 < 1.0 || size.1 < 1.0 {
            return;
        }
        self.size = size;
        let (width, height, density) = size;
        let (wide, high) = (
            (width * density).round() as u32,
            (height * density).round() as u32,
        );
        // Each of the two makes the browser wait for all that is still to be drawn.
        if self.canvas.width() != wide {
            self.canvas.set_width(wide);
        }
        if self.canvas.height() != high {
            self.canvas.set_height(high);
        }
        self.names.resize(width, height, density);
        self.stage.resize(density);
        self.picture.resize(width, height);
        self.stale = true;
    }

    /// Looks at that view from now on.
    pub fn look_at(&mut self, view: View) {
        self.picture.look_at(view);
        self.hovered = None;
        self.stale = true;
    }

    /// Marks what is chosen.
    pub fn choose(&mut self, subject: Option<Subject>, sky: &Sky) {
        self.picture.choose(subject, sky);
        self.stale = true;
    }

    /// A pointer was put down.
    pub fn down(&mut self, id: i32, x: f32, y: f32) {
        self.gesture.down(id, x, y);
    }

    /// A pointer moved. Gives what is under it, when that is something else than before.
    pub fn moved(&mut self, id: i32, x: f32, y: f32, sky: &Sky) -> Option<Option<Subject>> {
        if let Some(meaning) = self.gesture.moved(id, x, y) {
            self.mean(meaning);
        }
        if self.gesture.is_moving() {
            return None;
        }
        let found = self.found(x, y, sky);
        if found == self.hovered {
            return None;
        }
        self.hovered = found;
        self.stale = true;
        Some(found)
    }

    /// A pointer was lifted. Gives what is to be chosen, if that was meant.
    pub fn up(&mut self, id: i32, x: f32, y: f32, sky: &Sky) -> Option<Option<Subject>> {
        let Some(Meaning::Choose { x, y }) = self.gesture.up(id, x, y) else {
            return None;
        };
        Some(self.found(x, y, sky))
    }

    fn found(&self, x: f32, y: f32, sky: &Sky) -> Option<Subject> {
        let found = self.picture.pick(x, y, self.clock.shown());
        found.or_else(|| self.picture.pick_lane(x, y, sky).map(Subject::Lane))
    }

    /// A pointer went away.
    pub fn leave(&mut self, id: i32) {
        self.gesture.cancel(id);
        self.stale |= self.hovered.take().is_some();
    }

    fn mean(&mut self, meaning: Meaning) {
        match meaning {
            Meaning::Pan { dx, dy } => self.picture.pan(dx, dy),
            Meaning::Zoom { factor, x, y } => self.picture.zoom(factor, x, y),
            Meaning::Choose { .. } => {}
        }
        self.stale = true;
    }

    /// Moves what is seen by so many pixels.
    pub fn pan(&mut self, dx: f32, dy: f32) {
        self.mean(Meaning::Pan { dx, dy });
    }

    /// Comes nearer (a factor over 1) or goes away, around that pixel or the middle.
    pub fn zoom(&mut self, factor: f32, around: Option<(f32, f32)>) {
        let (x, y) = around.unwrap_or((self.size.0 / 2.0, self.size.1 / 2.0));
        self.mean(Meaning::Zoom { factor, x, y });
    }

    /// Shows all of the view.
    pub fn fit(&mut self) {
        self.picture.fit();
        self.stale = true;
    }
}
