//! Handlers, and how a Wave comes to one.

use crate::body::{Body, FromBody};
use crate::fault::Fault;
use crate::mechtron::Mechtron;
use crate::membrane;

/// A function that serves Waves: of the [`Mechtron`], or of it and the body.
///
/// `Args` only tells the two shapes apart.
pub trait Handler<Args> {
    /// Serves one Wave.
    ///
    /// # Errors
    ///
    /// Whatever the answer shall say instead.
    fn handle(&self, m: &Mechtron) -> Result<Body, Fault>;
}

impl<F, R> Handler<()> for F
where
    F: Fn(&Mechtron) -> Result<R, Fault>,
    R: Into<Body>,
{
    fn handle(&self, m: &Mechtron) -> Result<Body, Fault> {
        self(m).map(Into::into)
    }
}

impl<F, T, R> Handler<(T,)> for F
where
    F: Fn(&Mechtron, T) -> Result<R, Fault>,
    T: FromBody,
    R: Into<Body>,
{
    fn handle(&self, m: &Mechtron) -> Result<Body, Fault> {
        self(m, m.body()?).map(Into::into)
    }
}

/// Serves the Wave that is there: what the macro's `mechtron_wave` does.
pub fn serve(choose: fn(&mut Mechtron) -> Option<Result<Body, Fault>>) {
    membrane::report_panics();
    let mut m = Mechtron::of_wave();
    let answer = choose(&mut m);
    reply(answer.unwrap_or_else(|| Err(m.not_served())));
}

/// Begins the guest's life: what the macro's `mechtron_init` does.
pub fn begin(init: fn(&Mechtron) -> Result<Body, Fault>) {
    membrane::report_panics();
    reply(init(&Mechtron::default()));
}

fn reply(answer: Result<Body, Fault>) {
    match answer {
        Ok(body) => membrane::reply(200, &body.made()),
        Err(fault) => {
            // what the host would trap on is no status of a failure
            let status = if (400..=599).contains(&fault.status) {
                fault.status
            } else {
                500
            };
            membrane::reply(status, &Body::from(fault.reason.into_owned()));
        }
    }
}
