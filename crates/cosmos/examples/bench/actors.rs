//! Actor libraries in their usual form, on one thread: two actors send each other a number until it is zero.

/// Messages wait in a mailbox without bounds, and a message tells who is to have the next.
pub mod ractor {
    use ractor::{Actor, ActorProcessingErr, ActorRef, RpcReplyPort};

    pub struct Actors {
        runtime: tokio::runtime::Runtime,
        ping: ActorRef<Ball>,
        pong: ActorRef<Ball>,
    }

    pub enum Ball {
        Go(u32, ActorRef<Ball>, RpcReplyPort<()>),
    }

    struct Player;

    impl Actor for Player {
        type Msg = Ball;
        type State = ();
        type Arguments = ();

        async fn pre_start(&self, _: ActorRef<Ball>, (): ()) -> Result<(), ActorProcessingErr> {
            Ok(())
        }

        async fn handle(
            &self,
            myself: ActorRef<Ball>,
            message: Ball,
            _: &mut (),
        ) -> Result<(), ActorProcessingErr> {
            let Ball::Go(left, other, done) = message;
            if left == 0 {
                done.send(())?;
            } else {
                other.cast(Ball::Go(left - 1, myself, done))?;
            }
            Ok(())
        }
    }

    impl Actors {
        pub fn new() -> Self {
            let runtime = super::one_thread();
            let start = async || Actor::spawn(None, Player, ()).await.unwrap().0;
            let (ping, pong) = runtime.block_on(async { (start().await, start().await) });
            Self {
                runtime,
                ping,
                pong,
            }
        }

        /// `n` times there and back.
        pub fn ping_pong(&self, n: u32) {
            let pong = self.pong.clone();
            self.runtime.block_on(async {
                let call = self
                    .ping
                    .call(|done| Ball::Go(2 * n, pong, done), None)
                    .await;
                assert!(matches!(call, Ok(ractor::rpc::CallResult::Success(()))));
            });
        }
    }
}

/// The mailbox that is told to have no bounds, as the others have none.
pub mod kameo {
    use std::convert::Infallible;

    use kameo::prelude::{Actor, ActorRef, Context, Message, Spawn, mailbox};
    use tokio::sync::oneshot;

    pub struct Actors {
        runtime: tokio::runtime::Runtime,
        ping: ActorRef<Player>,
        pong: ActorRef<Player>,
    }

    struct Ball {
        left: u32,
        other: ActorRef<Player>,
        done: oneshot::Sender<()>,
    }

    struct Player;

    impl Actor for Player {
        type Args = ();
        type Error = Infallible;

        async fn on_start((): (), _: ActorRef<Self>) -> Result<Self, Infallible> {
            Ok(Self)
        }
    }

    impl Message<Ball> for Player {
        type Reply = ();

        async fn handle(&mut self, ball: Ball, context: &mut Context<Self, ()>) {
            if ball.left == 0 {
                ball.done.send(()).unwrap();
            } else {
                let next = Ball {
                    left: ball.left - 1,
                    other: context.actor_ref().clone(),
                    done: ball.done,
                };
                ball.other.tell(next).await.unwrap();
            }
        }
    }

    impl Actors {
        pub fn new() -> Self {
            let runtime = super::one_thread();
            let start = || Player::spawn_with_mailbox((), mailbox::unbounded());
            let (ping, pong) = runtime.block_on(async { (start(), start()) });
            Self {
                runtime,
                ping,
                pong,
            }
        }

        /// `n` times there and back.
        pub fn ping_pong(&self, n: u32) {
            self.runtime.block_on(async {
                let (done, end) = oneshot::channel();
                let ball = Ball {
                    left: 2 * n,
                    other: self.pong.clone(),
                    done,
                };
                self.ping.tell(ball).await.unwrap();
                end.await.unwrap();
            });
        }
    }
}

/// In its own runtime, which is one thread.
pub mod actix {
    use actix::{Actor, Addr, AsyncContext, Context, Handler, Message, System, SystemRunner};
    use tokio::sync::oneshot;

    pub struct Actors {
        system: SystemRunner,
        ping: Addr<Player>,
        pong: Addr<Player>,
    }

    struct Ball {
        left: u32,
        other: Addr<Player>,
        done: oneshot::Sender<()>,
    }

    impl Message for Ball {
        type Result = ();
    }

    struct Player;

    impl Actor for Player {
        type Context = Context<Self>;
    }

    impl Handler<Ball> for Player {
        type Result = ();

        fn handle(&mut self, ball: Ball, context: &mut Context<Self>) {
            if ball.left == 0 {
                ball.done.send(()).unwrap();
            } else {
                ball.other.do_send(Ball {
                    left: ball.left - 1,
                    other: context.address(),
                    done: ball.done,
                });
            }
        }
    }

    impl Actors {
        pub fn new() -> Self {
            let system = System::new();
            let (ping, pong) = system.block_on(async { (Player.start(), Player.start()) });
            Self { system, ping, pong }
        }

        /// `n` times there and back.
        pub fn ping_pong(&self, n: u32) {
            self.system.block_on(async {
                let (done, end) = oneshot::channel();
                self.ping.do_send(Ball {
                    left: 2 * n,
                    other: self.pong.clone(),
                    done,
                });
                end.await.unwrap();
            });
        }
    }
}

fn one_thread() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .build()
        .unwrap()
}
