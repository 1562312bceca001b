//! `launch`: one module becomes a live Mechtron.
//!
//! The module is examined first, and nothing is created for one that is refused. Then it is
//! published as the next patch version of `uploads:<stem>`, with a made config, and the Mechtron
//! is created with that config; or the one that is there gets the new version.

use std::collections::BTreeMap;
use std::sync::Arc;

use orrery_space::command::{Launch, PropertyMod};
use orrery_space::core::ReflectedCore;
use orrery_space::security::Permission;
use orrery_space::{Kind, MechtronConfig, Point, Route, Segment, StatusCode, Substance};
use smol_str::{SmolStr, format_smolstr};

use crate::effect::Effect;
use crate::exchange::Waiter;
use crate::flight::Flight;
use crate::hyperspace::Hyperspace;
use crate::task::Task;
use crate::trace::{ParticleNo, StarNo};
use crate::upgrade::{Says, Upgrade};

/// A launch under way.
#[derive(Debug)]
pub(crate) struct Launching {
    request: Box<Flight>,
    star: StarNo,
    executor: ParticleNo,
    point: Point,
    stem: SmolStr,
    wasm: Arc<[u8]>,
    version: Option<semver::Version>,
    waiting_for: Stage,
}

impl Launching {
    /// The star whose executor launches.
    pub(crate) fn star(&self) -> StarNo {
        self.star
    }

    /// The Particle that is being placed.
    pub(crate) fn placing(&self) -> Option<ParticleNo> {
        match self.waiting_for {
            Stage::Examination => None,
            Stage::Publishing(no) | Stage::Placing(no) => Some(no),
        }
    }

    /// The request of who launches.
    pub(crate) fn into_request(self) -> Box<Flight> {
        self.request
    }
}

/// What a launch waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    Examination,
    /// The repository, the series or the bundle is being placed.
    Publishing(ParticleNo),
    /// The Mechtron is being placed.
    Placing(ParticleNo),
}

impl Hyperspace {
    /// Begins a launch.
    pub(crate) fn launch(
        &mut self,
        star: StarNo,
        executor: ParticleNo,
        request: Box<Flight>,
        launch: Launch,
    ) {
        let file = crate::control::file(crate::executor::files_of(&request), &launch.file);
        let checked = file.and_then(|bytes| {
            self.may_launch(&request, &launch.point)?;
            Ok(bytes)
        });
        let bytes = match checked {
            Ok(bytes) => bytes,
            Err(core) => return self.respond(star, executor, request, core),
        };
        let task = self.tasks.add(Task::Launch(Box::new(Launching {
            request,
            star,
            executor,
            point: launch.point,
            stem: stem(&launch.file),
            wasm: Arc::clone(&bytes),
            version: None,
            waiting_for: Stage::Examination,
        })));
        self.effect_wanted(Effect::Examine { task, bytes });
    }

    /// Whether a Mechtron may be made or upgraded at a point.
    fn may_launch(&mut self, request: &Flight, point: &Point) -> Result<(), ReflectedCore> {
        match self.registry.find(point) {
            None => self.parent_for(request, point, &Kind::Mechtron).map(|_| ()),
            Some(no) => {
                let kind = &self.registry.get(no).kind;
                if *kind != Kind::Mechtron {
                    let reason = format_smolstr!(
                        "{point} is there already and is a {kind}; choose another point"
                    );
                    return Err(ReflectedCore::fail(StatusCode::CONFLICT, reason));
                }
                self.require(request, no, Permission::Write)
            }
        }
    }

    /// The module has been examined.
    pub(crate) fn launch_examined(
        &mut self,
        mut launching: Box<Launching>,
        result: Result<Arc<[u8]>, String>,
    ) {
        match result {
            Ok(wasm) => {
                launching.wasm = wasm;
                self.launch_next(launching);
            }
            Err(reason) => {
                let core = ReflectedCore::fail(StatusCode::BAD_REQUEST, reason);
                self.end_launch(*launching, core);
            }
        }
    }

    /// What a launch waited for has been done, or has failed.
    pub(crate) fn launch_answered(&mut self, launching: Box<Launching>, core: ReflectedCore) {
        match launching.waiting_for {
            Stage::Examination => {}
            Stage::Publishing(particle) => {
                let core = self.placed(particle, core);
                if core.status.is_success() {
                    self.launch_next(launching);
                } else {
                    self.end_launch(*launching, core);
                }
            }
            Stage::Placing(particle) => {
                let core = self.placed(particle, core);
                self.end_launch(*launching, core);
            }
        }
    }

    fn end_launch(&mut self, launching: Launching, core: ReflectedCore) {
        let Launching {
            request,
            star,
            executor,
            ..
        } = launching;
        self.respond(star, executor, request, core);
    }

