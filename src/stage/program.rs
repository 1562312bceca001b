//! A linked program and where its uniforms are.

use std::rc::Rc;

use web_sys::{WebGl2RenderingContext as Gl, WebGlProgram, WebGlShader, WebGlUniformLocation};

use super::StageError;

/// A program. A copy is the same program.
#[derive(Debug, Clone)]
pub(super) struct Program(Rc<Linked>);

#[derive(Debug)]
struct Linked {
    program: WebGlProgram,
    // Few enough that looking through them is quicker than hashing.
    uniforms: Vec<(String, WebGlUniformLocation)>,
}

fn compile(gl: &Gl, kind: u32, source: &str) -> Result<WebGlShader, StageError> {
    let shader = gl
        .create_shader(kind)
        .ok_or(StageError::Resource("shader"))?;
    gl.shader_source(&shader, source);
    gl.compile_shader(&shader);
    if gl
        .get_shader_parameter(&shader, Gl::COMPILE_STATUS)
        .is_truthy()
    {
        Ok(shader)
    } else {
        Err(StageError::Shader(
            gl.get_shader_info_log(&shader).unwrap_or_default(),
        ))
    }
}

impl Program {
    pub(super) fn link(gl: &Gl, vertex: &str, fragment: &str) -> Result<Self, StageError> {
        let vertex = compile(gl, Gl::VERTEX_SHADER, vertex)?;
        let fragment = compile(gl, Gl::FRAGMENT_SHADER, fragment)?;
        let program = gl.create_program().ok_or(StageError::Resource("program"))?;
        gl.attach_shader(&program, &vertex);
        gl.attach_shader(&program, &fragment);
        gl.link_program(&program);
        gl.delete_shader(Some(&vertex));
        gl.delete_shader(Some(&fragment));
        if !gl
            .get_program_parameter(&program, Gl::LINK_STATUS)
            .is_truthy()
        {
            let log = gl.get_program_info_log(&program).unwrap_or_default();
            return Err(StageError::Shader(log));
        }
        let count = gl
            .get_program_parameter(&program, Gl::ACTIVE_UNIFORMS)
            .as_f64();
        let mut uniforms = Vec::new();
        for index in 0..count.unwrap_or(0.0) as u32 {
            if let Some(info) = gl.get_active_uniform(&program, index) {
                let name = info.name();
                if let Some(place) = gl.get_uniform_location(&program, &name) {
                    let name = name.trim_end_matches("[0]").to_owned();
                    uniforms.push((name, place));
                }
            }
        }
        Ok(Self(Rc::new(Linked { program, uniforms })))
    }

    pub(super) fn begin(&self, gl: &Gl) {
        gl.use_program(Some(&self.0.program));
    }

    /// A uniform that the driver found unused is not there, which is no mistake.
    fn place(&self, name: &str) -> Option<&WebGlUniformLocation> {
        self.0
            .uniforms
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, place)| place)
    }

    pub(super) fn set(&self, gl: &Gl, name: &str, [x, y, z, w]: [f32; 4]) {
        gl.uniform4f(self.place(name), x, y, z, w);
    }

    pub(super) fn set_two(&self, gl: &Gl, name: &str, [x, y]: [f32; 2]) {
        gl.uniform2f(self.place(name), x, y);
    }

    pub(super) fn set_one(&self, gl: &Gl, name: &str, x: f32) {
        gl.uniform1f(self.place(name), x);
    }

    /// Where a table is found.
    pub(super) fn set_unit(&self, gl: &Gl, name: &str, unit: u32) {
        gl.uniform1i(self.place(name), unit as i32);
    }

    pub(super) fn set_whole(&self, gl: &Gl, name: &str, [x, y]: [i32; 2]) {
        gl.uniform2i(self.place(name), x, y);
    }

    pub(super) fn set_floats(&self, gl: &Gl, name: &str, numbers: &[f32]) {
        gl.uniform1fv_with_f32_array(self.place(name), numbers);
    }

    /// An array of four numbers each.
    pub(super) fn set_array(&self, gl: &Gl, name: &str, numbers: &[f32]) {
        gl.uniform4fv_with_f32_array(self.place(name), numbers);
    }
}
