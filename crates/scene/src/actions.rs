//! What a person can do with what the inspector shows: each a line for the console, or a moment to
//! look at. Whatever is done is done by a line that one can read, and type oneself the next time.

use orrery_hyperspace::LaneFault;
use orrery_hyperspace::trace::{LaneNo, ParticleNo, StarNo, WaveNo};
use orrery_space::{Status, WaveKind};
use serde::{Deserialize, Serialize};
use smol_str::{SmolStr, format_smolstr};

use crate::bodies::Lane;
use crate::meddle::Meddle;
use crate::{Ledger, Subject};

/// One thing that can be done.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Action {
    /// What stands on the button.
    pub label: SmolStr,
    /// What it does.
    pub act: Act,
}

/// What a button does.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Act {
    /// Carries out a line.
    Say(SmolStr),
    /// Puts a line into the console, for a person to change and to send.
    Edit(SmolStr),
    /// Does something to a Wave that is on a lane; what, as a sentence.
    Meddle(WaveNo, Meddle, SmolStr),
    /// Looks at a moment, in virtual nanoseconds.
    Seek(u64),
    /// Shows a Wave with all that it caused.
    Course(WaveNo),
    /// Opens the module of the Mechtron of that point in the editor.
    Write(ParticleNo, SmolStr),
}

fn action(label: &str, act: Act) -> Action {
    Action {
        label: label.into(),
        act,
    }
}

fn say(label: &str, line: impl Into<SmolStr>) -> Action {
    self::action(label, Act::Say(line.into()))
}

fn edit(label: &str, line: impl Into<SmolStr>) -> Action {
    self::action(label, Act::Edit(line.into()))
}

/// What can be done with it. `body` is what a Wave carries, as the cosmos words it, if it still knows.
#[must_use]
pub fn actions(ledger: &Ledger, subject: Subject, body: Option<&str>) -> Vec<Action> {
    match subject {
        Subject::Particle(no) => self::of_particle(ledger, no),
        Subject::Star(no) => self::of_star(ledger, no),
        Subject::Lane(no) => self::of_lane(ledger, no),
        Subject::Wave(no) => self::of_wave(ledger, no, body),
    }
}

fn of_particle(ledger: &Ledger, no: ParticleNo) -> Vec<Action> {
    let Some(known) = ledger.particle(no) else {
        return Vec::new();
    };
    let (point, base) = (&known.point, known.kind.base());
    let mut all = Vec::new();
    if base == "Mechtron" {
        all.push(edit(
            "Ping…",
            format_smolstr!("ping {point} Ext<Say> \"hi\""),
        ));
        all.push(match known.status {
            Status::Paused => say("Resume", format_smolstr!("resume {point}")),
            Status::Panic => say("Revive", format_smolstr!("init {point}")),
            _ => say("Pause", format_smolstr!("pause {point}")),
        });
        all.push(action("Show as WAT", Act::Write(no, point.as_str().into())));
        all.push(edit("Move…", format_smolstr!("move {point} to ")));
    }
    if matches!(base, "Space" | "Base" | "App" | "Mechtron" | "UserBase") {
        let kind = if base == "UserBase" { "User" } else { "Base" };
        all.push(edit(
            "Create below…",
            format_smolstr!("create {point}:new<{kind}>"),
        ));
    }
    if !point.is_root() && base != "Star" && base != "Driver" {
        all.push(edit(
            "Set a property…",
            format_smolstr!("set {point}{{ +name=value }}"),
        ));
        all.push(edit(
            "Grant…",
            format_smolstr!("grant perm +csd-RwX on {point} to "),
        ));
        all.push(say("Who may?", format_smolstr!("grants on {point}")));
        all.push(edit("Delete…", format_smolstr!("delete {point}")));
    }
    all
}

fn of_star(ledger: &Ledger, no: StarNo) -> Vec<Action> {
    let Some(known) = ledger.star(no) else {
        return Vec::new();
    };
    let key = self::star_name(ledger, no);
    let own = ledger.at(&known.key.to_point());
    let stands = own.is_some_and(|own| own.status != Status::Ready);
    let switch = if stands {
        say("Start", format_smolstr!("start {key}"))
    } else {
        say("Stop", format_smolstr!("stop {key}"))
    };
    vec![switch, self::of_weather(ledger)]
}

