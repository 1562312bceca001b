//! The picture: everything that the stage uploads, as plain numbers, and what lies where.
//!
//! Whatever has a place is a node (see [`Nodes`]) with a place in each view. Marks, links, circles
//! and the segments of Waves name nodes by number, so that a node that moves takes along all that
//! hangs on it. Places glide; the camera follows what grows until a person moves it.
//!
//! ```
//! use orrery_scene::{Sky, picture::Picture};
//! let mut sky = Sky::default();
//! let mut picture = Picture::default();
//! picture.camera.width = 800.0;
//! picture.camera.height = 600.0;
//! picture.learn(&mut sky, false);
//! assert_eq!(picture.pick(400.0, 300.0, 0.0), None);
//! ```

mod lines;

use orrery_hyperspace::trace::ParticleNo;
use orrery_space::Status;
use smol_str::SmolStr;

pub use self::lines::{CircleStyle, LinkStyle};
use crate::busy::Busy;
use crate::camera::{Bounds, Camera, Lens};
use crate::chart::Chart;
use crate::glyph::{Glyph, Halo};
use crate::layout::Place;
use crate::news::{Ending, Face, Stands, What};
use crate::nodes::Nodes;
use crate::orbits::Orbits;
use crate::sky::Sky;
use crate::trails::Trails;
use crate::{Subject, View};

/// Numbers of one node in [`Picture::texels`]: x and y in both views, both sizes, and two spare.
pub const NODE_FLOATS: usize = 8;
/// Numbers of one mark: node, glyph, halo, weight.
pub const MARK_FLOATS: usize = 4;
/// Numbers of one link: node, node, style, bend.
pub const LINK_FLOATS: usize = 4;
/// Numbers of one circle: node (or -1 for the middle of the view), both radii, style.
pub const CIRCLE_FLOATS: usize = 4;
/// The first circles are the rims of both views, which one may come nearest to.
pub const RIMS: usize = 2;

/// For how long a place glides, in milliseconds of the wall.
const GLIDE: f32 = 520.0;
/// For how long one view becomes the other.
const MORPH: f32 = 600.0;
/// Over so many nodes places jump, and who comes takes a place a little later.
const GLIDING: usize = 4_000;
/// So many milliseconds of the wall later at most: to lay out very many takes longer than a frame has.
const LATER: f32 = 1_000.0;
/// Pixels that stay free around what is fitted, and around what is chosen.
const MARGIN: f32 = 38.0;
/// Units that stay free around what is fitted.
const ROOM: f32 = 0.3;

/// How a node is drawn and called.
#[derive(Debug, Clone, PartialEq)]
pub struct Mark {
    /// Its shape.
    pub glyph: Glyph,
    /// The ring around it.
    pub halo: Halo,
    /// Its name.
    pub label: SmolStr,
    /// How much its name matters beside others of one size.
    pub weight: f32,
    /// Radius of what stands around it in the Hyperversal view.
    pub reach: f32,
    /// Whether its name is written in the Hyperversal view though its mark is small.
    pub named: bool,
}

/// What has changed since the renderer last looked.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Changed {
    /// Places of nodes.
    pub places: bool,
    /// Marks.
    pub marks: bool,
    /// Links and circles.
    pub lines: bool,
}

/// Everything that is drawn.
#[derive(Debug, Default)]
pub struct Picture {
    /// Which part of it is in view.
    pub camera: Camera,
    /// How Waves move.
    pub trails: Trails,
    /// Whether things move at all without a cause: no gliding and no morph otherwise.
    pub still: bool,
    nodes: Nodes,
    marks: Vec<Mark>,
    places: Vec<[Place; 2]>,
    origins: Vec<[Place; 2]>,
    goals: Vec<[Place; 2]>,
    glided: f32,
    fits: [Option<Lens>; 2],
    reaches: Vec<f32>,
    touched: [bool; 2],
    view: View,
    morphed: f32,
    chosen: Option<Subject>,
    hops_drawn: usize,
    mark_floats: Vec<f32>,
    texels: Vec<f32>,
    links: Vec<f32>,
    circles: Vec<f32>,
    changed: Changed,
    stale: bool,
    /// For how long nothing was laid out anew.
    rested: f32,
    taken: u64,
    settled: bool,
    arranged: u64,
    second: [bool; 2],
    busy: Busy,
}

fn side(view: View) -> usize {
    match view {
        View::Universal => 0,
        View::Hyperversal => 1,
    }
}

