//! What a guest of the crate `mechtron` is given, in its binary form: fields in their order, numbers
//! little-endian, a length of eight bytes before texts and sequences, four bytes for a variant.

use std::collections::BTreeMap;

use orrery_space::core::{CmdMethod, Headers};
use orrery_space::security::Scope;
use orrery_space::wave::Handling;
use orrery_space::{
    Agent, DirectedCore, Layer, MechtronConfig, Method, Point, ReflectedCore, Route, Segment,
    StatusCode, Substance, Surface, Topic, Wave, WaveKind,
};
use smol_str::SmolStr;

use super::{BODIES, HOST_KIND, HOST_POINT, LAST_CMD, MECHTRON_KIND, STATUS_INIT};
use crate::particle::About;

/// Why something cannot be given to such a guest.
type Unmet = String;

/// The details of the Particle that hosts, which here is none.
pub(super) fn host_details() -> Vec<u8> {
    let mut out = Writer::default();
    out.details(&host_point(), HOST_KIND, &BTreeMap::new());
    out.0
}

/// The Wave by which a guest learns which Mechtron it is to be.
pub(super) fn host_wave(about: &About, config: &MechtronConfig) -> Vec<u8> {
    const HYP_HOST: u32 = 1;
    const HYPER: u32 = 22;
    const HOST: u32 = 2;
    let host = Surface::from(host_point());
    let mut out = Writer::default();
    out.head(WaveKind::Ping, &uuid_text(0));
    out.surface(&host);
    out.texts(&Headers::new());
    out.variant(0).variant(HYP_HOST).text("http://localhost/");
    out.variant(HYPER).variant(HOST).variant(0);
    out.details(&about.point, MECHTRON_KIND, &about.properties);
    out.variant(0).point(&config.bin);
    out.text(&config.name);
    out.tail(&Agent::HyperUser, Handling::default(), true, &host);
    out.0
}

/// A Wave for the Mechtron at `own`, whoever it was sent to.
pub(super) fn wave(wave: &Wave, own: &Point) -> Result<Vec<u8>, Unmet> {
    let Some(core) = wave.directed() else {
        return Err("a guest is given no Wave that answers".to_owned());
    };
    let to = Surface::from(own.clone());
    let kind = wave.kind();
    let mut out = Writer::default();
    out.head(kind, &uuid_text(wave.id().uuid));
    if kind == WaveKind::Ripple {
        out.variant(0);
    }
    out.surface(&to);
    out.directed(core)?;
    if kind == WaveKind::Ripple {
        // one answer of this one, and nowhere that it has been
        out.variant(1).long(0);
    }
    let shell = &wave.shell;
    let full = shell.scope == Scope::Full;
    out.tail(&shell.agent, shell.handling, full, &shell.from);
    Ok(out.0)
}

/// The answer to the Ping of that uuid.
pub(super) fn pong(
    asked: &str,
    own: &Point,
    core: &ReflectedCore,
    from: &Surface,
) -> Result<Vec<u8>, Unmet> {
    let mut out = Writer::default();
    out.head(WaveKind::Pong, asked);
    out.surface(&Surface::from(own.clone()));
    out.variant(0).surface(from);
    out.texts(&core.headers);
    out.short(core.status.number());
    out.body(&core.body, core.status)?;
    out.text(asked).variant(number_of(WaveKind::Ping));
    out.tail(&Agent::Anonymous, Handling::default(), false, from);
    Ok(out.0)
}

/// A uuid as it stands in text.
pub(super) fn uuid_text(uuid: u128) -> String {
    let hex = format!("{uuid:032x}");
    let mut text = String::with_capacity(36);
    for (at, digit) in hex.char_indices() {
        if matches!(at, 8 | 12 | 16 | 20) {
            text.push('-');
        }
        text.push(digit);
    }
    text
}

fn host_point() -> Point {
    Point::new(Route::Local, vec![Segment::Space(HOST_POINT.into())])
}

/// The number of a kind of Wave in that crate, which has another order.
fn number_of(kind: WaveKind) -> u32 {
    match kind {
        WaveKind::Ping => 0,
        WaveKind::Pong => 1,
        WaveKind::Ripple => 2,
        WaveKind::Echo => 3,
        WaveKind::Signal => 4,
    }
}

#[derive(Default)]
struct Writer(Vec<u8>);

impl Writer {
    fn variant(&mut self, number: u32) -> &mut Self {
        self.0.extend(number.to_le_bytes());
        self
    }

    fn short(&mut self, number: u16) {
        self.0.extend(number.to_le_bytes());
    }

    fn long(&mut self, number: u64) {
        self.0.extend(number.to_le_bytes());
    }

    fn flag(&mut self, yes: bool) {
        self.0.push(u8::from(yes));
    }

    fn bytes(&mut self, bytes: &[u8]) -> &mut Self {
        self.long(bytes.len() as u64);
        self.0.extend(bytes);
        self
    }

    fn text(&mut self, text: &str) -> &mut Self {
        self.bytes(text.as_bytes())
    }

    fn texts(&mut self, texts: &BTreeMap<SmolStr, SmolStr>) {
        self.long(texts.len() as u64);
        for (name, value) in texts {
            self.text(name).text(value);
        }
    }

