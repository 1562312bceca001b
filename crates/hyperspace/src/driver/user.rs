//! Users and where they come from: who knows a password gets a token.

use std::borrow::Cow;

use orrery_space::command::PropertyMod;
use orrery_space::core::{CmdMethod, ReflectedCore};
use orrery_space::handler::{Answer, Routes};
use orrery_space::{Kind, Method, Point, Segment, StatusCode, Substance, Token};
use smol_str::SmolStr;

use super::{Does, password, table};
use crate::flight::Flight;
use crate::hyperspace::Hyperspace;
use crate::registry::Particle;
use crate::trace::{ParticleNo, StarNo};

/// How many tokens a user has; the oldest goes when there is one more.
const TOKENS: usize = 8;

const PASSWORD: &str = "password";

fn rows() -> [(Method, Does); 2] {
    let ext = |name, act| (Method::Ext(SmolStr::new_static(name)), Does::Act(act));
    [
        ext("Login", Hyperspace::login),
        ext("Introspect", Hyperspace::introspect),
    ]
}

/// Of user bases.
pub(super) fn of_base() -> Routes<Does> {
    let list = (Method::Cmd(CmdMethod::Read), Does::Act(Hyperspace::list));
    table(rows().into_iter().chain([list]))
}

/// Of users.
pub(super) fn routes() -> Routes<Does> {
    let read = (
        Method::Cmd(CmdMethod::Read),
        Does::Act(Hyperspace::show_user),
    );
    table(rows().into_iter().chain([read]))
}

/// Who says that he is whom, and by what.
struct Credentials {
    name: Option<SmolStr>,
    password: SmolStr,
}

/// The credentials in a body.
fn credentials(body: &Substance) -> Option<Credentials> {
    let text = |value: &Substance| <&SmolStr>::try_from(value).ok().cloned();
    let field = |name: &str| match body {
        Substance::Map(map) => map.get(name).and_then(text),
        Substance::Meta(meta) => meta.get(name).cloned(),
        Substance::Json(json) => json.get(name)?.as_str().map(SmolStr::new),
        Substance::MultipartForm(form) => form.get(name).map(SmolStr::new),
        _ => None,
    };
    let password = match body {
        Substance::Text(password) => password.clone(),
        _ => field(PASSWORD)?,
    };
    let name = field("username");
    Some(Credentials { name, password })
}

/// The name by which a user logs in: the property, or else the last segment.
fn is_named(user: &Particle, name: &str) -> bool {
    match user.properties.get("username") {
        Some(property) => property.value == name,
        None => user.point.last().map(Segment::text).as_deref() == Some(name),
    }
}

fn sets_password(change: &PropertyMod) -> bool {
    let (PropertyMod::Set { key, .. } | PropertyMod::Unset(key)) = change;
    key == PASSWORD
}