    /// Does the next step: what is missing of repository, series and bundle, then the Mechtron.
    fn launch_next(&mut self, mut launching: Box<Launching>) {
        let repo = Point::new(Route::This, vec![Segment::Space("uploads".into())]);
        let Some(repo_no) = self.registry.find(&repo) else {
            let root = self.registry.find(&Point::root());
            return self.publish(launching, repo, Kind::Repo, root, Substance::Empty);
        };
        let series = repo.push(Segment::Base(launching.stem.as_str().into()));
        let Some(series_no) = self.registry.find(&series) else {
            let state = Substance::Empty;
            return self.publish(launching, series, Kind::BundleSeries, Some(repo_no), state);
        };
        let Some(version) = launching.version.clone() else {
            let (version, bundle) = self.next_version(&series, series_no);
            let state = bundle_of(&bundle, &launching.stem, &launching.wasm);
            launching.version = Some(version);
            return self.publish(launching, bundle, Kind::Bundle, Some(series_no), state);
        };
        let bundle = series.push(Segment::Version(version));
        let config = config_of(&bundle, &launching.stem);
        self.make_live(launching, &config);
    }

    /// The next patch version that nobody has published by hand.
    fn next_version(&mut self, series: &Point, no: ParticleNo) -> (semver::Version, Point) {
        loop {
            let patch = self.registry.next_in_sequence(no);
            let version = semver::Version::new(1, 0, patch);
            let bundle = series.push(Segment::Version(version.clone()));
            if self.registry.find(&bundle).is_none() {
                return (version, bundle);
            }
        }
    }

    /// Publishing is the Hyperverse's own work, so repository and series belong to the hyperuser;
    /// a bundle belongs to who launches it.
    fn publish(
        &mut self,
        mut launching: Box<Launching>,
        point: Point,
        kind: Kind,
        parent: Option<ParticleNo>,
        state: Substance,
    ) {
        let owner = match kind {
            Kind::Bundle => launching.request.agent().to_point(),
            _ => Point::hyperuser(),
        };
        let properties = orrery_space::particle::Properties::new();
        let particle = self.register(point, kind, parent, owner, properties);
        launching.waiting_for = Stage::Publishing(particle);
        self.place_for_launch(launching, particle, state);
    }

    fn place_for_launch(
        &mut self,
        launching: Box<Launching>,
        particle: ParticleNo,
        state: Substance,
    ) {
        let (star, cause) = (launching.star, Some(launching.request.no));
        let task = self.tasks.add(Task::Launch(launching));
        self.ask_for_place(star, particle, state, Waiter::Task(task), cause);
    }

    /// Creates the Mechtron, or gives the one that is there its new config.
    fn make_live(&mut self, mut launching: Box<Launching>, config: &Point) {
        let mods = [PropertyMod::Set {
            key: SmolStr::new_static("config"),
            value: config.as_str().into(),
            lock: false,
        }];
        if let Some(particle) = self.registry.find(&launching.point) {
            // it may have been made by another since the launch began
            if let Err(core) = self.may_launch(&launching.request, &launching.point) {
                return self.end_launch(*launching, core);
            }
            return self.upgrade(Upgrade {
                request: launching.request,
                star: launching.star,
                executor: launching.executor,
                particle,
                mods: mods.into(),
                says: Says::Stub,
            });
        }
        let point = launching.point.clone();
        match self.register_at(&launching.request, point, Kind::Mechtron, &mods) {
            Ok(particle) => {
                launching.waiting_for = Stage::Placing(particle);
                self.place_for_launch(launching, particle, Substance::Empty);
            }
            Err(core) => self.end_launch(*launching, core),
        }
    }
}

/// The name of a file without folders and ending, as a point's segment.
fn stem(file: &str) -> SmolStr {
    let name = file.rsplit(['/', '\\']).next().unwrap_or(file);
    let name = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let text: String = name
        .to_ascii_lowercase()
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { '-' })
        .collect();
    let text = text.trim_start_matches(|c: char| !c.is_ascii_lowercase());
    let text = text.trim_end_matches('-');
    if text.is_empty() {
        SmolStr::new_static("module")
    } else {
        text.into()
    }
}

fn file_in(bundle: &Point, dir: &str, stem: &str, ending: &str) -> Point {
    bundle
        .push(Segment::FsRoot)
        .push(Segment::Dir(dir.into()))
        .push(Segment::File(format!("{stem}.{ending}").into()))
}

fn config_of(bundle: &Point, stem: &str) -> Point {
    file_in(bundle, "config", stem, "mechtron")
}

/// The files of a bundle of one module.
fn bundle_of(bundle: &Point, stem: &str, wasm: &Arc<[u8]>) -> Substance {
    let config = MechtronConfig {
        bin: file_in(bundle, "wasm", stem, "wasm"),
        name: stem.into(),
    };
    let text = config.to_string();
    let files = BTreeMap::from([
        (
            format_smolstr!("config/{stem}.mechtron"),
            Substance::Bin(text.into_bytes().into()),
        ),
        (
            format_smolstr!("wasm/{stem}.wasm"),
            Substance::Bin(Arc::clone(wasm)),
        ),
    ]);
    Substance::Map(files)
}

#[cfg(test)]
mod tests {
    use super::stem;

    #[test]
    fn a_file_name_becomes_a_segment() {
        for (file, expected) in [
            ("echo.wat", "echo"),
            ("My Module_2.wasm", "my-module-2"),
            ("dir/7up.wasm", "up"),
            ("\u{fc}.wasm", "module"),
            ("", "module"),
        ] {
            assert_eq!(stem(file), expected, "{file}");
        }
    }
}
