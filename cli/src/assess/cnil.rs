//! The assessment as a file that CNIL's PIA tool (4.1) imports. The format is not documented; what is here follows the
//! tool's own exports. A missing list would break the import, so empty ones are written.

use super::Facts;
use super::prose::{signals, what};
use serde_json::{Value, json};

/// Questions answered in text, by CNIL's numbers.
fn texts(facts: &Facts<'_>) -> Vec<(u16, String)> {
    let config = facts.config;
    let mut data = String::new();
    for spec in facts.purposes {
        data += &format!("{}: {}. ", spec.name, signals(spec));
    }
    let purposes: Vec<String> = facts
        .purposes
        .iter()
        .map(|spec| format!("{} ({})", spec.name, what(spec.name)))
        .collect();
    let kept = format!(
        "At most {} days by default, 1 to 365 as the shopper chooses; at most {} KB.",
        config.retention_days,
        facts.most_bytes / 1024
    );
    let (recipients, processors, transfers) = match &config.insights {
        None => (
            "No processor and no recipient: the software cannot send.".to_owned(),
            "No processor.",
            "No transfer.",
        ),
        Some(task) => (
            format!("Recipients: {}. {}", task.recipients(), task.sent()),
            "The two operators named as recipients; their contracts are the controller's to name.",
            "(where the two operators are: the controller's to name)",
        ),
    };
    vec![
        (111, "Listings of a shop adapt to the shopper in the shopper's own browser. No profile reaches the controller.".into()),
        (112, format!("Controller: {}. {recipients}", config.controller)),
        (113, "GDPR; ePrivacy Directive, Art. 5(3); Digital Services Act, Art. 27; WCAG 2.2 AA for the panel.".into()),
        (121, data),
        (122, "Signal, gate (consent), evidence, learned state, order. Withdrawal and erasure act on the evidence; everything else is made from it anew.".into()),
        (123, "The shopper's browser: memory, the tab's session storage while learning is on, and IndexedDB if `remember` is granted.".into()),
        (211, format!("Purposes: {}.", purposes.join("; "))),
        (212, format!("Consent (GDPR Art. 6(1)(a)), each purpose by itself, mode `{}`; nothing is pre-ticked.", config.consent)),
        (213, format!("No identifiers, no search words, prices as rounded logarithms. Not learned without an own yes: {}.", facts.topics.join(", "))),
        (214, "Facts are shown with count and date and can be removed one by one.".into()),
        (215, kept),
        (221, "In the panel, in words, before any choice.".into()),
        (222, "By switches, nothing pre-ticked; refusing is as easy as accepting; noted in a hash-chained ledger.".into()),
        (223, "Reading and downloading everything held, as JSON with a published schema.".into()),
        (224, "Removing single facts; erasing everything at once, with a receipt.".into()),
        (225, "Withdrawing a purpose forgets what it taught; \"Shop's order\" pauses all of it.".into()),
        (226, processors.into()),
        (227, transfers.into()),
    ]
}

fn answer(id: usize, reference: u16, data: Value) -> Value {
    json!({ "id": id, "reference_to": reference.to_string(), "data": data })
}

/// What stands against the risks.
const MEASURES: [&str; 4] = [
    "Encryption at rest",
    "No network function in the engine",
    "Consent gate",
    "Erasure with receipt",
];

/// Risks: CNIL's number before the questions on each, what it would do, what could bring it about.
const RISKS: [(u16, [&str; 1], [&str; 2]); 3] = [
    (
        320,
        ["What this shop holds about tastes becomes known"],
        ["A script in the shop's page", "Another user of the browser"],
    ),
    (
        330,
        ["The order no longer fits the shopper"],
        ["A script that records what did not happen", "A defect"],
    ),
    (
        340,
        ["Listings start anew in the shop's order"],
        ["The browser clears its storage", "A defect"],
    ),
];

/// The questions answered in text, then those on each risk answered by lists.
fn answers(facts: &Facts<'_>) -> Vec<Value> {
    let mut answers = Vec::new();
    let mut add = |reference, data| answers.push(answer(answers.len() + 1, reference, data));
    for (reference, text) in texts(facts) {
        add(
            reference,
            json!({ "text": text, "gauge": null, "list": [] }),
        );
    }
    for (base, impacts, threats) in RISKS {
        let lists = [
            json!(impacts),
            json!(threats),
            json!(["Human and software inside the browser"]),
            json!(MEASURES),
        ];
        for (nth, list) in lists.into_iter().enumerate() {
            add(
                base + 1 + nth as u16,
                json!({ "text": null, "gauge": null, "list": list }),
            );
        }
        // Severity and likelihood are judgements: 0 is "not yet".
        for gauge in [5, 6] {
            add(base + gauge, json!({ "text": "", "gauge": 0, "list": [] }));
        }
    }
    answers
}

/// `{ pia, answers, measures, evaluations, comments }`.
pub fn pia(facts: &Facts<'_>) -> Value {
    let measures: Vec<Value> = MEASURES
        .iter()
        .enumerate()
        .map(|(nth, title)| json!({ "id": nth + 1, "title": title, "content": "", "placeholder": "" }))
        .collect();
    json!({
        "pia": {
            "status": 0, "is_example": 0, "name": format!("{}: listings that adapt on the device", facts.config.shop),
            "author_name": "", "evaluator_name": "", "validator_name": "", "category": "",
            "dpo_status": 0, "dpo_opinion": "", "concerned_people_opinion": "", "concerned_people_status": 0,
            "rejection_reason": "", "applied_adjustments": "", "is_archive": 0, "progress": 0
        },
        "answers": answers(facts), "measures": measures, "evaluations": [], "comments": []
    })
}
