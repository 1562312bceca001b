//! The stage: the picture in WebGL2, from tables that shaders look up. Where a Wave is, the graphics processor
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
mod table;

use orrery_scene::picture::{CIRCLE_FLOATS, LINK_FLOATS, MARK_FLOATS, NODE_FLOATS, Picture, RIMS};
use orrery_scene::ring::short;
use orrery_scene::segment::FLOATS;
use orrery_scene::{Subject, View};
use wasm_bindgen::JsCast;
use web_sys::{HtmlCanvasElement, WebGl2RenderingContext as Gl};

use self::layer::Layer;
use self::palette::Palette;
use self::program::Program;
use self::table::Table;

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

/// The unit at which shaders find places of nodes.
const NODES: u32 = 0;

/// A shader of these files, as it is compiled by the browser: its comments stay here.
macro_rules! shader {
    ($($name:literal),+) => {{
        const WRITTEN: &str = concat!("#version 300 es\n", $(include_str!($name)),+);
        const SHORT: [u8; bare::length(WRITTEN)] = bare::of(WRITTEN);
        match str::from_utf8(&SHORT) {
            Ok(shader) => shader,
            Err(_) => "",
        }
    }};
}

/// A program of a vertex shader and a fragment shader.
macro_rules! program {
    ($gl:ident, $vertex:literal, $fragment:literal) => {
        Program::link(
            $gl,
            shader!("both.glsl", "seen.glsl", $vertex),
            shader!("both.glsl", $fragment),
        )?
    };
}

/// What the context holds; gone with it.
#[derive(Debug)]
struct Works {
    nodes: Table,
    circles: Table,
    links: Table,
    marks: Table,
    /// Segments of both views.
    waves: [Table; 2],
    ring: Layer,
    line: Layer,
    trails: [Layer; 2],
    speck: Layer,
    mark: Layer,
    head: Layer,
}

/// The stage on one canvas.
#[derive(Debug)]
pub struct Stage {
    gl: Gl,
    works: Option<Works>,
    palette: Palette,
    density: f32,
}

impl Works {
    fn build(gl: &Gl) -> Result<Self, StageError> {
        let trail = program!(gl, "trail.vert", "trail.frag");
        Ok(Self {
            nodes: Table::new(gl, NODE_FLOATS)?,
            circles: Table::new(gl, CIRCLE_FLOATS)?,
            links: Table::new(gl, LINK_FLOATS)?,
            marks: Table::new(gl, MARK_FLOATS)?,
            waves: [Table::new(gl, FLOATS)?, Table::new(gl, FLOATS)?],
            ring: Layer::new(program!(gl, "ring.vert", "ring.frag"), [144, 96]),
            line: Layer::new(program!(gl, "line.vert", "line.frag"), [24, 8]),
            trails: [
                Layer::new(trail.clone(), [24, 8]),
                Layer::new(trail, [8, 6]),
            ],
            speck: Layer::new(program!(gl, "mark.vert", "speck.frag"), [1, 1]),
            mark: Layer::new(program!(gl, "mark.vert", "mark.frag"), [1, 1]),
            head: Layer::new(program!(gl, "head.vert", "head.frag"), [1, 1]),
        })
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
            works.nodes.upload(gl, picture.texels())?;
        }
        if changed.marks {
            works.marks.upload(gl, picture.mark_floats())?;
        }
        if changed.lines {
            works.links.upload(gl, picture.links())?;
            works.circles.upload(gl, picture.circles())?;
        }
        for (waves, ring) in works
            .waves
            .iter_mut()
            .zip([&mut picture.trails.arcs, &mut picture.trails.hops])
        {
            let dirty = ring.take_dirty();
            if !dirty.is_empty() {
                waves.upload_ranges(gl, ring.floats(), &dirty)?;
            }
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
        works.nodes.bind(gl, NODES);

        let (u, h) = (camera.universal, camera.hyperversal);
        let lens = [u.x, u.y, u.scale, 0.0, h.x, h.y, h.scale, 0.0];
        let canvas = [camera.width, camera.height, camera.mix, self.density];
        let look = |program: &Program| {
            program.begin(gl);
            program.set_array(gl, "lens", &lens);
            program.set(gl, "canvas", canvas);
        };
        let colors = &self.palette;

        let ring = works.ring.program();
        look(ring);
        ring.set_array(gl, "ring_color", &colors.rings());
        // what others there are is no reason to draw the rims in fewer pieces
        let rims = works.circles.len().min(RIMS);
        let others = works.circles.len() - rims;
        works.ring.draw(gl, &works.circles, &[(0, rims)]);
        works.ring.draw(gl, &works.circles, &[(rims, others)]);

        let line = works.line.program();
        look(line);
        line.set_array(gl, "line_color", &colors.links());
        line.set_floats(gl, "line_width", &palette::LINK_WIDTHS);
        works.line.draw_all(gl, &works.links);

        let chosen_wave = match picture.chosen() {
            Some(Subject::Wave(wave)) => short(wave),
            _ => -1.0,
        };
        let views = [View::Universal, View::Hyperversal];
        let share = [(1.0 - camera.mix).powi(2), camera.mix.powi(2)];
        for (side, view) in views.into_iter().enumerate() {
            let ring = match view {
                View::Universal => &picture.trails.arcs,
                View::Hyperversal => &picture.trails.hops,
            };
            if share[side] < 0.004 {
                continue;
            }
            let clock = [ring.at(now), linger, share[side], side as f32];
            let trail = &works.trails[side];
            let program = trail.program();
            look(program);
            program.set(gl, "clock", clock);
            program.set_array(gl, "wave_color", &colors.waves());
            program.set_one(gl, "chosen_wave", chosen_wave);
            trail.draw(gl, &works.waves[side], &ring.used());
        }

        let node = |node: Option<u32>| node.map_or(-1.0, |node| node as f32);
        let chosen = [node(picture.chosen_node()), node(hovered)];
        for (layer, specks) in [(&works.speck, 1.0), (&works.mark, 0.0)] {
            let program = layer.program();
            look(program);
            program.set_two(gl, "chosen", chosen);
            program.set_one(gl, "specks", specks);
            for (name, color) in [
                ("ink", colors.ink),
                ("paper", colors.paper),
                ("brass", colors.brass),
                ("quiet", colors.quiet),
                ("refused", colors.refused),
            ] {
                program.set(gl, name, color);
            }
            layer.draw_all(gl, &works.marks);
        }

        let head = works.head.program();
        for (side, view) in views.into_iter().enumerate() {
            if share[side] < 0.004 {
                continue;
            }
            let ring = match view {
                View::Universal => &picture.trails.arcs,
                View::Hyperversal => &picture.trails.hops,
            };
            look(head);
            head.set(
                gl,
                "clock",
                [ring.at(now), linger, share[side], side as f32],
            );
            head.set(gl, "paper", colors.paper);
            head.set_array(gl, "wave_color", &colors.waves());
            head.set_one(gl, "chosen_wave", chosen_wave);
            works.head.draw(gl, &works.waves[side], &ring.used());
        }
        Ok(())
    }
}
