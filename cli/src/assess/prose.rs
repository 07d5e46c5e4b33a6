//! The assessment for people, in Markdown.

use super::Facts;
use std::fmt::Write as _;

/// What a purpose does, where the manifest's words are too short for a reader.
pub(super) fn what(purpose: &str) -> &'static str {
    match purpose {
        "rank" => "re-order listings",
        "dwell" => "notice viewing time",
        "price" => "notice price choices and surface offers open to everybody",
        "layout" => "adapt the display",
        "suggest" => "reminders and what goes together",
        "remember" => "keep the profile on this device between visits",
        "link" => "carry the profile to another device",
        "insights" => "add to anonymous totals",
        _ => "(not described: describe it before it is shipped)",
    }
}

pub(super) fn signals(spec: &ownshelf::privacy::PurposeSpec) -> String {
    let events = spec.events.iter().map(|event| event.name());
    let all: Vec<&str> = events.chain(spec.measures.iter().copied()).collect();
    if all.is_empty() {
        "none of its own".into()
    } else {
        all.join(", ")
    }
}

/// The privacy impact assessment.
pub fn assessment(facts: &Facts<'_>) -> String {
    let mut out = processing(facts);
    out += &purposes(facts);
    out += &proportion(facts);
    if let Some(task) = &facts.config.insights {
        out += &format!(
            "## What may leave the browser\n\nRecipients: {}. {}\n\n",
            task.recipients(),
            task.sent()
        );
    }
    out += RIGHTS;
    out += MEASURES;
    out += RISKS;
    out
}

fn processing(facts: &Facts<'_>) -> String {
    let config = facts.config;
    format!(
        "# Privacy impact assessment: listings that adapt on the device\n\n\
         Shop: {}. Controller: {}.\n\n\
         Written by `ownshelf assess` from the manifest the software enforces and the engine's named import list. It states \
         facts; whether they suffice is for the controller to judge and to sign. Nothing here is legal advice.\n\n\
         ## Processing\n\n\
         The shopper's browser re-orders the shop's listings by what the shopper does in this shop. The profile is made, kept and \
         used in that browser. The controller receives no copy, and {}. Two things \
         remain visible to the shop's own page and are to be weighed: the order shown, and what the shopper does with it.\n\n\
         Consent: `{}`. Nothing is kept on the device before the shopper grants `remember`, but a refusal, so that it is \
         honoured next time. While learning is on, what was learned in this visit lies in the tab's session storage, so that it \
         outlives a page load; it goes with the tab.\n\n",
        config.shop,
        config.controller,
        match config.insights {
            None => "the software has no function that could send one",
            Some(_) =>
                "the engine has no function that could send one; what else may leave the browser is said below",
        },
        config.consent
    )
}

fn purposes(facts: &Facts<'_>) -> String {
    let mut out =
        String::from("## Purposes and data\n\n| purpose | does | learns from |\n|---|---|---|\n");
    for spec in facts.purposes {
        let _ = writeln!(
            out,
            "| `{}` | {} | {} |",
            spec.name,
            what(spec.name),
            signals(spec)
        );
    }
    out += "\nNothing outside this table is learned from: the profile accepts only signals that passed a gate built from it.\n\n";
    out
}

fn proportion(facts: &Facts<'_>) -> String {
    let config = facts.config;
    format!(
        "## Proportion\n\n\
         - Kept at most {} days unless the shopper chooses otherwise (1 to 365), at most {} KB, the oldest dropped first.\n\
         - Prices are kept as rounded logarithms; no search words, no names, no addresses, no identifiers of the person.\n\
         - Never learned from without the shopper's own yes for the topic: {}.\n\
         - Minors: {}.\n\n",
        config.retention_days,
        facts.most_bytes / 1024,
        facts.topics.join(", "),
        if config.minors_known {
            "the shop says so, and nothing is learned"
        } else {
            "the shop does not say who is one"
        },
    )
}

const RIGHTS: &str = "## Rights\n\n\
         | right | how |\n|---|---|\n\
         | information (GDPR 13) | each purpose in words in the panel, before any choice |\n\
         | access, portability (15, 20) | `inspect`, `exportData`: readable JSON with a published schema |\n\
         | rectification (16) | each fact can be removed by itself; wishes are typed in by the shopper |\n\
         | erasure (17) | at once, with a receipt; the key and the database are destroyed |\n\
         | objection, withdrawal (21, 7(3)) | one tap, no more clicks than giving; what the purpose taught is forgotten, exactly |\n\
         | not only automated decisions (22) | order only: no price, no availability, no refusal depends on the profile |\n\n";

const MEASURES: &str = "## Measures\n\n\
         - At rest: AES-256-GCM with a key the page cannot read out. It does not protect against a script in the page itself.\n\
         - The engine's import list is a named list of functions that make values and read what is handed in; none can call the page, reach a global, the network, the DOM or storage. Every build reads the code of each.\n\
         - Every change of consent is noted in a hash-chained ledger on the device.\n\n";

const RISKS: &str = "## Risks\n\n\
         | risk | source | what stands against it | evaluation |\n|---|---|---|---|\n\
         | illegitimate access | a script in the shop's page; another user of the browser | no reading without the shopper's gesture; closed shadow roots; encryption at rest | |\n\
         | unwanted change | a script in the page records what did not happen | facts with count and date; removal one by one; reset | |\n\
         | disappearance | the browser clears its storage (Safari after 7 days without a visit) | taking the data along; the shop's order stands | |\n\n\
         Evaluation, action plan and signatures: (left to the controller and its data protection officer)\n";

/// The main parameters of the order (Digital Services Act, Art. 27; Platform-to-Business Regulation, Art. 5).
pub fn main_parameters(facts: &Facts<'_>) -> String {
    let mut out = format!(
        "# How {} orders its listings\n\n\
         Without your permission, everybody sees the shop's own order. With it, your browser moves products by these parameters, \
         in this order of weight for most shoppers:\n\n",
        facts.config.shop
    );
    for line in [
        "the shop's own order;",
        "whether you looked at, chose or bought the product, or said that it is not for you;",
        "categories, brands, themes and features of products you dealt with, recent ones counting more;",
        "what you asked for in your wishes;",
        "if you allow `price`: whether it is cheaper than similar products or on offer to everybody. Price can only lift what is cheaper;",
        "if you allow `dwell`: how long you looked;",
        "variety, and places the shop has set or sold, which are labelled.",
    ] {
        let _ = writeln!(out, "- {line}");
    }
    out.push_str(
        "\nNo price depends on your profile, nothing is hidden from you because of it, and nothing of it leaves your browser. The \
         weights for the page before you, and the reason for each product, are in the panel. \"Shop's order\" beside every list \
         switches all of it off.\n",
    );
    out
}
