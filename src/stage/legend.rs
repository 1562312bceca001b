//! The signs of the legend, drawn by the stage itself on a canvas of its own.

use orrery_scene::legend::{self, MOMENT, SIDE};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlCanvasElement};

use super::Stage;
use super::palette::Palette;

/// Pixels of the canvas for each of the page.
const DENSITY: f32 = 2.0;

/// All signs in a row as the address of an image, in the colours in force at that element; nothing
/// where there is no WebGL2.
#[must_use]
pub fn signs(element: &Element) -> Option<String> {
    let canvas = element.owner_document()?.create_element("canvas").ok()?;
    let canvas: HtmlCanvasElement = canvas.dyn_into().ok()?;
    let mut picture = legend::picture();
    canvas.set_width((picture.camera.width * DENSITY) as u32);
    canvas.set_height((SIDE * DENSITY) as u32);
    let mut stage = Stage::new(&canvas).ok()?;
    stage.paint(Palette::of(element));
    stage.resize(DENSITY);
    stage.draw(&mut picture, MOMENT, None).ok()?;
    canvas.to_data_url().ok()
}
