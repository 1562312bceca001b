//! What the inspector says of a Particle, a star, a lane or a Wave, as sections of rows. It knows
//! only what the trace told; the cosmos itself may know more, which is handed in.
//!
//! ```
//! use orrery_hyperspace::trace::WaveNo;
//! use orrery_scene::{Ledger, Subject, inspect::inspect};
//! assert!(inspect(&Ledger::default(), Subject::Wave(WaveNo(1)), &[]).is_none());
//! ```

use orrery_hyperspace::Moment;
use orrery_hyperspace::trace::{LaneNo, ParticleNo, StarNo, WaveNo};
use orrery_hyperspace::why::Told;
use orrery_space::{Kind, Method, Status, StatusCode};
use serde::{Deserialize, Serialize};
use smol_str::{SmolStr, ToSmolStr, format_smolstr};

use crate::actions::{Action, actions};
use crate::brief::brief;
use crate::mishap::Sort;
use crate::roll::Entry;
use crate::wave::{End, LayerPass, WaveTrack};
use crate::{Ledger, Subject, tree};

/// How many Waves and log lines of a subject are listed.
const RECENT: usize = 8;

/// How many remembered Waves are looked through for them.
const LOOKED_THROUGH: usize = 2_000;

/// A page of the inspector.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sheet {
    /// The glyph of the heading.
    pub glyph: SmolStr,
    /// The heading.
    pub title: SmolStr,
    /// What sort of thing it is, and how it is.
    pub subtitle: SmolStr,
    /// A line more, for a card beside it.
    pub brief: SmolStr,
    /// What matters most, such as why a Wave was refused.
    pub lead: Option<Lead>,
    /// The rest.
    pub sections: Vec<Section>,
    /// What can be done with it.
    pub actions: Vec<Action>,
}

/// What matters most about a subject.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lead {
    /// Whether it is bad news.
    pub bad: bool,
    /// Its heading.
    pub heading: SmolStr,
    /// The sentence.
    pub text: SmolStr,
}

/// Rows that belong together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Section {
    /// Its heading.
    pub name: SmolStr,
    /// Its rows.
    pub rows: Vec<Row>,
}

/// A name and a value.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Row {
    /// The name.
    pub name: SmolStr,
    /// The value.
    pub value: SmolStr,
    /// What the value leads to.
    pub link: Option<Subject>,
}

impl Sheet {
    /// Adds rows of which there is none by that name yet.
    fn merge(&mut self, name: &str, rows: &[(String, String)]) {
        let known = |row: &str| {
            let mut known = self.sections.iter().flat_map(|section| &section.rows);
            known.any(|k| k.name.eq_ignore_ascii_case(row))
                || ["point", "number"]
                    .iter()
                    .any(|title| title.eq_ignore_ascii_case(row))
        };
        let rows: Vec<Row> = rows
            .iter()
            .filter(|(name, value)| !value.is_empty() && !known(name))
            .map(|(name, value)| self::row(name, value))
            .collect();
        self.section(name, rows);
    }

    fn section(&mut self, name: &str, rows: Vec<Row>) {
        if !rows.is_empty() {
            let name = name.into();
            self.sections.push(Section { name, rows });
        }
    }
}

/// What there is to say of a subject; nothing when it is not known, or no longer. `more` is what the
/// cosmos itself says of it, as rows of (name, value).
#[must_use]
pub fn inspect(ledger: &Ledger, subject: Subject, more: &[(String, String)]) -> Option<Sheet> {
    let mut sheet = match subject {
        Subject::Particle(no) => self::particle(ledger, no),
        Subject::Star(no) => self::star(ledger, no),
        Subject::Lane(no) => self::lane(ledger, no),
        Subject::Wave(no) => self::wave(ledger, no),
    }?;
    sheet.merge("From the cosmos", more);
    let body = more.iter().find(|(name, _)| name == "body");
    sheet.actions = actions(ledger, subject, body.map(|(_, value)| value.as_str()));
    Some(sheet)
}

