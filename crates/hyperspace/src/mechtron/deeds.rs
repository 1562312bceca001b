//! What a guest does while it is at work: it sends Signals, logs, and sets alarms, which ring later.

use std::time::Duration;

use orrery_space::core::{CmdMethod, DirectedCore};
use orrery_space::log::{Log, LogLevel};
use orrery_space::{Agent, Layer, Method, Point, Substance, Surface, WaveKind};
use smol_str::{SmolStr, format_smolstr};

use crate::Moment;
use crate::agenda::Occasion;
use crate::effect::Deed;
use crate::flight::Flight;
use crate::hyperspace::Hyperspace;
use crate::trace::{Event, ParticleNo, StarNo, WaveNo};

/// Alarms of one Mechtron that have not rung.
const MOST_ALARMS: usize = 1_024;

impl Hyperspace {
    /// A guest did something at that moment, while it served the Wave that is the cause.
    pub(super) fn do_deed(
        &mut self,
        (particle, star, generation): (ParticleNo, StarNo, u32),
        at: Moment,
        deed: Deed,
        cause: Option<WaveNo>,
    ) {
        match deed {
            Deed::Signal { to, core } => {
                let flight = self.guest_signal((particle, star), to, core, cause);
                self.agenda.at(at, Occasion::Send(flight));
            }
            Deed::Log { level, message } => {
                let core = self.log_core(particle, at, level, message);
                let to = Point::logger().into();
                let flight = self.guest_signal((particle, star), to, core, cause);
                self.agenda.at(at, Occasion::Send(flight));
            }
            Deed::Alarm { id, delay_ms, tag } => {
                let at = at.after(Duration::from_millis(delay_ms));
                if at == Moment::NEVER || !self.has_room_for_alarm(particle) {
                    return;
                }
                let Some((_, _, replica)) = self.replica(particle, generation) else {
                    return;
                };
                replica.alarms.insert(id);
                if let Some(mechtron) = self.mechtrons.get_mut(&particle) {
                    mechtron.alarms += 1;
                }
                let occasion = Occasion::Alarm {
                    particle,
                    generation,
                    id,
                    tag,
                };
                self.agenda.at(at, occasion);
            }
            Deed::Cancel { id } => {
                // the state is shared, and so may be the numbers of alarms
                if let Some(mechtron) = self.mechtrons.get_mut(&particle) {
                    for replica in mechtron.replicas.values_mut() {
                        replica.alarms.remove(&id);
                    }
                }
            }
        }
    }

    /// Whether a Mechtron may set another alarm; the log tells where it may not. What it has cancelled,
    /// or has left behind with a former instance, is struck off the agenda now and then.
    fn has_room_for_alarm(&mut self, particle: ParticleNo) -> bool {
        let Some(mechtron) = self.mechtrons.get_mut(&particle) else {
            return false;
        };
        let replicas = &mechtron.replicas;
        if mechtron.alarms >= 2 * MOST_ALARMS {
            mechtron.alarms = self.agenda.strike_alarms(particle, |generation, id| {
                let mut all = replicas.values();
                all.any(|replica| replica.generation == generation && replica.alarms.contains(&id))
            });
        }
        let awaited: usize = replicas.values().map(|replica| replica.alarms.len()).sum();
        if awaited < MOST_ALARMS {
            return true;
        }
        let point = &self.registry.get(particle).point;
        let message =
            format_smolstr!("{point} has {MOST_ALARMS} alarms that have not rung: no other is set");
        self.record(Event::Log {
            particle: Some(particle),
            level: LogLevel::Warn,
            message,
        });
        false
    }

    fn log_core(
        &self,
        particle: ParticleNo,
        at: Moment,
        level: LogLevel,
        message: SmolStr,
    ) -> DirectedCore {
        let point = self.registry.get(particle).point.clone();
        let log = Log::new(point, level, at.millis(), message);
        DirectedCore::new(
            Method::Cmd(CmdMethod::Log),
            Substance::Log(Box::new(log.into())),
        )
    }

    fn guest_signal(
        &mut self,
        from: (ParticleNo, StarNo),
        to: Surface,
        core: DirectedCore,
        cause: Option<WaveNo>,
    ) -> Box<Flight> {
        let agent = Agent::Point(self.registry.get(from.0).point.clone());
        let mut flight = self.new_flight(from, agent, to, core, None, cause);
        flight.sets_out = Layer::Core;
        debug_assert_eq!(flight.wave.kind(), WaveKind::Signal);
        flight
    }

    /// An alarm rings: a Signal of the Mechtron to itself, for the replica that set it.
    pub(crate) fn alarm(&mut self, particle: ParticleNo, generation: u32, id: u32, tag: SmolStr) {
        if let Some(mechtron) = self.mechtrons.get_mut(&particle) {
            mechtron.alarms = mechtron.alarms.saturating_sub(1);
        }
        let Some((no, star, replica)) = self.replica(particle, generation) else {
            return;
        };
        if !replica.alarms.remove(&id) {
            return;
        }
        let to = self.registry.get(particle).point.clone().into();
        let method = Method::Ext(SmolStr::new_static("Alarm"));
        let core = DirectedCore::new(method, Substance::Text(tag));
        let mut flight = self.guest_signal((particle, star), to, core, None);
        flight.replica = Some(no);
        self.agenda.at(self.now, Occasion::Send(flight));
    }
}
