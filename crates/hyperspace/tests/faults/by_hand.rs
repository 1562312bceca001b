//! What somebody does to one Wave on a lane has the effects that lanes have.

use std::num::NonZeroU32;

use super::*;

/// What a lane did to a Wave, and how often it came and came again.
fn fared(stage: &mut Stage, wave: WaveNo) -> (Vec<Disturbance>, usize, usize) {
    stage.rest();
    let of = |record: &&Record| record.event.wave() == Some(wave);
    let (mut how, mut came, mut again) = (Vec::new(), 0, 0);
    for record in stage.trace.iter().filter(of) {
        match record.event {
            Event::Disturbed { how: one, .. } => how.push(one),
            Event::Delivered { .. } => came += 1,
            Event::Repeated { .. } => again += 1,
            _ => {}
        }
    }
    (how, came, again)
}

#[test]
fn a_wave_that_is_held_back_is_overtaken_and_goes_in_first() {
    for kind in [WaveKind::Signal, WaveKind::Ping] {
        let mut stage = Stage::new(3);
        stage.rest();
        let begun = stage.cosmos.now();
        stage.send(kind, "localhost:a", "first", Handling::default());
        let wave = stage.until_on_lane();
        stage.befall(Fault::Delay(wave, 40 * MILLISECOND));
        stage.send(kind, "localhost:a", "second", Handling::default());
        let (how, came, again) = fared(&mut stage, wave);
        assert_eq!(how, [Disturbance::Held(40 * MILLISECOND)]);
        assert_eq!((came, again), (1, 0));
        assert_eq!(stage.taken("localhost:a"), ["first", "second"]);
        let came = |record: &&Record| matches!(record.event, Event::Delivered { wave: no, .. } if no == wave);
        let late = stage.trace.iter().find(came).unwrap().at.0 - begun.0;
        let usual = 40..60;
        assert!(usual.contains(&(late / MILLISECOND)), "{late}");
    }
}

#[test]
fn a_wave_that_is_doubled_takes_effect_once_and_has_one_answer() {
    let mut stage = Stage::new(3);
    stage.rest();
    let ticket = stage.ping("localhost:a", Handling::default());
    let wave = stage.until_on_lane();
    // also when it is done twice, and one of the three is late
    stage.befall(Fault::Double(wave));
    stage.befall(Fault::Double(wave));
    stage.befall(Fault::Delay(wave, 3 * MILLISECOND));
    assert_eq!(stage.end(ticket).core.status, StatusCode::OK);
    let (how, came, again) = fared(&mut stage, wave);
    let doubled = Disturbance::Doubled;
    assert_eq!(how, [doubled, doubled, Disturbance::Held(3 * MILLISECOND)]);
    assert_eq!((came, again), (1, 2));
    assert_eq!(stage.taken("localhost:a").len(), 1);
    assert!(stage.cosmos.take_reply(ticket).is_none());
}

#[test]
fn of_two_of_one_the_other_arrives_when_one_is_dropped() {
    let mut stage = Stage::new(3);
    stage.rest();
    let ticket = stage.ping("localhost:a", retrying(Retries::None));
    let wave = stage.until_on_lane();
    stage.befall(Fault::Double(wave));
    stage.befall(Fault::Drop(wave));
    assert_eq!(stage.end(ticket).core.status, StatusCode::OK);
    let (_, came, again) = fared(&mut stage, wave);
    assert_eq!((came, again), (1, 0));
    // and when both are, it is lost
    let ticket = stage.ping("localhost:a", retrying(Retries::None));
    let wave = stage.until_on_lane();
    stage.befall(Fault::Double(wave));
    stage.befall(Fault::Drop(wave));
    stage.befall(Fault::Drop(wave));
    assert_eq!(stage.end(ticket).core.status, StatusCode::TIMEOUT);
    assert_eq!(fared(&mut stage, wave).1, 0);
}

#[test]
fn who_is_held_back_has_its_place_on_a_lane_with_little_room() {
    let mut constellation = Constellation::default();
    for lane in &mut constellation.lanes {
        lane.capacity = NonZeroU32::new(1);
    }
    let mut stage = Stage::of(3, &constellation);
    stage.rest();
    let begun = stage.cosmos.now();
    stage.send(
        WaveKind::Signal,
        "localhost:a",
        "first",
        Handling::default(),
    );
    let first = stage.until_on_lane();
    let lane = stage.cosmos.lane_of(first).unwrap();
    stage.befall(Fault::Delay(first, 40 * MILLISECOND));
    stage.send(
        WaveKind::Signal,
        "localhost:a",
        "second",
        Handling::default(),
    );
    stage.rest();
    let entered: Vec<Moment> = stage
        .trace
        .iter()
        .filter_map(|record| match record.event {
            Event::Hop { lane: no, .. } if no == lane && record.at >= begun => Some(record.at),
            _ => None,
        })
        .collect();
    assert_eq!(entered.len(), 2);
    assert!(
        entered[1].0 >= entered[0].0 + 40 * MILLISECOND,
        "{entered:?}"
    );
    assert_eq!(stage.taken("localhost:a"), ["first", "second"]);
}

#[test]
fn a_wave_that_is_on_no_lane_stays_as_it_is() {
    let mut stage = Stage::new(3);
    stage.rest();
    let ticket = stage.ping("localhost:a", Handling::default());
    let wave = stage.until_on_lane();
    assert!(stage.cosmos.lane_of(wave).is_some());
    stage.end(ticket);
    stage.rest();
    let told = stage.trace.len();
    for wave in [wave, WaveNo(0), WaveNo(u64::MAX)] {
        assert_eq!(stage.cosmos.lane_of(wave), None);
        for fault in BY_HAND {
            stage.befall(fault(wave));
        }
    }
    // nor does a delay of nothing change anything
    stage.ping("localhost:a", Handling::default());
    let wave = stage.until_on_lane();
    stage.befall(Fault::Delay(wave, 0));
    assert_eq!(fared(&mut stage, wave), (vec![], 1, 0));
    let disturbed = |record: &Record| matches!(record.event, Event::Disturbed { .. });
    assert!(!stage.trace[told..].iter().any(disturbed));
}
