//! Shows what a guest cannot do. This one tries everything that it may not: each of its routes is one attempt
//! upon the Particle that its property `victim` names, and the answer says what became of it. The cosmos
//! needs no trust in it, and nobody but the thief pays.
//!
//! | asked | what it tries |
//! |---|---|
//! | `Ext<Ask>`, `Ext<Read>` | to ask the victim, to read what it keeps |
//! | `Ext<Feign>` | to have a Wave carried whose sender it names itself |
//! | `Ext<Who>` | none: answers who asks, and on whose behalf |
//! | `Ext<Command>` with a command | to have that carried out |
//! | `Ext<Twice>` | to answer twice |
//! | `Ext<Flood>` with a number | to send so many Signals at once |
//! | `Ext<Fall>` | to take its host along when it falls |

use orrery_mechtron::{Answer, Fault, Mechtron, Pong, mechtron};

mechtron! {
    "Ext<Ask>" => ask,
    "Ext<Read>" => read,
    "Ext<Feign>" => feign,
    "Ext<Who>" => who,
    "Ext<Command>" => command,
    "Ext<Twice>" => twice,
    "Ext<Flood>" => flood,
    "Ext<Fall>" => fall,
}

fn victim(m: &Mechtron) -> Answer<String> {
    let victim = m.property("victim");
    victim.ok_or(Fault::bad_request("set the property `victim`"))
}

/// What it got: the status and what was said.
fn got(pong: Pong) -> Answer<String> {
    let status = i64::from(pong.status).to_string();
    Ok([&status, " ", &pong.body.text()].concat())
}

fn ask(m: &Mechtron) -> Answer<String> {
    got(m.pong(&victim(m)?, "Ext<Who>", ()))
}

fn read(m: &Mechtron) -> Answer<String> {
    got(m.pong(&victim(m)?, "Cmd<Read>", ()))
}

/// A Wave within a Wave is what stars send one another. No guest is a star.
fn feign(m: &Mechtron) -> Answer<String> {
    let wave = "a Wave from hyperspace:users:hyperuser";
    got(m.pong(&victim(m)?, "Hyp<Transport>", wave))
}

fn who(m: &Mechtron) -> Answer<String> {
    let (from, agent) = (m.from().unwrap_or_default(), m.agent().unwrap_or_default());
    Ok([&from, " on behalf of ", &agent].concat())
}

fn command(m: &Mechtron, line: String) -> Answer<String> {
    got(m.pong("GLOBAL::executor", "Cmd<RawCommand>", line))
}

/// The kit answers once, so this goes past it.
#[cfg(target_arch = "wasm32")]
fn twice(_: &Mechtron) -> Answer<()> {
    #[link(wasm_import_module = "cosmos")]
    unsafe extern "C" {
        fn reply(status: i32, kind: i32, ptr: *const u8, len: usize);
    }
    // SAFETY: an Empty has no bytes, so nothing is looked at
    unsafe { reply(200, 0, std::ptr::null(), 0) };
    Ok(())
}

#[cfg(not(target_arch = "wasm32"))]
fn twice(_: &Mechtron) -> Answer<()> {
    Ok(())
}

fn flood(m: &Mechtron, signals: i64) -> Answer<i64> {
    let victim = victim(m)?;
    for _ in 0..signals {
        m.signal(&victim, "Ext<Add>", "loot")?;
    }
    Ok(signals)
}

fn fall(m: &Mechtron) -> Answer<()> {
    let loot = m.get("loot");
    // a mistake of the sort that a person makes
    let loot: Vec<u8> = loot.expect("there is always loot");
    m.put("bag", loot)
}

#[cfg(test)]
mod tests {
    use super::*;
    use orrery_mechtron::Rehearsal;

    #[test]
    fn it_tells_what_it_got() {
        let mut stage = Rehearsal::new().answer(403, "you may not");
        assert_eq!(stage.ping(serve, "Ext<Ask>", ()).status, 400);
        let mut stage = stage.property("victim", "localhost:vault");
        assert_eq!(
            stage.ping(serve, "Ext<Read>", ()).body.text(),
            "403 you may not"
        );
        assert_eq!(stage.ping(serve, "Ext<Flood>", 2).body.text(), "2");
    }
}
