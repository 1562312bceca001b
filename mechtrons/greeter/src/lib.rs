//! Shows how a Mechtron extends another Particle without its knowledge: it stands in the bind of that, so
//! that what is asked passes through here before it comes there, and the answer on its way back.
//!
//! `bundle/bind/greeter.bind` is such a bind. Whoever has it sees no greeter: it asks the Particle, and is
//! answered by the Particle.
//!
//! | asked | answer |
//! |---|---|
//! | `Ext<Hello>` with a name | the name, as one says it to a guest: what the Particle is asked then |
//! | `Ext<Hello>` with an answer to a guest, which ends in no name | the answer, and a wish |

use orrery_mechtron::{Answer, Mechtron, mechtron};

mechtron! { "Ext<Hello>" => extend }

fn extend(_: &Mechtron, text: String) -> Answer<String> {
    Ok(match text.strip_prefix("hello, ") {
        Some(_) => [&text, "; may your stay be a pleasant one"].concat(),
        None => ["dear ", &text].concat(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use orrery_mechtron::Rehearsal;

    #[test]
    fn it_adds_before_and_behind() {
        let mut stage = Rehearsal::new();
        let mut said = |text: &str| stage.ping(serve, "Ext<Hello>", text).body.text();
        assert_eq!(said("ann"), "dear ann");
        assert_eq!(
            said("hello, dear ann"),
            "hello, dear ann; may your stay be a pleasant one"
        );
    }
}
