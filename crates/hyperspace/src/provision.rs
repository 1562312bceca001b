//! Provisioning: a new Particle finds its star.
//!
//! `Hyp<Provision>` goes to the star of the parent, which chooses a star that can host the kind
//! and sends it `Hyp<Assign>`. That star takes the Particle in; a Mechtron is taken in only when
//! its module has been read and has begun.

use std::sync::Arc;

use orrery_space::core::{CmdMethod, DirectedCore, HypMethod, ReflectedCore};
use orrery_space::hyper::{AssignmentKind, Hyper};
use orrery_space::kind::{ArtifactSub, FileSub};
use orrery_space::{
    Kind, Location, MechtronConfig, Method, Point, Segment, Status, StatusCode, Substance,
};
use smol_str::{SmolStr, format_smolstr};

use crate::exchange::Waiter;
use crate::flight::Flight;
use crate::hyperspace::Hyperspace;
use crate::task::Task;
use crate::trace::{ParticleNo, StarNo, WaveNo};

impl Hyperspace {
    /// Asks the star of a new Particle's parent to find it a place.
    pub(crate) fn ask_for_place(
        &mut self,
        star: StarNo,
        particle: ParticleNo,
        state: Substance,
        waiter: Waiter,
        cause: Option<WaveNo>,
    ) {
        // where it finds no place, its state waits with it
        self.registry.get_mut(particle).content = state.clone();
        let record = self.registry.get(particle);
        let parent = record.parent.and_then(|no| self.registry.get(no).star);
        let finder = parent.unwrap_or(star);
        self.ask_star_for_place(star, finder, particle, state, waiter, cause);
    }

    /// Asks a star to find a Particle a place.
    pub(crate) fn ask_star_for_place(
        &mut self,
        star: StarNo,
        finder: StarNo,
        particle: ParticleNo,
        state: Substance,
        waiter: Waiter,
        cause: Option<WaveNo>,
    ) {
        let point = self.registry.get(particle).point.clone();
        let to = self.stars[finder.index()].point.clone();
        let hyper = Hyper::Provision { point, state };
        let core = DirectedCore::new(
            Method::Hyp(HypMethod::Provision),
            Substance::Hyper(Box::new(hyper)),
        );
        self.ping_from_star(star, to, core, waiter, cause);
    }

    /// A star is asked to find a place.
    pub(crate) fn provision(&mut self, star: StarNo, request: Box<Flight>) {
        let body = request.wave.directed().map(|core| &core.body);
        let Some(Substance::Hyper(hyper)) = body else {
            return self.bad_request(
                star,
                request,
                "Hyp<Provision> needs a Provision as its body",
            );
        };
        let Hyper::Provision { point, state } = hyper.as_ref() else {
            return self.bad_request(
                star,
                request,
                "Hyp<Provision> needs a Provision as its body",
            );
        };
        let Some(particle) = self.registry.find(point) else {
            let reason = format_smolstr!("no such particle: {point}");
            return self.turn_down(star, request, StatusCode::NOT_FOUND, reason);
        };
        let Some(chosen) = self.choose_star(star, particle) else {
            let kind = &self.registry.get(particle).kind;
            let reason = self
                .no_label(particle)
                .unwrap_or_else(|| format_smolstr!("no star can host a {kind}"));
            return self.turn_down(star, request, StatusCode::UNAVAILABLE, reason);
        };
        let hyper = Hyper::Assign {
            kind: AssignmentKind::Create,
            details: self.registry.details(particle),
            state: state.clone(),
        };
        let core = DirectedCore::new(
            Method::Hyp(HypMethod::Assign),
            Substance::Hyper(Box::new(hyper)),
        );
        let cause = Some(request.no);
        let to = self.stars[chosen.index()].point.clone();
        let task = self.tasks.add(Task::Provision {
            request,
            star,
            particle,
        });
        self.ping_from_star(star, to, core, Waiter::Task(task), cause);
    }