impl Picture {
    /// Learns what the tables have heard since the last call. `stepping` says that time stands and
    /// goes on by hand.
    pub fn learn(&mut self, sky: &mut Sky, stepping: bool) {
        if sky.taken() != self.taken {
            // The cosmos began again, or another moment is looked at: by the same eyes.
            let Self {
                camera,
                still,
                view,
                morphed,
                touched,
                chosen,
                arranged,
                second,
                ..
            } = *self;
            *self = Self {
                trails: self.trails.emptied(),
                camera,
                still,
                view,
                morphed,
                touched,
                chosen,
                arranged,
                second,
                ..Self::default()
            };
            self.changed = Changed {
                places: true,
                marks: true,
                lines: true,
            };
        }
        let fresh = sky.take_fresh();
        self.taken = sky.taken();
        if !stepping {
            self.settled = false;
        } else if !self.settled && !fresh.is_empty() {
            self.settled = true;
            self.trails.settle(sky.now());
        }
        let (mut marks, mut lines) = (false, false);
        for news in &fresh {
            self.nodes.learn(news, sky);
            self.trails.apply(news, sky, &self.nodes);
            self.stale |= self.moves_somebody(&news.what, sky);
            marks |=
                matches!(news.what, What::Status { particle, .. } if self::is_drawn(sky, particle));
            lines |= matches!(news.what, What::Health { .. });
        }
        let many = self.nodes.subjects().len() > GLIDING && !self.goals.is_empty();
        if self.stale && (!many || self.rested >= LATER) {
            self.stale = false;
            self.rested = 0.0;
            self.arrange(sky);
        } else {
            if marks {
                self.name(sky);
            }
            if lines {
                self.draw_lines(sky);
            }
        }
        let hops = match self.chosen {
            Some(Subject::Wave(wave)) => sky.wave(wave).map_or(0, |wave| wave.hops.len()),
            _ => 0,
        };
        if hops != self.hops_drawn {
            self.hops_drawn = hops;
            self.draw_lines(sky);
        }
    }

    fn moves_somebody(&self, what: &What, sky: &Sky) -> bool {
        let first_use = |particle| {
            let unseen = self
                .nodes
                .particle(particle)
                .and_then(|node| self.place(node));
            unseen.is_some_and(|[universal, _]| universal.size == 0.0)
                && sky
                    .particle(particle)
                    .is_some_and(|p| p.face.stands == Stands::Outside)
        };
        match *what {
            What::Star { .. } | What::Lane { .. } | What::Stopped { .. } => true,
            What::Particle { particle, .. }
            | What::Assigned { particle, .. }
            | What::Removed { particle } => self::is_drawn(sky, particle),
            What::Sent { from, .. } => first_use(from),
            What::Ended {
                end: Ending::Delivered(particle),
                ..
            } => first_use(particle),
            _ => false,
        }
    }

    /// Puts a node there, in both views, with a mark or with none. For pictures of which no trace tells.
    pub(crate) fn put(&mut self, place: Place, mark: Option<(Glyph, Halo)>) -> u32 {
        let number = self.places.len() as u32;
        let node = self.nodes.add(Subject::Particle(ParticleNo(number)));
        self.places.push([place; 2]);
        if let Some((glyph, halo)) = mark {
            let (glyph, halo) = (f32::from(glyph as u8), f32::from(halo as u8));
            self.mark_floats.extend([node as f32, glyph, halo, 1.0]);
        }
        node
    }

