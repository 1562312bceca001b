//! The roll: every Wave that is known, a short entry each, by number. It is what the list of Waves
//! shows, filters and orders; what else is known of the last ones their [tracks](crate::WaveTrack)
//! have.
//!
//! It holds [`MOST_WAVES`], and forgets the oldest by the thousand beyond. An entry takes 64 bytes.
//!
//! ```
//! use orrery_scene::roll::{Entry, MOST_WAVES, Roll};
//! assert!(size_of::<Entry>() * MOST_WAVES <= 64_000_000);
//! assert_eq!(Roll::default().len(), 0);
//! ```

use std::collections::BTreeMap;

use orrery_hyperspace::Moment;
use orrery_hyperspace::trace::{ParticleNo, StarNo, WaveNo};
use orrery_space::{StatusCode, WaveKind};
use smol_str::SmolStr;

use crate::mishap::Mishap;
use crate::wave::End;

/// So many Waves are on the roll.
pub const MOST_WAVES: usize = 1_000_000;

/// Entries of a piece; one that Waves are put into late may have twice as many.
const PIECE: usize = 4_096;

/// The texts of methods and reasons that are kept, in bytes.
const MOST_TEXT: usize = 4 << 20;

/// Where a Wave has nobody as its target.
const NOBODY: u32 = u32::MAX;

/// A Wave in short.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    /// Its number.
    pub wave: WaveNo,
    /// When it was sent.
    pub sent: Moment,
    /// Fuel that guests used on it.
    pub fuel: u64,
    ended: Moment,
    /// Who sent it.
    pub from: ParticleNo,
    to: u32,
    /// How many numbers before its own; 0 for none. An answer comes after.
    cause: u32,
    answer: u32,
    method: Word,
    reason: Word,
    /// Statuses by number; 0 for none.
    status: u16,
    refusal: u16,
    star: StarNo,
    /// How many lanes it took.
    pub hops: u16,
    /// Its kind.
    pub kind: WaveKind,
    fate: Fate,
    delayed: bool,
    doubled: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    Flying,
    Delivered,
    Refused,
    Lost,
}

/// What a Wave sets out with.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Sent<'text> {
    pub wave: WaveNo,
    pub kind: WaveKind,
    pub from: ParticleNo,
    pub to: Option<ParticleNo>,
    pub method: Option<&'text SmolStr>,
    pub status: Option<StatusCode>,
    pub cause: Option<WaveNo>,
    pub at: Moment,
}

impl Entry {
    /// To whom; none where the point is nobody's.
    #[must_use]
    pub fn to(&self) -> Option<ParticleNo> {
        (self.to != NOBODY).then_some(ParticleNo(self.to))
    }

    /// What a Pong says.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        StatusCode::new(self.status).ok()
    }

    /// For a Pong its Ping, else the Wave that was being handled when this one was sent.
    #[must_use]
    pub fn cause(&self) -> Option<WaveNo> {
        (self.cause != 0).then(|| WaveNo(self.wave.0.wrapping_sub(self.cause.into())))
    }

    /// The Pong that answered it.
    #[must_use]
    pub fn answer(&self) -> Option<WaveNo> {
        (self.answer != 0).then(|| WaveNo(self.wave.0.wrapping_add(self.answer.into())))
    }

    /// How it ended, once it has.
    #[must_use]
    pub fn end(&self) -> Option<End> {
        let (at, star) = (self.ended, self.star);
        match self.fate {
            Fate::Flying => None,
            Fate::Delivered => Some(End::Delivered { at, star }),
            Fate::Lost => Some(End::Lost { at, star }),
            Fate::Refused => Some(End::Refused {
                at,
                star,
                status: StatusCode::new(self.refusal).ok()?,
            }),
        }
    }

    /// Whether it was turned back, or carries an error.
    #[must_use]
    pub fn is_refused(&self) -> bool {
        self.fate == Fate::Refused || self.status().is_some_and(|status| !status.is_success())
    }

    /// Whether it was ever held back on its way.
    #[must_use]
    pub fn was_delayed(&self) -> bool {
        self.delayed
    }

    /// Whether there was ever one more of it.
    #[must_use]
    pub fn was_doubled(&self) -> bool {
        self.doubled
    }

    /// The status in the list of Waves: its own, or that of the refusal.
    #[must_use]
    pub fn shown_status(&self) -> Option<StatusCode> {
        match self.fate {
            Fate::Refused => StatusCode::new(self.refusal).ok(),
            _ => self.status(),
        }
    }

    /// Virtual nanoseconds from being sent to the end, or to `now` while it is on its way.
    #[must_use]
    pub fn age(&self, now: Moment) -> u64 {
        let end = match self.fate {
            Fate::Flying => now,
            _ => self.ended,
        };
        end.0.saturating_sub(self.sent.0)
    }

    /// Whether the same text is the method of both.
    pub(crate) fn has_method_of(&self, other: &Self) -> bool {
        self.method == other.method
    }
}

/// Entries that follow one another.
#[derive(Debug, Default)]
pub(crate) struct Piece {
    /// Goes up with each change in it.
    pub stamp: u64,
    /// How many are under way.
    pub flying: usize,
    pub entries: Vec<Entry>,
}

