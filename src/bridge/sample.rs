//! How much of what happened a frame shows: whole Waves, as many as can be drawn, and everything
//! that is not about a Wave.
//!
//! A Wave is shown from its sending to its end or not at all, over any number of frames; an answer
//! is shown when its Ping is. What is left out is counted, never silently dropped.

use std::collections::{BTreeMap, BTreeSet};

use orrery_hyperspace::trace::{Event, Record, WaveNo};

/// The most records about Waves in one frame.
pub const MOST_RECORDS: usize = 4_000;

/// The most log lines in one frame.
const MOST_LOGS: usize = 500;

/// How many Waves of the past are still known as shown; what comes later about older ones is left out.
const REMEMBERED: usize = 8_192;

/// Chooses the Waves that are shown.
#[derive(Debug, Default)]
pub struct Sample {
    shown: BTreeSet<WaveNo>,
}

impl Sample {
    /// Shows all of these, however many: what the first frame tells is not watched as it happens.
    pub fn show_all(&mut self, records: &[Record]) {
        self.shown
            .extend(records.iter().filter_map(|record| record.event.wave()));
        self.forget();
    }

    /// The records of one frame that are shown, in their order, and how many are not.
    pub fn choose(&mut self, records: Vec<Record>) -> (Vec<Record>, u64) {
        let mut weight: BTreeMap<WaveNo, usize> = BTreeMap::new();
        for record in &records {
            if let Some(wave) = record.event.wave() {
                *weight.entry(wave).or_default() += 1;
            }
        }
        // Waves that are under way come first: the page has drawn half of them already.
        let mut room = MOST_RECORDS;
        for wave in weight.keys().filter(|wave| self.shown.contains(wave)) {
            room = room.saturating_sub(weight.get(wave).copied().unwrap_or(0));
        }
        for record in &records {
            if let Event::Sent {
                wave,
                cause,
                status,
                ..
            } = &record.event
            {
                let weight = weight.get(wave).copied().unwrap_or(0);
                // An answer, once its question was shown, is no new Wave to the eye.
                let owed = status.is_some() && cause.is_some_and(|ping| self.shown.contains(&ping));
                if owed || weight <= room {
                    room = room.saturating_sub(weight);
                    self.shown.insert(*wave);
                }
            }
        }
        let all = records.len();
        let mut logs = 0;
        let chosen: Vec<Record> = records
            .into_iter()
            .filter(|record| match record.event.wave() {
                Some(wave) => self.shown.contains(&wave),
                None if matches!(record.event, Event::Log { .. }) => {
                    logs += 1;
                    logs <= MOST_LOGS
                }
                None => true,
            })
            .collect();
        self.forget();
        let left_out = all - chosen.len();
        (chosen, u64::try_from(left_out).unwrap_or(u64::MAX))
    }

    fn forget(&mut self) {
        while self.shown.len() > REMEMBERED {
            self.shown.pop_first();
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]

    use orrery_hyperspace::Moment;
    use orrery_hyperspace::trace::{ParticleNo, StarNo};
    use orrery_space::{StatusCode, WaveKind};

    use super::*;

    fn sent(wave: u64, answers: Option<u64>) -> Event {
        Event::Sent {
            wave: WaveNo(wave),
            kind: if answers.is_some() {
                WaveKind::Pong
            } else {
                WaveKind::Ping
            },
            from: ParticleNo(0),
            to: Some(ParticleNo(1)),
            method: None,
            status: answers.map(|_| StatusCode::OK),
            cause: answers.map(WaveNo),
        }
    }

    fn ended(wave: u64) -> Event {
        Event::Delivered {
            wave: WaveNo(wave),
            star: StarNo(0),
            particle: ParticleNo(1),
        }
    }

    fn records(events: Vec<Event>) -> Vec<Record> {
        let record = |(seq, event)| Record {
            seq: seq as u64,
            at: Moment(0),
            event,
        };
        events.into_iter().enumerate().map(record).collect()
    }

    #[test]
    fn few_waves_are_all_shown() {
        let mut sample = Sample::default();
        let all = records(vec![sent(1, None), ended(1), sent(2, Some(1)), ended(2)]);
        assert_eq!(sample.choose(all.clone()), (all, 0));
    }

    #[test]
    fn whole_waves_are_left_out_and_counted() {
        let mut sample = Sample::default();
        let events = (1..=3_000)
            .flat_map(|n| [sent(n, None), ended(n)])
            .collect();
        let (chosen, left_out) = sample.choose(records(events));
        assert_eq!(chosen.len(), MOST_RECORDS);
        assert_eq!(left_out, 2_000);
        assert!(
            chosen
                .chunks(2)
                .all(|pair| { pair[0].event.wave() == pair[1].event.wave() })
        );
    }

    #[test]
    fn a_wave_goes_on_as_it_began_in_an_earlier_frame() {
        let mut sample = Sample::default();
        let begun = (1..=5_000).map(|n| sent(n, None)).collect();
        let (chosen, _) = sample.choose(records(begun));
        let shown = chosen.len();
        let (chosen, _) = sample.choose(records((1..=5_000).map(ended).collect()));
        assert_eq!(chosen.len(), shown);
    }

    #[test]
    fn an_answer_is_shown_with_its_question() {
        let mut sample = Sample::default();
        sample.choose(records(vec![sent(1, None)]));
        let mut events: Vec<Event> = (2..=6_000).map(|n| sent(n, None)).collect();
        events.push(sent(6_001, Some(1)));
        let (chosen, _) = sample.choose(records(events));
        assert_eq!(chosen.last().unwrap().event.wave(), Some(WaveNo(6_001)));
    }

    #[test]
    fn what_was_before_the_first_frame_is_all_shown_and_goes_on() {
        let mut sample = Sample::default();
        sample.show_all(&records((1..=6_000).map(|n| sent(n, None)).collect()));
        let (chosen, left_out) = sample.choose(records((5_000..=6_000).map(ended).collect()));
        assert_eq!((chosen.len(), left_out), (1_001, 0));
    }

    #[test]
    fn what_is_about_no_wave_is_always_shown() {
        let mut sample = Sample::default();
        let grants = (0..5_000).map(|grant| Event::Granted {
            grant,
            text: "".into(),
        });
        let (chosen, left_out) = sample.choose(records(grants.collect()));
        assert_eq!((chosen.len(), left_out), (5_000, 0));
    }
}