    /// Lays everything out again; what has moved will glide there.
    fn arrange(&mut self, sky: &Sky) {
        let [tidy, pulled] = self.second;
        let orbits = if tidy {
            crate::tidy::tidy(sky)
        } else {
            Orbits::of(sky)
        };
        let chart = Chart::of(sky, pulled);
        let count = self.nodes.subjects().len();
        let mut goals = Vec::with_capacity(count);
        for subject in self.nodes.subjects() {
            goals.push(match *subject {
                Subject::Star(star) => {
                    let there = chart.star(star).unwrap_or_default();
                    [away(there), there]
                }
                Subject::Particle(particle) => {
                    let known = sky.particle(particle);
                    let star = known.and_then(|p| p.star).and_then(|star| chart.star(star));
                    let there = chart.particles.get(particle.index()).copied().flatten();
                    let there = there
                        .or(star.map(|star| star.sized(0.0)))
                        .unwrap_or_default();
                    let here = orbits.place(particle);
                    [here.unwrap_or_else(|| away(there)), there]
                }
                Subject::Lane(_) | Subject::Wave(_) => [Place::default(); 2],
            });
        }
        // What is new comes out of its parent.
        for (node, goal) in goals.iter().enumerate().skip(self.places.len()) {
            let parent = match self.nodes.subjects().get(node) {
                Some(Subject::Particle(particle)) => sky
                    .particle(*particle)
                    .and_then(|p| p.parent)
                    .and_then(|parent| self.nodes.particle(parent))
                    .and_then(|parent| goals.get(parent as usize)),
                _ => None,
            };
            let from = parent.map_or(goal[0], |parent| parent[0]);
            self.places.push([from.sized(0.0), goal[1].sized(0.0)]);
        }
        let first = self.goals.is_empty();
        self.goals = goals;
        self.glided = if self.still || first || count > GLIDING {
            1.0
        } else {
            0.0
        };
        if self.glided >= 1.0 {
            self.places.clone_from(&self.goals);
        }
        self.origins.clone_from(&self.places);
        self.circles.clear();
        for (side, rim) in [orbits.rim, chart.rim].into_iter().enumerate() {
            let radii = if side == 0 { [rim, 0.0] } else { [0.0, rim] };
            self.circles
                .extend([-1.0, radii[0], radii[1], f32::from(CircleStyle::Rim as u8)]);
        }
        for circle in &orbits.circles {
            if let Some(node) = self.nodes.particle(circle.around) {
                let style = f32::from(CircleStyle::Orbit as u8);
                self.circles
                    .extend([node as f32, circle.radius, 0.0, style]);
            }
        }
        self.reaches.clear();
        for circle in &chart.circles {
            let star = circle.around.index();
            if self.reaches.len() <= star {
                self.reaches.resize(star + 1, 0.0);
            }
            self.reaches[star] = self.reaches[star].max(circle.radius + 0.12);
            if let Some(node) = self.nodes.star(circle.around) {
                let style = f32::from(CircleStyle::Moons as u8);
                self.circles
                    .extend([node as f32, 0.0, circle.radius, style]);
            }
        }
        self.name(sky);
        self.draw_lines(sky);
        self.changed.places = true;
        self.arranged += 1;
        self.refit();
    }

    /// Says how every node is drawn and called.
    fn name(&mut self, sky: &Sky) {
        self.marks.clear();
        self.mark_floats.clear();
        for (node, subject) in self.nodes.subjects().iter().enumerate() {
            let mark = match *subject {
                Subject::Star(star) => sky.star(star).map(|star| Mark {
                    glyph: star.face.glyph,
                    // a star is as its own Particle is
                    halo: star
                        .own
                        .and_then(|own| sky.particle(own))
                        .map_or(Halo::None, |own| Halo::of(own.status)),
                    label: star.face.label.clone(),
                    weight: 4.0,
                    reach: self.reaches.get(star.star.index()).copied().unwrap_or(0.0),
                    named: true,
                }),
                Subject::Particle(particle) => sky
                    .particle(particle)
                    .filter(|particle| !particle.gone)
                    .map(|particle| Mark {
                        glyph: particle.face.glyph,
                        halo: Halo::of(particle.status),
                        label: particle.face.label.clone(),
                        weight: weight(&particle.face, particle.status),
                        reach: 0.0,
                        named: matches!(
                            particle.face.glyph,
                            Glyph::Mechtron
                                | Glyph::User
                                | Glyph::Control
                                | Glyph::App
                                | Glyph::Sun
                        ),
                    }),
                Subject::Lane(_) | Subject::Wave(_) => None,
            };
            let mark = mark.unwrap_or(Mark {
                glyph: Glyph::Base,
                halo: Halo::None,
                label: SmolStr::default(),
                weight: 0.0,
                reach: 0.0,
                named: false,
            });
            let quiet = f32::from(u8::from(mark.weight > 0.5));
            self.mark_floats.extend([
                node as f32,
                f32::from(mark.glyph as u8),
                f32::from(mark.halo as u8),
                quiet,
            ]);
            self.marks.push(mark);
        }
        self.changed.marks = true;
    }