/// All Waves that are known.
#[derive(Debug)]
pub struct Roll {
    pieces: Vec<Piece>,
    /// Pieces that were forgotten.
    dropped: u64,
    /// How often pieces were cut in two.
    cuts: u64,
    stamp: u64,
    len: usize,
    flying: usize,
    most: usize,
    words: Words,
}

impl Default for Roll {
    fn default() -> Self {
        Self::of(MOST_WAVES)
    }
}

impl Roll {
    /// A roll of so many Waves at most.
    pub(crate) fn of(most: usize) -> Self {
        Self {
            pieces: Vec::new(),
            dropped: 0,
            cuts: 0,
            stamp: 0,
            len: 0,
            flying: 0,
            most,
            words: Words::default(),
        }
    }

    /// How many Waves are on it.
    #[must_use]
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// How many of them are under way.
    #[must_use]
    pub fn flying(&self) -> usize {
        self.flying
    }

    /// A Wave by number.
    #[must_use]
    pub fn get(&self, wave: WaveNo) -> Option<&Entry> {
        let (piece, at) = self.place(wave)?;
        self.pieces.get(piece)?.entries.get(at)
    }

    /// All of them by number.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &Entry> {
        self.pieces.iter().flat_map(|piece| &piece.entries)
    }

    /// Those by number of which so many come before.
    pub fn from(&self, mut before: usize) -> impl Iterator<Item = &Entry> {
        let passed = |piece: &Piece| {
            let all = piece.entries.len();
            let passed = before >= all;
            before -= if passed { all } else { 0 };
            passed
        };
        let first = self.pieces.iter().map(passed).take_while(|passed| *passed);
        let first = first.count();
        let rest = self.pieces.get(first..).unwrap_or_default();
        let rest = rest.iter().flat_map(|piece| &piece.entries);
        rest.skip(before)
    }

    /// Those by number that come after one.
    pub fn after(&self, wave: WaveNo) -> impl Iterator<Item = &Entry> {
        let first = self.piece_of(wave);
        let rest = self.pieces.get(first..).unwrap_or_default();
        let rest = rest.iter().flat_map(|piece| &piece.entries);
        rest.skip_while(move |entry| entry.wave <= wave)
    }

    /// What a Wave wants; nothing for a Pong.
    #[must_use]
    pub fn method(&self, entry: &Entry) -> Option<&SmolStr> {
        self.words.get(entry.method)
    }

    /// Why it did not arrive; nothing for one that did.
    #[must_use]
    pub fn reason(&self, entry: &Entry) -> Option<&SmolStr> {
        self.words.get(entry.reason)
    }

    /// The pieces, and how many there were before the first; a number that changes when pieces were
    /// cut, whose numbers change then.
    pub(crate) fn pieces(&self) -> (&[Piece], u64, u64) {
        (&self.pieces, self.dropped, self.cuts)
    }

    /// The piece in which a Wave stands, if it is there.
    fn piece_of(&self, wave: WaveNo) -> usize {
        let begun = |piece: &Piece| {
            piece
                .entries
                .first()
                .is_some_and(|first| first.wave <= wave)
        };
        self.pieces.partition_point(begun).saturating_sub(1)
    }

    fn place(&self, wave: WaveNo) -> Option<(usize, usize)> {
        let piece = self.piece_of(wave);
        let entries = &self.pieces.get(piece)?.entries;
        let at = entries.binary_search_by_key(&wave, |entry| entry.wave);
        Some((piece, at.ok()?))
    }

    /// A Wave sets out. Its number is not used again.
    pub(crate) fn begin(&mut self, sent: Sent<'_>) {
        let distance = |from: WaveNo, to: WaveNo| {
            let distance = to.0.checked_sub(from.0)?;
            u32::try_from(distance).ok()
        };
        let entry = Entry {
            wave: sent.wave,
            sent: sent.at,
            fuel: 0,
            ended: sent.at,
            from: sent.from,
            to: sent.to.map_or(NOBODY, |to| to.0),
            cause: sent
                .cause
                .and_then(|cause| distance(cause, sent.wave))
                .unwrap_or(0),
            answer: 0,
            method: self.words.number(sent.method),
            reason: Word::NONE,
            status: sent.status.map_or(0, StatusCode::number),
            refusal: 0,
            star: StarNo(0),
            hops: 0,
            kind: sent.kind,
            fate: Fate::Flying,
            delayed: false,
            doubled: false,
        };
        if !self.put(entry) {
            return;
        }
        self.len += 1;
        self.flying += 1;
        if let Some(cause) = sent.cause.filter(|_| sent.kind.is_reflected()) {
            let answer = distance(cause, sent.wave).unwrap_or(0);
            self.amend(cause, |asked| asked.answer = answer);
        }
        if self.len > self.most && self.pieces.len() > 1 {
            let oldest = self.pieces.remove(0);
            self.dropped += 1;
            self.len -= oldest.entries.len();
            self.flying -= oldest.flying;
        }
    }

    /// Puts an entry in its place. Most come in the order of their numbers. Whether there is one.
    fn put(&mut self, entry: Entry) -> bool {
        self.stamp += 1;
        let number = self.piece_of(entry.wave);
        let is_last = number + 1 >= self.pieces.len();
        let full = |piece: &Piece| {
            piece.entries.len() >= PIECE
                && piece
                    .entries
                    .last()
                    .is_some_and(|last| last.wave < entry.wave)
        };
        if self.pieces.is_empty() || is_last && self.pieces.last().is_some_and(full) {
            self.pieces.push(Piece {
                stamp: self.stamp,
                flying: 1,
                entries: vec![entry],
            });
            return true;
        }
        let Some(piece) = self.pieces.get_mut(number) else {
            return false;
        };
        let found = piece.entries.binary_search_by_key(&entry.wave, |e| e.wave);
        let at = match found {
            // what is older than all that is remembered was forgotten
            Err(0) if self.dropped > 0 => return false,
            Err(at) => at,
            Ok(_) => return false,
        };
        piece.entries.insert(at, entry);
        piece.flying += 1;
        piece.stamp = self.stamp;
        if piece.entries.len() > 2 * PIECE {
            let entries = piece.entries.split_off(PIECE);
            let flies = |entry: &&Entry| entry.fate == Fate::Flying;
            let flying = entries.iter().filter(flies).count();
            piece.flying -= flying;
            self.cuts += 1;
            let second = Piece {
                stamp: self.stamp,
                flying,
                entries,
            };
            self.pieces.insert(number + 1, second);
        }
        true
    }

    /// Writes down what befell a Wave, if it is on the roll.
    fn amend(&mut self, wave: WaveNo, befell: impl FnOnce(&mut Entry)) {
        let Some((number, at)) = self.place(wave) else {
            return;
        };
        self.stamp += 1;
        if let Some(piece) = self.pieces.get_mut(number)
            && let Some(entry) = piece.entries.get_mut(at)
        {
            piece.stamp = self.stamp;
            befell(entry);
        }
    }

    /// It took a lane.
    pub(crate) fn hop(&mut self, wave: WaveNo) {
        self.amend(wave, |entry| entry.hops = entry.hops.saturating_add(1));
    }

    /// Something befell it on its way.
    pub(crate) fn suffer(&mut self, wave: WaveNo, mishap: &Mishap) {
        self.amend(wave, |entry| {
            entry.delayed |= mishap.is_delay();
            entry.doubled |= mishap.is_doubling();
        });
    }

    /// A guest used fuel on it.
    pub(crate) fn burn(&mut self, wave: WaveNo, fuel: u64) {
        self.amend(wave, |entry| entry.fuel = entry.fuel.saturating_add(fuel));
    }

    /// It ended, for one reason if it did not arrive. What comes after its end changes nothing.
    pub(crate) fn end(&mut self, wave: WaveNo, end: End, reason: Option<&SmolStr>) {
        let Some((number, at)) = self.place(wave) else {
            return;
        };
        let Some(piece) = self.pieces.get_mut(number) else {
            return;
        };
        let Some(entry) = piece.entries.get_mut(at) else {
            return;
        };
        if entry.fate != Fate::Flying {
            return;
        }
        self.stamp += 1;
        self.flying -= 1;
        piece.flying -= 1;
        piece.stamp = self.stamp;
        entry.ended = end.at();
        entry.star = end.star();
        entry.reason = self.words.number(reason);
        entry.fate = match end {
            End::Delivered { .. } => Fate::Delivered,
            End::Lost { .. } => Fate::Lost,
            End::Refused { status, .. } => {
                entry.refusal = status.number();
                Fate::Refused
            }
        };
    }
}