/// A storm befalls all lanes, by a plan of which the seed is a part. The next one ends it, also one
/// that is over at once.
fn of_weather(ledger: &Ledger) -> Action {
    if ledger.storm().is_some() {
        say("Calm the storm", "storm 0 for 0s")
    } else {
        edit(
            "Storm…",
            "storm 7 loss=0.05 delay=2ms double=0.02 shuffle=0.05 for 5s",
        )
    }
}

/// A star as commands name it: its constellation, its name and its index.
pub(crate) fn star_name(ledger: &Ledger, no: StarNo) -> SmolStr {
    ledger.star(no).map_or_else(SmolStr::default, |star| {
        let key = &star.key;
        format_smolstr!("{}:{}[{}]", key.constellation, key.name, key.index)
    })
}

/// A lane as commands name it.
pub(crate) fn lane_name(ledger: &Ledger, lane: &Lane) -> SmolStr {
    format_smolstr!(
        "{}--{}",
        self::star_name(ledger, lane.a),
        self::star_name(ledger, lane.b)
    )
}

fn of_lane(ledger: &Ledger, no: LaneNo) -> Vec<Action> {
    let Some(known) = ledger.lane(no) else {
        return Vec::new();
    };
    let lane = self::lane_name(ledger, known);
    let mut all = Vec::new();
    if !known.faults.is_empty() {
        all.push(say("Mend", format_smolstr!("mend {lane}")));
    }
    if !known.is_cut() {
        all.push(say("Cut", format_smolstr!("cut {lane}")));
    }
    for (label, line, has) in [
        ("Slow", "slow {} 20ms", LaneFault::Slow(1)),
        ("Lose a tenth", "lose {} 0.1", LaneFault::Lose(1)),
        ("Double a tenth", "double {} 0.1", LaneFault::Double(1)),
        ("Shuffle a tenth", "shuffle {} 0.1", LaneFault::Shuffle(1)),
    ] {
        let same =
            |fault: &LaneFault| std::mem::discriminant(fault) == std::mem::discriminant(&has);
        if !known.faults.iter().any(same) {
            all.push(say(label, line.replace("{}", &lane)));
        }
    }
    all.push(self::of_weather(ledger));
    all
}

fn of_wave(ledger: &Ledger, no: WaveNo, body: Option<&str>) -> Vec<Action> {
    let Some(known) = ledger.wave(no) else {
        return Vec::new();
    };
    let mut all = vec![
        action("What it caused", Act::Course(no)),
        action("To its birth", Act::Seek(known.sent.0)),
    ];
    match known.end() {
        Some(end) => all.push(action("To its end", Act::Seek(end.at().0))),
        None => all.extend(self::meddling(ledger, no)),
    }
    let verb = match known.kind {
        WaveKind::Ping => "ping",
        WaveKind::Signal => "signal",
        _ => return all,
    };
    let to = known.to().and_then(|to| ledger.particle(to));
    if let (Some(to), Some(method)) = (to, ledger.roll().method(known)) {
        let label = match body {
            Some(_) => "Send again…",
            None => "Send again without its body…",
        };
        let body = body.and_then(self::literal).unwrap_or_default();
        let line = format_smolstr!("{verb} {} {method} {body}", to.point);
        all.push(edit(label, line.trim_end()));
    }
    all
}

/// What can be done to a Wave while it is on a lane.
fn meddling(ledger: &Ledger, wave: WaveNo) -> Vec<Action> {
    let hop = ledger.on_lane(wave);
    let lane = hop.and_then(|hop| ledger.lane(hop.lane));
    let all = lane.map(|lane| Meddle::all(lane.latency));
    let action = |how: Meddle| {
        let act = Act::Meddle(wave, how, how.says().into());
        self::action(&how.label(), act)
    };
    all.into_iter().flatten().map(action).collect()
}

/// A body as the command language writes it, where it can: `Text hi` is `"hi"`.
fn literal(body: &str) -> Option<SmolStr> {
    let (kind, text) = body.split_once(' ').unwrap_or((body, ""));
    match kind {
        "Text" if !text.contains(['"', '\\', '\n']) => Some(format_smolstr!("\"{text}\"")),
        "Int" | "Boolean" | "Json" => Some(text.into()),
        "Point" => Some(format_smolstr!("@{text}")),
        _ => None,
    }
}

#[cfg(test)]
#[path = "actions_tests.rs"]
mod tests;
