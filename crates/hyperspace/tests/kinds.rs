//! What the kinds answer at their cores: limits, hosts, passwords, and that all are served.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::sync::Arc;

use orrery_hyperspace::placement::{can_be_created, hosts};
use orrery_hyperspace::trace::Event;
use orrery_hyperspace::{Budget, Constellation, Hyperspace, Input, Moment, Progress};
use orrery_space::core::{DirectedCore, ReflectedCore};
use orrery_space::kind::StarSub;
use orrery_space::{Kind, Method, Point, StatusCode, Substance};

const DATABASE: &str =
    "Database<Relational<orrery.internal:orrery.internal:key-value:memory:(1.0.0)>>";
const HOST: &str = "<<STAR::central:maelstrom[0]>>::star:host";
const WEB: &str = "<<STAR::central:jump[0]>>::star:web";

struct Console {
    cosmos: Hyperspace,
    ticket: u32,
}

impl Console {
    fn new() -> Self {
        let cosmos = Hyperspace::new(7, &Constellation::default());
        let mut console = Self { cosmos, ticket: 0 };
        console.does("create localhost<Space>");
        console
    }

    fn reply(&mut self) -> ReflectedCore {
        loop {
            if let Some(reply) = self.cosmos.take_reply(self.ticket) {
                return reply.core;
            }
            let budget = Budget {
                until: Moment::NEVER,
                events: 1,
            };
            assert_ne!(self.cosmos.step(budget), Progress::Quiet, "no reply came");
        }
    }

    fn say_with(&mut self, line: &str, file: &[u8]) -> ReflectedCore {
        self.ticket += 1;
        self.cosmos.handle(Input::Command {
            ticket: self.ticket,
            line: line.into(),
            files: vec![("f".into(), Arc::from(file))],
        });
        self.reply()
    }

    fn say(&mut self, line: &str) -> ReflectedCore {
        self.say_with(line, &[])
    }

    fn does(&mut self, line: &str) -> Substance {
        let said = self.say(line);
        assert!(said.status.is_success(), "{line}: {said:?}");
        said.body
    }

    fn send(&mut self, to: &str, core: DirectedCore) -> ReflectedCore {
        self.ticket += 1;
        self.cosmos.handle(Input::Send {
            ticket: self.ticket,
            ping: true,
            to: to.parse().unwrap(),
            core,
        });
        self.reply()
    }

    fn ask(&mut self, to: &str, method: &str, body: impl Into<Substance>) -> ReflectedCore {
        self.send(to, DirectedCore::new(method.parse().unwrap(), body.into()))
    }
}

#[test]
fn what_can_be_created_has_a_star_and_a_driver() {
    let lines = [
        ("localhost:base", "Base"),
        ("localhost:app", "App"),
        ("localhost:ann", "User"),
        ("localhost:users", "UserBase"),
        ("localhost:users:bob", "User"),
        ("localhost:files", "FileSystem"),
        ("localhost:files:/a.txt", "File"),
        ("localhost:files:/d/", "File<Dir>"),
        ("localhost:db", DATABASE),
        ("localhost:repo", "Repo"),
        ("localhost:repo:a", "BundleSeries"),
        ("localhost:repo:a:1.0.0", "Bundle"),
        (WEB, "Native<Web>"),
        ("localhost:portal", "Portal"),
        ("localhost:portal:ann", "Guest"),
        (HOST, "Host"),
        ("<<STAR::central:maelstrom[0]>>::star:host:bob", "Guest"),
    ];
    let mut console = Console::new();
    for (point, kind) in lines {
        let bin = if point == HOST {
            "{ +bin=uploads:m:1.0.0:/wasm/m.wasm }"
        } else {
            ""
        };
        console.does(&format!("create {point}<{kind}>{bin}"));
        // the web has no state; who asks it says so by Http
        if point != WEB {
            console.does(&format!("read {point}"));
        }
    }
    let made = |base: &str| {
        let mut lines = lines.iter();
        base == "Space" || lines.any(|(_, kind)| kind.split('<').next() == Some(base))
    };
    for kind in Kind::BASES.iter().filter_map(|base| Kind::plain(base)) {
        let hosted = StarSub::ALL.iter().any(|star| hosts(*star, &kind));
        assert!(hosted || !can_be_created(&kind), "{kind}");
        // a Mechtron is made by `launch`
        let known = made(kind.base()) || kind == Kind::Mechtron;
        assert_eq!(can_be_created(&kind), known, "{kind}");
    }
}

