//! Shows a state that outlives the module: counts by name, kept by `put`, so that a restart, a new version
//! or another star goes on where the former one was.
//!
//! | asked | answer |
//! |---|---|
//! | `Ext<Add>` with a name | the new count |
//! | `Http<Get>/counts/{name}` | the count, or 404 |
//! | `Http<Get>/counts` | all counts, a line each |

use orrery_mechtron::{Answer, Fault, Mechtron, mechtron};

mechtron! {
    init => began,
    "Ext<Add>" => add,
    "Http<Get>/counts/{name}" => one,
    "Http<Get>/counts" => all,
}

/// Whatever is kept from before is there when a version begins.
fn began(m: &Mechtron) -> Answer<()> {
    let kept = m.keys("count:").len() as i64;
    m.info(&["I begin with ", &kept.to_string(), " counts"].concat());
    Ok(())
}

fn add(m: &Mechtron, name: String) -> Answer<i64> {
    let key = ["count:", &name].concat();
    let count = m.get_as(&key).unwrap_or(0) + 1;
    m.put_as(&key, count)?;
    Ok(count)
}

fn one(m: &Mechtron) -> Answer<i64> {
    let name = m.capture("name").unwrap_or_default();
    let count = m.get_as(&["count:", name].concat());
    count.ok_or_else(|| Fault::not_found(["nobody has counted ", name].concat()))
}

fn all(m: &Mechtron) -> Answer<String> {
    let mut lines = String::new();
    for key in m.keys("count:") {
        let count: i64 = m.get_as(&key).unwrap_or(0);
        let name = key.strip_prefix("count:").unwrap_or_default();
        lines += &[name, " ", &count.to_string(), "\n"].concat();
    }
    Ok(lines)
}

#[cfg(test)]
mod tests {
    use super::*;
    use orrery_mechtron::Rehearsal;

    #[test]
    fn it_counts_by_name() {
        let mut stage = Rehearsal::new();
        assert_eq!(stage.ping(serve, "Ext<Add>", "ann").body.text(), "1");
        assert_eq!(stage.ping(serve, "Ext<Add>", "ann").body.text(), "2");
        assert_eq!(stage.ping(serve, "Ext<Add>", "bob").body.text(), "1");
        let text = |pong: orrery_mechtron::Pong| pong.body.text();
        assert_eq!(text(stage.ping(serve, "Http<Get>/counts/ann", ())), "2");
        assert_eq!(stage.ping(serve, "Http<Get>/counts/eve", ()).status, 404);
        assert_eq!(
            text(stage.ping(serve, "Http<Get>/counts", ())),
            "ann 2\nbob 1\n"
        );
        assert_eq!(stage.init(init).status, 200);
        assert_eq!(stage.said(), ["info: I begin with 2 counts"]);
    }
}
