//! Shows work that is divided: words are counted by several Mechtrons, each of which has a part of the lines,
//! and their counts are added together when somebody asks. With the property `shards` of the first the parts
//! are spread over as many stars.
//!
//! | asked | answer |
//! |---|---|
//! | `Ext<Begin>` with a number | so many parts are made |
//! | `Ext<Read>` with a Text | its lines are dealt out; nobody waits until they are counted |
//! | `Ext<Words>` | Json: each word and how often it was read |
//! | a part: `Ext<Line>`, `Ext<Part>` | |

use std::collections::BTreeMap;

use orrery_mechtron::{Answer, Fault, FromBody, Json, Mechtron, mechtron};

mechtron! {
    "Ext<Begin>" => begin,
    "Ext<Read>" => read,
    "Ext<Words>" => words,
    "Ext<Line>" => line,
    "Ext<Part>" => part,
}

type Counts = BTreeMap<String, u32>;

fn begin(m: &Mechtron, parts: i64) -> Answer<()> {
    let (point, config) = (m.point(), m.config().unwrap_or_default());
    for no in 0..parts.clamp(1, 16) {
        m.command(&format!(
            "create? {point}:part-{no}<Mechtron>{{ +config={config} }}"
        ))?;
    }
    m.put_as("parts", parts.clamp(1, 16))
}

fn parts(m: &Mechtron) -> Answer<i64> {
    m.get_as("parts")
        .ok_or_else(|| Fault::bad_request("begin with `Ext<Begin>` and a number of parts"))
}

fn read(m: &Mechtron, text: String) -> Answer<i64> {
    let parts = parts(m)?;
    let mut next: i64 = m.get_as("next").unwrap_or(0);
    let mut read = 0;
    for line in text.lines() {
        m.signal(&format!("{}:part-{next}", m.point()), "Ext<Line>", line)?;
        next = (next + 1) % parts;
        read += 1;
    }
    m.put_as("next", next)?;
    Ok(read)
}

/// Signals and Ripple go from one to the same: what was dealt out before is counted before.
fn words(m: &Mechtron) -> Answer<Json<Counts>> {
    parts(m)?;
    let mut all = Counts::new();
    for echo in m.ripple(&[&m.point(), ":*<Mechtron>"].concat(), "Ext<Part>", ()) {
        if echo.status != 200 {
            return Err(Fault::new(echo.status, echo.body.text()));
        }
        let Json(counts) = Json::<Counts>::from_body(echo.body)?;
        for (word, count) in counts {
            *all.entry(word).or_default() += count;
        }
    }
    Ok(Json(all))
}

fn line(m: &Mechtron, line: String) -> Answer<()> {
    let words = line.split(|c: char| !c.is_ascii_alphanumeric());
    for word in words.filter(|word| !word.is_empty()) {
        let word = word.to_ascii_lowercase();
        m.put_as(&word, m.get_as(&word).unwrap_or(0u32) + 1)?;
    }
    Ok(())
}

fn part(m: &Mechtron) -> Answer<Json<Counts>> {
    let count = |word: String| {
        let count = m.get_as(&word).unwrap_or(0);
        (word, count)
    };
    Ok(Json(m.keys("").into_iter().map(count).collect()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use orrery_mechtron::Rehearsal;

    #[test]
    fn a_part_counts_its_lines() {
        let mut part = Rehearsal::new();
        part.signal(serve, "Ext<Line>", "The cat, the mat.");
        let counts = part.ping(serve, "Ext<Part>", ()).body.text();
        assert_eq!(counts, r#"{"cat":1,"mat":1,"the":2}"#);
    }

    #[test]
    fn parts_are_added_together() {
        let count = |word: &str, count| Json(Counts::from([(word.to_owned(), count)]));
        let mut first = Rehearsal::new().answer(200, ()).answer(200, ());
        assert_eq!(first.ping(serve, "Ext<Words>", ()).status, 400);
        first.ping(serve, "Ext<Begin>", 2);
        assert_eq!(first.ping(serve, "Ext<Read>", "a\nb\nc").body.text(), "3");
        let told = first
            .said()
            .iter()
            .filter(|said| said.starts_with("signal"));
        assert_eq!(
            told.last().map(String::as_str),
            Some("signal localhost:mechtron:part-0 Ext<Line> c")
        );
        let mut first = first
            .echo("localhost:mechtron:part-0@Core", 200, count("a", 2))
            .echo("localhost:mechtron:part-1@Core", 200, count("a", 3));
        assert_eq!(
            first.ping(serve, "Ext<Words>", ()).body.text(),
            r#"{"a":5}"#
        );
    }
}
