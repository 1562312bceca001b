//! Questions about the list of Waves, which may take longer to answer than a turn of the driver: they are
//! worked on a few milliseconds at a time, and only the last one is answered with rows.

use orrery_scene::Ledger;
use orrery_scene::inspect::number;
use orrery_scene::listing::Listing;
use orrery_scene::roll::MOST_WAVES;
use orrery_scene::wave_list::{Listed, Order};

use super::chronicle::WAVES_SHOWN;
use super::protocol::Tell;

/// The longest piece of work between two looks at the page's messages.
const LONGEST_MS: f64 = 6.0;

/// After so many pieces of work it is ended, since what happens meanwhile would keep it from its end.
const MOST_TURNS: u32 = 200;

/// The most rows of one answer.
const MOST_ROWS: u32 = 500;

/// What is asked, and what was found of it.
#[derive(Default)]
pub struct Asking {
    listing: Listing,
    asked: Option<Asked>,
}

/// Who asks.
#[derive(Debug, Clone, Copy)]
pub struct Whom {
    /// Comes back with the answer.
    pub ticket: u32,
    /// From which row on.
    pub from: u32,
    /// How many rows.
    pub count: u32,
}

struct Asked {
    filter: String,
    order: Order,
    whom: Vec<Whom>,
    turns: u32,
}

impl Asking {
    /// Takes in a question. What there is to tell at once: that it is none, or that another one will not
    /// be answered.
    pub fn ask(&mut self, whom: Whom, filter: String, order: Order) -> Vec<Tell> {
        if let Err(says) = self.listing.ask(&filter, order) {
            let listed = Listed {
                says,
                wrong: true,
                ..Listed::default()
            };
            return vec![self::tell(whom, Some(listed))];
        }
        let before = self.asked.replace(Asked {
            filter,
            order,
            whom: vec![whom],
            turns: 0,
        });
        let (Some(before), Some(asked)) = (before, &mut self.asked) else {
            return Vec::new();
        };
        if self.listing.is_asked(&before.filter, before.order) {
            asked.whom.extend(before.whom);
            asked.turns = before.turns;
            return Vec::new();
        }
        let unanswered = before.whom.into_iter();
        unanswered.map(|whom| self::tell(whom, None)).collect()
    }

    /// Works on it for a few milliseconds at most; nothing while there is more to do, and else the answers.
    /// `waves` is how many there were since the start, and `past` whether a moment of the past is looked at.
    pub fn turn(
        &mut self,
        ledger: &Ledger,
        (waves, past): (u64, bool),
        clock: &dyn Fn() -> f64,
    ) -> Option<Vec<Tell>> {
        let Some(asked) = &mut self.asked else {
            return Some(Vec::new());
        };
        // what was found is forgotten when another moment is looked at
        if self.listing.ask(&asked.filter, asked.order).is_ok() {
            asked.turns += 1;
            let begun = clock();
            while self.listing.step(ledger) {
                if clock() - begun > LONGEST_MS && asked.turns < MOST_TURNS {
                    return None;
                }
            }
        }
        let whom = self.asked.take().map_or_else(Vec::new, |asked| asked.whom);
        let bound = match past {
            false => format!("the last {} are kept", number(MOST_WAVES as u64)),
            true => format!(
                "of the past, {} before the moment are shown",
                number(WAVES_SHOWN as u64)
            ),
        };
        let answer = |whom: Whom| {
            let rows = (whom.from as usize, whom.count.min(MOST_ROWS) as usize);
            let listed = Listed::of(ledger, &self.listing, rows, (waves, &bound));
            self::tell(whom, Some(listed))
        };
        Some(whom.into_iter().map(answer).collect())
    }

    /// Whether somebody waits.
    #[cfg(test)]
    pub fn is_asked(&self) -> bool {
        self.asked.is_some()
    }

    /// From now on other tables are asked.
    pub fn turn_to_others(&mut self) {
        self.listing = Listing::default();
    }
}

fn tell(whom: Whom, listed: Option<Listed>) -> Tell {
    Tell::Waves {
        ticket: whom.ticket,
        listed,
    }
}
