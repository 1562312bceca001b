//! Names over the picture, as text on a flat canvas: crisp, and only those that fit.

use orrery_scene::news::Ending;
use orrery_scene::picture::Picture;
use orrery_scene::segment::{Mark, curve};
use orrery_scene::{Sky, Subject, View, labels};
use smol_str::SmolStr;
use wasm_bindgen::JsCast;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

/// Height of a line of names, in pixels.
const LINE: f32 = 16.0;

/// How soon other crosses have their statuses, in milliseconds of the wall.
const SOON: f64 = 100.0;

/// Statuses beside crosses that are written at once.
const REFUSALS: usize = 24;

/// How names are written.
#[derive(Debug, Clone, Default)]
struct Style {
    plain: String,
    slanted: String,
    figures: String,
    ink: String,
    paper: String,
    quiet: String,
    refused: String,
}

/// The canvas of names.
#[derive(Debug)]
pub(super) struct Names {
    canvas: HtmlCanvasElement,
    context: CanvasRenderingContext2d,
    style: Style,
    /// By node: the name, and its width in pixels.
    widths: Vec<(SmolStr, f32)>,
    /// Which names are written, and where.
    written: Vec<labels::Written>,
    /// Which crosses have their status, as [a number](orrery_scene::ring::Ring::census).
    crosses: u64,
    /// When that was written.
    wrote: f64,
}

impl Names {
    pub(super) fn new(canvas: HtmlCanvasElement) -> Option<Self> {
        let context = canvas.get_context("2d").ok()??.dyn_into().ok()?;
        Some(Self {
            canvas,
            context,
            style: Style::default(),
            widths: Vec::new(),
            written: Vec::new(),
            crosses: 0,
            wrote: 0.0,
        })
    }

    /// Takes the type and the colours of the style sheet.
    pub(super) fn paint(&mut self) {
        let style = web_sys::window()
            .and_then(|window| window.get_computed_style(&self.canvas).ok())
            .flatten();
        let read = |name: &str| {
            let value = style
                .as_ref()
                .and_then(|style| style.get_property_value(name).ok());
            value
                .map(|value| value.trim().to_owned())
                .unwrap_or_default()
        };
        let or = |value: String, other: &str| {
            if value.is_empty() {
                other.to_owned()
            } else {
                value
            }
        };
        let size = or(read("font-size"), "14px");
        let serif = or(read("--serif"), "serif");
        let sans = or(read("--sans"), "sans-serif");
        self.style = Style {
            plain: format!("{size} {serif}"),
            slanted: format!("italic {size} {serif}"),
            figures: format!("600 0.75rem {sans}"),
            ink: read("--ink"),
            paper: read("--sky"),
            quiet: read("--ink-quiet"),
            refused: read("--refused"),
        };
        self.widths.clear();
    }

    pub(super) fn resize(&self, width: f32, height: f32, density: f32) {
        self.canvas.set_width((width * density).round() as u32);
        self.canvas.set_height((height * density).round() as u32);
    }

    fn measure(&mut self, node: u32, label: &SmolStr, font: &str) -> f32 {
        let index = node as usize;
        if self.widths.len() <= index {
            self.widths.resize(index + 1, (SmolStr::default(), 0.0));
        }
        if let Some((known, width)) = self.widths.get(index)
            && known == label
        {
            return *width;
        }
        self.context.set_font(font);
        let width = self
            .context
            .measure_text(label)
            .map_or(60.0, |metrics| metrics.width() as f32);
        if let Some(slot) = self.widths.get_mut(index) {
            *slot = (label.clone(), width);
        }
        width
    }

    /// Whether other crosses are there than have their status.
    pub(super) fn is_behind(&self, crosses: u64, wall: f64) -> bool {
        crosses != self.crosses && wall - self.wrote >= SOON
    }

    /// Writes the names that fit, found anew where what they stand at has `moved`, and beside each cross
    /// the status that it stands for.
    pub(super) fn write(
        &mut self,
        picture: &Picture,
        sky: &Sky,
        (now, wall): (f64, f64),
        density: f32,
        hovered: Option<u32>,
        (moved, crosses): (bool, u64),
    ) {
        (self.crosses, self.wrote) = (crosses, wall);
        let camera = picture.camera;
        let scale = f64::from(density);
        let _ = self.context.set_transform(scale, 0.0, 0.0, scale, 0.0, 0.0);
        self.context
            .clear_rect(0.0, 0.0, f64::from(camera.width), f64::from(camera.height));
        let style = self.style.clone();
        let font = |subject: Option<&Subject>| match subject {
            Some(Subject::Star(_)) => style.slanted.as_str(),
            _ => style.plain.as_str(),
        };
        let subjects = picture.nodes().subjects();
        if moved {
            let wishes = picture.wishes(hovered, |node, _| {
                let label = picture
                    .mark(node)
                    .map(|mark| mark.label.clone())
                    .unwrap_or_default();
                self.measure(node, &label, font(subjects.get(node as usize)))
            });
            self.written = labels::fit(&wishes, LINE, (camera.width, camera.height));
        }
        self.context.set_text_baseline("middle");
        self.context.set_line_join("round");
        self.context.set_line_width(4.0);
        self.context.set_stroke_style_str(&style.paper);
        // While one view becomes the other, names step back.
        let alpha = 1.0 - 3.4 * f64::from(camera.mix * (1.0 - camera.mix));
        self.context.set_global_alpha(alpha.max(0.0));
        for name in &self.written {
            let Some(mark) = picture.mark(name.node) else {
                continue;
            };
            let near = Some(name.node) == hovered || Some(name.node) == picture.chosen_node();
            let loud = near || mark.weight > 1.0;
            self.context
                .set_font(font(subjects.get(name.node as usize)));
            self.context
                .set_fill_style_str(if loud { &style.ink } else { &style.quiet });
            self.text(&mark.label, name.x, name.y);
        }
        self.context.set_global_alpha(1.0);
        self.write_refusals(picture, sky, now, &style);
    }

    fn write_refusals(&self, picture: &Picture, sky: &Sky, now: f64, style: &Style) {
        let ring = match picture.view() {
            View::Universal => &picture.trails.arcs,
            View::Hyperversal => &picture.trails.hops,
        };
        let at = ring.at(now);
        let mut left = REFUSALS;
        self.context.set_font(&style.figures);
        self.context.set_fill_style_str(&style.refused);
        for (wave, segment) in ring.iter().rev() {
            if segment.look.mark != Mark::Cross {
                continue;
            }
            let Some(part) = segment.progress(at) else {
                continue;
            };
            let ends = (
                picture.on_canvas(segment.from),
                picture.on_canvas(segment.to),
            );
            let status = match sky.wave(wave).and_then(|wave| wave.end) {
                Some(Ending::Refused(status)) => status.to_string(),
                _ => continue,
            };
            if let (Some(a), Some(b)) = ends {
                let (mut x, mut y) = curve(a, b, segment.bend, part);
                if segment.from == segment.to {
                    x = a.x + 0.75 * (a.size + 5.0);
                    y = a.y - 0.75 * (a.size + 5.0);
                }
                self.text(&status, x + 10.0, y);
                left -= 1;
                if left == 0 {
                    break;
                }
            }
        }
    }

    fn text(&self, text: &str, x: f32, y: f32) {
        let (x, y) = (f64::from(x), f64::from(y));
        let _ = self.context.stroke_text(text, x, y);
        let _ = self.context.fill_text(text, x, y);
    }
}
