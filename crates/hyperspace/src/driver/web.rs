//! The web server: requests of the web come in here and go on to the Particle of their host.
//!
//! Its properties say which host means which point: `set WEB{ +localhost=localhost:site }`. The
//! path is for that Particle to read; a bundle or a file system finds its file by it.

use orrery_space::core::{DirectedCore, HttpMethod, ReflectedCore};
use orrery_space::handler::Routes;
use orrery_space::property::properties_of;
use orrery_space::{Kind, Method, Point, StatusCode};
use smol_str::{SmolStr, StrExt, format_smolstr};

use super::{Does, table};
use crate::flight::Flight;
use crate::hyperspace::Hyperspace;
use crate::registry::Particle;
use crate::trace::{ParticleNo, StarNo};

pub(super) fn routes() -> Routes<Does> {
    let methods = HttpMethod::ALL.iter().copied();
    table(methods.map(|method| (Method::Http(method), Does::Act(Hyperspace::serve_site))))
}

/// The host that is asked for, and what it is asked.
fn host_and_core(core: &DirectedCore) -> (SmolStr, DirectedCore) {
    let mut headers = core.headers.iter();
    let header = headers.find(|(name, _)| name.eq_ignore_ascii_case("host"));
    if let Some((_, value)) = header {
        return (without_port(value), core.clone());
    }
    let path = core.path();
    let rest = path.trim_start_matches('/');
    let host = rest.split('/').next().unwrap_or_default();
    let below = rest.strip_prefix(host).unwrap_or_default();
    let uri = match (below, core.uri().query()) {
        (below, Some(query)) => format_smolstr!("/{}?{query}", below.trim_start_matches('/')),
        ("", None) => SmolStr::new_static("/"),
        (below, None) => below.into(),
    };
    let mut core = core.clone();
    core.uri = uri;
    (without_port(host), core)
}

fn without_port(host: &str) -> SmolStr {
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    };
    name.to_ascii_lowercase_smolstr()
}

/// The hosts that a web server knows, with what they mean.
fn hosts(web: &Particle) -> impl Iterator<Item = (&SmolStr, &SmolStr)> {
    let declared = properties_of(&web.kind);
    let all = web.properties.iter();
    let hosts = all.filter(move |(key, _)| declared.def(key).is_none());
    hosts.map(|(key, property)| (key, &property.value))
}

/// The point that a host means.
///
/// # Errors
///
/// 404 with the hosts that are known, 503 where the property is no point.
fn site(web: &Particle, host: &str) -> Result<Point, ReflectedCore> {
    if let Some((_, value)) = hosts(web).find(|(known, _)| *known == host) {
        return value.parse().map_err(|_| {
            let (web, value) = (&web.point, value);
            let reason = format_smolstr!(
                "property `{host}` of {web} must be the point of a site, not `{value}`"
            );
            ReflectedCore::unavailable(reason)
        });
    }
    let known: Vec<&str> = hosts(web).map(|(host, _)| host.as_str()).collect();
    let known = match known.as_slice() {
        [] => format_smolstr!(
            "none is known; `set {}{{ +localhost=POINT }}` adds one",
            web.point
        ),
        known => format_smolstr!("known are `{}`", known.join("`, `")),
    };
    let reason = format_smolstr!("{} serves no host `{host}`: {known}", web.point);
    Err(ReflectedCore::not_found(reason))
}

impl Hyperspace {
    /// The Particle of the host answers.
    fn serve_site(&mut self, star: StarNo, web: ParticleNo, flight: Box<Flight>) {
        let core = flight.wave.directed().cloned().unwrap_or_default();
        let (host, core) = host_and_core(&core);
        let found = site(self.registry.get(web), &host).and_then(|to| {
            let target = self
                .registry
                .find(&to)
                .map(|no| &self.registry.get(no).kind);
            if matches!(target, Some(Kind::Native(_))) {
                let reason = format_smolstr!("host `{host}` leads to {to}, a web server again");
                return Err(ReflectedCore::fail(StatusCode::LOOP, reason));
            }
            Ok(to)
        });
        match found {
            Ok(to) => self.pass_on(star, web, flight, to, core),
            Err(core) => self.respond(star, web, flight, core),
        }
    }
}
