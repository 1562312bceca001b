//! The laws of the membrane: whatever a guest does, it neither panics nor stalls its host, it pays for
//! what it does, and it does the same again, in slices of any size.

use std::fmt::Write as _;
use std::sync::LazyLock;

use arbitrary::{Result, Unstructured};
use orrery_host::{About, Entry, Instance, Limits, LoadError, Module, State, TimedEffect, Turn};
use orrery_space::{Agent, DirectedCore, ReflectedCore, StatusCode, Substance, Wave};

/// Fuel of an entry.
const FUEL: u64 = 200_000;

/// An import: its module, its name, what it takes and what it gives.
pub struct Import {
    module: String,
    name: String,
    params: Vec<String>,
    result: Option<String>,
}

/// Every import of the membrane, as its page lists them.
pub static IMPORTS: LazyLock<Vec<Import>> = LazyLock::new(|| {
    let page = include_str!("../../docs/membrane.md");
    let (_, imports) = page
        .split_once("\n## Imports\n")
        .expect("a list of imports");
    let (imports, _) = imports.split_once("\n### ").expect("an end of the list");
    let rows = imports.lines().filter_map(|line| line.strip_prefix("| `"));
    let rows = rows.map(|row| {
        let (name, rest) = row.split_once("` | (").expect("a name");
        let (params, rest) = rest.split_once(") -> ").expect("a type");
        let (result, _) = rest.split_once(" |").expect("a meaning");
        let (module, name) = name.split_once('.').expect("a module");
        let params = params.split(", ").filter(|param| !param.is_empty());
        Import {
            module: module.to_owned(),
            name: name.to_owned(),
            params: params.map(str::to_owned).collect(),
            result: (result != "()").then(|| result.to_owned()),
        }
    });
    rows.collect()
});

/// A module in text with every import, named by its number, and the rest as it is given.
pub fn with_imports(rest: &str) -> String {
    let mut wat = String::from("(module\n");
    for (no, import) in IMPORTS.iter().enumerate() {
        let Import {
            module,
            name,
            params,
            result,
        } = import;
        let result = result.iter().map(|ty| format!("(result {ty})"));
        let _ = writeln!(
            wat,
            r#"(import "{module}" "{name}" (func $f{no} (param {}) {}))"#,
            params.join(" "),
            result.collect::<String>()
        );
    }
    wat + rest + ")"
}

/// What lies in the memory of the guests that [`calls`] makes: names of all kinds, and JSON.
const WORDS: &str = "localhost:a^Ext<X>/b Ext<Say> Http<Get> localhost:** key colour tone {\"a\":[1]} 42 true localhost:a \u{e9}\\ff";

/// A guest that makes the calls which an input says, with arguments that are right or not.
pub fn calls(input: &mut Unstructured<'_>) -> Result<String> {
    let mut body = String::new();
    let count = input.int_in_range(1..=40)?;
    for _ in 0..count {
        let no = input.choose_index(IMPORTS.len())?;
        let import = &IMPORTS[no];
        let mut call = format!("(call $f{no}");
        for ty in &import.params {
            let number = number(input)?;
            let _ = match ty.as_str() {
                "f64" => write!(
                    call,
                    " (f64.reinterpret_i64 (i64.const {}))",
                    input.arbitrary::<i64>()?
                ),
                ty => write!(call, " ({ty}.const {number})"),
            };
        }
        call.push(')');
        match import.result.as_deref() {
            // a result may be a pointer or a length later
            Some("i32") if input.arbitrary()? => {
                let at = input.int_in_range(0..=300u32)?;
                let _ = writeln!(body, "(i32.store (i32.const {at}) {call})");
            }
            Some(_) => body += &format!("(drop {call})\n"),
            None => body += &format!("{call}\n"),
        }
    }
    let memory = format!(
        r#"(memory (export "memory") 1) (data (i32.const 0) "{}")
           (func (export "mechtron_v1")) (func (export "mechtron_wave") {body})"#,
        WORDS.replace('"', "\\\"")
    );
    Ok(with_imports(&memory))
}