    /// Lets the wall clock go on by `millis`, in which places glide, the camera follows and one
    /// view becomes the other. Says whether anything moved.
    pub fn animate(&mut self, millis: f32) -> bool {
        let mut moved = false;
        self.rested += millis;
        if self.glided < 1.0 {
            self.glided = if self.still {
                1.0
            } else {
                (self.glided + millis / GLIDE).min(1.0)
            };
            let part = ease(self.glided);
            for ((place, origin), goal) in
                self.places.iter_mut().zip(&self.origins).zip(&self.goals)
            {
                *place = [
                    origin[0].toward(goal[0], part),
                    origin[1].toward(goal[1], part),
                ];
            }
            self.changed.places = true;
            moved = true;
        }
        let goal = match self.view {
            View::Universal => 0.0,
            View::Hyperversal => 1.0,
        };
        if self.morphed != goal {
            let step = if self.still { 1.0 } else { millis / MORPH };
            self.morphed = if goal > self.morphed {
                (self.morphed + step).min(goal)
            } else {
                (self.morphed - step).max(goal)
            };
            self.camera.mix = ease(self.morphed);
            moved = true;
        }
        for view in [View::Universal, View::Hyperversal] {
            if let Some(goal) = self.fits[side(view)] {
                let lens = self.camera.lens_mut(view);
                let part = if self.still {
                    1.0
                } else {
                    1.0 - (-millis / 140.0).exp()
                };
                *lens = lens.toward(goal, part);
                let near = (lens.scale / goal.scale - 1.0).abs() < 1.0e-3;
                let close = (lens.x - goal.x).abs().max((lens.y - goal.y).abs()) * goal.scale < 0.3;
                if near && close {
                    *lens = goal;
                    self.fits[side(view)] = None;
                }
                moved = true;
            }
        }
        if self.changed.places {
            self.write_texels();
        }
        moved
    }

    fn write_texels(&mut self) {
        self.texels.clear();
        for [u, h] in &self.places {
            self.texels
                .extend([u.x, u.y, h.x, h.y, u.size, h.size, 0.0, 0.0]);
        }
    }

    /// Chooses the view; it changes while time goes on.
    pub fn look_at(&mut self, view: View) {
        self.view = view;
    }

    /// Lays that view out in its first way, or its second: the Universal one as orbits around `ROOT` or as a tidy
    /// tree, the Hyperversal one by roles or by the pull of the lanes.
    pub fn lay(&mut self, view: View, second: bool) {
        let side = side(view);
        if self.second[side] != second {
            self.second[side] = second;
            self.stale = true;
            self.rested = LATER;
            self.touched[side] = false;
        }
    }

    /// The canvas has that many pixels.
    pub fn resize(&mut self, width: f32, height: f32) {
        let first = self.camera.width <= 1.0;
        self.camera.width = width.max(1.0);
        self.camera.height = height.max(1.0);
        self.refit();
        if first {
            self.arrive();
        }
    }

    /// Shows all of the view, gliding there.
    pub fn fit(&mut self) {
        self.touched[side(self.view)] = false;
        self.refit();
    }

    /// Moves what is seen by so many pixels.
    pub fn pan(&mut self, dx: f32, dy: f32) {
        self.touch();
        self.camera.pan(self.view, dx, dy);
    }

    /// Comes nearer (a factor over 1) or goes away around that pixel.
    pub fn zoom(&mut self, factor: f32, x: f32, y: f32) {
        self.touch();
        self.camera.zoom(self.view, factor, x, y);
    }

    fn touch(&mut self) {
        self.touched[side(self.view)] = true;
        self.fits[side(self.view)] = None;
    }

    fn refit(&mut self) {
        for view in [View::Universal, View::Hyperversal] {
            if self.touched[side(view)] {
                continue;
            }
            // The rim may leave the canvas where it is narrow; what matters stays in view.
            let shown = self.goals.iter().map(|goal| goal[side(view)]);
            let shown = shown.filter(|place| place.size > 0.0);
            let room = |place: Place| place.sized(place.size + ROOM);
            if let Some(bounds) = Bounds::around(shown.map(room)) {
                self.fits[side(view)] = Some(self.camera.fit(bounds, MARGIN));
            }
        }
    }

    /// Puts the camera where it was about to go.
    fn arrive(&mut self) {
        for view in [View::Universal, View::Hyperversal] {
            if let Some(goal) = self.fits[side(view)].take() {
                *self.camera.lens_mut(view) = goal;
            }
        }
    }

    /// Chooses what is marked. A chosen Wave shows its way.
    pub fn choose(&mut self, subject: Option<Subject>, sky: &Sky) {
        if self.chosen == subject {
            return;
        }
        self.chosen = subject;
        self.hops_drawn = match subject {
            Some(Subject::Wave(wave)) => sky.wave(wave).map_or(0, |wave| wave.hops.len()),
            _ => 0,
        };
        self.draw_lines(sky);
        self.bring_into_view();
    }

