//! A table: rows of texels, four numbers each, that shaders look up by their number.

use orrery_scene::ring::CHUNK;
use orrery_scene::segment::FLOATS;
use wasm_bindgen::JsValue;
use web_sys::{WebGl2RenderingContext as Gl, WebGlTexture};

use super::StageError;

/// Texels in a row of a texture; the shaders know it too.
const ROW: usize = 768;

// What changes among the segments of Waves is whole rows of a texture.
const _: () = assert!(CHUNK * FLOATS == ROW * 4);

#[derive(Debug)]
pub(super) struct Table {
    texture: WebGlTexture,
    /// How many numbers a row of the table takes.
    width: usize,
    /// How many rows of the texture there is room for.
    room: usize,
    count: usize,
}

impl Table {
    /// An empty table, whose rows take so many numbers.
    pub(super) fn new(gl: &Gl, width: usize) -> Result<Self, StageError> {
        let texture = gl.create_texture().ok_or(StageError::Resource("texture"))?;
        gl.bind_texture(Gl::TEXTURE_2D, Some(&texture));
        for (name, value) in [
            (Gl::TEXTURE_MIN_FILTER, Gl::NEAREST),
            (Gl::TEXTURE_MAG_FILTER, Gl::NEAREST),
            (Gl::TEXTURE_WRAP_S, Gl::CLAMP_TO_EDGE),
            (Gl::TEXTURE_WRAP_T, Gl::CLAMP_TO_EDGE),
        ] {
            gl.tex_parameteri(Gl::TEXTURE_2D, name, value as i32);
        }
        Ok(Self {
            texture,
            width,
            room: 0,
            count: 0,
        })
    }

    /// How many rows it has.
    pub(super) fn len(&self) -> usize {
        self.count
    }

    /// Lets shaders find it at that unit.
    pub(super) fn bind(&self, gl: &Gl, unit: u32) {
        gl.active_texture(Gl::TEXTURE0 + unit);
        gl.bind_texture(Gl::TEXTURE_2D, Some(&self.texture));
    }

    /// Replaces all rows.
    pub(super) fn upload(&mut self, gl: &Gl, numbers: &[f32]) -> Result<(), StageError> {
        let rows = numbers.len() / self.width;
        self.upload_ranges(gl, numbers, &[(0, rows)])
    }

    /// Replaces those ranges (first row, rows) of all rows. Each begins with a row of the texture.
    pub(super) fn upload_ranges(
        &mut self,
        gl: &Gl,
        numbers: &[f32],
        ranges: &[(usize, usize)],
    ) -> Result<(), StageError> {
        self.count = numbers.len() / self.width;
        let failed = |_: JsValue| StageError::Resource("memory for a table");
        gl.bind_texture(Gl::TEXTURE_2D, Some(&self.texture));
        let rows = numbers.len().div_ceil(ROW * 4).max(1);
        if rows > self.room {
            // Twice the room, so that a growing cosmos seldom needs a new texture.
            self.room = rows.next_power_of_two();
            gl.tex_image_2d_with_i32_and_i32_and_i32_and_format_and_type_and_opt_array_buffer_view(
                Gl::TEXTURE_2D,
                0,
                Gl::RGBA32F as i32,
                ROW as i32,
                self.room as i32,
                0,
                Gl::RGBA,
                Gl::FLOAT,
                None,
            )
            .map_err(failed)?;
        }
        for (first, rows) in ranges {
            let from = first * self.width;
            let Some(changed) = numbers.get(from..from + rows * self.width) else {
                continue;
            };
            let full = changed.len() / (ROW * 4);
            let (whole, rest) = changed.split_at(full * ROW * 4);
            let row = from / (ROW * 4);
            let parts = [
                (row, full, ROW, whole),
                (row + full, 1, rest.len() / 4, rest),
            ];
            for (row, height, width, part) in parts {
                if part.is_empty() {
                    continue;
                }
                let numbers = js_sys::Float32Array::from(part);
                gl.tex_sub_image_2d_with_i32_and_i32_and_u32_and_type_and_opt_array_buffer_view(
                    Gl::TEXTURE_2D,
                    0,
                    0,
                    row as i32,
                    width as i32,
                    height as i32,
                    Gl::RGBA,
                    Gl::FLOAT,
                    Some(&numbers),
                )
                .map_err(failed)?;
            }
        }
        Ok(())
    }
}