/// A number such as guests have them: small, at the end of the memory, at the end of what 32 bits can
/// say, or any.
fn number(input: &mut Unstructured<'_>) -> Result<i64> {
    Ok(match input.int_in_range(0..=9u8)? {
        0..=4 => input.int_in_range(0..=120)?,
        5 => i64::from(input.arbitrary::<u16>()?),
        6 => 65_536 - input.int_in_range(0..=40)?,
        7 => -input.int_in_range(0..=40)?,
        8 => i64::from(i32::MAX) - input.int_in_range(0..=2)?,
        _ => i64::from(input.arbitrary::<i32>()?),
    })
}

/// All that can be seen of a run.
#[derive(Debug, PartialEq)]
struct Run {
    effects: Vec<TimedEffect>,
    ends: Vec<Turn>,
    fuel: Vec<u64>,
    state: State,
}

/// Holds a module to the laws, with slices of these sizes.
pub fn keeps_the_laws(bytes: &[u8], slices: &[u64]) {
    let module = match Module::load(bytes) {
        Ok(module) => module,
        Err(error) => {
            let sentence = error.sentence();
            assert!(sentence.len() < 64 << 10, "a sentence without an end");
            return;
        }
    };
    let whole = run(&module, || u64::MAX);
    assert_eq!(whole, run(&module, || u64::MAX), "it does the same again");
    let mut turn = slices.iter().copied().cycle();
    let sliced = run(&module, || turn.next().map_or(1_000, |slice| slice.max(1)));
    assert_eq!(whole, sliced, "and so it does in slices of {slices:?}");
}

/// Whether a module is refused as one that breaks the rules of WebAssembly.
pub fn is_invalid(bytes: &[u8]) -> bool {
    matches!(Module::load(bytes), Err(LoadError::Invalid { .. }))
}

/// Its beginning and a Wave.
fn run(module: &Module, mut slice: impl FnMut() -> u64) -> Run {
    let limits = Limits {
        fuel: FUEL,
        memory: 1 << 20,
    };
    let mut about = About::new("localhost:guest".parse().expect("a point"));
    about.properties.insert("colour".into(), "green".into());
    let mut instance = Instance::new(module, limits, about, State::default(), 7);
    let mut core = DirectedCore::new(
        "Ext<Say>".parse().expect("a method"),
        Substance::Text("hello".into()),
    );
    core.headers.insert("tone".into(), "low".into());
    let (from, to) = ("localhost:a", "localhost:guest");
    let (from, to) = (from.parse().expect("a point"), to.parse().expect("a point"));
    let wave = Wave::ping(5, Agent::Anonymous, from, to, core);
    let mut seen = Run {
        effects: Vec::new(),
        ends: Vec::new(),
        fuel: Vec::new(),
        state: State::default(),
    };
    for (at, entry) in [Entry::Init, Entry::Wave(Box::new(wave))]
        .into_iter()
        .enumerate()
    {
        instance.begin(entry, at as u64);
        let (mut before, mut asks) = (0, 0);
        let end = loop {
            let turn = instance.run(slice());
            let used = instance.fuel_used();
            assert!(used <= FUEL, "more fuel than there is");
            let effects = instance.effects();
            for effect in &effects {
                assert!((before..=used).contains(&effect.fuel), "out of its time");
                before = effect.fuel;
            }
            seen.effects.extend(effects);
            asks += u16::from(!matches!(turn, Turn::More));
            let answer = || {
                let status = StatusCode::new(200 + asks % 400).expect("a status");
                ReflectedCore::new(status, Substance::Text("an answer".into()))
            };
            match turn {
                Turn::More => {}
                Turn::Ask(ask) => instance.resume(answer(), ask.to, u64::from(asks)),
                Turn::Ripple(_) => {
                    let from = || "localhost:e".parse().expect("a surface");
                    let answers = (0..asks % 4).map(|_| (answer(), from())).collect();
                    instance.resume_with(answers, u64::from(asks));
                }
                end => break end,
            }
        };
        seen.ends.push(end);
        seen.fuel.push(instance.fuel_used());
    }
    seen.state = instance.take_state();
    assert!(seen.state.bytes() <= State::LARGEST);
    seen
}
