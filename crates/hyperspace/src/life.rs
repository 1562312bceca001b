//! The life of a Particle by command: paused, resumed, begun anew, moved to another star.

use orrery_space::command::Move;
use orrery_space::core::{CmdMethod, DirectedCore, HypMethod, ReflectedCore};
use orrery_space::hyper::{AssignmentKind, Hyper};
use orrery_space::security::Permission;
use orrery_space::{Kind, Method, Point, Route, Status, StatusCode, Substance};
use smol_str::{SmolStr, format_smolstr};

use crate::exchange::Waiter;
use crate::executor::Done;
use crate::flight::Flight;
use crate::gate::is_of_gate;
use crate::hyperspace::Hyperspace;
use crate::task::Task;
use crate::trace::{ParticleNo, StarNo, WaveNo};

/// Whether a point is one of those without which there is no cosmos: the roots, the space
/// `hyperspace`, the stars with who comes in at their gates, and what they serve globally. What
/// somebody has created at a star is not.
pub(crate) fn is_the_hyperverses(point: &Point) -> bool {
    let own = Point::hyperuser();
    match (point.route(), point.segments()) {
        (_, []) | (Route::Star(_), [_]) => true,
        (Route::This, [first, ..]) => own.segments().first() == Some(first),
        (Route::Star(_), [_, second, ..]) => is_of_gate(second),
        _ => true,
    }
}

impl Hyperspace {
    /// Waves for a Particle wait from now on.
    pub(crate) fn pause(&mut self, flight: &Flight, point: &Point) -> Done {
        let no = self.living(flight, point)?;
        self.change_status(no, Status::Paused)?;
        Ok(self.shown(no))
    }

    /// The Waves that have waited for a Particle go in.
    pub(crate) fn resume(&mut self, flight: &Flight, point: &Point) -> Done {
        let no = self.living(flight, point)?;
        self.change_status(no, Status::Resuming)?;
        self.change_status(no, Status::Ready)?;
        self.next_work(no);
        Ok(self.shown(no))
    }

    /// A Particle of which who sent a Wave may decide.
    fn living(&mut self, flight: &Flight, point: &Point) -> Result<ParticleNo, ReflectedCore> {
        let no = self.known(point)?;
        if is_the_hyperverses(point) {
            let reason = format_smolstr!("{point} belongs to the Hyperverse alone");
            return Err(ReflectedCore::fail(StatusCode::FORBIDDEN, reason));
        }
        self.require(flight, no, Permission::Write)?;
        Ok(no)
    }

    fn change_status(&mut self, no: ParticleNo, next: Status) -> Result<(), ReflectedCore> {
        let particle = self.registry.get(no);
        match particle.status.to(next) {
            Ok(next) => {
                self.set_status(no, next, None);
                Ok(())
            }
            Err(refused) => {
                let reason = format_smolstr!("{}: {refused}", particle.point);
                Err(ReflectedCore::fail(StatusCode::CONFLICT, reason))
            }
        }
    }

    fn shown(&self, no: ParticleNo) -> ReflectedCore {
        ReflectedCore::ok(Substance::Stub(Box::new(self.registry.stub(no))))
    }

    /// A Particle begins anew: the executor asks it by a Wave of whoever sent the command.
    pub(crate) fn begin_again(
        &mut self,
        star: StarNo,
        executor: ParticleNo,
        request: Box<Flight>,
        point: Point,
    ) {
        let core = DirectedCore::new(Method::Cmd(CmdMethod::Init), Substance::Empty);
        self.pass_on(star, executor, request, point, core);
    }

    /// Moves a Particle to another star: the star is asked to take it in.
    pub(crate) fn relocate(
        &mut self,
        star: StarNo,
        executor: ParticleNo,
        request: Box<Flight>,
        change: &Move,
    ) {
        let (particle, to) = match self.may_move(&request, change) {
            Ok(both) => both,
            Err(core) => return self.respond(star, executor, request, core),
        };
        if self.registry.get(particle).star == Some(to) {
            let core = self.shown(particle);
            return self.respond(star, executor, request, core);
        }
        let cause = Some(request.no);
        let task = self.tasks.add(Task::Move {
            request,
            star,
            executor,
            particle,
        });
        self.hand_over(star, particle, to, Waiter::Task(task), cause);
    }

    /// A star asks another to take a Particle from where it is, with its state.
    pub(crate) fn hand_over(
        &mut self,
        star: StarNo,
        particle: ParticleNo,
        to: StarNo,
        waiter: Waiter,
        cause: Option<WaveNo>,
    ) {
        // what is on the way to where it was could be overtaken by what goes where it will be
        self.keep_order();
        let hyper = Hyper::Assign {
            kind: AssignmentKind::Move,
            details: self.registry.details(particle),
            state: self.registry.get(particle).content.clone(),
        };
        let core = DirectedCore::new(
            Method::Hyp(HypMethod::Assign),
            Substance::Hyper(Box::new(hyper)),
        );
        let to = self.stars[to.index()].point.clone();
        self.ping_from_star(star, to, core, waiter, cause);
    }

    fn may_move(
        &mut self,
        flight: &Flight,
        change: &Move,
    ) -> Result<(ParticleNo, StarNo), ReflectedCore> {
        let no = self.living(flight, &change.point)?;
        let stars = (0..).map(StarNo).zip(&self.stars);
        let there = stars.clone().find(|(_, star)| star.key == change.to);
        let Some((to, star)) = there else {
            let reason = format_smolstr!(
                "there is no star {}; `stars` lists those that there are",
                change.to.bare()
            );
            return Err(ReflectedCore::fail(StatusCode::NOT_FOUND, reason));
        };
        let particle = self.registry.get(no);
        if !star.hosts(&particle.kind) {
            let able: Vec<String> = stars
                .filter(|(_, star)| star.hosts(&particle.kind))
                .map(|(_, star)| star.key.bare().to_string())
                .collect();
            let reason = format_smolstr!(
                "a star of kind {} hosts no {}; these do: {}",
                star.kind.name(),
                particle.kind,
                able.join(", ")
            );
            return Err(ReflectedCore::fail(StatusCode::CONFLICT, reason));
        }
        let place = self.place_of(no);
        if !place.fits(&star.labels) {
            let able: Vec<SmolStr> = self.fitting(no, &place).map(|(_, s)| s.name()).collect();
            let able = match able.is_empty() {
                true => "none does".to_owned(),
                false => format!("these do: {}", able.join(", ")),
            };
            let reason = format_smolstr!(
                "star {} has not all the labels that `place` of {} wants, {place}; {able}",
                star.name(),
                particle.point
            );
            return Err(ReflectedCore::fail(StatusCode::CONFLICT, reason));
        }
        if particle.kind == Kind::Mechtron && !self.mechtrons.contains_key(&no) {
            let reason = format_smolstr!("{} has not begun yet", particle.point);
            return Err(ReflectedCore::fail(StatusCode::CONFLICT, reason));
        }
        Ok((no, to))
    }

    /// The star to which a Particle was to move has answered.
    pub(crate) fn moved(
        &mut self,
        (request, star, executor): (Box<Flight>, StarNo, ParticleNo),
        particle: ParticleNo,
        core: ReflectedCore,
    ) {
        let core = match core.status.is_success() {
            true => self.shown(particle),
            false => core,
        };
        self.respond(star, executor, request, core);
    }
}
