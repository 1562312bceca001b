//! The map in the corner: everything that stands in a view as dots, and the part of it that is seen.
//!
//! Dots change with the layout alone, so they are painted seldom, as pixels; the frame around what is
//! seen is four numbers.

use crate::View;
use crate::camera::{Bounds, Camera};
use crate::picture::Picture;

/// From so many marks on there is a map though all of the view is seen.
pub const CROWD: usize = 150;
/// Pixels that stay free at the map's edges.
const MARGIN: f32 = 5.0;

/// A map of one view.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Minimap {
    view: View,
    /// Sees all of the view; its canvas is the map.
    camera: Camera,
    /// How many marks there are.
    marks: usize,
}

impl Minimap {
    /// A map of the view that is looked at, so many pixels wide and high.
    #[must_use]
    pub fn of(picture: &Picture, width: u16, height: u16) -> Self {
        let view = picture.view();
        let mut camera = Camera {
            width: width.into(),
            height: height.into(),
            ..Camera::default()
        };
        let places = || picture.goals(view).map(|(_, place)| place);
        if let Some(bounds) = Bounds::around(places()) {
            *camera.lens_mut(view) = camera.fit(bounds, MARGIN);
        }
        Self {
            view,
            camera,
            marks: places().count(),
        }
    }

    /// How many marks there are.
    #[must_use]
    pub fn marks(&self) -> usize {
        self.marks
    }

    /// All marks as pixels, four bytes each, row by row, in that colour (red, green and blue).
    #[must_use]
    pub fn paint(&self, picture: &Picture, [red, green, blue]: [u8; 3]) -> Vec<u8> {
        let (width, height) = (self.camera.width as usize, self.camera.height as usize);
        let mut pixels = vec![0; width * height * 4];
        for (_, place) in picture.goals(self.view) {
            let seen = self.camera.through(self.camera.lens(self.view), place);
            // What is larger there is larger here, within what a dot can be.
            let reach = if seen.size > 3.5 { 3 } else { 2 };
            let (left, top) = (seen.x as usize, seen.y as usize);
            for y in (top.saturating_sub(reach - 1)..top + reach).filter(|y| *y < height) {
                for x in (left.saturating_sub(reach - 1)..left + reach).filter(|x| *x < width) {
                    let at = (y * width + x) * 4;
                    if let Some(pixel) = pixels.get_mut(at..at + 4) {
                        pixel.copy_from_slice(&[red, green, blue, 255]);
                    }
                }
            }
        }
        pixels
    }

    /// The part of the map that is seen on the stage: no more than the map itself.
    #[must_use]
    pub fn frame(&self, picture: &Picture) -> Bounds {
        let lens = picture.camera.lens(self.view);
        let map = self.camera.lens(self.view);
        let across = |middle: f32, extent: f32, at: f32, size: f32| {
            let middle = (middle - at) * map.scale + size / 2.0;
            let half = extent / lens.scale * map.scale / 2.0;
            ((middle - half).max(0.0), (middle + half).min(size))
        };
        let (camera, own) = (picture.camera, self.camera);
        let (left, right) = across(lens.x, camera.width, map.x, own.width);
        let (top, bottom) = across(lens.y, camera.height, map.y, own.height);
        Bounds {
            left,
            top,
            right,
            bottom,
        }
    }

    /// The place of the view at that pixel of the map.
    #[must_use]
    pub fn place(&self, x: f32, y: f32) -> (f32, f32) {
        let lens = self.camera.lens(self.view);
        (
            lens.x + (x - self.camera.width / 2.0) / lens.scale,
            lens.y + (y - self.camera.height / 2.0) / lens.scale,
        )
    }
}

#[cfg(test)]
#[path = "minimap_tests.rs"]
mod tests;
