//! Files: text or bytes that are read, replaced and added to.

use orrery_space::core::{CmdMethod, DirectedCore, HttpMethod, ReflectedCore};
use orrery_space::handler::{Answer, Request, Routes};
use orrery_space::{Method, Point, StatusCode, Substance, membrane};
use smol_str::format_smolstr;

use super::{Does, page, table};
use crate::flight::Flight;
use crate::hyperspace::Hyperspace;
use crate::registry::Particle;
use crate::trace::{ParticleNo, StarNo};

pub(super) fn routes() -> Routes<Does> {
    let cmd = |method, does| (Method::Cmd(method), does);
    let http = |method, does| (Method::Http(method), does);
    let rows = [
        cmd(
            CmdMethod::Read,
            Does::Answer(|file, request| request.ok(file.content.clone())),
        ),
        cmd(CmdMethod::Update, Does::Answer(replace)),
        http(HttpMethod::Put, Does::Answer(replace)),
        http(HttpMethod::Post, Does::Answer(append)),
        http(HttpMethod::Delete, Does::Act(Hyperspace::delete_on_behalf)),
    ];
    table(rows.into_iter().chain(page::ROWS))
}

/// How many bytes a file with that content has.
pub(super) fn length(content: &Substance) -> usize {
    match content {
        Substance::Text(text) => text.len(),
        Substance::Bin(bytes) => bytes.len(),
        _ => 0,
    }
}

/// A body as the content of a file.
///
/// # Errors
///
/// 400 for what is neither text nor bytes, 413 for what is too large.
pub(super) fn content(body: &Substance) -> Result<Substance, ReflectedCore> {
    if !matches!(
        body,
        Substance::Empty | Substance::Text(_) | Substance::Bin(_)
    ) {
        let reason = format_smolstr!(
            "expected Text or Bin as the content of a file, found {}",
            body.kind()
        );
        return Err(ReflectedCore::bad_request(reason));
    }
    within(length(body))?;
    Ok(body.clone())
}

/// # Errors
///
/// 413 for more than a body may have, since nobody could read it.
fn within(length: usize) -> Result<(), ReflectedCore> {
    if length <= membrane::LIMIT {
        return Ok(());
    }
    let reason = format_smolstr!(
        "a file has at most {} bytes, and this would be {length}; publish what is larger as an \
         artifact of a bundle",
        membrane::LIMIT
    );
    Err(ReflectedCore::fail(StatusCode::TOO_LARGE, reason))
}

fn replace(file: &mut Particle, request: &Request<'_>) -> Answer {
    file.content = content(&request.core().body)?;
    request.ok(())
}

fn append(file: &mut Particle, request: &Request<'_>) -> Answer {
    let more = content(&request.core().body)?;
    within(length(&file.content) + length(&more))?;
    file.content = match (&file.content, more) {
        (Substance::Empty, more) => more,
        (kept, Substance::Empty) => kept.clone(),
        (Substance::Text(text), Substance::Text(more)) => {
            Substance::Text(format_smolstr!("{text}{more}"))
        }
        (kept, more) => Substance::Bin([bytes(kept), bytes(&more)].concat().into()),
    };
    request.ok(())
}

fn bytes(content: &Substance) -> &[u8] {
    match content {
        Substance::Text(text) => text.as_bytes(),
        Substance::Bin(bytes) => bytes,
        _ => &[],
    }
}

impl Hyperspace {
    /// To delete is the executor's work, which asks whether the agent may.
    pub(super) fn delete_on_behalf(&mut self, star: StarNo, file: ParticleNo, flight: Box<Flight>) {
        let raw = orrery_space::command::RawCommand {
            line: format_smolstr!("delete {}", self.registry.get(file).point),
            transfers: Vec::new(),
        };
        let core = DirectedCore::new(
            Method::Cmd(CmdMethod::RawCommand),
            Substance::RawCommand(Box::new(raw)),
        );
        self.pass_on(star, file, flight, Point::executor(), core);
    }
}
