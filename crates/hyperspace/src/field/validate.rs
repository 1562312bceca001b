//! Whether the body of a Wave is what the arrows of its route say.
//!
//! What a pattern says of the body is compared here; a validator that it names is asked by a Ping,
//! and its answer decides: 2xx but for `false` is yes, `false` and 400 are no. Any other failure
//! says nothing of the body, and is passed on as what it is.

use orrery_space::core::{DirectedCore, ReflectedCore};
use orrery_space::pattern::{PatternVar, Validator};
use orrery_space::{Layer, StatusCode, Substance, Verdict};
use smol_str::{SmolStr, format_smolstr};

use super::forward::Errand;
use super::passage::Passage;

/// The header by which a validator learns what it is set up with.
const CONFIG: &str = "config";

/// What a validator is to be asked.
#[derive(Debug)]
pub(super) struct Question {
    /// The text of the pattern.
    pattern: SmolStr,
    validator: Validator,
    /// The body, or the part of it, that it must judge.
    body: Substance,
}

impl Question {
    /// What is sent to the validator.
    pub(super) fn errand(&self) -> Errand {
        let call = &self.validator.call;
        let mut core = DirectedCore::new(call.method.clone(), self.body.clone());
        core.uri = call.path.clone();
        if let Some(config) = &self.validator.config {
            let name = SmolStr::new_static(CONFIG);
            core.headers.insert(name, config.as_str().into());
        }
        Errand {
            to: call.point.clone(),
            core,
            sets_out: Layer::Field,
            question: true,
        }
    }

    /// What its answer means.
    ///
    /// # Errors
    ///
    /// The answer to the Wave whose body it was.
    pub(super) fn judge(&self, place: &str, core: &ReflectedCore) -> Result<(), ReflectedCore> {
        let Self {
            pattern, validator, ..
        } = self;
        let no = core.status == StatusCode::BAD_REQUEST || core.body == Substance::Boolean(false);
        let (call, status, said) = (&validator.call, core.status, core.body.text());
        if no && (status.is_success() || status == StatusCode::BAD_REQUEST) {
            let reason = format_smolstr!(
                "the body is not `{pattern}`, as {place} wants it: {call} says {status} {said}"
            );
            return Err(ReflectedCore::bad_request(reason));
        }
        if status.is_success() {
            return Ok(());
        }
        let reason = format_smolstr!(
            "whether the body is `{pattern}`, as {place} wants it, is not known: {call} answers {status} {said}"
        );
        Err(ReflectedCore::fail(status, reason))
    }
}

impl Passage {
    /// Holds the body against the patterns before the present stop, and notes whom else to ask.
    ///
    /// # Errors
    ///
    /// The 400 that names the pattern and what came.
    pub(super) fn hold(&mut self) -> Result<(), ReflectedCore> {
        let mut patterns = std::mem::take(&mut self.before);
        patterns.extend(self.pattern().cloned());
        for pattern in &patterns {
            self.hold_against(pattern)?;
        }
        Ok(())
    }

    fn hold_against(&mut self, pattern: &PatternVar) -> Result<(), ReflectedCore> {
        let place = self.place();
        let resolved = pattern.resolve(&self.env).map_err(|error| {
            let why = error.sentence();
            ReflectedCore::bad_request(format_smolstr!("{place} cannot compare `{pattern}`: {why}"))
        })?;
        match resolved.matches(&self.body) {
            Verdict::Matches => {}
            Verdict::Differs(why) => {
                return Err(ReflectedCore::bad_request(format_smolstr!(
                    "the body is not `{pattern}`, as {place} wants it: {why}"
                )));
            }
            Verdict::Ask(asks) => {
                let questions = asks.into_iter().map(|ask| Question {
                    pattern: format_smolstr!("{resolved}"),
                    validator: ask.validator.clone(),
                    body: ask.body.clone(),
                });
                self.questions.extend(questions);
            }
        }
        Ok(())
    }
}
