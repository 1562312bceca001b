//! `read` and `write`: what a Particle keeps, asked of itself on behalf of who commands.

use orrery_space::command::{Body, Write};
use orrery_space::core::{CmdMethod, DirectedCore, ReflectedCore};
use orrery_space::{Method, Point, Substance};

use crate::flight::Flight;
use crate::hyperspace::Hyperspace;
use crate::trace::{ParticleNo, StarNo};

impl Hyperspace {
    /// Asks a Particle for what it keeps.
    pub(crate) fn read_content(
        &mut self,
        star: StarNo,
        executor: ParticleNo,
        request: Box<Flight>,
        point: Point,
    ) {
        let core = DirectedCore::new(Method::Cmd(CmdMethod::Read), Substance::Empty);
        self.pass_on(star, executor, request, point, core);
    }

    /// Gives a Particle what it is to keep.
    pub(crate) fn write_content(
        &mut self,
        star: StarNo,
        executor: ParticleNo,
        request: Box<Flight>,
        write: Write,
    ) {
        match content(&request, write.body) {
            Ok(body) => {
                let core = DirectedCore::new(Method::Cmd(CmdMethod::Update), body);
                self.pass_on(star, executor, request, write.point, core);
            }
            Err(core) => self.respond(star, executor, request, core),
        }
    }
}

/// The body as a Substance.
fn content(request: &Flight, body: Body) -> Result<Substance, ReflectedCore> {
    Ok(match body {
        Body::Substance(substance) => substance,
        Body::Point(point) => Substance::Point(point),
        Body::File(name) => Substance::Bin(crate::control::file(
            crate::executor::files_of(request),
            &name,
        )?),
    })
}
