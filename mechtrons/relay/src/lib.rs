//! Asks another Particle what it was asked, and forwards the answer: the one that its property
//! `target` names, or else the one that the body of the Wave names.

use orrery_mechtron::{Answer, Body, Fault, Kind, Mechtron, mechtron};

mechtron! { "*" => relay }

fn relay(m: &Mechtron, body: Body) -> Answer<Body> {
    let method = m.method().unwrap_or_default();
    let (target, body) = match m.property("target") {
        Some(target) => (target, body),
        None if matches!(body.kind, Kind::POINT | Kind::TEXT) => (body.text(), Body::EMPTY),
        None => return Err(no_target()),
    };
    if target.is_empty() {
        return Err(no_target());
    }
    // a target with a call of its own is asked that, any other what the relay was asked
    if target.contains('^') {
        return m.ask(&target, "", body);
    }
    match m.uri() {
        Some(uri) if uri.starts_with('/') => m.ask(&format!("{target}^{method}{uri}"), "", body),
        _ => m.ask(&target, &method, body),
    }
}

fn no_target() -> Fault {
    Fault::bad_request("whom to ask? set the property `target`, or send a Point")
}

#[cfg(test)]
mod tests {
    use super::*;
    use orrery_mechtron::Rehearsal;

    #[test]
    fn it_forwards_to_its_target() {
        let mut stage = Rehearsal::new()
            .property("target", "localhost:hello")
            .answer(200, "hello, ann")
            .answer(503, "fuel");
        assert_eq!(
            stage.ping(serve, "Ext<Hello>", "ann").body.text(),
            "hello, ann"
        );
        let failed = stage.ping(serve, "Http<Get>/a", ());
        assert_eq!((failed.status, failed.body.text().as_str()), (503, "fuel"));
        assert_eq!(
            stage.said(),
            [
                "ask localhost:hello^Ext<Hello>/ ",
                "ask localhost:hello^Http<Get>/a "
            ]
        );
    }

    #[test]
    fn it_asks_whom_the_body_names() {
        let mut stage = Rehearsal::new().answer(200, "here");
        assert_eq!(
            stage.ping(serve, "Ext<Where>", "localhost:b").body.text(),
            "here"
        );
        assert_eq!(stage.ping(serve, "Ext<Where>", "localhost:b").status, 404);
        assert_eq!(stage.ping(serve, "Ext<Where>", ()).status, 400);
    }
}
