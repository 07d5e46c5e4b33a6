//! The committed assessment is that of the manifest as it is now. To renew it: `ownshelf assess --out docs/assessment`.

use ownshelf_cli::assess::{Config, Facts, files};
use std::path::Path;

#[test]
fn committed_assessment_is_up_to_date() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/assessment");
    for (name, content) in files(&Facts::new(&Config::default())).unwrap() {
        let committed = std::fs::read_to_string(folder.join(name)).unwrap_or_default();
        assert!(
            committed == content,
            "{name} is not what the manifest says now: run `ownshelf assess --out docs/assessment`"
        );
    }
}

#[test]
fn every_purpose_and_event_of_the_manifest_is_in_it() {
    let config = Config {
        sensitive_categories: vec!["Politics".into()],
        ..Config::default()
    };
    let [(_, prose), (_, cnil), _] = files(&Facts::new(&config)).unwrap();
    for spec in &ownshelf::privacy::MANIFEST {
        for text in [&prose, &cnil] {
            assert!(text.contains(spec.name), "{}", spec.name);
            assert!(spec.events.iter().all(|event| text.contains(event.name())));
        }
    }
    assert!(!prose.contains("not described") && prose.contains("Politics"));
}

/// What CNIL's tool needs: 36 answers by its numbers, and lists that may be empty but not missing. No evaluation is made up.
#[test]
fn cnil_file_is_whole_and_unsigned() {
    let [_, (_, cnil), _] = files(&Facts::new(&Config::default())).unwrap();
    let file: serde_json::Value = serde_json::from_str(&cnil).unwrap();
    let answers = file["answers"].as_array().unwrap();
    assert_eq!(answers.len(), 36);
    let numbers: std::collections::BTreeSet<&str> = answers
        .iter()
        .map(|a| a["reference_to"].as_str().unwrap())
        .collect();
    assert_eq!(numbers.len(), 36);
    assert_eq!(file["evaluations"], serde_json::json!([]));
    assert_eq!(file["comments"], serde_json::json!([]));
    assert_eq!(file["pia"]["status"], 0);
    assert!(
        answers
            .iter()
            .filter(|a| a["data"]["gauge"].is_number())
            .all(|a| a["data"]["gauge"] == 0)
    );
}

/// A shop that asks for totals has recipients, and its assessment names them and what they get.
#[test]
fn totals_are_told() {
    let task = |epsilon: f64| {
        format!(
            r#"{{"shop":"S","insights":{{"id":"x","operators":{{"leader":"One Ltd","helper":"Two Ltd"}},
            "question":{{"on":"select_item","by":["order"]}},"epsilon":{epsilon},"minBatch":500}}}}"#
        )
    };
    let config: Config = serde_json::from_str(&task(1.0)).unwrap();
    let [(_, prose), (_, cnil), _] = files(&Facts::new(&config)).unwrap();
    for text in [&prose, &cnil] {
        for word in [
            "One Ltd",
            "Two Ltd",
            "500",
            "select_item",
            "2.7 times",
            "7 days",
        ] {
            assert!(text.contains(word), "{word}");
        }
        assert!(
            !text.contains("has no function that could send one.") && !text.contains("cannot send")
        );
    }
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("assess.json");
    std::fs::write(&file, task(9.0)).unwrap();
    let refused = ownshelf_cli::assess::config(Some(&file)).unwrap_err();
    assert!(refused.to_string().contains("epsilon"), "{refused}");
}
