//! Logs and loggers: levels, marks, spans that are entered and left once, and their form.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::collections::BTreeMap;

use expect_test::expect;
use orrery_space::core::DirectedCore;
use orrery_space::log::{
    Log, LogLevel, LogPayload, LogSource, LogSubstance, Logger, OpenSpan, PointlessLog, SpanId,
};
use orrery_space::{Agent, Point, Substance, Wave};
use proptest::prelude::*;

fn app() -> Point {
    "localhost:app".parse().unwrap()
}

fn logger() -> Logger {
    Logger::new(LogSource::Core, app())
}

#[test]
fn each_level_logs_at_its_level() {
    let logger = logger();
    let levels = [
        logger.trace(1, "t"),
        logger.debug(1, "d"),
        logger.info(1, "i"),
        logger.warn(1, "w"),
        logger.error(1, "e"),
    ]
    .map(|log| log.level);
    assert_eq!(levels, LogLevel::ALL);
    assert_eq!(LogLevel::default(), LogLevel::Info);
}

#[test]
fn marks_nest() {
    let mut logger = logger();
    assert_eq!(logger.info(1, "a").mark, None);
    logger.push_mark("start");
    logger.push_mark("load");
    assert_eq!(logger.info(1, "a").mark.as_deref(), Some("start/load"));
    assert_eq!(logger.pop_mark().as_deref(), Some("load"));
    assert_eq!(logger.info(1, "a").mark.as_deref(), Some("start"));
    let other = logger
        .for_point("localhost".parse().unwrap())
        .for_action("serve");
    let log = other.info(1, "a");
    assert_eq!(log.point.as_str(), "localhost");
    assert_eq!(log.action.as_deref(), Some("serve"));
    assert_eq!(log.mark.as_deref(), Some("start"));
}

#[test]
fn a_span_keeps_its_attributes_and_knows_its_parent() {
    let attributes = BTreeMap::from([("size".into(), "3".into())]);
    let (mut outer, outer_entry) = logger().span_with(SpanId(1), 10, attributes.clone());
    let (inner, inner_entry) = outer.logger().span(SpanId(2), 11);
    assert_eq!(outer_entry.attributes, attributes);
    assert_eq!(
        (outer_entry.parent, inner_entry.parent),
        (None, Some(SpanId(1)))
    );
    let log = inner.logger().info(12, "at work");
    assert_eq!((log.span, log.level), (Some(SpanId(2)), LogLevel::Info));
    outer.attribute("done", "yes");
    let (inner, outer) = (inner.exit(13), outer.exit(14));
    assert_eq!((inner.id, inner.timestamp), (SpanId(2), 13));
    assert_eq!(outer.attributes["done"], "yes");
    assert_eq!((outer.point, outer.timestamp), (app(), 14));
}

#[test]
fn an_error_is_logged_and_a_success_is_not() {
    let logger = logger();
    assert_eq!(logger.result(1, &"localhost".parse::<Point>()), None);
    let log = logger.result(1, &"localhost:App".parse::<Point>()).unwrap();
    assert_eq!(log.level, LogLevel::Error);
    assert!(log.payload.to_string().contains("`App`"), "{}", log.payload);
}

#[test]
fn a_wave_is_tracked_only_if_it_says_so() {
    let core = DirectedCore::new("Ext<Hello>".parse().unwrap(), Substance::Empty);
    let mut wave = Wave::ping(7, Agent::Anonymous, app().into(), app().into(), core);
    assert_eq!(logger().track(1, &wave, "Field"), None);
    wave.shell.track = true;
    let log = logger().track(1, &wave, "Field").unwrap();
    assert_eq!(log.action.as_deref(), Some("Field"));
    assert_eq!(log.payload.to_string(), wave.id().to_string());
}

#[test]
fn what_is_logged_reads_as_a_sentence() {
    let (span, entry) = logger().span(SpanId(1), 1);
    let json = serde_json::json!({"a": 1});
    let both = LogPayload::Both {
        message: "data".into(),
        json: Box::new(json.clone()),
    };
    let lines: Vec<String> = [
        LogSubstance::from(logger().info(1, "hi")),
        logger().info(1, json).into(),
        logger().info(1, both).into(),
        entry.into(),
        span.exit(2).into(),
        logger()
            .audit(1)
            .with("calls", "3")
            .with("bytes", "9")
            .into(),
        PointlessLog::error(1, "the log is full").into(),
    ]
    .iter()
    .map(|log| format!("{:?} {log}", log.level()))
    .collect();
    expect![[r#"
        Info hi
        Info {"a":1}
        Info data: {"a":1}
        Trace enters 00000000-0000-0000-0000-000000000001
        Trace leaves 00000000-0000-0000-0000-000000000001
        Debug audit bytes=9 calls=3
        Error the log is full"#]]
    .assert_eq(&lines.join("\n"));
}

#[test]
fn the_json_of_an_entry_is_as_short_as_what_it_says() {
    let json = |log: LogSubstance| serde_json::to_string(&Substance::Log(Box::new(log))).unwrap();
    expect![[r#"{"Log":{"point":"localhost:app","level":"Info","message":"hi"}}"#]]
        .assert_eq(&json(Log::new(app(), LogLevel::Info, 0, "hi").into()));
    let (span, _) = logger().span(SpanId(1), 1);
    let log = span
        .logger()
        .for_action("work")
        .warn(5, serde_json::Value::Null);
    expect![[r#"{"Log":{"point":"localhost:app","level":"Warn","action":"work","span":"00000000-0000-0000-0000-000000000001","timestamp":5,"json":null}}"#]]
        .assert_eq(&json(log.into()));
    expect![[r#"{"Log":{"Audit":{"point":"localhost:app","timestamp":1,"metrics":{"a":"b"}}}}"#]]
        .assert_eq(&json(logger().audit(1).with("a", "b").into()));
}

#[test]
fn an_entry_that_says_nothing_is_refused() {
    let error = serde_json::from_str::<Log>(r#"{"point":"localhost","level":"Info"}"#).unwrap_err();
    expect!["a log needs a `message` or `json`"].assert_eq(&error.to_string());
}

/// What may happen to spans: one is entered in the newest open one or outside of all, or the
/// newest is left.
#[derive(Debug, Clone)]
enum Step {
    Inside,
    Outside,
    Leave,
}

proptest! {
    #[test]
    fn every_span_is_entered_once_and_left_once(
        steps in prop::collection::vec(
            prop::sample::select(vec![Step::Inside, Step::Outside, Step::Leave]),
            0..20,
        )
    ) {
        let root = logger();
        let mut open: Vec<OpenSpan> = Vec::new();
        let (mut entered, mut left) = (Vec::new(), Vec::new());
        for (at, step) in (0..).zip(steps) {
            let logger = match step {
                Step::Inside => open.last().map_or(&root, OpenSpan::logger),
                Step::Outside => &root,
                Step::Leave => {
                    left.extend(open.pop().map(|span| span.exit(at).id));
                    continue;
                }
            };
            let parent = match step {
                Step::Inside => open.last().map(OpenSpan::id),
                _ => None,
            };
            let (span, entry) = logger.span(SpanId(u128::from(at)), at);
            prop_assert_eq!(entry.parent, parent);
            entered.push(entry.id);
            open.push(span);
        }
        left.extend(open.into_iter().map(|span| span.exit(99).id));
        left.sort_unstable();
        prop_assert_eq!(entered, left);
    }
}