#[test]
fn a_file_holds_a_mebibyte_and_no_more() {
    let mut console = Console::new();
    console.does("create localhost:files<FileSystem>");
    console.does("create localhost:files:/a<File>");
    let most = vec![7; 1 << 20];
    let write = "write localhost:files:/a ^[ f ]";
    assert!(console.say_with(write, &most).status.is_success());
    let more = console.say_with(write, &[most.as_slice(), &[7]].concat());
    assert_eq!(more.status, StatusCode::TOO_LARGE, "{more:?}");
    let more = console.ask("localhost:files:/a", "Http<Post>", "x");
    assert_eq!(more.status, StatusCode::TOO_LARGE, "{more:?}");
    // what was refused has changed nothing
    let kept = console.does("read localhost:files:/a");
    assert_eq!(kept, Substance::Bin(Arc::from(most)));
    let big = "x".repeat((1 << 20) + 1);
    let put = DirectedCore {
        uri: "/b".into(),
        ..DirectedCore::new("Http<Put>".parse().unwrap(), big.into())
    };
    let new = console.send("localhost:files", put);
    assert_eq!(new.status, StatusCode::TOO_LARGE, "{new:?}");
    assert_eq!(console.say("read localhost:files:/b").status.number(), 404);
}

#[test]
fn text_and_bytes_are_joined_as_bytes() {
    let mut console = Console::new();
    console.does("create localhost:files<FileSystem>");
    console.does("create localhost:files:/a<File>");
    for (method, body) in [
        ("Http<Post>", Substance::Empty),
        ("Http<Post>", Substance::from("a")),
        ("Http<Post>", Substance::Bin(Arc::from([0, 1]))),
        ("Http<Post>", Substance::from("b")),
    ] {
        assert!(
            console
                .ask("localhost:files:/a", method, body)
                .status
                .is_success()
        );
    }
    let kept = console.does("read localhost:files:/a");
    assert_eq!(kept, Substance::Bin(Arc::from(*b"a\0\x01b")));
}

#[test]
fn the_web_is_told_what_a_file_is() {
    let mut console = Console::new();
    console.does("create localhost:files<FileSystem>");
    for (name, media) in [
        ("a.html", "text/html; charset=utf-8"),
        ("a.PNG", "image/png"),
        ("a.wasm", "application/wasm"),
        ("a.unknown", "text/plain; charset=utf-8"),
        ("readme", "text/plain; charset=utf-8"),
    ] {
        let point = format!("localhost:files:/{name}");
        console.does(&format!("create {point}<File>"));
        console.does(&format!("write {point} \"moon\""));
        let got = console.ask(&point, "Http<Get>", ());
        assert_eq!(got.headers["Content-Type"], media, "{name}");
        assert_eq!(got.headers["Content-Length"], "4", "{name}");
        let head = console.ask(&point, "Http<Head>", ());
        assert_eq!((head.headers, head.body), (got.headers, Substance::Empty));
    }
}

#[test]
fn to_delete_a_file_is_the_executors_work() {
    let mut console = Console::new();
    console.does("create localhost:files<FileSystem>");
    console.does("create localhost:files:/a<File>");
    console.cosmos.take_trace();
    console.say("ping localhost:files^Http<Delete>/a");
    let registry = console.cosmos.registry();
    let executor = registry.find(&Point::executor());
    assert!(executor.is_some());
    let command: Method = "Cmd<RawCommand>".parse().unwrap();
    let trace = console.cosmos.take_trace();
    let asked = trace.iter().filter(|record| {
        matches!(&record.event, Event::Sent { to, method: Some(method), .. }
            if *to == executor && *method == command)
    });
    // that of the console is a Ping to the file system
    assert_eq!(asked.count(), 1);
}

#[test]
fn a_database_holds_a_mebibyte_in_all() {
    let mut console = Console::new();
    console.does(&format!("create localhost:db<{DATABASE}>"));
    let put = |console: &mut Console, key: &str, bytes: usize| {
        let core = DirectedCore {
            uri: format!("/{key}").into(),
            ..DirectedCore::new("Ext<Put>".parse().unwrap(), vec![7; bytes].into())
        };
        console.send("localhost:db", core).status.number()
    };
    assert_eq!(put(&mut console, "a", 600_000), 200);
    assert_eq!(put(&mut console, "b", 600_000), 413);
    // the former value does not count beside the new one
    assert_eq!(put(&mut console, "a", 700_000), 200);
    assert_eq!(put(&mut console, "b", 300_000), 200);
    assert_eq!(put(&mut console, &"k".repeat(257), 1), 400);
    let keys = console.does("read localhost:db");
    assert_eq!(keys, Substance::List(vec!["a".into(), "b".into()]));
}

fn login(console: &mut Console, password: &str) -> ReflectedCore {
    console.ask("localhost:users:ann", "Ext<Login>", password)
}

#[test]
fn a_password_is_in_no_trace_and_kept_by_nobody() {
    let mut console = Console::new();
    console.does("create localhost:users<UserBase>");
    for name in ["ann", "bob"] {
        console.does(&format!(
            "create localhost:users:{name}<User>{{ +password=moonlight }}"
        ));
    }
    console.does("set localhost:users:bob{ +password=sunlight }");
    console.does("create! localhost:users:bob<User>{ +password=moonlight }");
    assert!(login(&mut console, "moonlight").status.is_success());
    let trace = format!("{:?}", console.cosmos.take_trace());
    assert!(!trace.contains("light"), "a password is in the trace");
    assert!(!trace.contains("password"), "a hash is in the trace");
    let registry = console.cosmos.registry();
    let kept: Vec<String> = ["ann", "bob"]
        .map(|name| format!("localhost:users:{name}").parse::<Point>().unwrap())
        .iter()
        .map(|point| registry.get(registry.find(point).unwrap()))
        .map(|user| user.properties["password"].value.to_string())
        .collect();
    assert!(kept.iter().all(|sealed| !sealed.contains("light")));
    assert_ne!(kept[0], kept[1], "each has a salt of its own");
    // nor does a selection tell who has one
    let found = console.does("select localhost:users:* where +password=*");
    assert_eq!(found, Substance::List(vec![]));
}

