//! The Universal dimension of The Cosmic Initiative as a vocabulary: what a Particle, a Mechtron's
//! author, a Control or a console needs to speak, and nothing about who carries it.
//!
//! It knows no clock, no chance, no IO, no browser and nothing of the Hyperverse beneath; guests
//! link it, so it builds for wasm32 and natively with the same features. Times, identities and
//! random numbers are arguments. This page is a walk through it, in ten minutes; each noun's own
//! page has the rest.
//!
//! # Points
//!
//! A [`Point`] is the address of a Particle: perhaps a [`Route`], then segments. What stands behind
//! `:/` are folders and files.
//!
//! ```
//! use orrery_space::{Point, Route};
//! let file: Point = "localhost:repo:1.0.0:/bind/app.bind".parse()?;
//! assert_eq!(file.bundle().unwrap().to_string(), "localhost:repo:1.0.0");
//! assert_eq!(file.filepath().as_deref(), Some("/bind/app.bind"));
//! let executor: Point = "GLOBAL::executor".parse()?;
//! assert_eq!(*executor.route(), Route::Global);
//! # Ok::<(), orrery_space::ParseError>(())
//! ```
//!
//! Where somebody has a working point and variables, points are written shorter. An [`Env`] makes a
//! [`PointVar`] concrete, or tells all that is missing, each at its place.
//!
//! ```
//! use orrery_space::{Env, PointVar, Substance};
//! let open: PointVar = "..:users:${user}".parse()?;
//! let mut env = Env::new("localhost:app".parse()?);
//! env.set_var("user", Substance::from("ann"));
//! assert_eq!(open.to_point(&env)?.to_string(), "localhost:users:ann");
//! # Ok::<(), orrery_space::ParseError>(())
//! ```
//!
//! # Kinds and particles
//!
//! A [`Kind`] says what a Particle is, what may live beneath it, and which [properties](property) it
//! has. A [`Stub`] is a Particle in one line.
//!
//! ```
//! use orrery_space::{Kind, Stub};
//! let stub: Stub = "localhost:ann<User> Ready".parse()?;
//! let wrong = Kind::Bundle.may_hold(&stub.kind).unwrap_err();
//! assert_eq!(wrong.to_string(), "a User cannot live under a Bundle");
//! # Ok::<(), orrery_space::ParseError>(())
//! ```
//!
//! # What a text may be, and what is wrong with it
//!
//! Every noun is read by `parse` and printed by `Display`, and what is printed is read as the same.
//! A text that is refused has [`Diagnostic`]s: a code, a place, a sentence, and hints.
//!
//! ```
//! use orrery_space::Command;
//! let text = "create localhost:app<Mechtorn>";
//! let error = text.parse::<Command>().unwrap_err();
//! let first = &error.diagnostics[0];
//! assert_eq!(&text[first.span.clone()], "Mechtorn");
//! assert_eq!(first.hints, ["did you mean `Mechtron`?"]);
//! println!("{}", error.render(text)); // with carets under the place
//! ```
//!
//! [`grammar::complete`] says what may come next, from the same grammar.
//!
//! # Selectors
//!
//! A [`Selector`] means some Particles by their points and kinds: `*` is one segment, `**` any.
//!
//! ```
//! use orrery_space::{Selector, selector::Hierarchy};
//! let users: Selector = "localhost:**<User>".parse()?;
//! let ann: Hierarchy = "localhost<Space>:app<App>:ann<User>".parse()?;
//! assert!(users.matches(&ann));
//! # Ok::<(), orrery_space::ParseError>(())
//! ```
//!
//! # Substances and patterns
//!
//! A [`Substance`] is the body of a message, of 29 kinds. A [`SubstancePattern`] says what a body
//! must be, and [`Verdict`] where it is not.
//!
//! ```
//! use orrery_space::{Substance, SubstancePattern, Verdict};
//! let pattern: SubstancePattern = "Map{ name<Text>, age<Int> }".parse()?;
//! let body: Substance = serde_json::from_str(r#"{"Map":{"name":{"Text":"ann"}}}"#)?;
//! let Verdict::Differs(why) = pattern.matches(&body) else { unreachable!() };
//! assert_eq!(why.to_string(), "expected an entry at `age`, found none");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Waves
//!
//! A [`Wave`] is a message: a shell that routes, and a core much like HTTP. A Ping is answered by a
//! Pong, a Ripple by Echoes, a Signal by nothing. A [builder](wave::DirectedProto) says what is still
//! missing; [`Wave::to_bytes`] is compact, serde's JSON is for people.
//!
//! ```
//! use orrery_space::wave::{DirectedProto, Wave};
//! use orrery_space::{ReflectedCore, Substance, Surface};
//! let (a, b): (Surface, Surface) = ("localhost:a".parse()?, "localhost:b".parse()?);
//! let ping = DirectedProto::ping(7).from(a).to(b).method("Ext<Hello>".parse()?).build()?;
//! let pong = ping.reflect(8, ReflectedCore::ok(Substance::from("hi"))).unwrap();
//! assert_eq!(pong.reflection_of(), Some(ping.id()));
//! assert_eq!(Wave::from_bytes(&pong.to_bytes()?)?, pong);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Answering
//!
//! [`Handlers`](handler::Handlers) declare what a Particle answers, by topic, method, sender and path.
//! A [`Bind`] is a document that says the same of other Particles, and what happens on the way.
//!
//! ```
//! use orrery_space::handler::Handlers;
//! use orrery_space::{Asked, Bind};
//! let greeter: Handlers<u32> = Handlers::new().on("Ext<Hello>", |visits, request| {
//!     *visits += 1;
//!     let name: &smol_str::SmolStr = request.input()?; // else 400: expected Text, found …
//!     request.ok(format!("hello, {name}"))
//! })?;
//! let bind: Bind = r#"Bind(version=1.0.0) {
//!   Route<Http<Get>>(auth)/users/{id} -> localhost:users^Http<Get>/${id} => &;
//!   Route -> !404 "no such page";
//! }"#.parse()?;
//! let get = "Http<Get>".parse()?;
//! let chosen = bind.select(&Asked::new(&get, "/users/7")).unwrap();
//! assert_eq!(chosen.captures["id"], "7");
//! # Ok::<(), orrery_space::ParseError>(())
//! ```
//!
//! # Security
//!
//! [`security`] has permissions, grants and what follows from them: whoever has a registry
//! implements [`Records`](security::Records), and [`access`](security::access) says who may do what
//! by which grant.
//!
//! ```
//! use orrery_space::security::{EnumeratedAccess, Grant, Permission};
//! let grant: Grant = "grant perm +csd-Rwx on localhost:app to localhost:**<User>".parse()?;
//! let mut access = EnumeratedAccess::default();
//! access.add(&grant.kind);
//! assert!(access.has(&Permission::Read.into()) && !access.has(&Permission::Write.into()));
//! # Ok::<(), orrery_space::ParseError>(())
//! ```
#![warn(missing_docs)]

