//! Why each layer let a Wave pass, from the records of a trace.

use std::collections::BTreeMap;

use orrery_hyperspace::Moment;
use orrery_hyperspace::trace::{Event, ParticleNo, Record, WaveNo};
use orrery_hyperspace::why::Told;
use orrery_space::{Kind, Method, WaveKind};
use smol_str::SmolStr;

/// What the trace told so far of Particles, grants and Waves.
#[derive(Debug, Default)]
pub(super) struct Reasons {
    kinds: Vec<Kind>,
    grants: BTreeMap<String, SmolStr>,
    waves: BTreeMap<WaveNo, Facts>,
}

/// What the trace told of a Wave.
#[derive(Debug)]
struct Facts {
    kind: WaveKind,
    method: Option<Method>,
    from: ParticleNo,
    to: Option<ParticleNo>,
    rule: Option<SmolStr>,
    route: Option<SmolStr>,
    /// The record of the last layer that it passed.
    last: u64,
    ended: Option<(Moment, SmolStr)>,
}

impl Reasons {
    /// Learns what happened.
    pub(super) fn learn(&mut self, record: &Record) {
        match &record.event {
            Event::Registered { kind, .. } => self.kinds.push(kind.clone()),
            Event::Granted { grant, text } => {
                self.grants.insert(format!("grant {grant}"), text.clone());
            }
            Event::Sent {
                wave,
                kind,
                from,
                to,
                method,
                ..
            } => {
                let facts = Facts {
                    kind: *kind,
                    method: method.clone(),
                    from: *from,
                    to: *to,
                    rule: None,
                    route: None,
                    last: 0,
                    ended: None,
                };
                self.waves.insert(*wave, facts);
            }
            event => {
                let facts = event.wave().and_then(|wave| self.waves.get_mut(&wave));
                let Some(facts) = facts else { return };
                match event {
                    Event::Layer { .. } => facts.last = record.seq,
                    Event::Authorized { rule, .. } => facts.rule = Some(rule.clone()),
                    Event::Routed { route, .. } => facts.route = Some(route.clone()),
                    Event::Refused { reason, .. } | Event::Lost { reason, .. } => {
                        facts.ended = Some((record.at, reason.clone()));
                    }
                    _ => {}
                }
            }
        }
    }

    /// Why the layer of which a record tells let the Wave pass, once all is learned that happened
    /// at that moment.
    pub(super) fn why(&self, record: &Record) -> Option<SmolStr> {
        let Event::Layer {
            wave,
            particle,
            layer,
            inward,
            ..
        } = &record.event
        else {
            return None;
        };
        let facts = self.waves.get(wave)?;
        let rule = facts.rule.as_deref();
        let ended = facts.ended.as_ref();
        let here = |(at, _): &&(Moment, SmolStr)| facts.last == record.seq && *at == record.at;
        let told = Told {
            kind: facts.kind,
            method: facts.method.as_ref(),
            sender: self.kind(facts.from)?,
            to_itself: facts.to == Some(facts.from),
            rule,
            grant: rule
                .and_then(|rule| self.grants.get(rule))
                .map(|text| &**text),
            route: facts.route.as_deref(),
            ended: ended.filter(here).map(|(_, reason)| &**reason),
        };
        Some(told.why(*layer, self.kind(*particle)?, *inward))
    }

    fn kind(&self, no: ParticleNo) -> Option<&Kind> {
        self.kinds.get(no.index())
    }
}
