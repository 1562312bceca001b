//! Greets whoever says its name, and counts its visits in a state that survives restarts.

use orrery_mechtron::{Answer, Mechtron, mechtron};

mechtron! {
    "Ext<Hello>" => hello,
    "Ext<Visits>" => visits,
    "Http<Get>/hello/{name}" => page,
}

fn hello(m: &Mechtron, name: Option<String>) -> Answer<String> {
    greet(m, name.as_deref().unwrap_or("stranger"))
}

fn page(m: &Mechtron) -> Answer<String> {
    greet(m, m.capture("name").unwrap_or("stranger"))
}

fn visits(m: &Mechtron) -> Answer<i64> {
    Ok(m.get_as("visits").unwrap_or(0))
}

fn greet(m: &Mechtron, name: &str) -> Answer<String> {
    let visits = visits(m)? + 1;
    m.put_as("visits", visits)?;
    m.info(&format!("visit {visits}: {name}"));
    Ok(format!("hello, {name}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use orrery_mechtron::Rehearsal;

    #[test]
    fn it_greets_and_counts() {
        let mut stage = Rehearsal::new();
        assert_eq!(
            stage.ping(serve, "Ext<Hello>", "ann").body.text(),
            "hello, ann"
        );
        assert_eq!(
            stage.ping(serve, "Ext<Hello>", ()).body.text(),
            "hello, stranger"
        );
        assert_eq!(
            stage.ping(serve, "Http<Get>/hello/bob", ()).body.text(),
            "hello, bob"
        );
        assert_eq!(stage.ping(serve, "Ext<Visits>", ()).body.text(), "3");
        assert_eq!(stage.ping(serve, "Ext<Hello>", 7).status, 400);
        assert_eq!(stage.ping(serve, "Ext<Bye>", ()).status, 404);
    }
}
