//! Every import that the membrane offers, by name and type.

use wasmi::ValType;

use crate::dialect::Dialect;
use crate::membrane::WASI;

/// What is offered under a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Offer {
    pub module: &'static str,
    pub name: &'static str,
    params: &'static str,
    results: &'static str,
}

const fn cosmos(name: &'static str, params: &'static str, results: &'static str) -> Offer {
    Offer {
        module: "cosmos",
        name,
        params,
        results,
    }
}

const fn env(name: &'static str, params: &'static str, results: &'static str) -> Offer {
    Offer {
        module: "env",
        name,
        params,
        results,
    }
}

const fn wasi(name: &'static str, params: &'static str) -> Offer {
    Offer {
        module: WASI,
        name,
        params,
        results: if params.len() == 1 { "" } else { "i" },
    }
}

/// i is i32, I is i64, F is f64.
pub(crate) const OFFERS: &[Offer] = &[
    cosmos("field", "iii", "i"),
    cosmos("header", "iiii", "i"),
    cosmos("property", "iiii", "i"),
    cosmos("body_kind", "", "i"),
    cosmos("body", "ii", "i"),
    cosmos("reply", "iiii", ""),
    cosmos("reply_header", "iiii", ""),
    cosmos("ask", "iiiiiii", "i"),
    cosmos("ripple", "iiiiiii", "i"),
    cosmos("pick", "i", "i"),
    cosmos("answer_kind", "", "i"),
    cosmos("answer", "ii", "i"),
    cosmos("answer_field", "iii", "i"),
    cosmos("answer_header", "iiii", "i"),
    cosmos("signal", "iiiiiii", "i"),
    cosmos("alarm", "Iii", "i"),
    cosmos("cancel", "i", ""),
    cosmos("get", "iiii", "i"),
    cosmos("put", "iiii", "i"),
    cosmos("delete", "ii", ""),
    cosmos("keys", "iiii", "i"),
    cosmos("log", "iii", ""),
    cosmos("now", "", "I"),
    cosmos("random", "ii", ""),
    env("abort", "iiii", ""),
    env("seed", "", "F"),
    env("trace", "iiFFFFF", ""),
    wasi("fd_write", "iiii"),
    wasi("clock_time_get", "iIi"),
    wasi("random_get", "ii"),
    wasi("proc_exit", "i"),
    wasi("environ_sizes_get", "ii"),
    wasi("environ_get", "ii"),
    wasi("args_sizes_get", "ii"),
    wasi("args_get", "ii"),
];

/// What is offered to guests of the crate `mechtron` beside this.
const MECHTRON: &[Offer] = &[
    env("mechtron_frame_to_host", "i", "i"),
    env("mechtron_uuid", "", "i"),
    env("mechtron_timestamp", "", "I"),
    env("mechtron_host_panic", "i", ""),
];

/// WASI calls which are there and say that they are not.
const ABSENT: &[&str] = &[
    "clock_res_get",
    "fd_advise",
    "fd_allocate",
    "fd_close",
    "fd_datasync",
    "fd_fdstat_get",
    "fd_fdstat_set_flags",
    "fd_fdstat_set_rights",
    "fd_filestat_get",
    "fd_filestat_set_size",
    "fd_filestat_set_times",
    "fd_pread",
    "fd_prestat_dir_name",
    "fd_prestat_get",
    "fd_pwrite",
    "fd_read",
    "fd_readdir",
    "fd_renumber",
    "fd_seek",
    "fd_sync",
    "fd_tell",
    "path_create_directory",
    "path_filestat_get",
    "path_filestat_set_times",
    "path_link",
    "path_open",
    "path_readlink",
    "path_remove_directory",
    "path_rename",
    "path_symlink",
    "path_unlink_file",
    "poll_oneoff",
    "proc_raise",
    "sched_yield",
    "sock_accept",
    "sock_recv",
    "sock_send",
    "sock_shutdown",
];

impl Offer {
    pub fn params(&self) -> Vec<ValType> {
        self.params.chars().map(letter).collect()
    }

    pub fn results(&self) -> Vec<ValType> {
        self.results.chars().map(letter).collect()
    }
}

fn letter(letter: char) -> ValType {
    match letter {
        'I' => ValType::I64,
        'F' => ValType::F64,
        _ => ValType::I32,
    }
}

/// A function's type as a person writes it: `(i32, i32) -> i32`.
pub(crate) fn signature(params: &[ValType], results: &[ValType]) -> String {
    let names = |types: &[ValType]| {
        let names: Vec<&str> = types.iter().map(name).collect();
        names.join(", ")
    };
    match results {
        [one] => format!("({}) -> {}", names(params), name(one)),
        many => format!("({}) -> ({})", names(params), names(many)),
    }
}

fn name(ty: &ValType) -> &'static str {
    match ty {
        ValType::I32 => "i32",
        ValType::I64 => "i64",
        ValType::F32 => "f32",
        ValType::F64 => "f64",
        ValType::V128 => "v128",
        ValType::FuncRef => "funcref",
        ValType::ExternRef => "externref",
    }
}

/// What is offered under that name in a dialect: what is a guest's of the membrane in one alone.
pub(crate) fn find(dialect: Dialect, module: &str, name: &str) -> Option<&'static Offer> {
    let mut offers = OFFERS.iter().chain(MECHTRON);
    let offer = offers.find(|offer| offer.module == module && offer.name == name)?;
    let own = match dialect {
        Dialect::Membrane => !name.starts_with("mechtron_"),
        Dialect::Mechtron => module != "cosmos",
    };
    own.then_some(offer)
}