    /// The chosen star has answered.
    pub(crate) fn provisioned(
        &mut self,
        request: Box<Flight>,
        star: StarNo,
        particle: ParticleNo,
        core: ReflectedCore,
    ) {
        let own = self.stars[star.index()].particle;
        if !core.status.is_success() {
            return self.respond(star, own, request, core);
        }
        let location = Location {
            star: self
                .registry
                .get(particle)
                .star
                .map(|no| self.stars[no.index()].point.clone()),
            host: None,
        };
        // `shards` may have been set while it was being placed
        self.go_home(particle);
        let core = ReflectedCore::ok(Substance::Location(Box::new(location)));
        self.respond(star, own, request, core);
    }

    /// A star is given a Particle.
    pub(crate) fn take_in(&mut self, star: StarNo, request: Box<Flight>) {
        let body = request.wave.directed().map(|core| &core.body);
        let Some(Substance::Hyper(hyper)) = body else {
            return self.bad_request(star, request, "Hyp<Assign> needs an Assign as its body");
        };
        let Hyper::Assign {
            kind,
            details,
            state,
        } = hyper.as_ref()
        else {
            return self.bad_request(star, request, "Hyp<Assign> needs an Assign as its body");
        };
        if let (Kind::Bundle, Substance::Bin(zip)) = (&details.stub.kind, state) {
            let (point, zip) = (details.stub.point.clone(), Arc::clone(zip));
            return self.take_in_bundle(star, request, point, &zip);
        }
        let Some(particle) = self.registry.find(&details.stub.point) else {
            let reason = format_smolstr!("no such particle: {}", details.stub.point);
            return self.turn_down(star, request, StatusCode::NOT_FOUND, reason);
        };
        if self.had_a_place(particle) {
            return self.settle(star, particle, request);
        }
        let config = details.properties.get("config").map(|p| p.value.clone());
        let (moves, state) = (*kind == AssignmentKind::Move, state.clone());
        if moves && self.registry.get(particle).kind != Kind::Mechtron {
            return self.take_over(star, particle, request);
        }
        if self.registry.get(particle).star.is_none() {
            self.assign(particle, star);
            self.set_status(particle, Status::Init, None);
        }
        match &self.registry.get(particle).kind {
            Kind::Mechtron => return self.load(star, particle, config, request),
            Kind::Bundle => {
                self.registry.get_mut(particle).content = Substance::Empty;
                self.unpack(star, particle, state);
            }
            Kind::FileSystem => self.open_files(star, particle),
            _ => self.registry.get_mut(particle).content = state,
        }
        self.set_status(particle, Status::Ready, None);
        let own = self.stars[star.index()].particle;
        self.respond(star, own, request, ReflectedCore::ok(Substance::Empty));
    }

    /// A star takes a Particle from another, with its state: not what came with the request, but
    /// what it is by now.
    fn take_over(&mut self, star: StarNo, particle: ParticleNo, request: Box<Flight>) {
        self.assign(particle, star);
        let own = self.stars[star.index()].particle;
        self.respond(star, own, request, ReflectedCore::ok(Substance::Empty));
    }

    /// A bundle brings its artifacts along: its state is a map from paths to bytes, in which the
    /// path of a folder ends in `/`.
    pub(crate) fn unpack(&mut self, star: StarNo, bundle: ParticleNo, state: Substance) {
        let Substance::Map(files) = state else {
            return;
        };
        let owner = self.registry.get(bundle).owner.clone();
        for (path, content) in files {
            let mut at = bundle;
            let mut parts = path.split('/').filter(|part| !part.is_empty()).peekable();
            let mut segment = Some(Segment::FsRoot);
            while let Some(next) = segment {
                let point = self.registry.get(at).point.push(next.clone());
                at = match self.registry.find(&point) {
                    Some(no) => no,
                    None => {
                        let sub = match &next {
                            Segment::File(name) => ArtifactSub::of_file(name),
                            _ => ArtifactSub::Dir,
                        };
                        let kind = Kind::Artifact(sub);
                        self.place_below(star, at, (point, kind), owner.clone())
                    }
                };
                segment = parts.next().map(|part| {
                    if parts.peek().is_some() || path.ends_with('/') {
                        Segment::Dir(part.into())
                    } else {
                        Segment::File(part.into())
                    }
                });
            }
            self.registry.get_mut(at).content = content;
        }
    }

