//! A layer: one shape, drawn once for each row of a table.
//!
//! Not by instances: where there is no graphics processor each of them takes as long as a whole picture of few.

use web_sys::WebGl2RenderingContext as Gl;

use super::program::Program;
use super::table::Table;

/// So many rows together are drawn of fewer pieces: nobody sees the corners of one among them.
const CROWD: usize = 500;

/// The unit at which shaders find what is drawn; places of nodes have the first.
const ROWS: u32 = 1;

#[derive(Debug)]
pub(super) struct Layer {
    program: Program,
    alone: i32,
    in_crowd: i32,
}

impl Layer {
    /// Each row becomes a ribbon of so many pieces, or of so many in a crowd; one piece is a square.
    pub(super) fn new(program: Program, [alone, in_crowd]: [i32; 2]) -> Self {
        Self {
            program,
            alone,
            in_crowd,
        }
    }

    pub(super) fn program(&self) -> &Program {
        &self.program
    }

    /// Draws every row of a table. The program is in use.
    pub(super) fn draw_all(&self, gl: &Gl, table: &Table) {
        self.draw(gl, table, &[(0, table.len())]);
    }

    /// Draws those ranges (first row, rows) of a table. The program is in use.
    pub(super) fn draw(&self, gl: &Gl, table: &Table, ranges: &[(usize, usize)]) {
        let rows: usize = ranges.iter().map(|(_, rows)| rows).sum();
        if rows == 0 || table.len() == 0 {
            return;
        }
        table.bind(gl, ROWS);
        self.program.set_unit(gl, "rows", ROWS);
        let pieces = if rows > CROWD {
            self.in_crowd
        } else {
            self.alone
        };
        for (first, rows) in ranges {
            self.program
                .set_whole(gl, "strips", [*first as i32, pieces]);
            gl.draw_arrays(Gl::TRIANGLES, 0, 6 * pieces * *rows as i32);
        }
    }
}