/// Whether it is a WASI call that is there and says that it is not.
pub(crate) fn is_absent(module: &str, name: &str) -> bool {
    module == WASI && ABSENT.contains(&name)
}

/// The length of the longest name that is offered.
const LONGEST: usize = "path_filestat_set_times".len();

/// The offer that somebody may have meant: of the same name in another module, or of nearly that
/// name.
pub(crate) fn nearest(module: &str, name: &str) -> Option<String> {
    if name.len() > 2 * LONGEST {
        return None;
    }
    let known = OFFERS
        .iter()
        .map(|offer| (offer.module, offer.name))
        .chain(ABSENT.iter().map(|name| (WASI, *name)));
    known
        .map(|(m, n)| {
            let off = distance(n, name);
            ((off, usize::from(m != module)), off, m, n)
        })
        .filter(|(_, off, _, n)| *off <= (n.len() + 1) / 3)
        .min()
        .map(|(_, _, m, n)| format!("{m}.{n}"))
}

/// Levenshtein's distance in bytes.
fn distance(a: &str, b: &str) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.bytes().enumerate() {
        let mut diagonal = i;
        let mut left = i + 1;
        for (j, y) in b.bytes().enumerate() {
            let above = row.get(j + 1).copied().unwrap_or_default();
            let here = (diagonal + usize::from(x != y))
                .min(above + 1)
                .min(left + 1);
            if let Some(cell) = row.get_mut(j) {
                *cell = left;
            }
            diagonal = above;
            left = here;
        }
        if let Some(cell) = row.last_mut() {
            *cell = left;
        }
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use super::*;
    use crate::{About, Entry, Instance, Limits, Module, State, Turn};

    #[test]
    fn the_nearest_name_is_found() {
        let near = |module, name| nearest(module, name).unwrap_or_default();
        assert_eq!(near("cosmos", "feild"), "cosmos.field");
        assert_eq!(near("env", "field"), "cosmos.field");
        assert_eq!(near("cosmos", "repply"), "cosmos.reply");
        assert_eq!(
            near("wasi_unstable", "fd_write"),
            "wasi_snapshot_preview1.fd_write"
        );
        assert_eq!(near("env", "printf"), "");
    }

    #[test]
    fn what_is_offered_is_there_with_that_type() {
        let mut wat = String::from("(module");
        let types = |word: &str, types: &[ValType]| -> String {
            types
                .iter()
                .map(|ty| format!(" ({word} {})", super::name(ty)))
                .collect()
        };
        for offer in OFFERS {
            let (params, results) = (
                types("param", &offer.params()),
                types("result", &offer.results()),
            );
            let (module, name) = (offer.module, offer.name);
            wat += &format!(r#" (import "{module}" "{name}" (func{params}{results}))"#);
        }
        for name in ABSENT {
            wat += &format!(r#" (import "{WASI}" "{name}" (func (param i64 f32) (result i32)))"#);
        }
        wat += r#" (memory (export "memory") 1)
            (func (export "mechtron_v1")) (func (export "mechtron_wave")))"#;
        let module = Module::load(wat.as_bytes()).unwrap();
        let about = About::new("localhost".parse().unwrap());
        let mut instance = Instance::new(&module, Limits::default(), about, State::default(), 0);
        instance.begin(Entry::Init, 0);
        assert!(matches!(instance.run(u64::MAX), Turn::Done(_)));
        assert_eq!(module.report().imports.len(), OFFERS.len() + ABSENT.len());
    }

    #[test]
    fn the_page_lists_what_is_offered_and_nothing_else() {
        let page = include_str!("../../../docs/membrane.md");
        let (_, imports) = page.split_once("\n## Imports\n").unwrap();
        let (imports, _) = imports.split_once("\n### ").unwrap();
        let rows = imports.lines().filter_map(|line| {
            let (name, rest) = line.strip_prefix("| `")?.split_once("` | ")?;
            Some(format!("{name} {}", rest.split_once(" |")?.0))
        });
        let offers = OFFERS.iter().map(|offer| {
            let ty = signature(&offer.params(), &offer.results());
            format!("{}.{} {ty}", offer.module, offer.name)
        });
        assert_eq!(rows.collect::<Vec<_>>(), offers.collect::<Vec<_>>());
    }

    #[test]
    fn the_page_of_the_dialect_lists_what_it_exports_and_imports() {
        let page = include_str!("../../../docs/dialect.md");
        let listed = page
            .lines()
            .filter(|line| line.contains("`mechtron_") || line.contains("`env."));
        let listed = listed.filter_map(|line| {
            let (name, rest) = line.strip_prefix("| `")?.split_once("` | ")?;
            Some(format!("{name} {}", rest.split_once(" |")?.0))
        });
        let of = |count| vec![ValType::I32; count];
        let exports = crate::dialect::EXPORTS
            .iter()
            .map(|(name, params, results)| {
                format!("{name} {}", signature(&of(*params), &of(*results)))
            });
        let imports = MECHTRON.iter().map(|offer| {
            let ty = signature(&offer.params(), &offer.results());
            format!("{}.{} {ty}", offer.module, offer.name)
        });
        assert_eq!(
            listed.collect::<Vec<_>>(),
            exports.chain(imports).collect::<Vec<_>>()
        );
    }

    #[test]
    fn distances_are_those_of_the_book() {
        assert_eq!(distance("kitten", "sitting"), 3);
        assert_eq!(distance("", "abc"), 3);
        assert_eq!(distance("abc", "abc"), 0);
    }
}
