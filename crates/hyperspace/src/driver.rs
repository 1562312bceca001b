//! The drivers: how each kind answers at its core.
//!
//! | kind | method | body | answer | needs |
//! |---|---|---|---|---|
//! | every | `Cmd<Bounce>` | | Empty | |
//! | every | `Cmd<Init>` | | Empty; it is Ready | Write |
//! | Root, Space, Base, App, Portal, Host, Guest, Repo, BundleSeries, Control | `Cmd<Read>` | | List of Points: its children | Read |
//! | Bundle, Artifact\<Dir\>, FileSystem, File\<Dir\> | `Cmd<Read>` | | List of Points: its children | Read |
//! | the same | `Http<Get>`, `Http<Head>` `/` | | List of Points: what is in it | Read |
//! | the same | `Http<Get>`, `Http<Head>` `/path` | | that of the file or folder there | Read, and there |
//! | FileSystem, File\<Dir\> | `Http<Put>` `/path` | Text, Bin | Stub of the new file; that of the file that is there; `/path/` makes a folder | eXecute, and Create of the parent or eXecute there |
//! | the same | `Http<Post>`, `Http<Delete>` `/path` | | that of the file or folder there | eXecute, and there |
//! | File\<Dir\> | `Http<Delete>` `/` | | that of the command `delete` | eXecute, Delete of the parent |
//! | File | `Cmd<Read>` | | Text, Bin or Empty: as it was written | Read |
//! | File | `Http<Get>` | | the same, with `Content-Type` and `Content-Length` | Read |
//! | File | `Http<Head>` | | the headers | Read |
//! | File | `Cmd<Update>` | Text, Bin, Empty: at most 1 MiB | Empty; it is replaced | Write |
//! | File | `Http<Put>` | the same | Empty; it is replaced | eXecute |
//! | File | `Http<Post>` | the same | Empty; it is added at the end | eXecute |
//! | File | `Http<Delete>` | | that of the command `delete` | eXecute, Delete of the parent |
//! | Artifact | `Cmd<Read>`, `Http<Get>`, `Http<Head>` | | as those of a File | Read |
//! | Database | `Ext<Get>` `/key` | or Text: the key | the value, or 404 | eXecute |
//! | Database | `Ext<Put>` `/key` | the value; or a Map or Json with `key` and `value` | Empty; at most 1 MiB in all | eXecute |
//! | Database | `Ext<Delete>` `/key` | or Text: the key | Boolean: whether it was there | eXecute |
//! | Database | `Ext<Keys>` `/prefix` | or Text: the prefix | List of Text, sorted | eXecute |
//! | Database | `Cmd<Read>` | | List of Text: all keys | Read |
//! | UserBase | `Cmd<Read>` | | List of Points: its users | Read |
//! | User | `Cmd<Read>` | | Details, without the password, and without the email for who lacks its privilege | Read |
//! | UserBase, User | `Ext<Login>` | Map, Meta, Json or form with `username` and `password`; of a User Text too: the password | Token, or 403 | eXecute |
//! | UserBase, User | `Ext<Introspect>` | Token or Text | Point of the User whose token it is, or 404 | eXecute |
//! | Native\<Web\> | `Http<*>` | any | that of the Particle which its property for the header `Host` names; without that header the first segment of the path is the host | Read or eXecute, and there |
//! | Star | `Hyp<Provision>`, `Hyp<Assign>`, `Hyp<Search>` | Hyper | Location, Empty, Discoveries | a star |
//! | Global | `Cmd<RawCommand>` | RawCommand, or Text: its line | that of the command | what the command needs |
//! | Global | `Cmd<Log>` | Log | Empty | |
//!
//! What a Mechtron answers, its guest decides.

mod artifact;
mod container;
pub(crate) mod database;
mod file;
mod folder;
mod media;
mod page;
mod password;
mod user;
mod web;

