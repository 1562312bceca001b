//! Records of Particles, and what they log.

use orrery_space::log::{
    AuditLog, Log, LogLevel, LogPayload, LogSource, LogSpan, LogSubstance, PointlessLog, SpanExit,
    SpanId,
};
use orrery_space::particle::{
    Aspect, Code, Particle, ParticleRecord, PointKind, Progress, Properties, Property, Watch,
};
use orrery_space::property::{Archetype, PropertyPermit};
use orrery_space::{Status, Substance};
use proptest::collection::btree_map;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

use super::carried::{details, headers, location};
use super::{json, kind, point, stub, text};

pub fn status() -> impl Strategy<Value = Status> {
    select(Status::ALL)
}

pub fn aspect() -> impl Strategy<Value = Aspect> {
    select(Aspect::ALL)
}

pub fn point_kind() -> impl Strategy<Value = PointKind> {
    (point(), kind()).prop_map(|(point, kind)| PointKind { point, kind })
}

pub fn watch() -> impl Strategy<Value = Watch> {
    (point(), aspect()).prop_map(|(point, aspect)| Watch { point, aspect })
}

pub fn progress() -> impl Strategy<Value = Progress> {
    (any::<u32>(), any::<u32>()).prop_map(|(step, total)| Progress { step, total })
}

pub fn code() -> impl Strategy<Value = Code> {
    prop_oneof![Just(Code::Ok), any::<i32>().prop_map(Code::Error)]
}

pub fn property_permit() -> impl Strategy<Value = PropertyPermit> {
    prop_oneof![
        Just(PropertyPermit::Read),
        Just(PropertyPermit::Write),
        super::privilege().prop_map(PropertyPermit::Priv),
    ]
}

pub fn properties() -> impl Strategy<Value = Properties> {
    let property =
        (text(".{0,4}"), any::<bool>()).prop_map(|(value, locked)| Property { value, locked });
    btree_map(text("[a-z]{1,4}"), property, 0..3)
}

pub fn archetype() -> impl Strategy<Value = Archetype> {
    (kind(), properties()).prop_map(|(kind, properties)| Archetype { kind, properties })
}

pub fn particle_record() -> impl Strategy<Value = ParticleRecord> {
    (details(), location()).prop_map(|(details, location)| ParticleRecord { details, location })
}

pub fn particle() -> impl Strategy<Value = Particle> {
    let state = prop_oneof![
        Just(Substance::Empty),
        text(".{0,4}").prop_map(Substance::Text),
        json().prop_map(|json| Substance::Json(Box::new(json))),
    ];
    (stub(), state).prop_map(|(stub, state)| Particle { stub, state })
}

pub fn log_level() -> impl Strategy<Value = LogLevel> {
    select(LogLevel::ALL)
}

pub fn span_id() -> impl Strategy<Value = SpanId> {
    any::<u128>().prop_map(SpanId)
}

fn payload() -> impl Strategy<Value = LogPayload> {
    let message = || text("(?s).{0,8}");
    prop_oneof![
        3 => message().prop_map(LogPayload::Message),
        1 => json().prop_map(LogPayload::from),
        1 => (message(), json()).prop_map(|(message, json)| LogPayload::Both {
            message,
            json: Box::new(json),
        }),
    ]
}

pub fn log() -> impl Strategy<Value = Log> {
    let place = || option::of(text("[a-z/]{1,6}"));
    (
        (point(), log_level(), place(), place()),
        any::<bool>(),
        option::of(span_id()),
        any::<u64>(),
        payload(),
    )
        .prop_map(
            |((point, level, mark, action), shell, span, timestamp, payload)| Log {
                point,
                level,
                mark,
                action,
                source: if shell {
                    LogSource::Shell
                } else {
                    LogSource::Core
                },
                span,
                timestamp,
                payload,
            },
        )
}

fn span() -> impl Strategy<Value = LogSpan> {
    let place = || option::of(text("[a-z/]{1,6}"));
    (
        (span_id(), point(), option::of(span_id())),
        (place(), place()),
        headers(),
        any::<u64>(),
    )
        .prop_map(
            |((id, point, parent), (mark, action), attributes, timestamp)| LogSpan {
                id,
                point,
                mark,
                action,
                parent,
                attributes,
                timestamp,
            },
        )
}

pub fn log_substance() -> BoxedStrategy<LogSubstance> {
    let exit = (span_id(), point(), headers(), any::<u64>()).prop_map(
        |(id, point, attributes, timestamp)| SpanExit {
            id,
            point,
            attributes,
            timestamp,
        },
    );
    let audit =
        (point(), any::<u64>(), headers()).prop_map(|(point, timestamp, metrics)| AuditLog {
            point,
            timestamp,
            metrics,
        });
    let pointless =
        (log_level(), any::<u64>(), text(".{0,6}")).prop_map(|(level, timestamp, message)| {
            PointlessLog {
                level,
                timestamp,
                message,
            }
        });
    prop_oneof![
        4 => log().prop_map(LogSubstance::from),
        1 => span().prop_map(LogSubstance::from),
        1 => exit.prop_map(LogSubstance::from),
        1 => audit.prop_map(LogSubstance::from),
        1 => pointless.prop_map(LogSubstance::from),
    ]
    .boxed()
}