/// Virtual time for a person: the unit that leaves one to four digits before the point.
///
/// ```
/// assert_eq!(orrery_scene::inspect::time(1_500_000), "1.500 ms");
/// ```
#[must_use]
pub fn time(nanos: u64) -> SmolStr {
    match nanos {
        0..1_000 => format_smolstr!("{nanos} ns"),
        1_000..1_000_000 => format_smolstr!("{}.{:03} µs", nanos / 1_000, nanos % 1_000),
        1_000_000..1_000_000_000 => {
            format_smolstr!("{}.{:03} ms", nanos / 1_000_000, nanos / 1_000 % 1_000)
        }
        _ => format_smolstr!(
            "{}.{:03} s",
            nanos / 1_000_000_000,
            nanos / 1_000_000 % 1_000
        ),
    }
}

/// A number for a person: digits in threes.
///
/// ```
/// assert_eq!(orrery_scene::inspect::number(1234567), "1\u{a0}234\u{a0}567");
/// ```
#[must_use]
pub fn number(number: u64) -> SmolStr {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() * 4 / 3 + 1);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            // A space that does not break.
            text.push('\u{a0}');
        }
        text.push(digit);
    }
    text.into()
}

/// A number in the room of seven digits: from a million on its first three, cut, with a prefix as units have it.
///
/// ```
/// use orrery_scene::inspect::short;
/// assert_eq!(short(999_999), "999\u{a0}999");
/// assert_eq!(short(5_157_190_481), "5.15\u{a0}G");
/// ```
#[must_use]
pub fn short(count: u64) -> SmolStr {
    let prefixes = [(15, 'P'), (12, 'T'), (9, 'G'), (6, 'M')];
    let mut prefixes = prefixes
        .map(|(power, prefix)| (10_u64.pow(power), prefix))
        .into_iter();
    let Some((unit, prefix)) = prefixes.find(|(unit, _)| count >= *unit) else {
        return self::number(count);
    };
    let (whole, hundredths) = (count / unit, count / (unit / 100) % 100);
    match whole {
        0..10 => format_smolstr!("{whole}.{hundredths:02}\u{a0}{prefix}"),
        10..100 => format_smolstr!("{whole}.{}\u{a0}{prefix}", hundredths / 10),
        _ => format_smolstr!("{}\u{a0}{prefix}", self::number(whole)),
    }
}

/// The glyph of a kind of Particle.
#[must_use]
pub fn kind_glyph(base: &str) -> &'static str {
    match base {
        "Root" => "root",
        "Space" => "space",
        "Mechtron" => "mechtron",
        "User" | "UserBase" => "user",
        "App" => "app",
        "Star" => "star",
        "Driver" | "Global" | "Native" | "Host" | "Guest" => "driver",
        "Control" | "Portal" => "control",
        "FileSystem" | "File" => "file",
        "Repo" | "BundleSeries" | "Bundle" | "Artifact" => "bundle",
        "Database" => "database",
        _ => "base",
    }
}

fn row(name: &str, value: impl AsRef<str>) -> Row {
    Row {
        name: name.into(),
        value: value.as_ref().into(),
        link: None,
    }
}

fn link(name: &str, value: impl AsRef<str>, to: Subject) -> Row {
    Row {
        link: Some(to),
        ..self::row(name, value)
    }
}

fn point_of(ledger: &Ledger, no: ParticleNo) -> SmolStr {
    ledger.particle(no).map_or_else(
        || format_smolstr!("particle {}", no.0),
        |p| p.point.as_str().into(),
    )
}

fn star_name(ledger: &Ledger, no: StarNo) -> SmolStr {
    ledger.star(no).map_or_else(
        || format_smolstr!("star {}", no.0),
        crate::ledger::Star::label,
    )
}

