//! How much of what happened a frame shows: whole Waves, as many as can be drawn, and everything
//! that is not about a Wave.
//!
//! A Wave is shown from its sending to its end or not at all, over any number of frames; an answer
//! is shown when its Ping is. What is left out is counted, never silently dropped.

use std::collections::{BTreeMap, BTreeSet};

use orrery_hyperspace::trace::WaveNo;
use orrery_scene::news::{News, What};

/// The most news about Waves in one frame.
pub const MOST_NEWS: usize = 4_000;

/// How many Waves of the past are still known as shown; what comes later about older ones is left out.
const REMEMBERED: usize = 8_192;

/// Chooses the Waves that are shown.
#[derive(Debug, Default)]
pub struct Sample {
    shown: BTreeSet<WaveNo>,
}

impl Sample {
    /// Shows all of these, however many: what the first frame tells is not watched as it happens.
    pub fn show_all(&mut self, news: &[News]) {
        self.shown
            .extend(news.iter().filter_map(|news| news.what.wave()));
        self.forget();
    }

    /// The news of one frame that are shown, in their order, and how many are not.
    pub fn choose(&mut self, mut news: Vec<News>) -> (Vec<News>, u64) {
        let mut weight: BTreeMap<WaveNo, usize> = BTreeMap::new();
        for news in &news {
            if let Some(wave) = news.what.wave() {
                *weight.entry(wave).or_default() += 1;
            }
        }
        // Waves that are under way come first: the page has drawn half of them already.
        let mut room = MOST_NEWS;
        for wave in weight.keys().filter(|wave| self.shown.contains(wave)) {
            room = room.saturating_sub(weight.get(wave).copied().unwrap_or(0));
        }
        for news in &news {
            if let What::Sent {
                wave, cause, kind, ..
            } = &news.what
            {
                let weight = weight.get(wave).copied().unwrap_or(0);
                // An answer, once its question was shown, is no new Wave to the eye.
                let owed =
                    kind.is_reflected() && cause.is_some_and(|asked| self.shown.contains(&asked));
                if owed || weight <= room {
                    room = room.saturating_sub(weight);
                    self.shown.insert(*wave);
                }
            }
        }
        let all = news.len();
        news.retain(|news| {
            let wave = news.what.wave();
            wave.is_none_or(|wave| self.shown.contains(&wave))
        });
        self.forget();
        let left_out = all - news.len();
        (news, u64::try_from(left_out).unwrap_or(u64::MAX))
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
    use orrery_scene::news::Ending;
    use orrery_space::{Status, WaveKind};

    use super::*;

    fn sent(wave: u64, answers: Option<u64>) -> What {
        What::Sent {
            wave: WaveNo(wave),
            kind: if answers.is_some() {
                WaveKind::Pong
            } else {
                WaveKind::Ping
            },
            from: ParticleNo(0),
            to: Some(ParticleNo(1)),
            cause: answers.map(WaveNo),
            bad: false,
        }
    }

    fn ended(wave: u64) -> What {
        What::Ended {
            wave: WaveNo(wave),
            star: StarNo(0),
            end: Ending::Delivered(ParticleNo(1)),
        }
    }

    fn news(all: Vec<What>) -> Vec<News> {
        let at = Moment(0);
        all.into_iter().map(|what| News { at, what }).collect()
    }

    #[test]
    fn few_waves_are_all_shown() {
        let mut sample = Sample::default();
        let all = news(vec![sent(1, None), ended(1), sent(2, Some(1)), ended(2)]);
        assert_eq!(sample.choose(all.clone()), (all, 0));
    }

    #[test]
    fn whole_waves_are_left_out_and_counted() {
        let mut sample = Sample::default();
        let events = (1..=3_000)
            .flat_map(|n| [sent(n, None), ended(n)])
            .collect();
        let (chosen, left_out) = sample.choose(news(events));
        assert_eq!(chosen.len(), MOST_NEWS);
        assert_eq!(left_out, 2_000);
        assert!(
            chosen
                .chunks(2)
                .all(|pair| { pair[0].what.wave() == pair[1].what.wave() })
        );
    }

    #[test]
    fn a_wave_goes_on_as_it_began_in_an_earlier_frame() {
        let mut sample = Sample::default();
        let begun = (1..=5_000).map(|n| sent(n, None)).collect();
        let (chosen, _) = sample.choose(news(begun));
        let shown = chosen.len();
        let (chosen, _) = sample.choose(news((1..=5_000).map(ended).collect()));
        assert_eq!(chosen.len(), shown);
    }

    #[test]
    fn an_answer_is_shown_with_its_question() {
        let mut sample = Sample::default();
        sample.choose(news(vec![sent(1, None)]));
        let mut events: Vec<What> = (2..=6_000).map(|n| sent(n, None)).collect();
        events.push(sent(6_001, Some(1)));
        let (chosen, _) = sample.choose(news(events));
        assert_eq!(chosen.last().unwrap().what.wave(), Some(WaveNo(6_001)));
    }

    #[test]
    fn what_was_before_the_first_frame_is_all_shown_and_goes_on() {
        let mut sample = Sample::default();
        sample.show_all(&news((1..=6_000).map(|n| sent(n, None)).collect()));
        let (chosen, left_out) = sample.choose(news((5_000..=6_000).map(ended).collect()));
        assert_eq!((chosen.len(), left_out), (1_001, 0));
    }

    #[test]
    fn what_is_about_no_wave_is_always_shown() {
        let mut sample = Sample::default();
        let statuses = (0..5_000).map(|particle| What::Status {
            particle: ParticleNo(particle),
            status: Status::Ready,
        });
        let (chosen, left_out) = sample.choose(news(statuses.collect()));
        assert_eq!((chosen.len(), left_out), (5_000, 0));
    }
}
