//! What the console says about the fabric: the lists of stars and lanes, and faults by their names.
//!
//! A fault comes from outside, as a storm does: no Wave carries it, so the console can start the
//! star again on which it lies itself. Only the hyperuser may.

use orrery_space::command::{Flaw, Lane as Ends};
use orrery_space::core::ReflectedCore;
use orrery_space::place::Label;
use orrery_space::{Agent, Command, StarKey, Substance};
use smol_str::{SmolStr, format_smolstr};

use crate::fault::{Fault, LaneFault};
use crate::hyperspace::Hyperspace;
use crate::moment::Span;
use crate::star::{Lane, Star};
use crate::trace::{LaneNo, StarNo};

impl Hyperspace {
    /// Carries out a command about the fabric; nothing comes for any other.
    pub(crate) fn about_fabric(&mut self, command: &Command) -> Option<ReflectedCore> {
        let flawed = |flaw: &Flaw, fault: fn(u32) -> LaneFault| {
            self.befalls(&flaw.lane, fault(flaw.often.millionths()))
        };
        let fault = match command {
            Command::Stars => return Some(self.list_stars()),
            Command::Lanes => return Some(self.list_lanes()),
            Command::Stop(key) => self.star_named(key).map(Fault::Stop),
            Command::Start(key) => self.star_named(key).map(Fault::Start),
            Command::Cut(lane) => self.befalls(lane, LaneFault::Cut),
            Command::Mend(lane) => self.befalls(lane, LaneFault::Mended),
            Command::Slow(slow) => {
                let nanos = u64::try_from(slow.latency.as_nanos()).unwrap_or(u64::MAX);
                self.befalls(&slow.lane, LaneFault::Slow(nanos))
            }
            Command::Lose(flaw) => flawed(flaw, LaneFault::Lose),
            Command::Double(flaw) => flawed(flaw, LaneFault::Double),
            Command::Shuffle(flaw) => flawed(flaw, LaneFault::Shuffle),
            Command::Storm(storm) => Ok(Fault::Storm(storm.clone())),
            _ => return None,
        };
        Some(self.carry_out(command.word(), fault))
    }

    fn carry_out(&mut self, word: &str, fault: Result<Fault, ReflectedCore>) -> ReflectedCore {
        if self.control.agent != Agent::HyperUser {
            let who = self.control.agent.to_point();
            let reason = format_smolstr!("only the hyperuser may `{word}`, and this is {who}");
            return ReflectedCore::forbidden(reason);
        }
        match fault {
            Ok(fault) => {
                self.fault(fault);
                ReflectedCore::ok(Substance::Empty)
            }
            Err(core) => core,
        }
    }

    fn star_named(&self, key: &StarKey) -> Result<StarNo, ReflectedCore> {
        let mut all = (0..).map(StarNo).zip(&self.stars);
        let found = all.find(|(_, star)| star.key == *key).map(|(no, _)| no);
        found.ok_or_else(|| {
            let reason = format_smolstr!("no such star: {key}; `stars` lists them");
            ReflectedCore::not_found(reason)
        })
    }

    fn befalls(&self, ends: &Ends, fault: LaneFault) -> Result<Fault, ReflectedCore> {
        let (from, to) = (self.star_named(&ends.from)?, self.star_named(&ends.to)?);
        let joins = |lane: &Lane| [(from, to), (to, from)].contains(&(lane.a, lane.b));
        let mut all = (0..).map(LaneNo).zip(&self.lanes);
        match all.find(|(_, lane)| joins(lane)) {
            Some((no, _)) => Ok(Fault::Lane(no, fault)),
            None => {
                let (from, to) = (self.star_name(from), self.star_name(to));
                let reason = format_smolstr!("no lane joins {from} and {to}; `lanes` lists them");
                Err(ReflectedCore::not_found(reason))
            }
        }
    }

    fn star_name(&self, no: StarNo) -> SmolStr {
        self.stars
            .get(no.index())
            .map(Star::name)
            .unwrap_or_default()
    }

    fn list_stars(&self) -> ReflectedCore {
        let several = self
            .stars
            .iter()
            .any(|star| star.machine != self.stars[0].machine);
        let line = |star: &Star| {
            let (name, kind, load) = (star.name(), star.kind.name(), star.load);
            let mut text = format!("{name} {kind} load {load}");
            if several {
                text.push_str(&format!(" on {}", star.machine));
            }
            if !star.labels.is_empty() {
                let labels: Vec<&str> = star.labels.iter().map(Label::as_str).collect();
                text.push_str(&format!(", {}", labels.join(" ")));
            }
            if star.stopped {
                text.push_str(", stopped");
            }
            Substance::Text(text.into())
        };
        ReflectedCore::ok(Substance::List(self.stars.iter().map(line).collect()))
    }

    fn list_lanes(&self) -> ReflectedCore {
        let line = |(no, lane): (LaneNo, &Lane)| {
            let (a, b) = (self.star_name(lane.a), self.star_name(lane.b));
            let mut text = format!("{a}--{b} {}", Span(lane.latency));
            if let Some(capacity) = lane.capacity {
                text.push_str(&format!(", carries {capacity} each way"));
            }
            match self.rooms.waiting(no) {
                0 => {}
                1 => text.push_str(", 1 waits"),
                more => text.push_str(&format!(", {more} wait")),
            }
            for fault in lane.faults() {
                text.push_str(&format!(", {fault}"));
            }
            Substance::Text(text.into())
        };
        let all = (0..).map(LaneNo).zip(&self.lanes);
        ReflectedCore::ok(Substance::List(all.map(line).collect()))
    }
}