    /// Goes to the chosen node if it is not in view.
    fn bring_into_view(&mut self) {
        let index = side(self.view);
        let Some(node) = self.chosen_node() else {
            return;
        };
        let Some(place) = self.goals.get(node as usize).map(|goal| goal[index]) else {
            return;
        };
        let lens = self.fits[index].unwrap_or(self.camera.lens(self.view));
        let seen = self.camera.through(lens, place);
        let inside = (MARGIN..self.camera.width - MARGIN).contains(&seen.x)
            && (MARGIN..self.camera.height - MARGIN).contains(&seen.y);
        if place.size > 0.0 && !inside {
            self.touched[index] = true;
            self.fits[index] = Some(Lens {
                x: place.x,
                y: place.y,
                ..lens
            });
        }
    }

    /// What is marked.
    #[must_use]
    pub fn chosen(&self) -> Option<Subject> {
        self.chosen
    }

    /// The node that is marked.
    #[must_use]
    pub fn chosen_node(&self) -> Option<u32> {
        self.chosen.and_then(|subject| self.nodes.of(subject))
    }

    /// The view that is looked at, or that is on its way.
    #[must_use]
    pub fn view(&self) -> View {
        self.view
    }

    /// Which node is what.
    #[must_use]
    pub fn nodes(&self) -> &Nodes {
        &self.nodes
    }

    /// The places of a node in both views.
    #[must_use]
    pub fn place(&self, node: u32) -> Option<[Place; 2]> {
        self.places.get(node as usize).copied()
    }

    /// Where everything will stand in that view once it has come there, and what it is.
    pub(crate) fn goals(&self, view: View) -> impl Iterator<Item = (Subject, Place)> {
        let places = self.goals.iter().map(move |goal| goal[side(view)]);
        let all = self.nodes.subjects().iter().copied().zip(places);
        all.filter(|(_, place)| place.size > 0.0)
    }

    /// How often everything was laid out anew.
    #[must_use]
    pub fn arranged(&self) -> u64 {
        self.arranged
    }

    /// Whether a person has chosen what part of the view is seen.
    #[must_use]
    pub fn is_touched(&self) -> bool {
        self.touched[side(self.view)]
    }

    /// Puts that place of the view into the middle.
    pub fn look_there(&mut self, x: f32, y: f32) {
        self.touch();
        let lens = self.camera.lens_mut(self.view);
        (lens.x, lens.y) = (x, y);
    }

    /// Where a node is on the canvas.
    #[must_use]
    pub fn on_canvas(&self, node: u32) -> Option<Place> {
        let [universal, hyperversal] = self.place(node)?;
        let place = self.camera.project(universal, hyperversal);
        (place.size > 0.0).then_some(place)
    }

    /// How a node is drawn and called.
    #[must_use]
    pub fn mark(&self, node: u32) -> Option<&Mark> {
        self.marks.get(node as usize)
    }

    /// Places of all nodes, [`NODE_FLOATS`] each.
    #[must_use]
    pub fn texels(&self) -> &[f32] {
        &self.texels
    }

    /// Marks, [`MARK_FLOATS`] each.
    #[must_use]
    pub fn mark_floats(&self) -> &[f32] {
        &self.mark_floats
    }

    /// Links, [`LINK_FLOATS`] each.
    #[must_use]
    pub fn links(&self) -> &[f32] {
        &self.links
    }

    /// Circles, [`CIRCLE_FLOATS`] each.
    #[must_use]
    pub fn circles(&self) -> &[f32] {
        &self.circles
    }

    /// Whether marks are others, or stand elsewhere, than at the last [call](Self::take_changed).
    #[must_use]
    pub fn has_moved(&self) -> bool {
        self.changed.places || self.changed.marks
    }

    /// What has changed since the last call.
    pub fn take_changed(&mut self) -> Changed {
        std::mem::take(&mut self.changed)
    }

    /// Everything is to be uploaded again.
    pub fn change_all(&mut self) {
        self.changed = Changed {
            places: true,
            marks: true,
            lines: true,
        };
        self.write_texels();
        self.trails.arcs.dirty_all();
        self.trails.hops.dirty_all();
    }
}

/// Where something stands in the Universal view that is not shown there: outside, so that the
/// stars come in from all sides when the view changes.
fn away(place: Place) -> Place {
    Place {
        x: place.x * 1.7,
        y: place.y * 1.7,
        size: 0.0,
    }
}

fn is_drawn(sky: &Sky, particle: ParticleNo) -> bool {
    sky.particle(particle).is_some_and(|known| known.drawn)
}

fn weight(face: &Face, status: Status) -> f32 {
    match status {
        Status::Panic | Status::Fatal => 6.0,
        _ => face.weight,
    }
}

/// Starts and ends gently.
fn ease(part: f32) -> f32 {
    part * part * (3.0 - 2.0 * part)
}

#[cfg(test)]
#[path = "picture_tests.rs"]
mod tests;
