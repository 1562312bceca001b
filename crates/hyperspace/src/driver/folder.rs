//! Folders: bundles, folders of bundles, file systems and their folders. A path leads from any of
//! them to what is below, which answers for itself.

use orrery_space::core::{CmdMethod, DirectedCore, HttpMethod, ReflectedCore};
use orrery_space::handler::Routes;
use orrery_space::kind::FileSub;
use orrery_space::{Kind, Method, Point, Segment, Substance};
use smol_str::{SmolStr, format_smolstr};

use super::{Does, file, table};
use crate::flight::Flight;
use crate::hyperspace::Hyperspace;
use crate::trace::{ParticleNo, StarNo};

/// What every folder answers.
fn rows() -> [(Method, Does); 3] {
    let http = |method| (Method::Http(method), Does::Act(Hyperspace::get_below));
    [
        (Method::Cmd(CmdMethod::Read), Does::Act(Hyperspace::list)),
        http(HttpMethod::Get),
        http(HttpMethod::Head),
    ]
}

/// Of bundles and the folders in them.
pub(super) fn of_bundle() -> Routes<Does> {
    table(rows())
}

/// Of file systems and the folders in them.
pub(super) fn of_files() -> Routes<Does> {
    let http = |method, act| (Method::Http(method), Does::Act(act));
    table(rows().into_iter().chain([
        http(HttpMethod::Put, Hyperspace::put_below),
        http(HttpMethod::Post, Hyperspace::post_below),
        http(HttpMethod::Delete, Hyperspace::delete_below),
    ]))
}

/// The path that is asked for, without the `/` at its beginning.
fn path(flight: &Flight) -> SmolStr {
    let path = flight.wave.directed().map_or("", DirectedCore::path);
    path.trim_start_matches('/').into()
}

impl Hyperspace {
    /// The folder in which paths begin: that of a bundle or file system is its `:/`.
    fn folder_of(&self, no: ParticleNo) -> Point {
        let particle = self.registry.get(no);
        match particle.kind {
            Kind::Bundle | Kind::FileSystem => particle.point.push(Segment::FsRoot),
            _ => particle.point.clone(),
        }
    }

    /// The point of a path below a folder, which may not exist.
    ///
    /// # Errors
    ///
    /// 400: it is no path.
    fn point_below(&self, folder: ParticleNo, path: &str) -> Result<Point, ReflectedCore> {
        let folder = self.folder_of(folder);
        folder.push_text(path).map_err(|error| {
            let reason = format_smolstr!("`/{path}` leads nowhere below {folder}: {error}");
            ReflectedCore::bad_request(reason)
        })
    }

    /// What is at a path below a folder; a folder is found without its last `/` too.
    ///
    /// # Errors
    ///
    /// 404: nothing is.
    fn found_below(&self, folder: ParticleNo, path: &str) -> Result<Point, ReflectedCore> {
        let file = self.point_below(folder, path);
        let dir = || self.point_below(folder, &format!("{path}/"));
        let mut candidates = file.into_iter().chain(dir());
        candidates
            .find(|point| self.registry.find(point).is_some())
            .ok_or_else(|| {
                let folder = self.folder_of(folder);
                ReflectedCore::not_found(format_smolstr!("no such file: {folder}{path}"))
            })
    }

    /// The same of what is at the path: it is asked itself.
    fn ask_below(&mut self, star: StarNo, folder: ParticleNo, flight: Box<Flight>) {
        let found = self.found_below(folder, &path(&flight));
        let core = flight.wave.directed().cloned().unwrap_or_default();
        match found {
            Ok(to) => {
                let uri = SmolStr::new_static("/");
                self.pass_on(star, folder, flight, to, DirectedCore { uri, ..core });
            }
            Err(core) => self.respond(star, folder, flight, core),
        }
    }

    /// `Http<Get>` and `Http<Head>`: of the folder itself what is in it.
    fn get_below(&mut self, star: StarNo, folder: ParticleNo, flight: Box<Flight>) {
        if !path(&flight).is_empty() {
            return self.ask_below(star, folder, flight);
        }
        let at = self.registry.find(&self.folder_of(folder));
        let listing = self.listing(at.unwrap_or(folder));
        let method = flight.wave.directed().map(|core| &core.method);
        let core = match method {
            Some(Method::Http(HttpMethod::Head)) => listing.with_body(Substance::Empty),
            _ => listing,
        };
        self.respond(star, folder, flight, core);
    }

    /// `Http<Put>`: replaces a file, or makes one that is not there; a path that ends in `/` makes a
    /// folder.
    fn put_below(&mut self, star: StarNo, folder: ParticleNo, flight: Box<Flight>) {
        match self.made_below(folder, &flight) {
            Ok(None) => self.ask_below(star, folder, flight),
            Ok(Some((made, content))) => self.place_for(star, folder, flight, made, content),
            Err(core) => self.respond(star, folder, flight, core),
        }
    }

    /// Registers the file that a `Put` makes; none if it is there.
    fn made_below(
        &mut self,
        folder: ParticleNo,
        flight: &Flight,
    ) -> Result<Option<(ParticleNo, Substance)>, ReflectedCore> {
        let path = path(flight);
        needs_path(&path)?;
        let point = self.point_below(folder, &path)?;
        if self.registry.find(&point).is_some() {
            return Ok(None);
        }
        let (sub, content) = match flight.wave.directed().map(|core| &core.body) {
            Some(body) if !path.ends_with('/') => (FileSub::File, file::content(body)?),
            _ => (FileSub::Dir, Substance::Empty),
        };
        let made = self.register_at(flight, point, Kind::File(sub), &[])?;
        Ok(Some((made, content)))
    }

    /// `Http<Post>`: adds to a file.
    fn post_below(&mut self, star: StarNo, folder: ParticleNo, flight: Box<Flight>) {
        match needs_path(&path(&flight)) {
            Ok(()) => self.ask_below(star, folder, flight),
            Err(core) => self.respond(star, folder, flight, core),
        }
    }

    /// `Http<Delete>`: of a folder itself only where it is a folder of a file system.
    fn delete_below(&mut self, star: StarNo, folder: ParticleNo, flight: Box<Flight>) {
        let kind = &self.registry.get(folder).kind;
        let itself = path(&flight).is_empty() && matches!(kind, Kind::File(_));
        match needs_path(&path(&flight)) {
            _ if itself => self.delete_on_behalf(star, folder, flight),
            Ok(()) => self.ask_below(star, folder, flight),
            Err(core) => self.respond(star, folder, flight, core),
        }
    }
}

/// # Errors
///
/// 400: there is no path.
fn needs_path(path: &str) -> Result<(), ReflectedCore> {
    if path.is_empty() {
        let reason = "expected the path of a file, as in `Http<Put>/notes/today.txt`";
        return Err(ReflectedCore::bad_request(reason));
    }
    Ok(())
}