fn wave_line(ledger: &Ledger, wave: &Entry, seen_from: Option<ParticleNo>) -> SmolStr {
    let what = match (ledger.roll().method(wave), wave.shown_status()) {
        (_, Some(status)) if wave.is_refused() => format_smolstr!("{} {status}", wave.kind.name()),
        (Some(method), _) => format_smolstr!("{} {method}", wave.kind.name()),
        (None, Some(status)) => format_smolstr!("{} {status}", wave.kind.name()),
        (None, None) => wave.kind.name().to_smolstr(),
    };
    let to = wave
        .to()
        .map_or_else(|| "nobody".into(), |to| self::point_of(ledger, to));
    if seen_from == Some(wave.from) {
        format_smolstr!("{what} to {to}")
    } else {
        format_smolstr!("{what} from {}", self::point_of(ledger, wave.from))
    }
}

fn particle(ledger: &Ledger, no: ParticleNo) -> Option<Sheet> {
    let known = ledger.particle(no)?;
    let mut sheet = Sheet {
        glyph: self::kind_glyph(known.kind.base()).into(),
        title: known.point.as_str().into(),
        subtitle: format_smolstr!("{}, {}", known.kind, known.status.name()),
        lead: known.reason.as_ref().map(|reason| Lead {
            bad: tree::status_glyph(known.status) == "broken",
            heading: known.status.name().into(),
            text: reason.clone(),
        }),
        brief: brief(ledger, Subject::Particle(no)),
        sections: Vec::new(),
        actions: Vec::new(),
    };
    let mut place = Vec::new();
    if let Some(star) = known.star {
        place.push(self::link(
            "star",
            self::star_name(ledger, star),
            Subject::Star(star),
        ));
    }
    if let Some(parent) = known.parent {
        place.push(self::link(
            "parent",
            self::point_of(ledger, parent),
            Subject::Particle(parent),
        ));
    }
    if known.below > 0 {
        place.push(self::row("below", self::number(u64::from(known.below))));
    }
    sheet.section("Place", place);
    let mut traffic = vec![
        self::row("sent", self::number(known.sent)),
        self::row("received", self::number(known.received)),
        self::row("refused", self::number(known.refused)),
    ];
    if known.fuel > 0 {
        traffic.push(self::row("fuel used", self::number(known.fuel)));
    }
    sheet.section("Waves", traffic);
    let properties = known
        .properties
        .iter()
        .map(|(key, value)| self::row(key, value));
    sheet.section("Properties", properties.collect());
    let recent = ledger
        .waves()
        .rev()
        .take(LOOKED_THROUGH)
        .filter(|wave| wave.from == no || wave.to() == Some(no))
        .take(RECENT)
        .map(|wave| {
            let number = format_smolstr!("#{}", wave.wave.0);
            self::link(
                &number,
                self::wave_line(ledger, wave, Some(no)),
                Subject::Wave(wave.wave),
            )
        });
    sheet.section("Recent Waves", recent.collect());
    let log = ledger
        .log()
        .rev()
        .filter(|line| line.particle == Some(no))
        .take(RECENT)
        .map(|line| self::row(&self::time(line.at.0), &line.message));
    sheet.section("Log", log.collect());
    Some(sheet)
}

/// What is so of all lanes.
fn weather(ledger: &Ledger) -> Option<Lead> {
    let storm = ledger.storm()?;
    Some(Lead {
        bad: true,
        heading: "A storm".into(),
        text: format_smolstr!(
            "all lanes are faulty, by the chance of seed {}, until {}",
            storm.seed,
            self::time(storm.until.0)
        ),
    })
}

