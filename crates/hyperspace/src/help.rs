//! The reply to `help`, from the manuals of the grammar.

use orrery_space::core::ReflectedCore;
use orrery_space::grammar::command::{MANUALS, Manual};
use orrery_space::{StatusCode, Substance};
use smol_str::format_smolstr;

/// What `help` says, of all commands or of one.
pub(crate) fn help(topic: Option<&str>) -> ReflectedCore {
    let line =
        |manual: &Manual| Substance::Text(format_smolstr!("{}: {}", manual.form, manual.does));
    let Some(topic) = topic else {
        return ReflectedCore::ok(Substance::List(MANUALS.iter().map(line).collect()));
    };
    match MANUALS.iter().find(|manual| manual.word == topic) {
        Some(manual) => ReflectedCore::ok(line(manual)),
        // the grammar admits known words alone
        None => ReflectedCore::fail(
            StatusCode::NOT_FOUND,
            format_smolstr!("no command `{topic}`"),
        ),
    }
}