/// A text by its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Word(u16);

impl Word {
    const NONE: Self = Self(0);
    /// One of those for which there was no room.
    const MORE: Self = Self(u16::MAX);
}

/// Texts of which there are few, by number.
#[derive(Debug, Default)]
struct Words {
    all: Vec<SmolStr>,
    numbers: BTreeMap<SmolStr, Word>,
    bytes: usize,
}

/// What is said where there was no room for the text.
static UNKEPT: SmolStr = SmolStr::new_static("… (too many different ones to keep)");

impl Words {
    fn number(&mut self, text: Option<&SmolStr>) -> Word {
        let Some(text) = text else {
            return Word::NONE;
        };
        if let Some(known) = self.numbers.get(text) {
            return *known;
        }
        let next = u16::try_from(self.all.len() + 1).map_or(Word::MORE, Word);
        if next == Word::MORE || self.bytes + text.len() > MOST_TEXT {
            return Word::MORE;
        }
        self.bytes += text.len();
        self.all.push(text.clone());
        self.numbers.insert(text.clone(), next);
        next
    }

    fn get(&self, word: Word) -> Option<&SmolStr> {
        match word {
            Word::NONE => None,
            Word::MORE => Some(&UNKEPT),
            Word(number) => self.all.get(usize::from(number) - 1),
        }
    }
}

#[cfg(test)]
#[path = "roll_tests.rs"]
mod tests;