fn star(ledger: &Ledger, no: StarNo) -> Option<Sheet> {
    let known = ledger.star(no)?;
    let mut sheet = Sheet {
        glyph: "star".into(),
        title: known.label(),
        subtitle: format_smolstr!("{} star on machine {}", known.kind.name(), known.machine),
        lead: self::weather(ledger),
        brief: brief(ledger, Subject::Star(no)),
        sections: Vec::new(),
        actions: Vec::new(),
    };
    if let Some(own) = ledger.at(&known.key.to_point())
        && own.status != Status::Ready
    {
        let reason = own.reason.clone().unwrap_or_default();
        let status = self::row("status", own.status.name());
        sheet.section("Trouble", vec![status, self::row("why", reason)]);
    }
    sheet.section(
        "Load",
        vec![
            self::row("particles", self::number(u64::from(known.particles))),
            self::row("waves sent on", self::number(known.hops)),
            self::row("waves refused", self::number(known.refused)),
            self::row("key", known.key.to_string()),
        ],
    );
    let lanes = ledger
        .lanes()
        .filter(|lane| lane.a == no || lane.b == no)
        .map(|lane| {
            let other = if lane.a == no { lane.b } else { lane.a };
            let value = format_smolstr!(
                "{}, {} waves",
                self::time(lane.latency),
                self::number(lane.hops)
            );
            self::link(
                &self::star_name(ledger, other),
                value,
                Subject::Lane(lane.lane),
            )
        });
    sheet.section("Lanes", lanes.collect());
    let hosted = ledger
        .particles()
        .filter(|p| p.star == Some(no))
        .take(RECENT * 2)
        .map(|p| {
            self::link(
                p.kind.base(),
                p.point.as_str(),
                Subject::Particle(p.particle),
            )
        });
    sheet.section("Particles here", hosted.collect());
    Some(sheet)
}

fn lane(ledger: &Ledger, no: LaneNo) -> Option<Sheet> {
    let known = ledger.lane(no)?;
    let (a, b) = (
        self::star_name(ledger, known.a),
        self::star_name(ledger, known.b),
    );
    let under_way = ledger
        .tracks_under_way()
        .filter(|track| {
            track
                .hops
                .last()
                .is_some_and(|hop| hop.lane == no && hop.arrives > ledger.now())
        })
        .count();
    let mut sheet = Sheet {
        glyph: "lane".into(),
        title: format_smolstr!("{a} — {b}"),
        subtitle: "lane".into(),
        lead: self::weather(ledger),
        brief: brief(ledger, Subject::Lane(no)),
        sections: Vec::new(),
        actions: Vec::new(),
    };
    sheet.section(
        "Lane",
        vec![
            self::link("from", a, Subject::Star(known.a)),
            self::link("to", b, Subject::Star(known.b)),
            self::row("takes", self::time(known.latency)),
            self::row("on it now", self::number(under_way as u64)),
            self::row("waves so far", self::number(known.hops)),
        ],
    );
    let faults = known.faults.iter();
    let faults = faults.map(|fault| self::row("it", format_smolstr!("{fault}")));
    sheet.section("Faults", faults.collect());
    Some(sheet)
}

/// What is said of a Wave whose way is forgotten.
const LONG_AGO: &str = "It is too long ago: its layers, lanes, rule and body are kept of the last Waves only. \
                        Go to its birth, and on from there: there all of it is at hand again.";

