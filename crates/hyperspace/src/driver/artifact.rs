//! Artifacts: files of a bundle, which are read and never changed.

use orrery_space::Method;
use orrery_space::core::CmdMethod;
use orrery_space::handler::Routes;

use super::{Does, page, table};

pub(super) fn routes() -> Routes<Does> {
    let read = Does::Answer(|artifact, request| request.ok(artifact.content.clone()));
    let rows = [(Method::Cmd(CmdMethod::Read), read)];
    table(rows.into_iter().chain(page::ROWS))
}
