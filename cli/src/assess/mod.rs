//! The privacy impact assessment, written from the very manifest that the gate enforces, so that what is assessed is what
//! runs.
//!
//! It states facts. What they are worth is for people: every evaluation is left empty, and nobody is named who did not sign.

mod cnil;
mod prose;
mod totals;

use anyhow::{Context, Result};
use ownshelf::privacy::{MANIFEST, PurposeSpec, TOPICS};
use ownshelf::profile::{DEFAULT_RETENTION_DAYS, MAX_BYTES};
use serde::Deserialize;
use std::fs;
use std::path::Path;

/// What only the shop can say; all of it may be left out.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct Config {
    /// Name of the shop.
    pub shop: String,
    /// Who decides on the processing (GDPR Art. 4(7)).
    pub controller: String,
    /// `ask`, `session`, or the name of the consent manager that is followed.
    pub consent: String,
    /// Days of storage the shop's page starts with, 1 to 365.
    pub retention_days: u16,
    /// The shop's own sensitive topics.
    pub sensitive_categories: Vec<String>,
    /// Whether the shop tells Ownshelf of minors.
    pub minors_known: bool,
    /// The task of `ownshelf/insights`, where the shop asks for anonymous totals.
    pub insights: Option<totals::Task>,
}

impl Default for Config {
    fn default() -> Self {
        Config {
            shop: "(name of the shop)".into(),
            controller: "(name and address of the controller)".into(),
            consent: "ask".into(),
            retention_days: DEFAULT_RETENTION_DAYS,
            sensitive_categories: Vec::new(),
            minors_known: false,
            insights: None,
        }
    }
}

/// The facts an assessment is written from.
pub struct Facts<'a> {
    /// The shop's part.
    pub config: &'a Config,
    /// The purposes.
    pub purposes: &'static [PurposeSpec],
    /// Sensitive topics never learned from without their own yes.
    pub topics: Vec<&'a str>,
    /// Most bytes a profile takes.
    pub most_bytes: usize,
}

impl<'a> Facts<'a> {
    /// The facts as compiled in, with the shop's part.
    pub fn new(config: &'a Config) -> Self {
        let own = config.sensitive_categories.iter().map(String::as_str);
        Facts {
            config,
            purposes: &MANIFEST,
            topics: TOPICS.iter().map(|(topic, _)| *topic).chain(own).collect(),
            most_bytes: MAX_BYTES,
        }
    }
}

/// Reads a shop's part.
///
/// # Errors
/// If the file cannot be read, is no JSON, or has a field that is not known.
pub fn config(path: Option<&Path>) -> Result<Config> {
    let Some(path) = path else {
        return Ok(Config::default());
    };
    let text =
        fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    let config: Config = serde_json::from_str(&text)
        .with_context(|| format!("{} is no configuration", path.display()))?;
    anyhow::ensure!(
        (1..=365).contains(&config.retention_days),
        "retentionDays is not between 1 and 365"
    );
    config
        .insights
        .as_ref()
        .map_or(Ok(()), totals::Task::check)?;
    Ok(config)
}

/// The files of an assessment: name and content.
pub fn files(facts: &Facts<'_>) -> Result<[(&'static str, String); 3]> {
    Ok([
        ("assessment.md", prose::assessment(facts)),
        (
            "pia-cnil.json",
            serde_json::to_string_pretty(&cnil::pia(facts))? + "\n",
        ),
        ("main-parameters.md", prose::main_parameters(facts)),
    ])
}

/// Writes an assessment into a folder, which is made if it is not there.
///
/// # Errors
/// If a file cannot be written.
pub fn assess(config: &Config, out: &Path) -> Result<()> {
    fs::create_dir_all(out).with_context(|| format!("cannot make {}", out.display()))?;
    for (name, content) in files(&Facts::new(config))? {
        let path = out.join(name);
        fs::write(&path, content).with_context(|| format!("cannot write {}", path.display()))?;
    }
    Ok(())
}
