//! What may stand at the cursor of the console's line: words of the grammar, and the Points, stars and
//! properties of the cosmos.
//!
//! ```
//! use orrery_scene::Ledger;
//! use orrery_scene::completion::complete;
//! let offers = complete(&Ledger::default(), &["echo.wat".into()], "launch ^[ ec");
//! assert_eq!((offers.start, offers.items[0].text.as_str()), (10, "echo.wat"));
//! ```

use orrery_space::Point;
use orrery_space::grammar::{self, Provider, Subject};
use orrery_space::property::properties_of;
use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

use crate::Ledger;
use crate::bodies::Particle;

/// So many are offered at a time.
const MOST: usize = 40;

/// What may stand at the cursor.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Offers {
    /// Where the word begins that each would replace, in bytes.
    pub start: u32,
    /// What may stand there.
    pub items: Vec<Offer>,
}

/// One of them.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Offer {
    /// The text.
    pub text: String,
    /// What it is: `a kind`; nothing for words of the language.
    pub noun: SmolStr,
}

/// What may stand behind this beginning of a line, or of the last of several, where files of these names
/// are at hand.
#[must_use]
pub fn complete(ledger: &Ledger, files: &[String], before: &str) -> Offers {
    let line = before.rfind('\n').map_or(0, |at| at + 1);
    let words = before.get(line..).unwrap_or_default();
    let known = grammar::complete(words, words.len(), &Known { ledger, files });
    let offer = |item: grammar::Completion| Offer {
        text: item.text,
        noun: item.noun.unwrap_or_default().into(),
    };
    // A mark that may follow a word is seen on the keyboard; what is offered is what one would have to know.
    let words = known
        .items
        .into_iter()
        .filter(|item| item.text.contains(char::is_alphanumeric) || item.text.len() > 1);
    Offers {
        start: u32::try_from(line + known.start).unwrap_or(u32::MAX),
        items: words.take(MOST).map(offer).collect(),
    }
}

struct Known<'a> {
    ledger: &'a Ledger,
    files: &'a [String],
}

impl Provider for Known<'_> {
    fn children(&self, parent: &Point) -> Vec<String> {
        let depth = parent.segments().len() + 1;
        let below = |known: &&Particle| {
            known.point.segments().len() == depth && parent.is_above(&known.point)
        };
        let name = |known: &Particle| {
            let text = known.point.as_str();
            let rest = match parent.is_root() {
                true => text.rsplit("::").next(),
                false => text.strip_prefix(parent.as_str()),
            };
            rest.map(|rest| rest.trim_start_matches(':').to_owned())
        };
        let children = self.ledger.particles().filter(below);
        let mut names: Vec<String> = children.filter_map(name).collect();
        names.sort();
        names
    }

    fn stars(&self) -> Vec<String> {
        let stars = self.ledger.stars();
        stars.map(|star| star.key.bare().to_string()).collect()
    }

    fn files(&self) -> Vec<String> {
        self.files.to_vec()
    }

    fn keys(&self, subject: Subject<'_>) -> Vec<String> {
        let mut keys: Vec<String> = Vec::new();
        let mut add = |key: &str| {
            if !keys.iter().any(|known| known == key) {
                keys.push(key.to_owned());
            }
        };
        match subject {
            Subject::Point(point) => {
                if let Some(known) = self.ledger.at(point) {
                    known.properties.keys().for_each(|key| add(key));
                    properties_of(&known.kind)
                        .defs
                        .iter()
                        .for_each(|def| add(def.key));
                }
            }
            Subject::Kind(template) => {
                if let Ok(kind) = template.to_kind() {
                    properties_of(&kind)
                        .defs
                        .iter()
                        .for_each(|def| add(def.key));
                }
            }
            Subject::Selector(_) => {
                let all = self
                    .ledger
                    .particles()
                    .flat_map(|known| known.properties.keys());
                all.for_each(|key| add(key));
            }
        }
        keys
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::Sample;

    fn offered(line: &str) -> String {
        let offers = complete(
            &Sample::new().ledger,
            &["a.wat".into(), "b.zip".into()],
            line,
        );
        let texts: Vec<&str> = offers
            .items
            .iter()
            .map(|offer| offer.text.as_str())
            .collect();
        format!("{} {}", offers.start, texts.join(" "))
    }

    #[test]
    fn words_of_the_grammar_and_what_the_cosmos_has() {
        for (line, expected) in [
            ("gra", "0 grant grants"),
            ("get lo", "4 localhost"),
            ("launch ^[ ", "10 a.wat b.zip"),
            ("create localhost:a<Me", "19 Mechtron"),
            ("get localhost\nge", "14 get"),
            ("create localhost:a<User>{ +e", "27 email"),
            ("nonsense ", "9 "),
        ] {
            assert_eq!(offered(line), expected, "{line}");
        }
        assert!(
            offered("stop central:").contains("central:"),
            "{}",
            offered("stop central:")
        );
    }
}