#[test]
fn a_token_is_its_users_until_the_password_changes() {
    let mut console = Console::new();
    console.does("create localhost:users<UserBase>");
    console.does("create localhost:users:ann<User>{ +password=moon }");
    let token = login(&mut console, "moon").body;
    let whose = |console: &mut Console, token: &Substance| {
        let said = console.ask("localhost:users", "Ext<Introspect>", token.clone());
        (said.status.number(), said.body.text())
    };
    let known = (200, "localhost:users:ann".to_owned());
    assert_eq!(whose(&mut console, &token), known);
    console.does("set localhost:users:ann{ +email=ann@example.org }");
    assert_eq!(whose(&mut console, &token), known);
    // the oldest goes when there are too many
    for _ in 0..8 {
        assert!(login(&mut console, "moon").status.is_success());
    }
    assert_eq!(whose(&mut console, &token).0, 404);
    let token = login(&mut console, "moon").body;
    console.does("set localhost:users:ann{ +password=sun }");
    assert_eq!(whose(&mut console, &token).0, 404);
    // tokens are shown to nobody
    let token = login(&mut console, "sun").body;
    let read = console.does("read localhost:users:ann");
    assert!(!read.text().contains(&token.text()));
}

#[test]
fn a_name_and_a_password_come_in_several_forms() {
    let mut console = Console::new();
    console.does("create localhost:users<UserBase>");
    console.does("create localhost:users:ann<User>{ +password=moon }");
    let fields = [("username", "ann"), ("password", "moon")];
    let map = fields.map(|(key, value)| (key.into(), Substance::from(value)));
    let meta = fields.map(|(key, value)| (key.into(), value.into()));
    let form: Substance =
        serde_json::from_str(r#"{"MultipartForm":"username=ann&password=moon"}"#).unwrap();
    for body in [
        Substance::Map(map.into()),
        Substance::Meta(meta.into()),
        form,
    ] {
        let said = console.ask("localhost:users", "Ext<Login>", body);
        assert!(matches!(said.body, Substance::Token(_)), "{said:?}");
    }
    let without = console.ask("localhost:users", "Ext<Login>", "moon");
    assert_eq!(without.status, StatusCode::BAD_REQUEST);
}

#[test]
fn a_host_is_found_by_its_header() {
    let mut console = Console::new();
    console.does("create localhost:files<FileSystem>");
    console.does("create localhost:files:/a.txt<File>");
    console.does("write localhost:files:/a.txt \"moon\"");
    console.does(&format!("create {WEB}<Native<Web>>"));
    console.does(&format!("set {WEB}{{ +example.org=localhost:files }}"));
    let get = |console: &mut Console, name: &str, host: &str, uri: &str| {
        let mut core = DirectedCore {
            uri: uri.into(),
            ..DirectedCore::default()
        };
        core.headers.insert(name.into(), host.into());
        let said = console.send(WEB, core);
        (said.status.number(), said.body.text())
    };
    let moon = (200, "moon".to_owned());
    for (name, host) in [("Host", "example.org"), ("host", "EXAMPLE.org:8080")] {
        assert_eq!(get(&mut console, name, host, "/a.txt"), moon);
        let whole = format!("http://{host}/a.txt?x=1");
        assert_eq!(get(&mut console, name, host, &whole), moon);
    }
    let unknown = get(&mut console, "Host", "example.com", "/a.txt");
    assert_eq!(unknown.0, 404);
    assert!(
        unknown.1.ends_with("known are `example.org`"),
        "{}",
        unknown.1
    );
    // without the header the path begins with the host
    assert_eq!(
        get(&mut console, "Accept", "*/*", "/example.org/a.txt?x=1"),
        moon
    );

    // who may ask the web server may not yet ask the site
    console.does("create localhost:ann<User>");
    console.does(&format!("grant perm +csd-Rwx on {WEB} to localhost:ann"));
    console.does("as localhost:ann");
    assert_eq!(get(&mut console, "Host", "example.org", "/a.txt").0, 403);
}

#[test]
fn a_wrong_specific_is_refused_before_anything_is_there() {
    let mut console = Console::new();
    let before = console.cosmos.registry().len();
    let other = DATABASE.replace("(1.0.0)", "(2.0.0)");
    let said = console.say(&format!("create localhost:db<{other}>"));
    assert_eq!(said.status, StatusCode::NOT_IMPLEMENTED);
    assert_eq!(console.cosmos.registry().len(), before);
}
