//! The stage: the picture in WebGL2, with instances. Where a Wave is, the graphics processor
//! computes from (from, to, start, duration) and the time, so a Wave costs one upload.
//!
//! It knows numbers and colours, and nothing of Waves or Points: what to draw and where is the
//! scene's (`orrery_scene::picture`). When the browser takes the context away, it is built again.

mod bare;
pub mod clock;
pub mod gesture;
mod layer;
pub mod legend;
mod minimap;
mod names;
pub mod palette;
mod program;
pub mod show;

use orrery_scene::picture::Picture;
use orrery_scene::ring::short;
use orrery_scene::{Subject, View};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{HtmlCanvasElement, WebGl2RenderingContext as Gl, WebGlTexture};

use self::layer::{Layer, Shape};
use self::palette::Palette;
use self::program::Program;

/// Why there is no stage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StageError {
    /// The browser has no WebGL2 for this canvas.
    NoWebGl2,
    /// The graphics driver refused a shader or a program.
    Shader(String),
    /// Something could not be created, mostly because the context was lost.
    Resource(&'static str),
}

impl std::fmt::Display for StageError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            StageError::NoWebGl2 => f.write_str("this browser gives the page no WebGL2"),
            StageError::Shader(log) => write!(f, "the graphics driver refused a shader: {log}"),
            StageError::Resource(what) => write!(f, "the graphics driver gave no {what}"),
        }
    }
}

impl std::error::Error for StageError {}

/// Texels in a row of the texture of nodes; the shaders know it too.
const ROW: usize = 512;

/// A shader, as it is compiled by the browser: its comments stay here.
macro_rules! shader {
    ($name:literal) => {{
        const WRITTEN: &str = concat!(
            "#version 300 es\n",
            include_str!("seen.glsl"),
            include_str!($name)
        );
        const SHORT: [u8; bare::length(WRITTEN)] = bare::of(WRITTEN);
        match str::from_utf8(&SHORT) {
            Ok(shader) => shader,
            Err(_) => "",
        }
    }};
}

/// What the context holds; gone with it.
#[derive(Debug)]
struct Works {
    nodes: WebGlTexture,
    rows: usize,
    rings: Layer,
    links: Layer,
    trails: [Layer; 2],
    heads: [Layer; 2],
    marks: Layer,
}

/// The stage on one canvas.
#[derive(Debug)]
pub struct Stage {
    gl: Gl,
    works: Option<Works>,
    palette: Palette,
    density: f32,
}

fn link_of(gl: &Gl, vertex: &str, fragment: &str) -> Result<Program, StageError> {
    Program::link(gl, vertex, fragment)
}

impl Works {
    fn build(gl: &Gl) -> Result<Self, StageError> {
        let nodes = gl.create_texture().ok_or(StageError::Resource("texture"))?;
        gl.bind_texture(Gl::TEXTURE_2D, Some(&nodes));
        for (name, value) in [
            (Gl::TEXTURE_MIN_FILTER, Gl::NEAREST),
            (Gl::TEXTURE_MAG_FILTER, Gl::NEAREST),
            (Gl::TEXTURE_WRAP_S, Gl::CLAMP_TO_EDGE),
            (Gl::TEXTURE_WRAP_T, Gl::CLAMP_TO_EDGE),
        ] {
            gl.tex_parameteri(Gl::TEXTURE_2D, name, value as i32);
        }
        let ring = link_of(gl, shader!("ring.vert"), shader!("ring.frag"))?;
        let line = link_of(gl, shader!("line.vert"), shader!("line.frag"))?;
        let trail = link_of(gl, shader!("trail.vert"), shader!("trail.frag"))?;
        let head = link_of(gl, shader!("head.vert"), shader!("head.frag"))?;
        let mark = link_of(gl, shader!("mark.vert"), shader!("mark.frag"))?;
        let wave = [4, 4, 2];
        let arcs = Layer::new(gl, trail.clone(), &Shape::strip(24), &wave)?;
        let hops = Layer::new(gl, trail, &Shape::strip(8), &wave)?;
        // Heads read the same numbers as trails.
        let arc_heads = Layer::beside(gl, head.clone(), &Shape::square(), &wave, &arcs)?;
        let hop_heads = Layer::beside(gl, head, &Shape::square(), &wave, &hops)?;
        Ok(Self {
            nodes,
            rows: 0,
            rings: Layer::new(gl, ring, &Shape::strip(144), &[4])?,
            links: Layer::new(gl, line, &Shape::strip(24), &[4])?,
            trails: [arcs, hops],
            heads: [arc_heads, hop_heads],
            marks: Layer::new(gl, mark, &Shape::square(), &[4])?,
        })
    }

