//! What a run has told so far: its records, so that any moment of it can be shown again, and the
//! marks that stand beside its timeline.
//!
//! It is bounded. Beyond [`MOST_RECORDS`] the oldest records about Waves go; what is there and how it
//! is remains known from the beginning on. A moment so old shows its Points, stars and lanes, and
//! Waves from then on.
//!
//! Records are kept in pieces that several branches of one run share.

use std::collections::BTreeSet;
use std::sync::Arc;

use orrery_hyperspace::Moment;
use orrery_hyperspace::trace::{Event, Record, WaveNo};
use orrery_space::{LogLevel, Status};

use super::protocol::{Mark, MarkKind};

/// So many records are kept before the oldest about Waves go.
pub const MOST_RECORDS: usize = 1_000_000;

/// Records of one piece.
const PIECE: usize = 4_096;

/// How many events had happened is known after so many records again.
const PLACE: u64 = 256;

/// A moment of the past is shown with so many of the last Waves before it.
pub const WAVES_SHOWN: usize = 1_500;

/// And with so many of the last lines of the log.
const LOGS_SHOWN: usize = 2_000;

/// So many marks are kept; what a person did is marked beyond that too.
const MOST_MARKS: usize = 20_000;

/// What a run has told so far.
#[derive(Debug, Clone, Default)]
pub struct Chronicle {
    /// Full pieces, in order; those before `thinned` have no Waves any more.
    pieces: Vec<Arc<Vec<Record>>>,
    thinned: usize,
    /// The first record after those.
    whole_from: u64,
    last: Vec<Record>,
    count: usize,
    marks: Vec<Mark>,
    /// Now and then: before which record how many events had happened.
    places: Vec<(u64, u64)>,
}

/// Whether a record can go when room is needed: what it tells ends with its Wave or is read once.
fn passes(event: &Event) -> bool {
    event.wave().is_some() || matches!(event, Event::Log { .. })
}

impl Chronicle {
    /// Takes in what happened. By then so many events had happened.
    pub fn enter(&mut self, records: &[Record], events: u64) {
        for record in records {
            if let Some(kind) = self::mark_of(&record.event) {
                self.mark(events, record.at, kind);
            }
            self.last.push(record.clone());
            self.count += 1;
            if self.last.len() == PIECE {
                self.pieces.push(Arc::new(std::mem::take(&mut self.last)));
                self.thin();
            }
        }
        let next = records.last().map_or(0, |last| last.seq + 1);
        let last = self.places.last().map_or(0, |(seq, _)| *seq);
        if next >= last + PLACE {
            self.places.push((next, events));
        }
    }

    /// So many events at least had happened before the record with that number.
    #[must_use]
    pub fn events_before(&self, seq: u64) -> u64 {
        let known = self.places.partition_point(|(place, _)| *place <= seq);
        let last = known.checked_sub(1).and_then(|at| self.places.get(at));
        last.map_or(0, |(_, events)| *events)
    }

    /// Marks a place of the timeline.
    pub fn mark(&mut self, events: u64, at: Moment, kind: MarkKind) {
        let mark = Mark {
            events,
            at: at.0,
            kind,
        };
        // one of a kind at one place says enough
        if self.marks.last() != Some(&mark)
            && (self.marks.len() < MOST_MARKS || kind == MarkKind::Command)
        {
            self.marks.push(mark);
        }
    }

    /// The marks, in order.
    #[must_use]
    pub fn marks(&self) -> &[Mark] {
        &self.marks
    }

    /// All that is known of the run, in order.
    pub fn records(&self) -> impl DoubleEndedIterator<Item = &Record> {
        let pieces = self.pieces.iter().flat_map(|piece| piece.iter());
        pieces.chain(&self.last)
    }

    /// The first record from which on nothing has gone to make room.
    #[must_use]
    pub fn whole_from(&self) -> u64 {
        self.whole_from
    }

    /// What was so before the record with that number: the beginning of another branch. By then so
    /// many events had happened.
    #[must_use]
    pub fn until(&self, seq: u64, events: u64) -> Self {
        let mut past = Self {
            thinned: self.thinned,
            whole_from: self.whole_from.min(seq),
            marks: self.marks.clone(),
            ..Self::default()
        };
        past.marks.retain(|mark| mark.events <= events);
        for piece in &self.pieces {
            if piece.last().is_some_and(|last| last.seq < seq) {
                past.pieces.push(Arc::clone(piece));
            } else {
                past.last.extend(self::before(piece, seq).iter().cloned());
            }
        }
        past.last
            .extend(self::before(&self.last, seq).iter().cloned());
        past.thinned = past.thinned.min(past.pieces.len());
        past.places.clone_from(&self.places);
        past.places.retain(|(place, _)| *place < seq);
        past.places.push((seq, events));
        past.count = past.last.len() + past.pieces.iter().map(|piece| piece.len()).sum::<usize>();
        past
    }

