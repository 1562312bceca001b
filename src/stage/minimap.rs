//! The map in the corner of the stage: dots on a flat canvas, painted when the layout changes, and a
//! frame that follows the camera.

use orrery_scene::View;
use orrery_scene::minimap::{CROWD, Minimap};
use orrery_scene::picture::Picture;
use wasm_bindgen::{Clamped, JsCast};
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, HtmlElement, ImageData};

use super::palette::Color;

/// Pixels of the canvas for each of the page.
const DENSITY: f32 = 2.0;
/// The width and height of the map in pixels of the page, which the style sheet knows too.
const SIZE: [u16; 2] = [152, 96];

/// The map on its canvas.
#[derive(Debug)]
pub(super) struct Corner {
    whole: HtmlElement,
    frame: HtmlElement,
    context: CanvasRenderingContext2d,
    map: Option<Minimap>,
    /// What was painted: the layout, the view, the colour.
    painted: Option<(u64, View, Color)>,
    framed: [i32; 4],
    shown: bool,
}

impl Corner {
    /// Takes an element with a canvas and a frame in it.
    pub(super) fn new(whole: HtmlElement) -> Option<Self> {
        let canvas: HtmlCanvasElement = whole.first_element_child()?.dyn_into().ok()?;
        let frame = canvas.next_element_sibling()?.dyn_into().ok()?;
        let [width, height] = SIZE.map(|side| u32::from(side) * DENSITY as u32);
        canvas.set_width(width);
        canvas.set_height(height);
        let context = canvas.get_context("2d").ok()??.dyn_into().ok()?;
        Some(Self {
            whole,
            frame,
            context,
            map: None,
            painted: None,
            framed: [0; 4],
            shown: false,
        })
    }

    /// Shows what has changed, where the map is wanted and of use.
    pub(super) fn follow(&mut self, picture: &Picture, ink: Color, wanted: bool) {
        let [width, height] = SIZE.map(|side| side * DENSITY as u16);
        let now = Some((picture.arranged(), picture.view(), ink));
        if wanted && self.painted != now {
            self.painted = now;
            let map = Minimap::of(picture, width, height);
            let [red, green, blue, _] = ink.map(|part| (part * 255.0) as u8);
            let pixels = map.paint(picture, [red, green, blue]);
            let image = ImageData::new_with_u8_clamped_array(Clamped(&pixels), width.into());
            if let Ok(image) = image {
                let _ = self.context.put_image_data(&image, 0.0, 0.0);
            }
            self.map = Some(map);
        }
        let crowd = self.map.is_some_and(|map| map.marks() > CROWD);
        let shown = wanted && (crowd || picture.is_touched());
        if shown != self.shown {
            self.shown = shown;
            self.whole.set_hidden(!shown);
        }
        if let Some(map) = self.map.filter(|_| shown) {
            let seen = map.frame(picture);
            let sides = [
                seen.left,
                seen.top,
                seen.right - seen.left,
                seen.bottom - seen.top,
            ];
            let framed = sides.map(|side| (side / DENSITY) as i32);
            if framed != self.framed {
                self.framed = framed;
                let [left, top, width, height] = framed;
                let style = format!(
                    "left:{left}px;top:{top}px;width:{}px;height:{}px",
                    width.max(4),
                    height.max(4)
                );
                let _ = self.frame.set_attribute("style", &style);
            }
        }
    }

    /// The place of the view at that pixel of the map.
    pub(super) fn place(&self, x: f32, y: f32) -> Option<(f32, f32)> {
        self.map.map(|map| map.place(x * DENSITY, y * DENSITY))
    }
}
