//! Commands whose points are still open, and how they become such as a cosmos carries out.
//!
//! Everything that stands in the way is told at once, each at its place in the text of the command.
//! Whether a point exists is not known here.
//!
//! ```
//! use orrery_space::{Command, Env, PointVar, Substance};
//! let command: Command<PointVar> = "create .:${name}<App>".parse()?;
//! let mut env = Env::new("localhost".parse()?);
//! env.set_var("name", Substance::from("app"));
//! assert_eq!(command.resolve(&env)?.to_string(), "create localhost:app<App>");
//! let error = command.resolve(&Env::default()).unwrap_err();
//! let spans: Vec<_> = error.diagnostics.iter().map(|d| d.span.clone()).collect();
//! assert_eq!(spans, [7..8, 9..16]);
//! # Ok::<(), orrery_space::ParseError>(())
//! ```

use super::{
    Body, Chown, Command, Create, Get, Launch, Move, PointForm, PointTemplate, Publish, Ripple,
    Script, Send, Set, Watch, Write,
};
use crate::{Env, ParseError, Point, Substance, Surface};

impl<P: PointForm> Command<P> {
    /// The command with concrete points. A file that the environment has stands in the command as
    /// Bin; one that it has not stays a name, for who carries the command out.
    ///
    /// # Errors
    ///
    /// Everything that stands in the way of any of its points, each at its place.
    pub fn resolve(&self, env: &Env) -> Result<Command, ParseError> {
        let mut resolving = Resolving {
            env,
            errors: Vec::new(),
        };
        let command = resolving.command(self);
        match ParseError::fold(resolving.errors) {
            Some(error) => Err(error),
            None => Ok(command),
        }
    }
}

impl<P: PointForm> Script<P> {
    /// The script with concrete points, all in the same environment.
    ///
    /// # Errors
    ///
    /// Everything that stands in the way of any of its points, each at its place.
    ///
    /// ```
    /// use orrery_space::command::Script;
    /// use orrery_space::{Env, PointCtx};
    /// let script: Script<PointCtx> = "create .:a<Base>; read .:b".parse()?;
    /// let env = Env::new("localhost".parse()?);
    /// let expected = "create localhost:a<Base>;\nread localhost:b;\n";
    /// assert_eq!(script.resolve(&env)?.to_string(), expected);
    /// # Ok::<(), orrery_space::ParseError>(())
    /// ```
    pub fn resolve(&self, env: &Env) -> Result<Script, ParseError> {
        let commands = self.commands.iter().map(|command| command.resolve(env));
        ParseError::all(commands).map(|commands| Script { commands })
    }
}

/// What a command is resolved with, and what has stood in the way so far.
struct Resolving<'e> {
    env: &'e Env,
    errors: Vec<ParseError>,
}

impl Resolving<'_> {
    /// The point; another where there is none, since the error is kept.
    fn point<P: PointForm>(&mut self, point: &P) -> Point {
        point.to_point(self.env).unwrap_or_else(|error| {
            self.errors.push(error);
            Point::root()
        })
    }

    fn template<P: PointForm>(&mut self, template: &PointTemplate<P>) -> PointTemplate {
        match template {
            PointTemplate::Exact(point) => PointTemplate::Exact(self.point(point)),
            PointTemplate::Pattern(point) => PointTemplate::Pattern(self.point(point)),
        }
    }

    fn body<P: PointForm>(&mut self, body: &Body<P>) -> Body {
        match body {
            Body::Substance(substance) => Body::Substance(substance.clone()),
            Body::Point(point) => Body::Point(self.point(point)),
            Body::File(name) => match self.env.file(name) {
                Some(content) => Body::Substance(Substance::Bin(content.clone())),
                None => Body::File(name.clone()),
            },
        }
    }

    fn send<P: PointForm>(&mut self, send: &Send<P>) -> Send {
        Send {
            to: Surface {
                point: self.point(&send.to.point),
                layer: send.to.layer,
                topic: send.to.topic.clone(),
            },
            method: send.method.clone(),
            path: send.path.clone(),
            body: self.body(&send.body),
        }
    }

    #[allow(clippy::too_many_lines)] // one arm for each command
    fn command<P: PointForm>(&mut self, command: &Command<P>) -> Command {
        match command {
            Command::Create(create) => Command::Create(Create {
                strategy: create.strategy,
                point: self.template(&create.point),
                kind: create.kind.clone(),
                properties: create.properties.clone(),
            }),
            Command::Publish(publish) => Command::Publish(Publish {
                file: publish.file.clone(),
                point: self.template(&publish.point),
            }),
            Command::Launch(launch) => Command::Launch(Launch {
                file: launch.file.clone(),
                point: self.point(&launch.point),
            }),
            Command::Get(get) => Command::Get(Get {
                point: self.point(&get.point),
                keys: get.keys.clone(),
            }),
            Command::Set(set) => Command::Set(Set {
                point: self.point(&set.point),
                properties: set.properties.clone(),
            }),
            Command::Write(write) => Command::Write(Write {
                point: self.point(&write.point),
                body: self.body(&write.body),
            }),
            Command::Ping(send) => Command::Ping(self.send(send)),
            Command::Signal(send) => Command::Signal(self.send(send)),
            Command::Ripple(ripple) => Command::Ripple(Ripple {
                to: ripple.to.clone(),
                method: ripple.method.clone(),
                path: ripple.path.clone(),
                body: self.body(&ripple.body),
            }),
            Command::Watch(watch) => Command::Watch(Watch {
                point: self.point(&watch.point),
                aspect: watch.aspect,
            }),
            Command::Chown(chown) => Command::Chown(Chown {
                what: chown.what.clone(),
                to: self.point(&chown.to),
            }),
            Command::Move(relocate) => Command::Move(Move {
                point: self.point(&relocate.point),
                to: relocate.to.clone(),
            }),
            Command::Read(point) => Command::Read(self.point(point)),
            Command::As(point) => Command::As(self.point(point)),
            Command::Pause(point) => Command::Pause(self.point(point)),
            Command::Resume(point) => Command::Resume(self.point(point)),
            Command::Init(point) => Command::Init(self.point(point)),
            // Selectors are concrete always.
            Command::Select(select) => Command::Select(select.clone()),
            Command::Delete(selector) => Command::Delete(selector.clone()),
            Command::Unwatch(number) => Command::Unwatch(*number),
            Command::Grant(grant) => Command::Grant(grant.clone()),
            Command::Grants(selector) => Command::Grants(selector.clone()),
            Command::Revoke(revoke) => Command::Revoke(revoke.clone()),
            Command::Lanes => Command::Lanes,
            Command::Stop(star) => Command::Stop(star.clone()),
            Command::Start(star) => Command::Start(star.clone()),
            Command::Cut(lane) => Command::Cut(lane.clone()),
            Command::Mend(lane) => Command::Mend(lane.clone()),
            Command::Slow(slow) => Command::Slow(slow.clone()),
            Command::Lose(flaw) => Command::Lose(flaw.clone()),
            Command::Double(flaw) => Command::Double(flaw.clone()),
            Command::Shuffle(flaw) => Command::Shuffle(flaw.clone()),
            Command::Storm(storm) => Command::Storm(storm.clone()),
            Command::Seed(seed) => Command::Seed(*seed),
            Command::Speed(speed) => Command::Speed(*speed),
            Command::Advance(time) => Command::Advance(*time),
            Command::Upload(upload) => Command::Upload(upload.clone()),
            Command::Help(word) => Command::Help(word.clone()),
            Command::Stars => Command::Stars,
        }
    }
}
