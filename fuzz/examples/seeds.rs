//! Writes what the fuzz targets begin with: `corpus/TARGET/`, from the cases in
//! `tests/conformance/`, and `grammar.dict`, the words that the grammar expects in them.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::Path;

use orrery_space::grammar::{Expected, Noun, expect_at};
use orrery_space::{
    Agent, Command, DirectedCore, Method, MultipartForm, Point, ReflectedCore, Substance, Surface,
    Wave, membrane,
};

/// The beginnings of each target.
type Corpus = BTreeMap<&'static str, BTreeSet<Vec<u8>>>;

fn main() -> io::Result<()> {
    let own = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut corpus = Corpus::new();
    let mut words = BTreeSet::new();
    for file in fs::read_dir(own.join("../tests/conformance"))? {
        let cases = fs::read_to_string(file?.path())?;
        for line in cases.lines().filter(|line| !line.starts_with('#')) {
            let fields: Vec<&str> = line.split('\t').collect();
            if let [verdict @ ("ok" | "err" | "match"), noun, text, ..] = fields[..] {
                case(&mut corpus, &mut words, verdict, noun, &unescape(text));
            }
        }
    }
    for text in PREDICATES {
        add(&mut corpus, "grant", text);
    }
    for body in bodies(&corpus) {
        carried(&mut corpus, &body);
    }
    for (target, seeds) in &corpus {
        let folder = own.join("corpus").join(target);
        fs::create_dir_all(&folder)?;
        for (number, seed) in seeds.iter().enumerate() {
            fs::write(folder.join(format!("seed-{number}")), seed)?;
        }
    }
    let escape = |word: &str| word.replace('\\', "\\\\").replace('"', "\\\"");
    let lines: String = words
        .iter()
        .map(|word| format!("\"{}\"\n", escape(word)))
        .collect();
    fs::write(own.join("grammar.dict"), lines)
}

/// Nouns of which there are no cases.
const PREDICATES: &[&str] = &[
    "+colour=red, +name=*, !hidden",
    "+a=\"x, y\"",
    "3: grant perm +csd-Rwx on localhost:app:** to **<User> by hyperspace:users:hyperuser",
    "1: grant priv property:email:read on a to b by c",
    "7: grant super on localhost+:** to localhost:ann by localhost",
];

fn case(corpus: &mut Corpus, words: &mut BTreeSet<String>, verdict: &str, noun: &str, text: &str) {
    if verdict == "match" {
        add(corpus, "hierarchy", text);
        add(corpus, "selector", &format!("{noun}\t{text}"));
        return;
    }
    let (targets, noun): (&[&'static str], Noun) = match noun {
        "point" => (&["point", "point_var", "call_var"], Noun::PointVar),
        "kind" => (&["kind", "kind_template"], Noun::KindTemplate),
        "surface" => (&["surface"], Noun::Surface),
        "selector" => (&["selector"], Noun::Selector),
        "substance-pattern" => (&["substance_pattern"], Noun::SubstancePattern),
        "command" => (&["command", "script"], Noun::Command),
        "script" => (&["script"], Noun::Script),
        "route" => (&["route_selector"], Noun::RouteSelector),
        "bind" => (&["bind", "document"], Noun::Bind),
        "mechtron" => (&["mechtron", "document"], Noun::Mechtron),
        "permissions" | "mask" => (&["grant"], Noun::PermissionsMask),
        _ => return,
    };
    for target in targets {
        add(corpus, target, text);
    }
    let number = Noun::ALL.iter().position(|other| *other == noun);
    let cursor = u8::try_from(text.len()).unwrap_or(u8::MAX);
    if let Some(number) = number.and_then(|number| u8::try_from(number).ok()) {
        let bytes = [&[number, cursor], text.as_bytes()].concat();
        corpus.entry("completion").or_default().insert(bytes);
    }
    for (cursor, _) in text.char_indices() {
        for expected in expect_at(noun, text, cursor).1 {
            words.extend(texts(expected).iter().map(|word| (*word).to_owned()));
        }
    }
}

fn texts(expected: Expected) -> Vec<&'static str> {
    match expected {
        Expected::Text(text) => vec![text],
        Expected::OneOf { names, .. } => names.to_vec(),
        Expected::Free { such_as, .. } => such_as.to_vec(),
        Expected::End => Vec::new(),
    }
}

fn add(corpus: &mut Corpus, target: &'static str, text: &str) {
    corpus
        .entry(target)
        .or_default()
        .insert(text.as_bytes().to_vec());
}

/// Bodies of many kinds, out of the texts that parse.
fn bodies(corpus: &Corpus) -> Vec<Substance> {
    let texts = |target| {
        let seeds = corpus.get(target).into_iter().flatten();
        seeds.filter_map(|seed| std::str::from_utf8(seed).ok())
    };
    let points = texts("point").filter_map(|text| text.parse::<Point>().ok());
    let surfaces = texts("surface").filter_map(|text| text.parse::<Surface>().ok());
    let commands = texts("command").filter_map(|text| text.parse::<Command>().ok());
    let mut bodies = vec![
        Substance::Empty,
        Substance::Text("grüß dich".into()),
        Substance::Bin([0, 255].as_slice().into()),
        Substance::Int(-7),
        Substance::Boolean(true),
        Substance::Meta([("k".into(), "v:w".into())].into()),
        Substance::Err("no such particle: a:b".into()),
        Substance::Json(Box::new(serde_json::json!({"a": [1, null, 0.5, "}"]}))),
        Substance::MultipartForm(Box::new(MultipartForm::default().with("to", "ann b"))),
        Substance::ReflectedCore(Box::new(ReflectedCore::not_found("a:b"))),
    ];
    bodies.extend(points.map(Substance::Point));
    bodies.extend(surfaces.map(|surface| Substance::Surface(Box::new(surface))));
    bodies.extend(commands.map(|command| Substance::Command(Box::new(command))));
    bodies.push(Substance::List(bodies.clone()));
    bodies.push(Substance::Map(
        [("all".into(), Substance::List(bodies.clone()))].into(),
    ));
    bodies
}

/// A body as each decoder takes it, also within a Wave.
fn carried(corpus: &mut Corpus, body: &Substance) {
    let (Ok(from), Ok(to)) = ("localhost:a".parse::<Surface>(), "localhost:b".parse()) else {
        return;
    };
    let Ok(method) = "Ext<Say>".parse::<Method>() else {
        return;
    };
    if let Ok(kind) = u8::try_from(body.membrane_kind()) {
        let bytes = [&[kind], &*membrane::encode(body)].concat();
        corpus.entry("membrane").or_default().insert(bytes);
    }
    if let Substance::MultipartForm(form) = body {
        add(corpus, "form", &form.to_string());
    }
    let core = DirectedCore::new(method, body.clone());
    let ping = Wave::ping(7, Agent::HyperUser, from, to, core);
    let pong = ping.reflect(8, ReflectedCore::ok(body.clone()));
    for wave in [Some(ping), pong].into_iter().flatten() {
        corpus
            .entry("wave_bytes")
            .or_default()
            .extend(wave.to_bytes().ok());
        if let Ok(json) = serde_json::to_string(&wave) {
            add(corpus, "wave_json", &json);
        }
    }
    if let Ok(json) = serde_json::to_string(body) {
        add(corpus, "substance_json", &json);
    }
}

fn unescape(field: &str) -> String {
    field
        .replace("\\\\", "\0")
        .replace("\\n", "\n")
        .replace("\\t", "\t")
        .replace('\0', "\\")
}
