//! Shows alarms: a Mechtron that does something every now and then, though nobody asks it to. Each alarm is
//! a Signal from itself to itself in virtual time, so no guest has to stay awake for it.
//!
//! | asked | answer |
//! |---|---|
//! | `Ext<Start>` with milliseconds | begins to tick, once in so many |
//! | `Ext<Stop>` | ticks no more |
//! | `Ext<Ticks>` | how often it has ticked |

use orrery_mechtron::{Answer, Fault, Mechtron, mechtron};

mechtron! {
    "Ext<Start>" => start,
    "Ext<Stop>" => stop,
    "Ext<Ticks>" => ticks,
    "Ext<Alarm>" => rings,
}

fn start(m: &Mechtron, every: i64) -> Answer<()> {
    if !(1..=86_400_000).contains(&every) {
        return Err(Fault::bad_request(
            "expected from 1 to 86400000 milliseconds",
        ));
    }
    stop(m)?;
    m.put_as("every", every)?;
    m.put_as("next", m.now() + every)?;
    wind(m, every)
}

/// Sets the alarm of the next tick.
fn wind(m: &Mechtron, delay: i64) -> Answer<()> {
    let alarm = m.alarm(u32::try_from(delay)?, "tick");
    m.put_as("alarm", alarm)
}

fn stop(m: &Mechtron) -> Answer<()> {
    if let Some(alarm) = m.get_as("alarm") {
        m.cancel(alarm);
        m.delete("alarm");
    }
    Ok(())
}

fn ticks(m: &Mechtron) -> Answer<i64> {
    Ok(m.get_as("ticks").unwrap_or(0))
}

/// From anybody else than itself an `Ext<Alarm>` is no alarm.
fn rings(m: &Mechtron) -> Answer<()> {
    if m.agent().as_ref() != Some(&m.point()) {
        return Err(Fault::new(403, "I wind myself"));
    }
    let ticks = ticks(m)? + 1;
    m.put_as("ticks", ticks)?;
    m.info(&["tick ", &ticks.to_string()].concat());
    // from when it should have rung, not from when it did: so it never lags behind
    let every: i64 = m.get_as("every").unwrap_or(1_000);
    let next = m.get_as("next").unwrap_or(m.now()) + every;
    m.put_as("next", next)?;
    wind(m, (next - m.now()).max(0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use orrery_mechtron::Rehearsal;

    #[test]
    fn it_ticks_until_it_is_stopped() {
        let mut stage = Rehearsal::new();
        assert_eq!(stage.ping(serve, "Ext<Start>", 0).status, 400);
        assert_eq!(stage.ping(serve, "Ext<Start>", 100).status, 200);
        for _ in 0..3 {
            assert!(stage.ring(serve).is_some_and(|pong| pong.status == 200));
        }
        assert_eq!(stage.ping(serve, "Ext<Ticks>", ()).body.text(), "3");
        assert_eq!(stage.ping(serve, "Ext<Alarm>", "tick").status, 403);
        stage.ping(serve, "Ext<Stop>", ());
        assert!(stage.ring(serve).is_none());
        // a delay counts from when the tick was due
        assert_eq!(stage.ping(serve, "Ext<Start>", 100).status, 200);
        stage.advance(130);
        stage.ring(serve);
        assert!(
            stage
                .said()
                .iter()
                .any(|said| said == "alarm in 70 ms: tick")
        );
    }
}
