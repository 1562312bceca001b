//! A guest of the published crate `mechtron` 0.3.14, which is as it was published. It says goodbye to
//! who says hello, asks whom it is told to ask, and does whatever else shows how it gets on with its
//! host.

// what that crate's macros and its linking want
#![allow(non_snake_case, improper_ctypes_definitions)]

use std::str::FromStr;
use std::sync::Arc;

use cosmic_macros::{handler_sync, route};
use cosmic_space::err::SpaceErr;
use cosmic_space::loc::ToSurface;
use cosmic_space::particle::Details;
use cosmic_space::point::Point;
use cosmic_space::substance::Substance;
use cosmic_space::util::{timestamp, uuid};
use cosmic_space::wave::core::ext::ExtMethod;
use cosmic_space::wave::core::{CoreBounce, ReflectedCore};
use cosmic_space::wave::exchange::SetStrategy;
use cosmic_space::wave::exchange::synch::{
    DirectedHandler, InCtx, ProtoTransmitter, ProtoTransmitterBuilder, RootInCtx,
};
use cosmic_space::wave::{Agent, DirectedProto};
use lazy_static::lazy_static;
use mechtron::err::GuestErr;
use mechtron::guest::GuestRouter;
use mechtron::membrane::mechtron_write_string;
use mechtron::{
    Guest, MechtronFactories, MechtronFactory, MechtronLifecycle, MechtronSkel, Platform,
};

unsafe extern "C" {
    fn mechtron_host_panic(words: i32);
}

/// What the crate calls to have its guest made.
#[unsafe(no_mangle)]
pub extern "C" fn mechtron_guest(details: Details) -> Result<Arc<dyn Guest>, GuestErr> {
    std::panic::set_hook(Box::new(|panic| {
        let words = panic.payload_as_str().unwrap_or("no words");
        let words = mechtron_write_string(words.to_owned());
        // SAFETY: a host takes any buffer
        unsafe { mechtron_host_panic(words) }
    }));
    Ok(Arc::new(mechtron::guest::Guest::new(details, Here)?))
}

#[derive(Clone)]
struct Here;

impl Platform for Here {
    type Err = GuestErr;

    fn factories(&self) -> Result<MechtronFactories<Self>, GuestErr> {
        let mut factories = MechtronFactories::new();
        factories.add(Goodbyes);
        Ok(factories)
    }
}

struct Goodbyes;

impl MechtronFactory<Here> for Goodbyes {
    fn name(&self) -> String {
        "hello-goodbye".to_owned()
    }

    fn new(&mut self, _: MechtronSkel<Here>) -> Result<(), GuestErr> {
        Ok(())
    }

    fn lifecycle(
        &self,
        skel: MechtronSkel<Here>,
    ) -> Result<Box<dyn MechtronLifecycle<Here>>, GuestErr> {
        Ok(Box::new(Goodbye { skel }))
    }

    fn handler(&self, skel: MechtronSkel<Here>) -> Result<Box<dyn DirectedHandler>, GuestErr> {
        Ok(Box::new(Echo(Goodbye { skel })))
    }
}

/// `Ext<Echo>` gives any body back as what it was, and a route takes bodies of one kind.
struct Echo(Goodbye);

impl DirectedHandler for Echo {
    fn handle(&self, ctx: RootInCtx) -> CoreBounce {
        let core = ctx.wave.core();
        match core.method.to_string().as_str() {
            "Ext<Echo>" => CoreBounce::Reflected(ReflectedCore::ok_body(core.body.clone())),
            _ => self.0.handle(ctx),
        }
    }
}

struct Goodbye {
    skel: MechtronSkel<Here>,
}

impl MechtronLifecycle<Here> for Goodbye {}

impl Goodbye {
    /// The one that a handler is given sends everything to the logger.
    fn transmitter(&self) -> ProtoTransmitter {
        let own = &self.skel.details.stub.point;
        let mut builder = ProtoTransmitterBuilder::new(Arc::new(GuestRouter::<Here>::new()));
        builder.agent = SetStrategy::Fill(Agent::Point(own.clone()));
        builder.from = SetStrategy::Fill(own.to_surface());
        builder.build()
    }
}

#[handler_sync]
impl Goodbye {
    #[route("Ext<Hello>")]
    fn hello(&self, _: InCtx<'_, ()>) -> Result<Substance, GuestErr> {
        Ok(Substance::Text("Goodbye".to_owned()))
    }

    /// Says hello to whom the body names, and answers as he does.
    #[route("Ext<Ask>")]
    fn ask(&self, ctx: InCtx<'_, String>) -> Result<ReflectedCore, SpaceErr> {
        let mut ping = DirectedProto::ping();
        ping.to(Point::from_str(ctx.input)?.to_surface());
        ping.method(ExtMethod::new("Hello")?);
        Ok(self.transmitter().ping(ping)?.variant.core)
    }

    /// Says hello to whom the body names, and does not wait.
    #[route("Ext<Tell>")]
    fn tell(&self, ctx: InCtx<'_, String>) -> Result<Substance, SpaceErr> {
        let mut signal = DirectedProto::signal();
        signal.to(Point::from_str(ctx.input)?.to_surface());
        signal.method(ExtMethod::new("Hello")?);
        self.transmitter().signal(signal)?;
        Ok(Substance::Empty)
    }

    /// A file of its own bundle.
    #[route("Ext<Read>")]
    fn read(&self, ctx: InCtx<'_, String>) -> Result<Substance, GuestErr> {
        let file = self.skel.raw_from_bundle(ctx.input)?;
        Ok(Substance::Bin(Arc::new(file.to_vec())))
    }

    /// A line of the log.
    #[route("Ext<Note>")]
    fn note(&self, ctx: InCtx<'_, String>) -> Result<Substance, GuestErr> {
        self.skel.logger.error(ctx.input);
        Ok(Substance::Empty)
    }

    /// A uuid, and the seconds since the beginning of time.
    #[route("Ext<Stamp>")]
    fn stamp(&self, _: InCtx<'_, ()>) -> Result<Substance, GuestErr> {
        let seconds = timestamp().timestamp_millis() / 1_000;
        Ok(Substance::Text(format!("{} {seconds}", uuid().to_string())))
    }

    #[route("Ext<Fail>")]
    fn fail(&self, _: InCtx<'_, ()>) -> Result<Substance, GuestErr> {
        panic!("I was asked to fail")
    }

    #[route("Http<Get>")]
    fn page(&self, ctx: InCtx<'_, ()>) -> Result<Substance, GuestErr> {
        Ok(Substance::Text(ctx.wave().core().uri.to_string()))
    }
}
