//! The colours of the stage, which are those of the style sheet: read from its custom properties
//! when the theme changes, never written down twice.

use wasm_bindgen::JsCast;
use web_sys::{CanvasRenderingContext2d, Element, HtmlCanvasElement};

/// A colour with alpha, each part from 0 to 1, not multiplied.
pub type Color = [f32; 4];

/// Widths of links in pixels, by their style.
pub(super) const LINK_WIDTHS: [f32; 10] = [0.9, 1.3, 0.9, 2.0, 2.2, 2.6, 1.6, 1.6, 2.0, 2.0];

/// The colours that are drawn with.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Palette {
    /// What is written and engraved.
    pub ink: Color,
    /// What it is drawn on.
    pub paper: Color,
    /// The one accent.
    pub brass: Color,
    /// Fine lines.
    pub line: Color,
    /// What stays in the background.
    pub quiet: Color,
    /// What was refused or failed.
    pub refused: Color,
    /// Pings.
    pub ping: Color,
    /// Pongs.
    pub pong: Color,
    /// Signals.
    pub signal: Color,
}

const BLACK: Color = [0.0, 0.0, 0.0, 1.0];

impl Default for Palette {
    fn default() -> Self {
        Self {
            ink: BLACK,
            paper: [1.0, 1.0, 1.0, 1.0],
            brass: BLACK,
            line: BLACK,
            quiet: BLACK,
            refused: BLACK,
            ping: BLACK,
            pong: BLACK,
            signal: BLACK,
        }
    }
}

fn faded(color: Color, alpha: f32) -> Color {
    [color[0], color[1], color[2], color[3] * alpha]
}

impl Palette {
    /// The colours in force at that element.
    #[must_use]
    pub fn of(element: &Element) -> Self {
        let Some(style) = web_sys::window()
            .and_then(|window| window.get_computed_style(element).ok())
            .flatten()
        else {
            return Self::default();
        };
        let names = [
            "--ink",
            "--sky",
            "--brass",
            "--line-strong",
            "--ink-faint",
            "--refused",
            "--ping",
            "--pong",
            "--signal",
        ];
        let texts = names.map(|name| style.get_property_value(name).unwrap_or_default());
        let [ink, paper, brass, line, quiet, refused, ping, pong, signal] =
            read(&texts).unwrap_or([BLACK; 9]);
        Self {
            ink,
            paper,
            brass,
            line,
            quiet,
            refused,
            ping,
            pong,
            signal,
        }
    }

    pub(super) fn rings(&self) -> [f32; 12] {
        let orbit = faded(self.brass, 0.5);
        let rim = faded(self.brass, 0.62);
        let moons = faded(self.brass, 0.3);
        flat([orbit, rim, moons])
    }

    pub(super) fn links(&self) -> [f32; 40] {
        let spoke = faded(self.line, 0.5);
        let lane = faded(self.line, 0.85);
        let slow = faded(self.line, 0.75);
        let chosen = faded(self.brass, 0.85);
        let faulty = faded(self.refused, 0.9);
        let band = faded(self.ping, 0.5);
        flat([
            spoke, lane, slow, chosen, chosen, self.brass, faulty, faulty, band, band,
        ])
    }

    pub(super) fn waves(&self) -> [f32; 16] {
        flat([self.ping, self.pong, self.signal, self.refused])
    }
}

fn flat<const N: usize, const M: usize>(colors: [Color; N]) -> [f32; M] {
    let mut numbers = [0.0; M];
    for (number, part) in numbers.iter_mut().zip(colors.iter().flatten()) {
        *number = *part;
    }
    numbers
}

/// Reads any colours that the browser can: it paints a pixel with each, and looks once.
fn read<const N: usize>(texts: &[String; N]) -> Option<[Color; N]> {
    let canvas = web_sys::window()?
        .document()?
        .create_element("canvas")
        .ok()?;
    let canvas: HtmlCanvasElement = canvas.dyn_into().ok()?;
    canvas.set_width(N as u32);
    canvas.set_height(1);
    let context = canvas.get_context("2d").ok()??;
    let context: CanvasRenderingContext2d = context.dyn_into().ok()?;
    for (i, text) in texts.iter().enumerate() {
        // What is no colour leaves the one before, so each begins with black.
        context.set_fill_style_str("#000");
        context.set_fill_style_str(text.trim());
        context.fill_rect(i as f64, 0.0, 1.0, 1.0);
    }
    let pixels = context.get_image_data(0.0, 0.0, N as f64, 1.0).ok()?.data();
    let mut colors = [BLACK; N];
    for (color, pixel) in colors.iter_mut().zip(pixels.chunks_exact(4)) {
        for (part, byte) in color.iter_mut().zip(pixel) {
            *part = f32::from(*byte) / 255.0;
        }
    }
    Some(colors)
}