fn wave(ledger: &Ledger, no: WaveNo) -> Option<Sheet> {
    let known = ledger.wave(no)?;
    let mut sheet = Sheet {
        glyph: self::wave_glyph(known).into(),
        title: format_smolstr!("{} #{}", known.kind.name(), no.0),
        subtitle: self::how(ledger, known),
        lead: self::lead(ledger, known),
        brief: brief(ledger, Subject::Wave(no)),
        sections: Vec::new(),
        actions: Vec::new(),
    };
    let mut shell = vec![self::link(
        "from",
        self::point_of(ledger, known.from),
        Subject::Particle(known.from),
    )];
    shell.push(match known.to() {
        Some(to) => self::link("to", self::point_of(ledger, to), Subject::Particle(to)),
        None => self::row("to", "nobody of this cosmos"),
    });
    if let Some(method) = ledger.roll().method(known) {
        shell.push(self::row("method", method));
    }
    if let Some(status) = known.status() {
        shell.push(self::row("status", status.to_string()));
    }
    let track = ledger.track(no);
    if let Some(rule) = track.and_then(|track| track.rule.as_ref()) {
        let rule = match track.and_then(|track| track.grant.as_ref()) {
            Some(grant) => format_smolstr!("{rule}: {grant}"),
            None => rule.clone(),
        };
        shell.push(self::row("let through by", rule));
    }
    if let Some(route) = track.and_then(|track| track.route.as_ref()) {
        shell.push(self::row("route", route));
    }
    if let Some(replica) = track.and_then(|track| track.replica) {
        shell.push(self::row("replica", self::number(replica.into())));
    }
    if let Some(cause) = known.cause() {
        let name = if known.status().is_some() {
            "answers"
        } else {
            "because of"
        };
        shell.push(self::link(
            name,
            format_smolstr!("#{}", cause.0),
            Subject::Wave(cause),
        ));
    }
    if let Some(answer) = known.answer() {
        shell.push(self::link(
            "answered by",
            format_smolstr!("#{}", answer.0),
            Subject::Wave(answer),
        ));
    }
    sheet.section("Wave", shell);
    let mut cost = vec![
        self::row("sent at", self::time(known.sent.0)),
        self::row("age", self::time(known.age(ledger.now()))),
        self::row("hops", self::number(known.hops.into())),
    ];
    if known.fuel > 0 {
        cost.push(self::row("fuel", self::number(known.fuel)));
    }
    sheet.section("Cost", cost);
    let mishaps = track.map_or(&[][..], |track| &track.mishaps);
    let mishaps = mishaps.iter().map(|mishap| {
        let after = mishap.at.0.saturating_sub(known.sent.0);
        let to = match mishap.what {
            Sort::Lane(lane, _) => Subject::Lane(lane),
            Sort::Queued(star) | Sort::Kept(star, _) | Sort::Repeated(star) => Subject::Star(star),
        };
        let after = format_smolstr!("+{}", self::time(after));
        self::link(&after, mishap.words(ledger), to)
    });
    sheet.section("Faults", mishaps.collect());
    let way = match track {
        Some(track) => self::way(ledger, known, track),
        None => vec![self::row("not kept", LONG_AGO)],
    };
    sheet.section("Way", way);
    Some(sheet)
}

/// The glyph of a Wave: its kind, or that it was refused.
#[must_use]
pub fn wave_glyph(wave: &Entry) -> &'static str {
    use orrery_space::WaveKind;
    match (wave.end(), wave.kind) {
        (Some(End::Refused { .. } | End::Lost { .. }), _) => "refused",
        (_, WaveKind::Ping | WaveKind::Ripple) => "ping",
        (_, WaveKind::Pong | WaveKind::Echo) => "pong",
        (_, WaveKind::Signal) => "signal",
    }
}

/// How a Wave fares.
pub(crate) fn how(ledger: &Ledger, wave: &Entry) -> SmolStr {
    match wave.end() {
        None => {
            let lane = ledger.on_lane(wave.wave).map(|hop| {
                let to = self::star_name(ledger, hop.to);
                format_smolstr!("on its way to {to}")
            });
            let held = ledger.held_back(wave.wave);
            let held = held.map(|mishap| mishap.words(ledger));
            let copies = ledger.track(wave.wave).map_or(1, |track| track.copies);
            let twice = (copies > 1).then_some("doubled".into());
            let mut all = [lane, held, twice].into_iter().flatten();
            let first = all.next().unwrap_or("under way".into());
            all.fold(first, |all, more| format_smolstr!("{all}, {more}"))
        }
        Some(End::Delivered { star, .. }) => {
            format_smolstr!("delivered on {}", self::star_name(ledger, star))
        }
        Some(End::Refused { star, status, .. }) => {
            format_smolstr!("refused with {status} on {}", self::star_name(ledger, star))
        }
        Some(End::Lost { star, .. }) => {
            format_smolstr!("lost on {}", self::star_name(ledger, star))
        }
    }
}