pub mod artifact;
pub mod bind;
pub mod call;
pub mod command;
pub mod conversion;
pub mod core;
pub mod diagnostic;
pub mod document;
pub mod env;
pub mod exchange;
pub mod form;
pub mod format;
pub mod grammar;
pub mod handler;
pub mod hyper;
pub mod kind;
pub mod located;
pub mod log;
mod matching;
pub mod mechtron;
pub mod membrane;
pub mod method_pattern;
pub mod open_point;
pub mod particle;
pub mod path;
pub mod pattern;
pub mod pipeline;
pub mod place;
pub mod plain_path;
pub mod plain_route;
pub mod point;
pub mod predicate;
pub mod property;
pub mod route_selector;
mod scope;
pub mod security;
pub mod segment;
pub mod selection;
pub mod selector;
pub mod status;
pub mod subst;
pub mod substance;
pub mod substance_kind;
pub mod surface;
pub mod surface_selector;
pub mod token;
pub mod traversal;
pub mod value_pattern;
pub mod verdict;
pub mod wave;

pub use crate::bind::Bind;
pub use crate::call::{Call, CallVar};
pub use crate::command::{Command, Script};
pub use crate::conversion::WrongSubstance;
pub use crate::core::{DirectedCore, Method, ReflectedCore};
pub use crate::diagnostic::{Diagnostic, ParseError, Severity};
pub use crate::document::Document;
pub use crate::env::Env;
pub use crate::form::{FormErrs, MultipartForm};
pub use crate::kind::{Kind, KindTemplate, Specific};
pub use crate::log::{Log, LogLevel, Logger};
pub use crate::mechtron::MechtronConfig;
pub use crate::method_pattern::{Family, MethodPattern};
pub use crate::open_point::{PointCtx, PointVar};
pub use crate::particle::{Aspect, Details, Location, Particle, Status, Stub, Watch};
pub use crate::path::PathPattern;
pub use crate::pattern::SubstancePattern;
pub use crate::pipeline::Pipeline;
pub use crate::point::{Point, Route, Segment, StarKey};
pub use crate::route_selector::{Asked, RouteFilter, RouteSelector};
pub use crate::selector::Selector;
pub use crate::status::StatusCode;
pub use crate::subst::Subst;
pub use crate::substance::Substance;
pub use crate::substance_kind::SubstanceKind;
pub use crate::surface::{Layer, Surface, Topic};
pub use crate::surface_selector::SurfaceSelector;
pub use crate::token::Token;
pub use crate::verdict::Verdict;
pub use crate::wave::{Agent, Wave, WaveId, WaveKind};