    fn upload_nodes(&mut self, gl: &Gl, texels: &[f32]) -> Result<(), StageError> {
        let rows = (texels.len() / 4).div_ceil(ROW).max(1);
        gl.bind_texture(Gl::TEXTURE_2D, Some(&self.nodes));
        let failed = |_: JsValue| StageError::Resource("memory for places");
        let (width, format) = (ROW as i32, Gl::RGBA);
        if rows > self.rows {
            // Twice the room, so that a growing cosmos seldom needs a new texture.
            self.rows = rows.next_power_of_two();
            gl.tex_image_2d_with_i32_and_i32_and_i32_and_format_and_type_and_opt_array_buffer_view(
                Gl::TEXTURE_2D,
                0,
                Gl::RGBA32F as i32,
                width,
                self.rows as i32,
                0,
                format,
                Gl::FLOAT,
                None,
            )
            .map_err(failed)?;
        }
        let full = texels.len() / (ROW * 4);
        let (whole, rest) = texels.split_at(full * ROW * 4);
        for (row, height, part) in [(0, full, whole), (full, 1, rest)] {
            if !part.is_empty() {
                let width = if part.len() < ROW * 4 {
                    part.len() / 4
                } else {
                    ROW
                };
                let numbers = js_sys::Float32Array::from(part);
                gl.tex_sub_image_2d_with_i32_and_i32_and_u32_and_type_and_opt_array_buffer_view(
                    Gl::TEXTURE_2D,
                    0,
                    0,
                    row as i32,
                    width as i32,
                    height as i32,
                    format,
                    Gl::FLOAT,
                    Some(&numbers),
                )
                .map_err(failed)?;
            }
        }
        Ok(())
    }
}

impl Stage {
    /// Takes the canvas.
    ///
    /// # Errors
    ///
    /// When the browser has no WebGL2, or its driver cannot build what is needed.
    pub fn new(canvas: &HtmlCanvasElement) -> Result<Self, StageError> {
        let wishes = web_sys::WebGlContextAttributes::new();
        wishes.set_alpha(true);
        // Lines and marks soften their edges themselves.
        wishes.set_antialias(false);
        wishes.set_depth(false);
        wishes.set_premultiplied_alpha(true);
        let gl = canvas
            .get_context_with_context_options("webgl2", &wishes)
            .ok()
            .flatten()
            .and_then(|context| context.dyn_into::<Gl>().ok())
            .ok_or(StageError::NoWebGl2)?;
        let works = Works::build(&gl)?;
        Ok(Self {
            gl,
            works: Some(works),
            palette: Palette::default(),
            density: 1.0,
        })
    }

    /// The context is gone, and with it everything that was in it.
    pub fn lose(&mut self) {
        self.works = None;
    }

    /// The context is there again.
    ///
    /// # Errors
    ///
    /// When the driver cannot build what is needed.
    pub fn restore(&mut self, picture: &mut Picture) -> Result<(), StageError> {
        self.works = Some(Works::build(&self.gl)?);
        picture.change_all();
        Ok(())
    }

    /// Draws in these colours from now on.
    pub fn paint(&mut self, palette: Palette) {
        self.palette = palette;
    }

    /// The colours that are drawn with.
    #[must_use]
    pub fn palette(&self) -> Palette {
        self.palette
    }

    /// The canvas has so many pixels of the device for each of the page.
    pub fn resize(&mut self, density: f32) {
        self.density = density;
    }

