//! Shows Signals to many: a room tells all its members what one of them says, and whoever watches its log
//! reads along. Who tells need not wait, and who is told need not ask.
//!
//! The module plays both parts: a Mechtron with the property `room` is a member of the room which that
//! names; one without is a room.
//!
//! | asked | of a member | of the room |
//! |---|---|---|
//! | `Ext<Join>`, `Ext<Leave>` | joins the room, leaves it | adds who asks, removes it |
//! | `Ext<Say>` with a Text | says it in the room | tells all members, if who says it is one |
//! | `Ext<Said>` | the room tells: it is kept | |
//! | `Ext<Heard>` | all that was told, a line each | |

use orrery_mechtron::{Answer, Body, Fault, Mechtron, mechtron};

mechtron! {
    "Ext<Join>" => join,
    "Ext<Leave>" => leave,
    "Ext<Say>" => say,
    "Ext<Said>" => said,
    "Ext<Heard>" => heard,
}

/// What a member does is asked of its room; nothing where this is a room.
fn of_room(m: &Mechtron, method: &str, body: Body) -> Option<Answer<Body>> {
    let room = m.property("room")?;
    Some(m.ask(&room, method, body))
}

/// Who asks, and the key under which a member is kept.
fn member(m: &Mechtron) -> (String, String) {
    let agent = m.agent().unwrap_or_default();
    let key = ["member ", &agent].concat();
    (agent, key)
}

fn join(m: &Mechtron) -> Answer<Body> {
    if let Some(answer) = of_room(m, "Ext<Join>", Body::EMPTY) {
        return answer;
    }
    let (agent, key) = member(m);
    m.put(&key, "")?;
    m.info(&[&agent, " has come"].concat());
    Ok(Body::EMPTY)
}

fn leave(m: &Mechtron) -> Answer<Body> {
    if let Some(answer) = of_room(m, "Ext<Leave>", Body::EMPTY) {
        return answer;
    }
    let (agent, key) = member(m);
    m.delete(&key);
    m.info(&[&agent, " has gone"].concat());
    Ok(Body::EMPTY)
}

fn say(m: &Mechtron, text: String) -> Answer<Body> {
    if let Some(answer) = of_room(m, "Ext<Say>", text.as_str().into()) {
        return answer;
    }
    let (agent, key) = member(m);
    if m.get(&key).is_none() {
        return Err(Fault::new(403, "join first"));
    }
    let line = [&agent, ": ", &text].concat();
    m.info(&line);
    let members = m.keys("member ");
    for key in &members {
        let who = key.strip_prefix("member ").unwrap_or_default();
        m.signal(who, "Ext<Said>", line.as_str())?;
    }
    Ok((members.len() as i64).into())
}

fn said(m: &Mechtron, line: String) -> Answer<()> {
    // the room alone may tell: its point is who sends, which nobody can feign
    if m.agent() != m.property("room") {
        return Err(Fault::new(403, "you are not my room"));
    }
    let mut heard = m.get("heard").unwrap_or_default();
    heard.extend(line.bytes());
    heard.push(b'\n');
    m.put("heard", heard)
}

fn heard(m: &Mechtron) -> Answer<String> {
    let heard = m.get("heard").unwrap_or_default();
    String::from_utf8(heard).map_err(Fault::from)
}

#[cfg(test)]
mod tests {
    use super::*;
    use orrery_mechtron::Rehearsal;

    #[test]
    fn a_room_tells_its_members() {
        let mut room = Rehearsal::new();
        assert_eq!(room.ping(serve, "Ext<Say>", "hi").status, 403);
        room.ping(serve, "Ext<Join>", ());
        assert_eq!(room.ping(serve, "Ext<Say>", "hi").body.text(), "1");
        room.ping(serve, "Ext<Leave>", ());
        assert_eq!(room.ping(serve, "Ext<Say>", "hi").status, 403);
        let told = room.said().iter().filter(|line| line.starts_with("signal"));
        assert_eq!(
            told.collect::<Vec<_>>(),
            ["signal localhost:tester Ext<Said> localhost:tester: hi"]
        );
    }

    #[test]
    fn a_member_believes_its_room_alone() {
        let mut member = Rehearsal::new()
            .property("room", "localhost:tester")
            .answer(200, 2);
        assert_eq!(member.ping(serve, "Ext<Say>", "hi").body.text(), "2");
        assert_eq!(member.signal(serve, "Ext<Said>", "ann: hi").status, 200);
        assert_eq!(
            member.ping(serve, "Ext<Heard>", ()).body.text(),
            "ann: hi\n"
        );
        let mut member = Rehearsal::new().property("room", "localhost:other");
        assert_eq!(member.signal(serve, "Ext<Said>", "ann: hi").status, 403);
    }
}
