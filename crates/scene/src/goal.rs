//! What a lesson waits for and what it points at, over all that is known of a cosmos and of how it
//! is looked at.
//!
//! ```
//! use orrery_scene::goal::Goal;
//! assert!(Goal::parse("wave kind:Ping to:localhost:echo is:answered").is_ok());
//! assert!(Goal::parse("peace").unwrap_err().starts_with("`peace` is nothing"));
//! ```

use orrery_hyperspace::trace::WaveNo;
use serde::{Deserialize, Serialize};

use crate::actions::{lane_name, star_name};
use crate::bodies::Particle;
use crate::filter::Filter;
use crate::roll::Entry;
use crate::{Ledger, Subject};

/// So many of the last Waves are looked through for one.
const LOOKED_THROUGH: usize = 500;

/// What a person looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Looks {
    /// What is selected.
    pub selected: Option<Subject>,
    /// Whether the Hyperversal view is shown, and not the Universal one.
    pub hyperversal: bool,
}

/// All over which a goal is judged.
pub struct Now<'a> {
    /// What is known of the cosmos that is looked at.
    pub ledger: &'a Ledger,
    /// What is looked at in it.
    pub looks: Looks,
    /// Waves up to this one are old.
    pub since: WaveNo,
    /// Whether time stands.
    pub paused: bool,
    /// Whether it is the past.
    pub past: bool,
}

/// What a lesson can point at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// A Particle, by its point.
    Point(&'static str),
    /// A star, as commands name it.
    Star(&'static str),
    /// A lane, as commands name it.
    Lane(&'static str),
    /// The last Wave that a filter admits.
    Wave(Filter),
}

/// What a lesson can wait for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Goal {
    /// A Particle lives at that point.
    There(&'static str),
    /// None does.
    Gone(&'static str),
    /// The Particle of that point has that status.
    Status(&'static str, &'static str),
    /// The Particle of that point has that property.
    Property(&'static str, &'static str),
    /// A grant has that in its text.
    Granted(&'static str),
    /// No grant has.
    Revoked(&'static str),
    /// A new Wave is as the filter says.
    Wave(Filter),
    /// That is selected.
    Selected(Place),
    /// That lane is cut.
    Cut(&'static str),
    /// The Hyperversal view is shown.
    Hyperversal,
    /// Time stands.
    Paused,
    /// The past is looked at.
    Past,
}

impl Place {
    /// `localhost:echo`, `star central:nexus[1]`, `lane STAR--STAR` or `wave FILTER`.
    ///
    /// # Errors
    /// What is wrong with the filter, as a sentence.
    pub fn parse(text: &'static str) -> Result<Self, String> {
        Ok(match text.split_once(' ') {
            Some(("star", star)) => Place::Star(star),
            Some(("lane", lane)) => Place::Lane(lane),
            Some(("wave", filter)) => Place::Wave(filter.parse()?),
            Some(_) => {
                return Err(format!(
                    "`{text}`: expected a point, `star` and its name, `lane` and its name, or `wave` and a filter"
                ));
            }
            None => Place::Point(text),
        })
    }

    /// What it is, if it is there.
    #[must_use]
    pub fn find(&self, ledger: &Ledger) -> Option<Subject> {
        match self {
            Place::Point(point) => Some(Subject::Particle(self::at(ledger, point)?.particle)),
            Place::Star(name) => {
                let mut stars = ledger.stars().map(|star| star.star);
                stars
                    .find(|star| self::star_name(ledger, *star) == *name)
                    .map(Subject::Star)
            }
            Place::Lane(name) => {
                let mut lanes = ledger.lanes();
                let lane = lanes.find(|lane| self::lane_name(ledger, lane) == *name)?;
                Some(Subject::Lane(lane.lane))
            }
            Place::Wave(filter) => {
                let mut waves = ledger.waves().rev().take(LOOKED_THROUGH);
                let wave = waves.find(|wave| self::admits(ledger, filter, wave))?;
                Some(Subject::Wave(wave.wave))
            }
        }
    }

    fn is_selected(&self, ledger: &Ledger, selected: Option<Subject>) -> bool {
        match (self, selected) {
            (Place::Wave(filter), Some(Subject::Wave(wave))) => {
                let wave = ledger.wave(wave);
                wave.is_some_and(|wave| self::admits(ledger, filter, wave))
            }
            (Place::Wave(_), _) | (_, None) => false,
            _ => selected == self.find(ledger),
        }
    }
}

fn admits(ledger: &Ledger, filter: &Filter, wave: &Entry) -> bool {
    filter.admits(ledger, wave, ledger.now())
}

fn at<'ledger>(ledger: &'ledger Ledger, point: &str) -> Option<&'ledger Particle> {
    ledger
        .particles()
        .find(|particle| particle.point.as_str() == point)
}

impl Goal {
    /// A word and what it is about, such as `there localhost:mine`.
    ///
    /// # Errors
    /// What was expected, as a sentence.
    pub fn parse(text: &'static str) -> Result<Self, String> {
        let (word, about) = text.split_once(' ').unwrap_or((text, ""));
        let two = || {
            about
                .split_once(' ')
                .ok_or_else(|| format!("`{text}`: expected a point and a name"))
        };
        let goal = match word {
            "there" => Goal::There(about),
            "gone" => Goal::Gone(about),
            "status" => two().map(|(point, status)| Goal::Status(point, status))?,
            "property" => two().map(|(point, key)| Goal::Property(point, key))?,
            "granted" => Goal::Granted(about),
            "revoked" => Goal::Revoked(about),
            "wave" => Goal::Wave(about.parse()?),
            "selected" => Goal::Selected(Place::parse(about)?),
            "cut" => Goal::Cut(about),
            "view" if about == "hyperversal" => return Ok(Goal::Hyperversal),
            "paused" => return Ok(Goal::Paused),
            "past" => return Ok(Goal::Past),
            _ => {
                return Err(format!(
                    "`{text}` is nothing that a lesson can wait for; expected there, gone, status, property, granted, \
                     revoked, wave, selected, cut, `view hyperversal`, paused or past"
                ));
            }
        };
        if about.is_empty() {
            return Err(format!("`{word}` needs to be told of what"));
        }
        Ok(goal)
    }

    /// Whether it is so.
    #[must_use]
    pub fn holds(&self, now: &Now<'_>) -> bool {
        let ledger = now.ledger;
        let granted = |text: &str| {
            ledger
                .grants()
                .iter()
                .any(|grant| grant.text.contains(text))
        };
        match self {
            Goal::There(point) => self::at(ledger, point).is_some(),
            Goal::Gone(point) => self::at(ledger, point).is_none(),
            Goal::Status(point, status) => {
                self::at(ledger, point).is_some_and(|known| known.status.name() == *status)
            }
            Goal::Property(point, key) => {
                self::at(ledger, point).is_some_and(|known| known.properties.contains_key(*key))
            }
            Goal::Granted(text) => granted(text),
            Goal::Revoked(text) => !granted(text),
            Goal::Wave(filter) => {
                let waves = ledger.waves().rev().take(LOOKED_THROUGH);
                waves
                    .take_while(|wave| wave.wave > now.since)
                    .any(|wave| self::admits(ledger, filter, wave))
            }
            Goal::Selected(place) => place.is_selected(ledger, now.looks.selected),
            Goal::Cut(name) => {
                let mut lanes = ledger.lanes().filter(|lane| lane.is_cut());
                lanes.any(|lane| self::lane_name(ledger, lane) == *name)
            }
            Goal::Hyperversal => now.looks.hyperversal,
            Goal::Paused => now.paused,
            Goal::Past => now.past,
        }
    }
}
