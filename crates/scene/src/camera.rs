//! The camera: which part of the picture is in view. Each view keeps a [`Lens`] of its own, and
//! what is drawn between the two views lies between what both lenses show.

use crate::View;
use crate::layout::Place;
use crate::reckon::power;

/// Marks are never drawn smaller than this, in pixels.
pub const LEAST_MARK: f32 = 2.4;

/// The fewest pixels for each unit of length: more than 10,000 Points are still in view then.
const LEAST_SCALE: f32 = 0.02;

/// A part of one view.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Lens {
    /// The place in the middle of the canvas.
    pub x: f32,
    /// The place in the middle of the canvas.
    pub y: f32,
    /// Pixels for each unit of length.
    pub scale: f32,
}

impl Default for Lens {
    fn default() -> Self {
        Self {
            x: 0.0,
            y: 0.0,
            scale: 40.0,
        }
    }
}

/// A rectangle in a view.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bounds {
    /// Left.
    pub left: f32,
    /// Top.
    pub top: f32,
    /// Right.
    pub right: f32,
    /// Bottom.
    pub bottom: f32,
}

impl Bounds {
    /// The smallest rectangle around all of them.
    #[must_use]
    pub fn around(places: impl Iterator<Item = Place>) -> Option<Self> {
        places.fold(None, |bounds: Option<Self>, place| {
            let near = Self {
                left: place.x - place.size,
                top: place.y - place.size,
                right: place.x + place.size,
                bottom: place.y + place.size,
            };
            Some(bounds.map_or(near, |bounds| Self {
                left: bounds.left.min(near.left),
                top: bounds.top.min(near.top),
                right: bounds.right.max(near.right),
                bottom: bounds.bottom.max(near.bottom),
            }))
        })
    }
}

/// The camera of the stage. Pixels count from the top left corner of the canvas.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Camera {
    /// Of the Universal view.
    pub universal: Lens,
    /// Of the Hyperversal view.
    pub hyperversal: Lens,
    /// 0 is the Universal view and 1 the Hyperversal one.
    pub mix: f32,
    /// Width of the canvas in pixels.
    pub width: f32,
    /// Height of the canvas in pixels.
    pub height: f32,
}

impl Default for Camera {
    fn default() -> Self {
        Self {
            universal: Lens::default(),
            hyperversal: Lens::default(),
            mix: 0.0,
            width: 1.0,
            height: 1.0,
        }
    }
}

impl Camera {
    /// The lens of that view.
    #[must_use]
    pub fn lens(&self, view: View) -> Lens {
        match view {
            View::Universal => self.universal,
            View::Hyperversal => self.hyperversal,
        }
    }

    /// The lens of that view, to be moved.
    pub fn lens_mut(&mut self, view: View) -> &mut Lens {
        match view {
            View::Universal => &mut self.universal,
            View::Hyperversal => &mut self.hyperversal,
        }
    }

    /// Where a place of one view is on the canvas, its size as the radius in pixels.
    #[must_use]
    pub fn through(&self, lens: Lens, place: Place) -> Place {
        let size = if place.size > 0.0 {
            (place.size * lens.scale).max(LEAST_MARK)
        } else {
            0.0
        };
        Place {
            x: (place.x - lens.x) * lens.scale + self.width / 2.0,
            y: (place.y - lens.y) * lens.scale + self.height / 2.0,
            size,
        }
    }

    /// Where something is on the canvas that has a place in each view.
    #[must_use]
    pub fn project(&self, universal: Place, hyperversal: Place) -> Place {
        let a = self.through(self.universal, universal);
        let b = self.through(self.hyperversal, hyperversal);
        a.toward(b, self.mix)
    }

    /// Moves what is seen by so many pixels.
    pub fn pan(&mut self, view: View, dx: f32, dy: f32) {
        let lens = self.lens_mut(view);
        lens.x -= dx / lens.scale;
        lens.y -= dy / lens.scale;
    }

    /// Comes nearer (a factor over 1) or goes away, with what is at that pixel staying there.
    pub fn zoom(&mut self, view: View, factor: f32, x: f32, y: f32) {
        let (dx, dy) = (x - self.width / 2.0, y - self.height / 2.0);
        let lens = self.lens_mut(view);
        let scale = (lens.scale * factor).clamp(LEAST_SCALE, 4_000.0);
        lens.x += dx / lens.scale - dx / scale;
        lens.y += dy / lens.scale - dy / scale;
        lens.scale = scale;
    }

    /// The lens that shows all of the rectangle, with that many pixels free at each edge.
    #[must_use]
    pub fn fit(&self, bounds: Bounds, margin: f32) -> Lens {
        let width = (bounds.right - bounds.left).max(0.1);
        let height = (bounds.bottom - bounds.top).max(0.1);
        let free = |length: f32| (length - 2.0 * margin).max(length * 0.4).max(1.0);
        Lens {
            x: (bounds.left + bounds.right) / 2.0,
            y: (bounds.top + bounds.bottom) / 2.0,
            scale: (free(self.width) / width)
                .min(free(self.height) / height)
                .clamp(LEAST_SCALE, 220.0),
        }
    }
}

impl Lens {
    /// Part of the way to another lens, at an even rate for the eye.
    #[must_use]
    pub fn toward(self, to: Self, part: f32) -> Self {
        Self {
            x: self.x + (to.x - self.x) * part,
            y: self.y + (to.y - self.y) * part,
            scale: self.scale * power(to.scale / self.scale, part),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn camera() -> Camera {
        Camera {
            width: 800.0,
            height: 600.0,
            ..Camera::default()
        }
    }

    #[test]
    fn zooming_keeps_what_is_under_the_pointer() {
        let mut camera = camera();
        let place = Place {
            x: 3.0,
            y: -2.0,
            size: 0.3,
        };
        let before = camera.project(place, place);
        camera.zoom(View::Universal, 1.7, before.x, before.y);
        let after = camera.project(place, place);
        assert!(before.distance(after) < 1.0e-2, "{before:?} {after:?}");
        assert!(after.size > before.size);
    }

    #[test]
    fn panning_moves_by_pixels() {
        let mut camera = camera();
        let place = Place {
            x: 1.0,
            y: 1.0,
            size: 0.3,
        };
        let before = camera.project(place, place);
        camera.pan(View::Universal, 30.0, -7.0);
        let after = camera.project(place, place);
        assert!((after.x - before.x - 30.0).abs() < 1.0e-3);
        assert!((after.y - before.y + 7.0).abs() < 1.0e-3);
    }

    #[test]
    fn a_fitted_rectangle_is_in_view() {
        let camera = camera();
        let bounds = Bounds {
            left: -9.0,
            top: 2.0,
            right: 21.0,
            bottom: 5.0,
        };
        let lens = camera.fit(bounds, 40.0);
        for (x, y) in [(bounds.left, bounds.top), (bounds.right, bounds.bottom)] {
            let at = camera.through(lens, Place { x, y, size: 0.0 });
            assert!(
                (39.9..=760.1).contains(&at.x) && (39.9..=560.1).contains(&at.y),
                "{at:?}"
            );
        }
    }

    #[test]
    fn between_the_views_lies_what_both_show() {
        let mut camera = camera();
        camera.mix = 0.5;
        let a = Place {
            x: 0.0,
            y: 0.0,
            size: 1.0,
        };
        let b = Place {
            x: 2.0,
            y: 0.0,
            size: 0.0,
        };
        let at = camera.project(a, b);
        assert_eq!((at.x, at.size), (440.0, 20.0));
    }
}
