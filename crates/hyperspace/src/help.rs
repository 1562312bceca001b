//! The reply to `help`, from the manuals of the grammar: of what is carried out here, and no more.

use orrery_space::core::ReflectedCore;
use orrery_space::grammar::command::{MANUALS, Manual};
use orrery_space::{StatusCode, Substance};
use smol_str::format_smolstr;

use crate::{control, executor};

/// What `help` says, of all commands or of one.
pub(crate) fn help(topic: Option<&str>) -> ReflectedCore {
    let Some(topic) = topic else {
        let known = MANUALS.iter().filter(|manual| carried_out(manual.word));
        let line = |manual: &Manual| sentence(manual.form, manual);
        return ReflectedCore::ok(Substance::List(known.map(line).collect()));
    };
    match MANUALS.iter().find(|manual| manual.word == topic) {
        Some(manual) if carried_out(topic) => {
            let forms: Vec<&str> = [manual.form]
                .into_iter()
                .chain(manual.also.iter().copied())
                .collect();
            ReflectedCore::ok(sentence(&forms.join(" or "), manual))
        }
        // the grammar admits known words alone
        _ => ReflectedCore::fail(
            StatusCode::NOT_IMPLEMENTED,
            format_smolstr!("this cosmos does not carry out `{topic}`"),
        ),
    }
}

fn sentence(forms: &str, manual: &Manual) -> Substance {
    Substance::Text(format_smolstr!("{forms}: {}", manual.does))
}

/// Whether somebody here carries out the command of that word.
fn carried_out(word: &str) -> bool {
    executor::CARRIES_OUT.contains(&word) || control::CARRIES_OUT.contains(&word)
}