impl Hyperspace {
    /// Changes of properties as they are kept: a password is sealed before anybody keeps it. An
    /// empty one stays as it is, and is refused as such.
    pub(crate) fn sealed<'m>(
        &mut self,
        kind: &Kind,
        mods: &'m [PropertyMod],
    ) -> Cow<'m, [PropertyMod]> {
        if *kind != Kind::User || !mods.iter().any(sets_password) {
            return Cow::Borrowed(mods);
        }
        let mut mods = mods.to_vec();
        for change in &mut mods {
            if let PropertyMod::Set { key, value, .. } = change
                && key == PASSWORD
                && !value.is_empty()
            {
                *value = password::seal(value, self.chance.uuid());
            }
        }
        Cow::Owned(mods)
    }

    /// `Cmd<Read>`: what who asks may know of a user.
    fn show_user(&mut self, star: StarNo, user: ParticleNo, flight: Box<Flight>) {
        let details = self.details_for(&flight, user);
        self.respond(star, user, flight, details);
    }

    /// Who has another password has to log in again.
    pub(crate) fn forget_tokens(&mut self, no: ParticleNo, mods: &[PropertyMod]) {
        let particle = self.registry.get_mut(no);
        if particle.kind == Kind::User && mods.iter().any(sets_password) {
            particle.content = Substance::Empty;
        }
    }

    /// The users for whom a Particle answers: itself, or those of a user base.
    fn users_of(&self, no: ParticleNo) -> Vec<ParticleNo> {
        let particle = self.registry.get(no);
        match particle.kind {
            Kind::User => vec![no],
            _ => particle.children.clone(),
        }
    }

    /// `Ext<Login>`: a token for who knows the password.
    fn login(&mut self, star: StarNo, target: ParticleNo, flight: Box<Flight>) {
        let core = self.token_for(target, &flight);
        self.respond(star, target, flight, core.unwrap_or_else(|refusal| refusal));
    }

    fn token_for(&mut self, target: ParticleNo, flight: &Flight) -> Answer {
        let body = flight.wave.directed().map(|core| &core.body);
        let given = body.and_then(credentials);
        let is_user = self.registry.get(target).kind == Kind::User;
        let Some(given) = given.filter(|given| is_user || given.name.is_some()) else {
            return Err(ReflectedCore::bad_request(
                "expected `username` and `password`, as in \
                 `{\"username\":\"ann\",\"password\":\"moon\"}`",
            ));
        };
        let users = self.users_of(target).into_iter();
        let mut named = users.filter(|no| {
            let name = given.name.as_deref();
            name.is_none_or(|name| is_named(self.registry.get(*no), name))
        });
        let opened = named.find(|no| {
            let sealed = self.registry.get(*no).properties.get(PASSWORD);
            sealed.is_some_and(|sealed| password::opens(&given.password, &sealed.value))
        });
        // one sentence for all, so that nobody learns which users there are
        let Some(user) = opened else {
            return Err(ReflectedCore::forbidden("wrong user name or password"));
        };
        let token = Substance::Token(Token::from_uuid(self.chance.uuid()));
        let content = &mut self.registry.get_mut(user).content;
        let mut tokens = match std::mem::take(content) {
            Substance::List(tokens) => tokens,
            _ => Vec::new(),
        };
        if tokens.len() >= TOKENS {
            tokens.remove(0);
        }
        tokens.push(token.clone());
        *content = Substance::List(tokens);
        Ok(ReflectedCore::ok(token))
    }

    /// `Ext<Introspect>`: whose token it is.
    fn introspect(&mut self, star: StarNo, target: ParticleNo, flight: Box<Flight>) {
        let body = flight.wave.directed().map(|core| &core.body);
        let token = match body {
            Some(Substance::Token(token)) => Some(token.clone()),
            Some(Substance::Text(text)) => Some(Token::new(text.clone())),
            _ => None,
        };
        let core = match token.map(Substance::Token) {
            Some(token) => self.owner_of(target, &token),
            None => ReflectedCore::bad_request("expected a Token, or its Text"),
        };
        self.respond(star, target, flight, core);
    }

    /// The user who got that token by a login and still has it.
    pub(crate) fn holder_of(&self, token: &Token) -> Option<&Point> {
        let token = Substance::Token(token.clone());
        let has = |user: &&Particle| match &user.content {
            Substance::List(tokens) => tokens.contains(&token),
            _ => false,
        };
        let users = self.registry.of_base("User");
        let mut users = users.map(|no| self.registry.get(no));
        Some(&users.find(has)?.point)
    }

    fn owner_of(&self, target: ParticleNo, token: &Substance) -> ReflectedCore {
        let users = self.users_of(target);
        let mut users = users.iter().map(|no| self.registry.get(*no));
        let has = |user: &&Particle| match &user.content {
            Substance::List(tokens) => tokens.contains(token),
            _ => false,
        };
        match users.find(has) {
            Some(user) => ReflectedCore::ok(Substance::Point(user.point.clone())),
            None => ReflectedCore::fail(StatusCode::NOT_FOUND, "nobody here has that token"),
        }
    }
}
