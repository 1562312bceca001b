//! The nearest known word, for "did you mean".

/// The longest word for which a nearest one is sought, in bytes.
const MAX_WORD: usize = 40;

/// The one of `known` that a person who wrote `word` most probably meant: the same but for
/// capitals, or else few edits away. The first of several that are equally near.
///
/// ```
/// use orrery_space::grammar::nearest;
/// assert_eq!(nearest("xreate", ["select", "create"]), Some("create"));
/// assert_eq!(nearest("xyz", ["select", "create"]), None);
/// ```
#[must_use]
pub fn nearest<'n>(word: &str, known: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    if word.is_empty() || word.len() > MAX_WORD {
        return None;
    }
    let word = word.to_lowercase();
    let limit = match word.chars().count() {
        0..=3 => 1,
        4..=7 => 2,
        _ => 3,
    };
    known
        .into_iter()
        .map(|name| (strsim::osa_distance(&word, &name.to_lowercase()), name))
        // One edit in a word of one letter leaves nothing of it.
        .filter(|(distance, name)| *distance <= limit && distance * 2 <= name.len())
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, name)| name)
}
