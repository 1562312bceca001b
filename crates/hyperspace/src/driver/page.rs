//! Pages: what a file answers to the web.

use orrery_space::core::{HttpMethod, ReflectedCore};
use orrery_space::handler::{Answer, Request};
use orrery_space::{Method, Segment, Substance};
use smol_str::{SmolStr, format_smolstr};

use super::{Does, media};
use crate::registry::Particle;

/// `Http<Get>` and `Http<Head>` of whatever holds bytes or text.
pub(super) const ROWS: [(Method, Does); 2] = [
    (Method::Http(HttpMethod::Get), Does::Answer(get)),
    (Method::Http(HttpMethod::Head), Does::Answer(head)),
];

fn get(file: &mut Particle, request: &Request<'_>) -> Answer {
    let body = file.content.clone();
    Ok(head(file, request)?.with_body(body))
}

/// The headers alone.
fn head(file: &mut Particle, _: &Request<'_>) -> Answer {
    let name = match file.point.last() {
        Some(Segment::File(name)) => name.as_str(),
        _ => "",
    };
    let unknown = match file.content {
        Substance::Text(_) => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    };
    let media = media::of_file(name).unwrap_or(unknown);
    let mut core = ReflectedCore::ok(Substance::Empty);
    let mut header = |name, value| core.headers.insert(SmolStr::new_static(name), value);
    header("Content-Type", SmolStr::new_static(media));
    let length = super::file::length(&file.content);
    header("Content-Length", format_smolstr!("{length}"));
    Ok(core)
}
