//! `pkg/generated/`: the names and limits that the engine and the package share, declared once in Rust.
//!
//! Written by `cargo xtask build` and committed, so that the package can be read without building it. A test fails when
//! what is committed is not what Rust declares.

use std::fmt::Write;
use std::fs;

use anyhow::{Result, ensure};
use ownshelf::layout::LayoutReason;
use ownshelf::privacy::{Purpose, PurposeSet, PurposeState, TOPICS, WISHES};
use ownshelf::ranking::{ConflictReason, PageContext, Placed, ReasonCode, Term};
use ownshelf::signals::{EventKind, MAX_ITEMS, SCROLL_MS};
use ownshelf::suggest::{SuggestionKind, SuggestionReason};
use ownshelf::time;

use crate::repo::Repo;

const HEAD: &str = "// Written by `cargo xtask build` from what Rust declares. Change it there.\n";

/// A list of names and the union type of its members.
struct Names {
    constant: &'static str,
    union: &'static str,
    doc: &'static str,
    members: Vec<&'static str>,
}

fn names_of(set: PurposeSet) -> Vec<&'static str> {
    let purposes = Purpose::ALL.iter().filter(|purpose| set.has(**purpose));
    purposes.map(|purpose| purpose.name()).collect()
}

fn lists() -> Vec<Names> {
    let list = |constant, union, doc, members| Names {
        constant,
        union,
        doc,
        members,
    };
    let terms = Term::ALL.iter().map(|term| term.code());
    let terms = terms.chain(["diversity", "exploration"]).collect();
    let states = PurposeState::ALL.iter().map(|state| state.name()).collect();
    let placed = Placed::ALL.iter().filter_map(|placed| placed.code());
    let placed = placed.collect();
    vec![
        list(
            "PURPOSES",
            "Purpose",
            "What the shopper can say yes or no to.",
            Purpose::ALL.iter().map(|purpose| purpose.name()).collect(),
        ),
        list(
            "LEARNING_PURPOSES",
            "LearningPurpose",
            "Purposes that learn. None of them keeps or sends anything by itself.",
            names_of(PurposeSet::LEARNING),
        ),
        list(
            "CARRIED_PURPOSES",
            "CarriedPurpose",
            "Purposes whose refusal goes along to another device.",
            names_of(PurposeSet::CARRIED),
        ),
        list(
            "PURPOSE_STATES",
            "PurposeState",
            "Answers to a purpose.",
            states,
        ),
        list(
            "EVENTS",
            "EventName",
            "GA4's e-commerce events, and our own.",
            EventKind::ALL.iter().map(|(_, name)| *name).collect(),
        ),
        list(
            "CONTEXTS",
            "ListContext",
            "Kinds of page a list stands on.",
            PageContext::ALL.iter().map(|(_, name)| *name).collect(),
        ),
        list(
            "WISHES",
            "Wish",
            "Wishes that are switches, in the order of their bits.",
            WISHES.to_vec(),
        ),
        list(
            "SENSITIVE_TOPICS",
            "SensitiveTopic",
            "What is never learned from unless the shopper opts in.",
            TOPICS.iter().map(|(topic, _)| *topic).collect(),
        ),
        list(
            "SUGGESTION_KINDS",
            "SuggestionKind",
            "Kinds of suggestions, by their numbers.",
            SuggestionKind::ALL.iter().map(|(_, name)| *name).collect(),
        ),
        list(
            "SUGGESTION_REASONS",
            "SuggestionReason",
            "Why something is suggested, by number. Each is the key of its sentence.",
            SuggestionReason::ALL
                .iter()
                .map(|(_, code)| *code)
                .collect(),
        ),
        list("TERMS", "Term", "Parts of a score.", terms),
        list(
            "REASONS",
            "ReasonCode",
            "Why a product stands where it stands. Each is the key of its sentence.",
            ReasonCode::ALL.iter().map(|(_, code)| *code).collect(),
        ),
        list(
            "PLACEMENTS",
            "Placement",
            "What put a product into its place, by number from 1.",
            placed,
        ),
        list(
            "CONFLICTS",
            "ConflictReason",
            "Why a rule never does anything, or two get in each other's way.",
            ConflictReason::ALL
                .iter()
                .map(|reason| reason.code())
                .collect(),
        ),
        list(
            "LAYOUT_REASONS",
            "LayoutReason",
            "Why a display is advised.",
            LayoutReason::ALL
                .iter()
                .map(|reason| reason.code())
                .collect(),
        ),
    ]
}

/// Numbers that both sides know; `_MS` are milliseconds.
const LIMITS: [(&str, &str, u64); 4] = [
    ("DAY_MS", "A day, in milliseconds.", time::DAY_MS),
    (
        "GLANCE_MS",
        "A shorter look than this is a glance and says nothing. Milliseconds.",
        time::GLANCE_MS as u64,
    ),
    (
        "SCROLL_MS",
        "The page counts as moving for this long after it was scrolled. Milliseconds.",
        SCROLL_MS as u64,
    ),
    (
        "MAX_ITEMS",
        "Products in one event that a list was shown.",
        MAX_ITEMS as u64,
    ),
];

/// The files of `pkg/generated` with their texts.
fn files() -> [(&'static str, String); 2] {
    let (mut code, mut types) = (HEAD.to_owned(), HEAD.to_owned());
    // Writing to a text cannot fail.
    for list in lists() {
        let members: Vec<String> = list
            .members
            .iter()
            .map(|name| format!("{name:?}"))
            .collect();
        let _ = write!(
            code,
            "\n/** {} */\nexport const {} = /* @__PURE__ */ Object.freeze([\n{}]);\n",
            list.doc,
            list.constant,
            members
                .iter()
                .map(|name| format!("  {name},\n"))
                .collect::<String>()
        );
        let _ = write!(
            types,
            "\n/** {} */\nexport type {} =\n{};\nexport const {}: readonly {}[];\n",
            list.doc,
            list.union,
            members
                .iter()
                .map(|name| format!("  | {name}"))
                .collect::<Vec<_>>()
                .join("\n"),
            list.constant,
            list.union
        );
    }
    for (name, doc, value) in LIMITS {
        let _ = write!(code, "\n/** {doc} */\nexport const {name} = {value};\n");
        let _ = write!(types, "\n/** {doc} */\nexport const {name}: {value};\n");
    }
    [("names.js", code), ("names.d.ts", types)]
}

/// Writes what has changed.
pub fn write(repo: &Repo) -> Result<()> {
    let folder = repo.path("pkg/generated");
    fs::create_dir_all(&folder)?;
    for (name, text) in files() {
        let path = folder.join(name);
        if fs::read_to_string(&path).ok().as_deref() != Some(&*text) {
            fs::write(path, text)?;
        }
    }
    Ok(())
}

/// Whether what is committed is what Rust declares; nothing is written.
pub fn check(repo: &Repo) -> Result<()> {
    for (name, text) in files() {
        let committed =
            fs::read_to_string(repo.path("pkg/generated").join(name)).unwrap_or_default();
        ensure!(
            committed == text,
            "pkg/generated/{name} is not what Rust declares; run `cargo xtask build` and commit it"
        );
    }
    Ok(())
}
