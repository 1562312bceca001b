//! `publish`: an archive becomes a Bundle, which nobody changes afterwards.
//!
//! The executor asks the star of the series to take the bundle; that star reads the archive and
//! makes the bundle with all its artifacts in one moment. So nobody ever sees a part of it: an
//! archive that is refused, and a star that is not reached, leave nothing behind.

use std::sync::Arc;

use orrery_space::command::{PointTemplate, Publish};
use orrery_space::core::{DirectedCore, HypMethod, ReflectedCore};
use orrery_space::hyper::{AssignmentKind, Hyper};
use orrery_space::particle::Properties;
use orrery_space::{Details, Kind, Method, Point, Status, StatusCode, Stub, Substance};
use smol_str::format_smolstr;

use crate::archive;
use crate::flight::Flight;
use crate::hyperspace::Hyperspace;
use crate::trace::{ParticleNo, StarNo};

impl Hyperspace {
    /// The executor has the star of the series take a bundle.
    pub(crate) fn publish_bundle(
        &mut self,
        star: StarNo,
        executor: ParticleNo,
        request: Box<Flight>,
        publish: &Publish,
    ) {
        match self.publication(&request, publish) {
            Ok((to, core)) => self.pass_on(star, executor, request, to, core),
            Err(core) => self.respond(star, executor, request, core),
        }
    }

    /// Which star is to take a bundle, and what it is told.
    fn publication(
        &mut self,
        request: &Flight,
        publish: &Publish,
    ) -> Result<(Point, DirectedCore), ReflectedCore> {
        let (PointTemplate::Exact(point) | PointTemplate::Pattern(point)) = &publish.point;
        let series = self.parent_for(request, point, &Kind::Bundle)?;
        self.not_published(point)?;
        let zip = crate::control::file(crate::executor::files_of(request), &publish.file)?;
        let Some(host) = self.registry.get(series).star else {
            let series = &self.registry.get(series).point;
            let reason =
                format_smolstr!("{series} is on no star, so nothing can be published in it");
            return Err(ReflectedCore::unavailable(reason));
        };
        let hyper = Hyper::Assign {
            kind: AssignmentKind::Create,
            details: Details {
                stub: Stub {
                    point: point.clone(),
                    kind: Kind::Bundle,
                    status: Status::Pending,
                },
                properties: Properties::new(),
            },
            state: Substance::Bin(zip),
        };
        let core = DirectedCore::new(
            Method::Hyp(HypMethod::Assign),
            Substance::Hyper(Box::new(hyper)),
        );
        Ok((self.stars[host.index()].point.clone(), core))
    }

    fn not_published(&self, point: &Point) -> Result<(), ReflectedCore> {
        if self.registry.find(point).is_none() {
            return Ok(());
        }
        let reason = format_smolstr!(
            "{point} is there already; a version is never changed, publish the next one"
        );
        Err(ReflectedCore::fail(StatusCode::CONFLICT, reason))
    }

    /// A star takes a bundle as an archive, whole or not at all. It belongs to who published it.
    pub(crate) fn take_in_bundle(
        &mut self,
        star: StarNo,
        request: Box<Flight>,
        point: Point,
        zip: &Arc<[u8]>,
    ) {
        let own = self.stars[star.index()].particle;
        let core = match self.made_of(star, &request, point, zip) {
            Ok(bundle) => ReflectedCore::ok(Substance::Stub(Box::new(self.registry.stub(bundle)))),
            Err(core) => core,
        };
        self.respond(star, own, request, core);
    }

    fn made_of(
        &mut self,
        star: StarNo,
        request: &Flight,
        point: Point,
        zip: &Arc<[u8]>,
    ) -> Result<ParticleNo, ReflectedCore> {
        // another may have published it while this was on its way
        self.not_published(&point)?;
        let series = self.known(&point.parent().unwrap_or_else(Point::root))?;
        let files = archive::read(&point, zip)
            .map_err(|error| ReflectedCore::fail(error.status(), error.to_string()))?;
        let owner = request.agent().to_point();
        let bundle = self.register(point, Kind::Bundle, Some(series), owner, Properties::new());
        self.assign(bundle, star);
        self.unpack(star, bundle, Substance::Map(files));
        self.set_status(bundle, Status::Ready, None);
        Ok(bundle)
    }
}