use orrery_space::core::{CmdMethod, HttpMethod, HypMethod, ReflectedCore};
use orrery_space::handler::{Handle, Request, Routes};
use orrery_space::kind::{ArtifactSub, FileSub};
use orrery_space::path::Captures;
use orrery_space::{Asked, Aspect, Kind, Method, Status, StatusCode, Substance};
use smol_str::format_smolstr;

use crate::flight::Flight;
use crate::hyperspace::Hyperspace;
use crate::registry::Particle;
use crate::trace::{Event, ParticleNo, StarNo};

/// What stands behind a route of a driver.
#[derive(Debug, Clone, Copy)]
enum Does {
    /// It answers by its Particle alone.
    Answer(Handle<Particle>),
    /// It acts upon the Hyperverse, and answers when it has.
    Act(fn(&mut Hyperspace, StarNo, ParticleNo, Box<Flight>)),
}

/// A table of routes.
fn table(rows: impl IntoIterator<Item = (Method, Does)>) -> Routes<Does> {
    let mut routes = Routes::default();
    for (method, does) in rows {
        routes.add(method.into(), does);
    }
    routes
}

/// What the kinds answer. What a Mechtron answers, its guest decides.
#[derive(Debug, Clone)]
pub(crate) struct Drivers {
    star: Routes<Does>,
    global: Routes<Does>,
    artifact: Routes<Does>,
    bundle: Routes<Does>,
    file: Routes<Does>,
    files: Routes<Does>,
    database: Routes<Does>,
    user_base: Routes<Does>,
    user: Routes<Does>,
    web: Routes<Does>,
    container: Routes<Does>,
    /// After those of the kind: what every Particle answers.
    any: Routes<Does>,
}

impl Default for Drivers {
    fn default() -> Self {
        let hyp = |method, act| (Method::Hyp(method), Does::Act(act));
        let cmd = |method, act| (Method::Cmd(method), Does::Act(act));
        Self {
            star: table([
                hyp(HypMethod::Provision, |h, star, _, flight| {
                    h.provision(star, flight);
                }),
                hyp(HypMethod::Search, |h, star, _, flight| {
                    h.discover(star, flight);
                }),
                hyp(HypMethod::Assign, |h, star, _, flight| {
                    h.take_in(star, flight);
                }),
            ]),
            global: table([
                cmd(CmdMethod::RawCommand, Hyperspace::execute),
                cmd(CmdMethod::Log, Hyperspace::log),
            ]),
            artifact: artifact::routes(),
            bundle: folder::of_bundle(),
            file: file::routes(),
            files: folder::of_files(),
            database: database::routes(),
            user_base: user::of_base(),
            user: user::routes(),
            web: web::routes(),
            container: container::routes(),
            any: table([cmd(CmdMethod::Init, Hyperspace::begin_anew)]),
        }
    }
}

/// Whether a method may change what a Particle keeps.
fn changes(method: &Method) -> bool {
    match method {
        Method::Http(method) => !matches!(
            method,
            HttpMethod::Get | HttpMethod::Head | HttpMethod::Options
        ),
        Method::Cmd(method) => *method == CmdMethod::Update,
        Method::Ext(name) => matches!(name.as_str(), "Put" | "Delete"),
        Method::Hyp(_) => false,
    }
}

impl Drivers {
    /// What a Particle of that kind does with what it is asked.
    fn find(&self, kind: &Kind, asked: &Asked<'_>) -> Option<(Does, Captures)> {
        let own = match kind {
            Kind::Star(_) => &self.star,
            Kind::Global => &self.global,
            Kind::Bundle | Kind::Artifact(ArtifactSub::Dir) => &self.bundle,
            Kind::Artifact(_) => &self.artifact,
            Kind::FileSystem | Kind::File(FileSub::Dir) => &self.files,
            Kind::File(FileSub::File) => &self.file,
            Kind::Database(_) => &self.database,
            Kind::UserBase(_) => &self.user_base,
            Kind::User => &self.user,
            Kind::Native(_) => &self.web,
            _ => &self.container,
        };
        let (does, captures) = own.find(asked).or_else(|| self.any.find(asked))?;
        Some((*does, captures))
    }
}

