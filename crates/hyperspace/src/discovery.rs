//! Discovery: stars seek each other, and each answers for itself.
//!
//! `Hyp<Search>` goes to one star as a Ping or to all as a Ripple. A star that is sought answers with
//! its key, its role, the kinds that it hosts and how many lanes the Wave has passed; another with an
//! empty list. As every Hyp, only a star may send it.

use std::collections::BTreeSet;

use orrery_space::core::{HypMethod, ReflectedCore};
use orrery_space::hyper::{Discovery, Hyper, Search};
use orrery_space::selector::KindSelector;
use orrery_space::wave::{BounceBacks, DirectedProto, Recipients};
use orrery_space::{Agent, Method, Substance};
use smol_str::{ToSmolStr, format_smolstr};

use crate::agenda::Occasion;
use crate::exchange::Waiter;
use crate::flight::Flight;
use crate::hyperspace::{Hyperspace, among_stars};
use crate::placement::hosted;
use crate::star::Star;
use crate::trace::StarNo;

impl Hyperspace {
    /// A star is asked whether it is sought.
    pub(crate) fn discover(&mut self, star: StarNo, request: Box<Flight>) {
        let body = request.wave.directed().map(|core| &core.body);
        let search = match body {
            Some(Substance::Hyper(hyper)) => match hyper.as_ref() {
                Hyper::Search(search) => Some(search),
                _ => None,
            },
            _ => None,
        };
        let Some(search) = search else {
            return self.bad_request(star, request, "Hyp<Search> needs a Search as its body");
        };
        let here = &self.stars[star.index()];
        let sought = match search {
            Search::Star(key) => *key == here.key,
            Search::StarKind(kind) => *kind == here.kind,
            Search::Kinds => true,
        };
        let discovery = sought.then(|| Discovery {
            star_kind: here.kind,
            hops: request.hops,
            star_key: here.key.clone(),
            kinds: kinds(here),
        });
        let found = Hyper::Discoveries(discovery.into_iter().collect());
        let own = here.particle;
        let core = ReflectedCore::ok(Substance::Hyper(Box::new(found)));
        self.respond(star, own, request, core);
    }

    /// A star seeks others: one answers a Ping, several answer a Ripple.
    pub(crate) fn seek_stars(&mut self, ticket: u32, star: StarNo, to: Recipients, search: Search) {
        let Some(from) = self.stars.get(star.index()) else {
            let reason = format_smolstr!("there is no star {}; `stars` lists them", star.0);
            return self.reply(ticket, ReflectedCore::not_found(reason));
        };
        let (particle, point) = (from.particle, from.point.clone());
        let uuid = self.chance.uuid();
        let proto = match to {
            Recipients::Single(_) => DirectedProto::ping(uuid),
            _ => {
                let count = u32::try_from(self.recipients(&to).len()).unwrap_or(u32::MAX);
                DirectedProto::ripple(uuid).bounce_backs(BounceBacks::Count(count))
            }
        };
        let made = proto
            .from(point)
            .to(to)
            .agent(Agent::HyperUser)
            .method(Method::Hyp(HypMethod::Search))
            .body(Substance::Hyper(Box::new(Hyper::Search(search))))
            .handling(among_stars())
            .build();
        match made {
            Ok(wave) => {
                let waiter = Some(Waiter::Outside(ticket));
                let flight = self.flight_of((particle, star), wave, waiter, None);
                self.agenda.now(Occasion::Send(flight));
            }
            Err(error) => self.reply(ticket, ReflectedCore::bad_request(error.to_smolstr())),
        }
    }
}

/// The kinds that a star hosts.
fn kinds(star: &Star) -> BTreeSet<KindSelector> {
    let selector = |base: &&str| KindSelector {
        base: Some((*base).into()),
        ..KindSelector::default()
    };
    let all = star.roles().iter().flat_map(|role| hosted(*role));
    all.map(selector).collect()
}