    fn point(&mut self, point: &Point) {
        match point.route() {
            Route::This => self.variant(0),
            Route::Local => self.variant(1),
            Route::Remote => self.variant(2),
            Route::Global => self.variant(3),
            Route::Domain(domain) => self.variant(4).text(domain),
            Route::Tag(tag) => self.variant(5).text(tag),
            Route::Star(key) => self.variant(6).text(&key.to_string()),
        };
        self.long(point.segments().len() as u64);
        for segment in point.segments() {
            match segment {
                Segment::Space(name) => self.variant(1).text(name),
                Segment::Base(name) => self.variant(2).text(name),
                Segment::FsRoot => self.variant(3),
                // with the slash that it has in the crate
                Segment::Dir(name) => self.variant(4).text(&format!("{name}/")),
                Segment::File(name) => self.variant(5).text(name),
                Segment::Version(version) => self.variant(6).text(&version.to_string()),
            };
        }
    }

    fn surface(&mut self, surface: &Surface) {
        self.point(&surface.point);
        self.variant(surface.layer as u32);
        match &surface.topic {
            Topic::None => {
                self.variant(0);
            }
            Topic::Not => {
                self.variant(1);
            }
            Topic::Any => {
                self.variant(2);
            }
            Topic::Cli => {
                self.variant(3);
            }
            Topic::Uuid(uuid) => {
                self.variant(4).text(&uuid_text(*uuid));
            }
            Topic::Path(path) => {
                self.variant(5).long(path.len() as u64);
                for name in path {
                    self.text(name);
                }
            }
        }
    }

    fn details(&mut self, point: &Point, kind: u32, properties: &BTreeMap<SmolStr, SmolStr>) {
        self.point(point);
        self.variant(kind).variant(STATUS_INIT);
        self.long(properties.len() as u64);
        for (key, value) in properties {
            self.text(key).text(key).text(value).flag(false);
        }
    }

    /// What comes before what differs between Waves.
    fn head(&mut self, kind: WaveKind, uuid: &str) {
        let kind = number_of(kind);
        self.variant(kind).text(uuid).variant(kind);
        // no session
        self.flag(false);
    }

    /// What comes after it.
    fn tail(&mut self, agent: &Agent, handling: Handling, full: bool, from: &Surface) {
        match agent {
            Agent::Anonymous => {
                self.variant(0);
            }
            Agent::HyperUser => {
                self.variant(1);
            }
            Agent::Point(point) => self.variant(2).point(point),
        }
        self.variant(handling.kind as u32)
            .variant(handling.priority as u32)
            .variant(handling.retries as u32)
            .variant(handling.wait as u32)
            .variant(u32::from(!full))
            .surface(from);
        // forwarded by nobody, over no lanes, and not to be tracked
        self.flag(false);
        self.short(0);
        self.flag(false);
    }

    fn directed(&mut self, core: &DirectedCore) -> Result<(), Unmet> {
        self.texts(&core.headers);
        match &core.method {
            Method::Hyp(method) => self.variant(0).variant(*method as u32),
            Method::Cmd(method) if *method > LAST_CMD => {
                return Err(format!(
                    "the crate `mechtron` knows no {}",
                    Method::Cmd(*method)
                ));
            }
            Method::Cmd(method) => self.variant(1).variant(*method as u32),
            Method::Http(method) => self.variant(2).variant(*method as u32),
            Method::Ext(name) => self.variant(3).text(name),
        };
        let uri = core.uri();
        // whatever a sender wrote must be a URL, since the crate panics over anything else
        let mut url = format!("http://localhost/{}", uri.path().trim_start_matches('/'));
        if let Some(query) = uri.query() {
            url.push('?');
            url.push_str(query);
        }
        self.text(&url);
        self.body(&core.body, StatusCode::TRAP)
    }

    /// A body, and the status that an error in it has.
    fn body(&mut self, body: &Substance, status: StatusCode) -> Result<(), Unmet> {
        match body {
            Substance::Empty => {
                self.variant(0);
            }
            Substance::List(list) => {
                self.variant(1).long(list.len() as u64);
                for body in list {
                    self.body(body, status)?;
                }
            }
            Substance::Map(map) => {
                self.variant(2).long(map.len() as u64);
                for (name, body) in map {
                    self.text(name).body(body, status)?;
                }
            }
            Substance::Point(point) => self.variant(3).point(point),
            Substance::Surface(surface) => self.variant(4).surface(surface),
            Substance::Text(text) => {
                self.variant(5).text(text);
            }
            Substance::Meta(texts) => self.variant(8).texts(texts),
            Substance::Bin(bytes) => {
                self.variant(9).bytes(bytes);
            }
            Substance::Boolean(yes) => self.variant(10).flag(*yes),
            Substance::Int(number) => self.variant(11).long(number.cast_unsigned()),
            Substance::FormErrs(errors) => self.variant(17).texts(&errors.0),
            Substance::Token(token) => {
                self.variant(23).text(&token.to_string());
            }
            Substance::Err(reason) => {
                self.variant(28).variant(0).short(status.number());
                self.text(reason);
            }
            other => {
                return Err(format!(
                    "a guest of the crate `mechtron` is given {BODIES}, and this is {}",
                    other.kind()
                ));
            }
        }
        Ok(())
    }
}

// their variants stand in the order of the crate
const _: () = assert!(Layer::Core as u32 == 6 && CmdMethod::Log as u32 == 8);