impl Hyperspace {
    /// A Wave has reached the core of its target.
    pub(crate) fn deliver(&mut self, star: StarNo, target: ParticleNo, flight: Box<Flight>) {
        let Some(core) = flight.wave.directed() else {
            return;
        };
        let kind = &self.registry.get(target).kind;
        match (kind, &core.method) {
            (_, Method::Cmd(CmdMethod::Bounce)) => {
                self.respond(star, target, flight, ReflectedCore::ok(Substance::Empty));
            }
            (_, Method::Cmd(CmdMethod::Watch)) if flight.wants_answer() => {
                self.watch(star, target, flight);
            }
            (_, Method::Cmd(CmdMethod::Unwatch)) => self.unwatch(star, target, flight),
            (Kind::Control, Method::Cmd(CmdMethod::Watch)) => self.told(&flight),
            (Kind::Mechtron, _) => self.mechtron_receives(star, target, flight),
            (Kind::Control | Kind::Portal | Kind::Guest, _) => {
                if let Some(flight) = self.goes_out(target, flight) {
                    self.drive(star, target, flight);
                }
            }
            _ => self.drive(star, target, flight),
        }
    }

    /// The driver of the kind answers, if it has a route for that.
    fn drive(&mut self, star: StarNo, target: ParticleNo, flight: Box<Flight>) {
        let particle = self.registry.get_mut(target);
        let Some(request) = Request::of(&flight.wave) else {
            return self.cannot(star, target, flight);
        };
        match self.drivers.find(&particle.kind, &request.asked()) {
            Some((Does::Act(act), _)) => act(self, star, target, flight),
            Some((Does::Answer(handle), captures)) => {
                let changes = changes(&request.core().method);
                let answer = handle(particle, &request.by(captures));
                if changes && answer.is_ok() {
                    self.tell(target, Aspect::State, |this| {
                        Substance::Stub(Box::new(this.registry.stub(target)))
                    });
                }
                self.respond(star, target, flight, answer.into());
            }
            None => self.cannot(star, target, flight),
        }
    }

    /// A Particle begins anew.
    fn begin_anew(&mut self, star: StarNo, target: ParticleNo, flight: Box<Flight>) {
        self.set_status(target, Status::Ready, None);
        self.respond(star, target, flight, ReflectedCore::ok(Substance::Empty));
    }

    /// Answers what a kind does not do.
    fn cannot(&mut self, star: StarNo, target: ParticleNo, flight: Box<Flight>) {
        let particle = self.registry.get(target);
        let method = flight.wave.directed().map(|core| core.method.to_string());
        let reason = format_smolstr!(
            "{}, {} {}, does not answer {}",
            particle.point,
            particle.kind.article(),
            particle.kind,
            method.unwrap_or_default()
        );
        let core = ReflectedCore::fail(StatusCode::NOT_IMPLEMENTED, reason);
        self.respond(star, target, flight, core);
    }

    /// The logger records what a Particle logs.
    fn log(&mut self, star: StarNo, target: ParticleNo, flight: Box<Flight>) {
        let body = flight.wave.directed().map(|core| &core.body);
        let core = if let Some(Substance::Log(log)) = body {
            let event = Event::Log {
                particle: Some(flight.from),
                level: log.level(),
                message: format_smolstr!("{log}"),
            };
            let log = log.clone();
            self.record(event);
            self.tell(flight.from, Aspect::Log, |_| Substance::Log(log.clone()));
            ReflectedCore::ok(Substance::Empty)
        } else {
            let reason = "Cmd<Log> needs a Log as its body";
            ReflectedCore::fail(StatusCode::BAD_REQUEST, reason)
        };
        self.respond(star, target, flight, core);
    }
}
