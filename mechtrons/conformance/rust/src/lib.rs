//! The conversation of `../README.md` with the kit.

use orrery_mechtron::{Answer, Body, Fault, Mechtron, mechtron};

mechtron! {
    "Ext<Echo>" => echo,
    "Ext<Count>" => count,
    "Ext<Ask>" => forward,
    "Ext<Property>" => tell,
    "Ext<Later>" => later,
    "Ext<Alarm>" => ring,
    "Ext<Fail>" => fail,
}

fn echo(_: &Mechtron, body: Body) -> Answer<Body> {
    Ok(body)
}

fn count(m: &Mechtron) -> Answer<i64> {
    let count = m.get_as("count").unwrap_or(0) + 1;
    m.put_as("count", count)?;
    Ok(count)
}

fn forward(m: &Mechtron, whom: String) -> Answer<Body> {
    m.ask(&whom, "Ext<Echo>", m.point())
}

fn tell(m: &Mechtron, name: String) -> Answer<String> {
    m.property(&name)
        .ok_or(Fault::not_found("no such property"))
}

fn later(m: &Mechtron, tag: String) -> Answer<()> {
    let _ = m.alarm(1000, &tag);
    Ok(())
}

fn ring(m: &Mechtron, tag: String) -> Answer<()> {
    m.info(&tag);
    Ok(())
}

fn fail(_: &Mechtron) -> Answer<()> {
    panic!("I was asked to fail")
}