fn lead(ledger: &Ledger, wave: &Entry) -> Option<Lead> {
    let lead = |heading: SmolStr, text: &str, star: Option<StarNo>| Lead {
        bad: true,
        heading,
        text: match star {
            Some(star) => format_smolstr!("{text} (on {})", self::star_name(ledger, star)),
            None => text.into(),
        },
    };
    let why = |wave| ledger.roll().reason(wave).map_or("", SmolStr::as_str);
    match (
        wave.end(),
        wave.status().filter(|status| !status.is_success()),
    ) {
        (Some(End::Refused { star, status, .. }), _) => {
            let heading = format_smolstr!("Refused {status}: {}", self::meaning(status));
            Some(lead(heading, why(wave), Some(star)))
        }
        (Some(End::Lost { star, .. }), _) => Some(lead("Lost".into(), why(wave), Some(star))),
        // An answer that says no: why, the fabric said of the Wave that it answers.
        (_, Some(status)) => {
            let asked = wave.cause().and_then(|cause| ledger.wave(cause));
            let ended = |asked: &Entry| asked.end().filter(|end| !end.is_arrival());
            let refused = asked.and_then(|asked| Some((why(asked), ended(asked)?.star())));
            let heading = format_smolstr!("Answers {status}: {}", self::meaning(status));
            Some(match refused {
                Some((reason, star)) => lead(heading, reason, Some(star)),
                None => lead(heading, "the target says so; its body says why", None),
            })
        }
        _ => None,
    }
}

/// What a status says, in a few words.
fn meaning(status: StatusCode) -> &'static str {
    match status.number() {
        400 => "not as expected",
        403 => "not allowed",
        404 => "nobody there",
        408 => "no answer in time",
        409 => "it cannot stand there",
        413 => "too large",
        429 => "mailbox full",
        500 => "the target failed",
        501 => "nothing implements it",
        503 => "nobody can serve it",
        508 => "it went in circles",
        _ => "it did not go well",
    }
}

/// Lanes and layers in the order of time.
fn way(ledger: &Ledger, wave: &Entry, track: &WaveTrack) -> Vec<Row> {
    let since = |at: Moment| format_smolstr!("+{}", self::time(at.0.saturating_sub(wave.sent.0)));
    let hops = track.hops.iter().map(|hop| {
        let value = format_smolstr!(
            "{} → {}",
            self::star_name(ledger, hop.from),
            self::star_name(ledger, hop.to)
        );
        (
            hop.at,
            self::link(&since(hop.at), value, Subject::Lane(hop.lane)),
        )
    });
    let layers = (1..).zip(&track.layers).map(|(count, pass)| {
        let arrow = if pass.inward { "in" } else { "out" };
        let last = count == track.layers.len();
        let value = format_smolstr!(
            "{} {arrow}, {}: {}",
            pass.layer.name(),
            self::star_name(ledger, pass.star),
            self::why(ledger, (wave, track), pass, last)
        );
        (
            pass.at,
            self::link(&since(pass.at), value, Subject::Star(pass.star)),
        )
    });
    // Both are in order; within one moment a Wave leaves its layers before it takes a lane.
    let (mut hops, mut way) = (hops.peekable(), Vec::new());
    for (at, row) in layers {
        while let Some((_, hop)) = hops.next_if(|(left, _)| *left < at) {
            way.push(hop);
        }
        way.push(row);
    }
    way.extend(hops.map(|(_, hop)| hop));
    way
}

/// Why a layer let a Wave pass, or ended it where that was its last.
fn why(
    ledger: &Ledger,
    (wave, track): (&Entry, &WaveTrack),
    pass: &LayerPass,
    last: bool,
) -> SmolStr {
    let kind = |no| ledger.particle(no).map_or(&Kind::Root, |known| &known.kind);
    let ended = wave.end().filter(|end| last && end.at() == pass.at);
    let method: Option<Method> = ledger
        .roll()
        .method(wave)
        .and_then(|text| text.parse().ok());
    let told = Told {
        kind: wave.kind,
        method: method.as_ref(),
        sender: kind(wave.from),
        to_itself: wave.to() == Some(wave.from),
        rule: track.rule.as_deref(),
        grant: track.grant.as_deref(),
        route: track.route.as_deref(),
        ended: ended
            .and_then(|_| ledger.roll().reason(wave))
            .map(SmolStr::as_str),
    };
    told.why(pass.layer, kind(pass.particle), pass.inward)
}

#[cfg(test)]
#[path = "inspect_tests.rs"]
mod tests;