    /// A file system brings its `:/` along.
    fn open_files(&mut self, star: StarNo, files: ParticleNo) {
        let record = self.registry.get(files);
        let (point, owner) = (record.point.push(Segment::FsRoot), record.owner.clone());
        if self.registry.find(&point).is_none() {
            self.place_below(star, files, (point, Kind::File(FileSub::Dir)), owner);
        }
    }

    /// What comes with its parent is on the same star.
    fn place_below(
        &mut self,
        star: StarNo,
        parent: ParticleNo,
        (point, kind): (Point, Kind),
        owner: Point,
    ) -> ParticleNo {
        let properties = orrery_space::particle::Properties::new();
        let no = self.register(point, kind, Some(parent), owner, properties);
        self.assign(no, star);
        self.set_status(no, Status::Ready, None);
        no
    }

    /// A star reads the config of a Mechtron, then its module.
    pub(crate) fn load(
        &mut self,
        star: StarNo,
        particle: ParticleNo,
        config: Option<SmolStr>,
        request: Box<Flight>,
    ) {
        let Some(config) = config.and_then(|text| text.parse::<Point>().ok()) else {
            return self.bad_request(star, request, "a Mechtron needs the property `config`");
        };
        let cause = Some(request.no);
        let task = self.tasks.add(Task::Load {
            request,
            star,
            particle,
            config: config.clone(),
            document: None,
        });
        self.read(star, config, task, cause);
    }

    fn read(&mut self, star: StarNo, point: Point, task: u32, cause: Option<WaveNo>) {
        let core = DirectedCore::new(Method::Cmd(CmdMethod::Read), Substance::Empty);
        self.ping_from_star(star, point, core, Waiter::Task(task), cause);
    }

    /// The config of a Mechtron or its module has been read.
    pub(crate) fn loaded(
        &mut self,
        request: Box<Flight>,
        star: StarNo,
        particle: ParticleNo,
        (config, document): (Point, Option<MechtronConfig>),
        core: ReflectedCore,
    ) {
        let point = document.as_ref().map_or(&config, |document| &document.bin);
        let bytes = match core.body {
            Substance::Bin(bytes) if core.status.is_success() => bytes,
            other => {
                let why = match core.status.is_success() {
                    true => format!("expected Bin, found {}", other.kind()),
                    false => other.text(),
                };
                let reason = format_smolstr!("cannot read {point}: {why}");
                return self.turn_down(
                    star,
                    request,
                    core.status.max(StatusCode::BAD_REQUEST),
                    reason,
                );
            }
        };
        if let Some(document) = document {
            return self.start_mechtron(star, particle, (config, document), bytes, request);
        }
        let text = String::from_utf8_lossy(&bytes);
        let document = match config.bundle() {
            Some(bundle) => MechtronConfig::in_bundle(&bundle, &text),
            None => text.parse(),
        };
        match document {
            Ok(document) => {
                let cause = Some(request.no);
                let bin = document.bin.clone();
                let task = self.tasks.add(Task::Load {
                    request,
                    star,
                    particle,
                    config,
                    document: Some(document),
                });
                self.read(star, bin, task, cause);
            }
            Err(error) => {
                let reason = format_smolstr!("{config} is no Mechtron document: {error}");
                self.turn_down(star, request, StatusCode::BAD_REQUEST, reason);
            }
        }
    }

    pub(crate) fn bad_request(&mut self, star: StarNo, request: Box<Flight>, what: &'static str) {
        self.turn_down(
            star,
            request,
            StatusCode::BAD_REQUEST,
            SmolStr::new_static(what),
        );
    }

    /// Whoever was asked, else the star, answers a request with a failure.
    pub(crate) fn turn_down(
        &mut self,
        star: StarNo,
        request: Box<Flight>,
        status: StatusCode,
        reason: SmolStr,
    ) {
        let own = self.stars[star.index()].particle;
        let asked = request.target.unwrap_or(own);
        self.respond(star, asked, request, ReflectedCore::fail(status, reason));
    }
}
