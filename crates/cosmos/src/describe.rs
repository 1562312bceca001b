//! What an inspector shows of a Particle or a star: rows of (name, value).

use orrery_hyperspace::Span;
use orrery_hyperspace::trace::{ParticleNo, StarNo, WaveNo};
use orrery_space::Kind;

use crate::Cosmos;

type Rows = Vec<(String, String)>;

/// So many of the Particles on a star are named; an inspector that names all is read by nobody.
const NAMED: usize = 16;

fn row(rows: &mut Rows, name: &str, value: impl ToString) {
    rows.push((name.to_owned(), value.to_string()));
}

impl Cosmos {
    /// What there is to say of a Particle; nothing when there is none of that number.
    #[must_use]
    pub fn describe_particle(&self, no: ParticleNo) -> Rows {
        let mut rows = Rows::new();
        let hyperspace = self.hyperspace();
        if no.index() >= hyperspace.registry().len() {
            return rows;
        }
        let particle = hyperspace.registry().get(no);
        row(&mut rows, "point", &particle.point);
        row(&mut rows, "kind", &particle.kind);
        row(&mut rows, "status", particle.status);
        if let Some(reason) = &particle.reason {
            row(&mut rows, "reason", reason);
        }
        row(&mut rows, "owner", &particle.owner);
        match particle
            .star
            .and_then(|no| hyperspace.stars().get(no.index()))
        {
            Some(star) => row(&mut rows, "star", &star.key),
            None if particle.kind == Kind::Global => row(&mut rows, "star", "every star"),
            None => row(&mut rows, "star", "none"),
        }
        row(&mut rows, "children", particle.children.len());
        for (key, property) in hyperspace.registry().details(no).properties {
            let lock = if property.locked { " (locked)" } else { "" };
            row(&mut rows, &format!("+{key}{lock}"), property.value);
        }
        if let Some(mechtron) = hyperspace.mechtron(no) {
            row(
                &mut rows,
                "module",
                format!("{} bytes", mechtron.module_size()),
            );
            row(&mut rows, "mailbox", mechtron.mailbox());
            let busy = match (mechtron.at_work(), mechtron.replicas()) {
                (0, _) => "idle".to_owned(),
                (_, 1) => "at work".to_owned(),
                (busy, all) => format!("{busy} of {all} replicas at work"),
            };
            row(&mut rows, "guest", busy);
            if mechtron.replicas() > 1 {
                row(&mut rows, "replicas", mechtron.replicas());
            }
            row(&mut rows, "fuel used", mechtron.fuel());
            row(&mut rows, "time at work", Span(mechtron.fuel()));
            row(&mut rows, "restarts", mechtron.restarts());
        }
        if let Some(state) = self.guests().state(no) {
            for (key, value) in state.iter() {
                let value = match std::str::from_utf8(value) {
                    Ok(text) if text.len() <= 80 => text.to_owned(),
                    _ => format!("{} bytes", value.len()),
                };
                row(&mut rows, &format!("state {key}"), value);
            }
        }
        rows
    }

    /// What there is to say of a Wave; nothing of one that is not kept any more.
    #[must_use]
    pub fn describe_wave(&self, no: WaveNo) -> Rows {
        let mut rows = Rows::new();
        let Some(wave) = self.hyperspace().wave(no) else {
            return rows;
        };
        let shell = &wave.shell;
        row(&mut rows, "id", shell.id);
        row(&mut rows, "from", &shell.from);
        row(&mut rows, "to", wave.recipients());
        row(&mut rows, "agent", shell.agent.to_point());
        let handling = &shell.handling;
        let classes = [
            handling.kind.name(),
            handling.priority.name(),
            handling.retries.name(),
            handling.wait.name(),
        ];
        row(
            &mut rows,
            "handling",
            format!(
                "{}, priority {}, retries {}, wait {}",
                classes[0], classes[1], classes[2], classes[3]
            ),
        );
        let (headers, body) = match (wave.directed(), wave.reflected()) {
            (Some(core), _) => {
                row(&mut rows, "method", &core.method);
                row(&mut rows, "uri", &core.uri);
                (&core.headers, &core.body)
            }
            (None, Some(core)) => {
                row(&mut rows, "status", core.status);
                (&core.headers, &core.body)
            }
            (None, None) => return rows,
        };
        for (name, value) in headers {
            row(&mut rows, &format!("header {name}"), value);
        }
        row(
            &mut rows,
            "body",
            format!("{} {}", body.kind(), body.text()),
        );
        rows
    }

    /// What there is to say of a star; nothing when there is none of that number.
    #[must_use]
    pub fn describe_star(&self, no: StarNo) -> Rows {
        let mut rows = Rows::new();
        let hyperspace = self.hyperspace();
        let Some(star) = hyperspace.stars().get(no.index()) else {
            return rows;
        };
        row(&mut rows, "star", &star.key);
        row(&mut rows, "kind", star.kind.name());
        if star.stopped {
            row(&mut rows, "status", "stopped");
        }
        row(&mut rows, "load", star.load);
        let hosted: Vec<&str> = Kind::BASES
            .iter()
            .copied()
            .filter(|base| {
                let kind = base.parse::<Kind>().ok();
                kind.is_some_and(|kind| star.hosts(&kind))
            })
            .collect();
        row(&mut rows, "hosts", hosted.join(", "));
        for lane in hyperspace.lanes() {
            let other = match (lane.a == no, lane.b == no) {
                (true, _) => lane.b,
                (_, true) => lane.a,
                _ => continue,
            };
            if let Some(other) = hyperspace.stars().get(other.index()) {
                let mut how = Span(lane.latency).to_string();
                for fault in lane.faults() {
                    how.push_str(&format!(", {fault}"));
                }
                row(&mut rows, &format!("lane to {}", other.key), how);
            }
        }
        let registry = hyperspace.registry();
        let mut held = registry.all().filter(|(_, p)| p.star == Some(no));
        for (_, particle) in held.by_ref().take(NAMED) {
            row(
                &mut rows,
                "holds",
                format!("{}<{}>", particle.point, particle.kind),
            );
        }
        match held.count() {
            0 => {}
            more => row(&mut rows, "holds", format!("{more} more")),
        }
        rows
    }
}