    /// Draws the picture as it is at `now` (virtual milliseconds). `hovered` is the node under the
    /// pointer.
    ///
    /// # Errors
    ///
    /// When the driver has no memory left.
    pub fn draw(
        &mut self,
        picture: &mut Picture,
        now: f64,
        hovered: Option<u32>,
    ) -> Result<(), StageError> {
        let gl = &self.gl;
        let Some(works) = &mut self.works else {
            return Ok(());
        };
        let changed = picture.take_changed();
        if changed.places {
            works.upload_nodes(gl, picture.texels())?;
        }
        if changed.marks {
            works.marks.upload(gl, picture.mark_floats());
        }
        if changed.lines {
            works.links.upload(gl, picture.links());
            works.rings.upload(gl, picture.circles());
        }
        let linger = picture.trails.linger() as f32;
        let camera = picture.camera;
        let (width, height) = (camera.width * self.density, camera.height * self.density);
        gl.viewport(0, 0, width.round() as i32, height.round() as i32);
        gl.clear_color(0.0, 0.0, 0.0, 0.0);
        gl.clear(Gl::COLOR_BUFFER_BIT);
        if picture.nodes().subjects().is_empty() {
            return Ok(());
        }
        gl.enable(Gl::BLEND);
        gl.blend_func(Gl::ONE, Gl::ONE_MINUS_SRC_ALPHA);
        gl.active_texture(Gl::TEXTURE0);
        gl.bind_texture(Gl::TEXTURE_2D, Some(&works.nodes));

        let (u, h) = (camera.universal, camera.hyperversal);
        let lens = [u.x, u.y, u.scale, 0.0, h.x, h.y, h.scale, 0.0];
        let canvas = [camera.width, camera.height, camera.mix, self.density];
        let look = |program: &Program| {
            program.begin(gl);
            program.set_array(gl, "lens", &lens);
            program.set(gl, "canvas", canvas);
        };
        let colors = &self.palette;

        look(works.rings.program());
        works
            .rings
            .program()
            .set_array(gl, "ring_color", &colors.rings());
        works.rings.draw_all(gl);

        look(works.links.program());
        works
            .links
            .program()
            .set_array(gl, "line_color", &colors.links());
        works
            .links
            .program()
            .set_floats(gl, "line_width", &palette::LINK_WIDTHS);
        works.links.draw_all(gl);

        let chosen_wave = match picture.chosen() {
            Some(Subject::Wave(wave)) => short(wave),
            _ => -1.0,
        };
        let views = [View::Universal, View::Hyperversal];
        let share = [(1.0 - camera.mix).powi(2), camera.mix.powi(2)];
        for (side, view) in views.into_iter().enumerate() {
            let ring = match view {
                View::Universal => &mut picture.trails.arcs,
                View::Hyperversal => &mut picture.trails.hops,
            };
            let dirty = ring.take_dirty();
            works.trails[side].upload_ranges(gl, ring.floats(), &dirty);
            if share[side] < 0.004 {
                continue;
            }
            let clock = [ring.at(now), linger, share[side], side as f32];
            let trails = &works.trails[side];
            look(trails.program());
            trails.program().set(gl, "clock", clock);
            trails
                .program()
                .set_array(gl, "wave_color", &colors.waves());
            trails.program().set_one(gl, "chosen_wave", chosen_wave);
            for range in ring.used() {
                trails.draw(gl, range);
            }
        }

        let node = |node: Option<u32>| node.map_or(-1.0, |node| node as f32);
        let marks = works.marks.program();
        look(marks);
        marks.set_two(gl, "chosen", [node(picture.chosen_node()), node(hovered)]);
        for (name, color) in [
            ("ink", colors.ink),
            ("paper", colors.paper),
            ("brass", colors.brass),
            ("quiet", colors.quiet),
            ("refused", colors.refused),
        ] {
            marks.set(gl, name, color);
        }
        works.marks.draw_all(gl);

        for (side, view) in views.into_iter().enumerate() {
            if share[side] < 0.004 {
                continue;
            }
            let ring = match view {
                View::Universal => &picture.trails.arcs,
                View::Hyperversal => &picture.trails.hops,
            };
            let clock = [ring.at(now), linger, share[side], side as f32];
            let heads = &works.heads[side];
            look(heads.program());
            heads.program().set(gl, "clock", clock);
            heads.program().set(gl, "paper", colors.paper);
            heads.program().set_array(gl, "wave_color", &colors.waves());
            heads.program().set_one(gl, "chosen_wave", chosen_wave);
            for range in ring.used() {
                heads.draw(gl, range);
            }
        }
        gl.bind_vertex_array(None);
        Ok(())
    }
}
