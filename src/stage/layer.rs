//! A layer: one shape, drawn once for each row of numbers.

use std::cell::Cell;
use std::rc::Rc;

use web_sys::{WebGl2RenderingContext as Gl, WebGlBuffer, WebGlVertexArrayObject};

use super::StageError;
use super::program::Program;

const FLOAT: i32 = 4;

/// The vertices of one instance, two numbers each.
#[derive(Debug)]
pub(super) struct Shape(Vec<f32>);

impl Shape {
    /// A ribbon of so many pieces: (part of the way from 0 to 1, edge -1 or 1).
    pub(super) fn strip(pieces: u16) -> Self {
        let parts = (0..=pieces).map(|i| f32::from(i) / f32::from(pieces));
        Self(parts.flat_map(|part| [part, -1.0, part, 1.0]).collect())
    }

    /// A square from -1 to 1.
    pub(super) fn square() -> Self {
        Self(vec![-1.0, -1.0, 1.0, -1.0, -1.0, 1.0, 1.0, 1.0])
    }
}

/// The rows of a layer on the graphics processor, and for how many there is room.
#[derive(Debug)]
struct Rows {
    buffer: WebGlBuffer,
    room: Cell<usize>,
}

#[derive(Debug)]
pub(super) struct Layer {
    program: Program,
    vertices: i32,
    array: WebGlVertexArrayObject,
    rows: Rc<Rows>,
    /// How many numbers each attribute of a row takes.
    widths: Vec<i32>,
    count: usize,
}

/// Numbers as bytes, in the order of the machine, which is what graphics processors read.
fn bytes(numbers: &[f32]) -> &[u8] {
    bytemuck::cast_slice(numbers)
}

impl Layer {
    pub(super) fn new(
        gl: &Gl,
        program: Program,
        shape: &Shape,
        widths: &[i32],
    ) -> Result<Self, StageError> {
        let buffer = gl.create_buffer().ok_or(StageError::Resource("buffer"))?;
        let rows = Rc::new(Rows {
            buffer,
            room: Cell::new(0),
        });
        Self::with_rows(gl, program, shape, widths, rows)
    }

    /// A layer that draws the rows of another.
    pub(super) fn beside(
        gl: &Gl,
        program: Program,
        shape: &Shape,
        widths: &[i32],
        other: &Self,
    ) -> Result<Self, StageError> {
        Self::with_rows(gl, program, shape, widths, Rc::clone(&other.rows))
    }

    fn with_rows(
        gl: &Gl,
        program: Program,
        shape: &Shape,
        widths: &[i32],
        rows: Rc<Rows>,
    ) -> Result<Self, StageError> {
        let array = gl
            .create_vertex_array()
            .ok_or(StageError::Resource("vertex array"))?;
        gl.bind_vertex_array(Some(&array));
        let corners = gl.create_buffer().ok_or(StageError::Resource("buffer"))?;
        gl.bind_buffer(Gl::ARRAY_BUFFER, Some(&corners));
        gl.buffer_data_with_u8_array(Gl::ARRAY_BUFFER, bytes(&shape.0), Gl::STATIC_DRAW);
        gl.enable_vertex_attrib_array(0);
        gl.vertex_attrib_pointer_with_i32(0, 2, Gl::FLOAT, false, 0, 0);
        for attribute in 1..=widths.len() as u32 {
            gl.enable_vertex_attrib_array(attribute);
            gl.vertex_attrib_divisor(attribute, 1);
        }
        gl.bind_vertex_array(None);
        let vertices = (shape.0.len() / 2) as i32;
        Ok(Self {
            program,
            vertices,
            array,
            rows,
            widths: widths.to_vec(),
            count: 0,
        })
    }

    pub(super) fn program(&self) -> &Program {
        &self.program
    }

    fn stride(&self) -> usize {
        self.widths.iter().sum::<i32>() as usize
    }

    /// Replaces all rows.
    pub(super) fn upload(&mut self, gl: &Gl, numbers: &[f32]) {
        self.count = numbers.len() / self.stride();
        gl.bind_buffer(Gl::ARRAY_BUFFER, Some(&self.rows.buffer));
        if numbers.len() > self.rows.room.get() {
            let room = numbers.len().next_power_of_two();
            self.rows.room.set(room);
            gl.buffer_data_with_i32(Gl::ARRAY_BUFFER, room as i32 * FLOAT, Gl::DYNAMIC_DRAW);
        }
        gl.buffer_sub_data_with_i32_and_u8_array(Gl::ARRAY_BUFFER, 0, bytes(numbers));
    }

    /// Replaces those ranges (first row, rows) of all rows.
    pub(super) fn upload_ranges(&mut self, gl: &Gl, numbers: &[f32], ranges: &[(usize, usize)]) {
        let stride = self.stride();
        gl.bind_buffer(Gl::ARRAY_BUFFER, Some(&self.rows.buffer));
        if self.rows.room.get() < numbers.len() {
            self.rows.room.set(numbers.len());
            let size = numbers.len() as i32 * FLOAT;
            gl.buffer_data_with_i32(Gl::ARRAY_BUFFER, size, Gl::DYNAMIC_DRAW);
        }
        for (first, rows) in ranges {
            let from = first * stride;
            if let Some(part) = numbers.get(from..from + rows * stride) {
                let offset = from as i32 * FLOAT;
                gl.buffer_sub_data_with_i32_and_u8_array(Gl::ARRAY_BUFFER, offset, bytes(part));
            }
        }
    }

    /// Draws every row that was uploaded.
    pub(super) fn draw_all(&self, gl: &Gl) {
        self.draw(gl, (0, self.count));
    }

    /// Draws `rows` rows from the `first` on. The program is in use.
    pub(super) fn draw(&self, gl: &Gl, (first, rows): (usize, usize)) {
        if rows == 0 || self.rows.room.get() == 0 {
            return;
        }
        gl.bind_vertex_array(Some(&self.array));
        gl.bind_buffer(Gl::ARRAY_BUFFER, Some(&self.rows.buffer));
        let stride = self.stride() as i32 * FLOAT;
        let mut offset = first as i32 * stride;
        for (attribute, width) in (1u32..).zip(&self.widths) {
            // WebGL2 cannot start at an instance, so the rows are said to begin there.
            gl.vertex_attrib_pointer_with_i32(attribute, *width, Gl::FLOAT, false, stride, offset);
            offset += width * FLOAT;
        }
        gl.draw_arrays_instanced(Gl::TRIANGLE_STRIP, 0, self.vertices, rows as i32);
    }
}