    /// What is to be shown of the moment before the record with that number: all that is so, and the
    /// last Waves and lines of the log.
    #[must_use]
    pub fn look_back(&self, seq: u64) -> Vec<Record> {
        let pieces = self.pieces.iter().map(|piece| &***piece);
        let pieces: Vec<&[Record]> = pieces.chain([&*self.last]).collect();
        let mut waves = BTreeSet::<WaveNo>::new();
        // most of what lies further back is older than all of these
        let mut lowest = WaveNo(u64::MAX);
        let mut logs = 0;
        let mut shown: Vec<Record> = Vec::new();
        for piece in pieces.into_iter().rev() {
            for record in self::before(piece, seq).iter().rev() {
                let keep = match record.event.wave() {
                    Some(wave) if waves.len() < WAVES_SHOWN => {
                        lowest = lowest.min(wave);
                        waves.insert(wave);
                        true
                    }
                    Some(wave) => wave >= lowest && waves.contains(&wave),
                    None if matches!(record.event, Event::Log { .. }) => {
                        logs += 1;
                        logs <= LOGS_SHOWN
                    }
                    None => true,
                };
                if keep {
                    shown.push(record.clone());
                }
            }
        }
        shown.reverse();
        shown
    }

    /// Makes all the room that there can be.
    #[cfg(test)]
    pub fn thin_out(&mut self) {
        self.pieces.push(Arc::new(std::mem::take(&mut self.last)));
        self.thin_to(0);
    }

    /// Makes room when there is too much.
    fn thin(&mut self) {
        self.thin_to(MOST_RECORDS);
    }

    fn thin_to(&mut self, most: usize) {
        while self.count > most {
            let Some(piece) = self.pieces.get_mut(self.thinned) else {
                return;
            };
            let last = piece.last().map_or(0, |last| last.seq + 1);
            self.whole_from = self.whole_from.max(last);
            let left = piece.iter().filter(|record| !self::passes(&record.event));
            let left: Vec<Record> = left.cloned().collect();
            self.count -= piece.len() - left.len();
            *piece = Arc::new(left);
            self.thinned += 1;
        }
    }
}

/// The part of a piece before the record with that number.
fn before(piece: &[Record], seq: u64) -> &[Record] {
    &piece[..piece.partition_point(|record| record.seq < seq)]
}

/// What is worth a mark.
fn mark_of(event: &Event) -> Option<MarkKind> {
    match event {
        Event::Refused { .. } | Event::Lost { .. } => Some(MarkKind::Refusal),
        Event::Fault { .. }
        | Event::Storm { .. }
        | Event::Calm
        | Event::Stopped { .. }
        | Event::Started { .. } => Some(MarkKind::Fault),
        Event::Status {
            status: Status::Panic | Status::Fatal,
            ..
        } => Some(MarkKind::Trouble),
        Event::Log {
            level: LogLevel::Error,
            ..
        } => Some(MarkKind::Trouble),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use orrery_hyperspace::trace::{ParticleNo, StarNo};
    use orrery_space::{StatusCode, WaveKind};

    use super::*;

    /// A Wave in two records, and a change that stays.
    fn tell(chronicle: &mut Chronicle, from: u64, waves: u64) -> u64 {
        let mut seq = from;
        for wave in 0..waves {
            let wave = WaveNo(from + wave + 1);
            let events = [
                Event::Sent {
                    wave,
                    kind: WaveKind::Ping,
                    from: ParticleNo(0),
                    to: Some(ParticleNo(1)),
                    method: None,
                    status: None,
                    cause: None,
                },
                Event::Refused {
                    wave,
                    star: StarNo(0),
                    status: StatusCode::FORBIDDEN,
                    reason: "no".into(),
                },
                Event::Calm,
            ];
            for event in events {
                let at = Moment(seq);
                chronicle.enter(&[Record { seq, at, event }], seq + 1);
                seq += 1;
            }
        }
        seq
    }

    #[test]
    fn a_moment_has_all_that_stays_and_the_last_waves() {
        let mut chronicle = Chronicle::default();
        tell(&mut chronicle, 0, 4_000);
        let shown = chronicle.look_back(9_001);
        assert!(shown.iter().all(|record| record.seq < 9_001));
        assert!(shown.is_sorted_by_key(|record| record.seq));
        let stays = shown.iter().filter(|record| record.event == Event::Calm);
        assert_eq!(stays.count(), 3_000);
        let waves: BTreeSet<_> = shown.iter().filter_map(|r| r.event.wave()).collect();
        assert_eq!(waves.len(), WAVES_SHOWN);
        assert_eq!(waves.last(), Some(&WaveNo(3_001)));
    }

    #[test]
    fn a_branch_is_the_beginning_of_its_run() {
        let mut chronicle = Chronicle::default();
        let end = tell(&mut chronicle, 0, 4_000);
        let branch = chronicle.until(5_000, 5_000);
        assert_eq!(branch.look_back(u64::MAX), chronicle.look_back(5_000));
        assert_eq!(branch.count, 5_000);
        assert!(branch.marks().iter().all(|mark| mark.events <= 5_000));
        assert_eq!(chronicle.until(end, end).count, chronicle.count);
    }

    #[test]
    fn the_oldest_waves_go_and_what_stays_is_kept() {
        let mut chronicle = Chronicle::default();
        let waves = MOST_RECORDS as u64 / 2;
        let end = tell(&mut chronicle, 0, waves);
        assert!(chronicle.count <= MOST_RECORDS + PIECE);
        let shown = chronicle.look_back(end);
        let stays = shown.iter().filter(|record| record.event == Event::Calm);
        assert_eq!(stays.count() as u64, waves);
        assert_eq!(chronicle.marks().len(), MOST_MARKS);
    }
}
