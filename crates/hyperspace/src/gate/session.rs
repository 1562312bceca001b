//! Sessions: a person at a Control, with an agent of its own for each.
//!
//! They are the Shell's of the Control, and speak with nobody but that Control.

use orrery_space::core::{CmdMethod, DirectedCore, ReflectedCore};
use orrery_space::security::access;
use orrery_space::wave::{Variant, WaitTime};
use orrery_space::{
    Agent, Command, Layer, Method, Point, StatusCode, Substance, Surface, Topic, Wave,
};
use smol_str::format_smolstr;

use super::client::{Inside, Speaker};
use crate::hyperspace::Hyperspace;

/// How many sessions a Control may have.
const SESSIONS: usize = 64;

impl Hyperspace {
    /// Whether a Wave is for the Shell of the Control that sends it.
    pub(super) fn is_for_session(&self, inside: &Inside, wave: &Wave) -> bool {
        wave.directed().is_some()
            && wave
                .to()
                .is_some_and(|to| to.layer == Layer::Shell && to.point == inside.own.point)
    }

    /// A Control speaks to its own Shell.
    pub(super) fn session(&mut self, no: u32, inside: &Inside, wave: Wave) {
        let (Some(to), Some(core)) = (wave.to(), wave.directed()) else {
            return;
        };
        let agent = match &to.topic {
            Topic::Uuid(topic) => inside.sessions.get(topic).cloned().map(|a| (*topic, a)),
            _ => None,
        };
        let method = match &core.method {
            Method::Ext(name) => name.as_str(),
            _ => "",
        };
        let answer = match (method, &to.topic, agent) {
            ("NewCliSession", Topic::None, _) => self.new_session(no, inside),
            ("Exec", _, Some((topic, agent))) => match &core.body {
                Substance::RawCommand(raw) => match raw.line.parse::<Command>() {
                    Ok(Command::As(point)) => self.session_as(no, (topic, &agent), &point),
                    _ => return self.session_executes(no, inside, agent, wave),
                },
                other => Err(ReflectedCore::fail(
                    StatusCode::BAD_REQUEST,
                    format_smolstr!("Ext<Exec> needs a RawCommand, not {}", other.kind()),
                )),
            },
            ("Exec", ..) => Err(ReflectedCore::fail(
                StatusCode::NOT_FOUND,
                format_smolstr!("there is no such session; ask {to} for one by Ext<NewCliSession>"),
            )),
            _ => Err(ReflectedCore::fail(
                StatusCode::NOT_FOUND,
                format_smolstr!(
                    "a Shell answers Ext<NewCliSession>, and Ext<Exec> at a session's topic, not {}",
                    core.method
                ),
            )),
        };
        self.answer_client(no, &wave, answer.unwrap_or_else(|refusal| refusal));
    }

    fn new_session(&mut self, no: u32, inside: &Inside) -> Result<ReflectedCore, ReflectedCore> {
        if inside.sessions.len() >= SESSIONS {
            let reason = format_smolstr!("a Control has at most {SESSIONS} sessions");
            return Err(ReflectedCore::fail(StatusCode::TOO_MANY, reason));
        }
        let topic = self.chance.uuid();
        let mut surface = Surface::new(inside.own.point.clone(), Layer::Shell);
        surface.topic = Topic::Uuid(topic);
        if let Some(own) = self
            .gates
            .clients
            .get_mut(&no)
            .and_then(|c| c.inside.as_mut())
        {
            own.sessions.insert(topic, own.own.agent.clone());
        }
        Ok(ReflectedCore::ok(Substance::Surface(Box::new(surface))))
    }

    /// `as POINT`: who has everything on somebody may act as that.
    fn session_as(
        &mut self,
        no: u32,
        (topic, agent): (u128, &Agent),
        point: &Point,
    ) -> Result<ReflectedCore, ReflectedCore> {
        self.may_act_as(agent, point)?;
        if let Some(own) = self
            .gates
            .clients
            .get_mut(&no)
            .and_then(|c| c.inside.as_mut())
        {
            own.sessions.insert(topic, point.clone().into());
        }
        Ok(ReflectedCore::ok(Substance::Empty))
    }

    /// Whether an agent may act as somebody: who has everything on him may.
    ///
    /// # Errors
    ///
    /// The 403, or the 404 where there is no such Particle, with its sentence.
    pub(super) fn may_act_as(&self, agent: &Agent, point: &Point) -> Result<(), ReflectedCore> {
        self.known(point)?;
        let who = agent.to_point();
        if who == *point || access(&self.registry, &who, point).access.has_full() {
            return Ok(());
        }
        let reason = format_smolstr!("{who} may not act as {point}: only who has all of it may");
        Err(ReflectedCore::fail(StatusCode::FORBIDDEN, reason))
    }

    /// The executor is asked, as the agent of the session.
    fn session_executes(&mut self, no: u32, inside: &Inside, agent: Agent, mut wave: Wave) {
        let (Variant::Ping { to, core } | Variant::Signal { to, core }) = &mut wave.variant else {
            return;
        };
        let body = std::mem::replace(&mut core.body, Substance::Empty);
        *core = DirectedCore::new(Method::Cmd(CmdMethod::RawCommand), body);
        *to = Point::executor().into();
        wave.shell.handling.wait = wave.shell.handling.wait.max(WaitTime::Med);
        let speaker = Speaker {
            agent,
            ..inside.own.clone()
        };
        self.send_stamped(no, inside.star, speaker, wave);
    }
}
