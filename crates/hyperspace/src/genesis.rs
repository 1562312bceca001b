//! The first moment: what is there before anybody says anything.

use orrery_space::particle::Properties;
use orrery_space::{Kind, Point, Route, Segment, Status};

use crate::Moment;
use crate::constellation::Constellation;
use crate::control::Control;
use crate::fault::Flaws;
use crate::hyperspace::Hyperspace;
use crate::star::{Lane, Star};
use crate::trace::{Event, LaneNo, ParticleNo, StarNo};
use crate::ways::Ways;

impl Hyperspace {
    /// What is there before anybody says anything.
    pub(crate) fn begin(&mut self, plan: &Constellation) {
        let hyperuser = Point::hyperuser();
        let root = self.own(Point::root(), Kind::Root, None);
        for (no, star) in (0..).map(StarNo).zip(&plan.stars) {
            self.record(Event::Star {
                star: no,
                key: star.key.clone(),
                kind: star.kind,
                machine: star.machine.clone(),
            });
            let point = star.key.to_point();
            let particle = self.own(point.clone(), Kind::Star(star.kind), None);
            self.stars.push(Star {
                key: star.key.clone(),
                kind: star.kind,
                machine: star.machine.clone(),
                labels: star.labels.clone(),
                point,
                particle,
                load: 0,
                stopped: false,
                alone: plan.stars.len() == 1,
            });
            self.registry.get_mut(particle).star = Some(no);
            self.record(Event::Assigned { particle, star: no });
            self.set_status(particle, Status::Ready, None);
        }
        let last = plan.stars.len();
        for (no, lane) in (0..)
            .map(LaneNo)
            .zip(plan.lanes.iter().filter(|l| l.a < last && l.b < last))
        {
            let end = |index: usize| StarNo(u16::try_from(index).unwrap_or(u16::MAX));
            let latency = u64::try_from(lane.latency.as_nanos()).unwrap_or(u64::MAX);
            let (a, b) = (end(lane.a), end(lane.b));
            self.record(Event::Lane {
                lane: no,
                a,
                b,
                latency,
            });
            self.lanes.push(Lane {
                a,
                b,
                latency,
                capacity: lane.capacity,
                cut: false,
                flaws: Flaws::default(),
                last: [Moment::START; 2],
            });
        }
        self.ways = Ways::search(&self.stars, &self.lanes);

        let star_for = |this: &Self, kind: &Kind| {
            let found = this.stars.iter().position(|star| star.hosts(kind));
            StarNo(u16::try_from(found.unwrap_or(0)).unwrap_or(0))
        };
        let place = |this: &mut Self, no: ParticleNo| {
            let star = star_for(this, &this.registry.get(no).kind.clone());
            this.assign(no, star);
            this.set_status(no, Status::Ready, None);
        };
        place(self, root);
        let space = Point::new(Route::This, vec![Segment::Space("hyperspace".into())]);
        let space_no = self.own(space.clone(), Kind::Space, Some(root));
        place(self, space_no);
        let users = space.push(Segment::Base("users".into()));
        let users_no = self.own(users, Kind::Base, Some(space_no));
        place(self, users_no);
        for user in [hyperuser.clone(), Point::anonymous()] {
            let no = self.own(user, Kind::User, Some(users_no));
            place(self, no);
        }
        for service in [Point::executor(), Point::logger()] {
            let no = self.own(service, Kind::Global, None);
            self.set_status(no, Status::Ready, None);
        }
        let star = star_for(self, &Kind::Control);
        let at = &self.stars[star.index()];
        let above = at.particle;
        let controls = at.point.push(Segment::Base("controls".into()));
        let controls_no = self.own(controls.clone(), Kind::Base, Some(above));
        self.assign(controls_no, star);
        self.set_status(controls_no, Status::Ready, None);
        let console = controls.push(Segment::Base("control-0".into()));
        let console_no = self.own(console.clone(), Kind::Control, Some(controls_no));
        self.assign(console_no, star);
        self.set_status(console_no, Status::Ready, None);
        self.control = Control::new(console_no, star, console);
    }

    fn own(&mut self, point: Point, kind: Kind, parent: Option<ParticleNo>) -> ParticleNo {
        self.register(point, kind, parent, Point::hyperuser(), Properties::new())
    }
}
