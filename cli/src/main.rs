//! `ownshelf`: see the crate's documentation, or `ownshelf --help`.

use anyhow::{Context, Result, bail};
use clap::{Args, Parser, Subcommand};
use ownshelf::shelf::Shelf;
use ownshelf_cli::log::{Problems, Source};
use ownshelf_cli::order::order;
use ownshelf_cli::print::{self, Outcome};
use ownshelf_cli::replay::{Evaluation, Options, replay};
use ownshelf_cli::train::{Trained, train};
use ownshelf_cli::{assess, report, shop};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

/// Listings that adapt to the shopper, tried out on a shop's own log. Nothing leaves this computer.
///
/// Files are JSON, one object a line, plain or gzip; `-` is standard input.
#[derive(Parser)]
#[command(name = "ownshelf", version)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// How much better than the shop's own order?
    Replay {
        #[command(flatten)]
        input: Input,
        /// Print one JSON object instead of a table
        #[arg(long)]
        json: bool,
    },
    /// Learn what shoppers of this shop do on average, as a file of at most 8 KB to ship with the shop; and what they buy
    /// again and together, as P.relations of at most 64 KB, for suggestions
    Train {
        #[command(flatten)]
        log: Log,
        /// Where to write the prior
        #[arg(long, value_name = "P")]
        out: PathBuf,
        /// Print the fitted weights: name, mean, standard deviation among shoppers
        #[arg(long)]
        weights: bool,
    },
    /// One order per list, the same for everybody, as JSON: where nothing is known of a shopper, the shop's order stands, and
    /// this may be a better one
    Order {
        #[command(flatten)]
        log: Log,
        /// What shoppers of this shop do on average, as `ownshelf train` wrote it
        #[arg(long, value_name = "P")]
        prior: PathBuf,
        /// Where to write the orders (`-`: standard output)
        #[arg(long, value_name = "O.json")]
        out: PathBuf,
    },
    /// Privacy impact assessment: Markdown, a file CNIL's PIA tool imports, and the main parameters of the order
    Assess {
        /// What only the shop can say, as JSON: shop, controller, consent, retentionDays, sensitiveCategories, minorsKnown,
        /// insights (the task of `ownshelf/insights`, where the shop asks for totals)
        #[arg(long, value_name = "F")]
        config: Option<PathBuf>,
        /// The folder to write into
        #[arg(long, value_name = "DIR")]
        out: PathBuf,
    },
    /// The same with plots and examples, as a page to look at
    Report {
        #[command(flatten)]
        input: Input,
        /// Where to write the HTML (`-`: standard output)
        #[arg(long, value_name = "R.html")]
        out: PathBuf,
    },
}

#[derive(Args)]
struct Log {
    /// The log: what shoppers were shown, and what they did
    #[arg(value_name = "LOG.jsonl")]
    log: PathBuf,
    /// Products, one a line; without it the shelf knows of them what the log's listings say
    #[arg(long, value_name = "C.jsonl")]
    catalog: Option<PathBuf>,
    /// Stop at the first bad line
    #[arg(long)]
    strict: bool,
    /// Put the log into the order of shopper and time first
    #[arg(long)]
    sort: bool,
}

#[derive(Args)]
struct Input {
    #[command(flatten)]
    log: Log,
    /// What shoppers of this shop do on average, as `ownshelf train` wrote it
    #[arg(long, value_name = "P")]
    prior: Option<PathBuf>,
    /// What they buy again and together; without it, P.relations if there is such a file
    #[arg(long, value_name = "R")]
    relations: Option<PathBuf>,
    /// Rank each page without the evidence of the last N seconds before it
    #[arg(long, value_name = "N", default_value_t = 0.0, value_parser = seconds, allow_negative_numbers = true)]
    blind_seconds: f64,
}

fn seconds(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(seconds) if (0.0..=1e9).contains(&seconds) => Ok(seconds),
        _ => Err("a number of seconds, 0 or more".to_owned()),
    }
}

fn main() -> ExitCode {
    match run(Cli::parse().command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("ownshelf: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(command: Command) -> Result<()> {
    match command {
        Command::Replay { input, json } => input.replay(false, |outcome| {
            let text = if json {
                print::json(outcome)? + "\n"
            } else {
                print::table(outcome)
            };
            write_out(Path::new("-"), text.as_bytes())
        }),
        Command::Train { log, out, weights } => {
            let (source, mut problems, start) = log.open()?;
            let trained = train(&source, &start, &mut problems)?;
            write_out(&out, &trained.bytes)?;
            write_relations(&out, &trained)?;
            if weights {
                for (name, mean, sd) in &trained.weights {
                    println!("{name:24} {mean:+.3} {sd:.3}");
                }
            }
            let (bytes, choices, shoppers) =
                (trained.bytes.len(), trained.choices, trained.shoppers);
            if let Some(change) = trained.unsettled {
                eprintln!(
                    "The fit did not settle: its last iteration still changed a weight by {change:.3}. The file can be used, but a \
                     longer log would give a surer one"
                );
            }
            let iterations = trained.iterations;
            eprintln!(
                "{bytes} bytes from {choices} choices of {shoppers} shoppers, {iterations} iterations"
            );
            Ok(())
        }
        Command::Order { log, prior, out } => {
            let (source, mut problems, mut start) = log.open()?;
            shop::read_prior(&mut start, &prior)?;
            let orders = order(&source, &start, &mut problems)?;
            eprintln!("Orders of {} lists", orders.lists.len());
            let text = serde_json::to_string_pretty(&orders)? + "\n";
            write_out(&out, text.as_bytes())
        }
        Command::Assess { config, out } => {
            let config = assess::config(config.as_deref())?;
            assess::assess(&config, &out)?;
            eprintln!("Written to {}", out.display());
            Ok(())
        }
        Command::Report { input, out } => {
            // Not the whole path: the report is made to be passed on.
            let name = input.log.log.file_name().map_or_else(
                || "the log".to_owned(),
                |name| name.to_string_lossy().into_owned(),
            );
            input.replay(true, |outcome| {
                if outcome.found.all.pages == 0 && outcome.found.baskets.means().is_none() {
                    bail!("the log has neither a page of which something listed was chosen nor baskets to compare; there is nothing to report");
                }
                write_out(&out, report::html(outcome, &name).as_bytes())
            })?;
            if out.as_os_str() != "-" {
                eprintln!("Written to {}", out.display());
            }
            Ok(())
        }
    }
}

impl Log {
    /// The log, what went wrong reading it, and the shelf every shopper starts with.
    fn open(&self) -> Result<(Source, Problems, Shelf)> {
        let log = Source::new(&self.log).sorted_first(self.sort);
        let mut problems = Problems::new(self.strict);
        let mut start = shop::empty_shelf();
        if let Some(path) = &self.catalog {
            let catalog = Source::new(path);
            if catalog.is_stdin() && log.is_stdin() {
                bail!("log and catalogue cannot both be standard input");
            }
            shop::read_catalogue(&mut start, &catalog, &mut problems)?;
        }
        Ok((log, problems, start))
    }
}

impl Input {
    /// The relation table asked for, or the one `train` wrote beside the prior.
    fn read_relations(&self, start: &mut Shelf) -> Result<()> {
        let beside = self.prior.as_deref().map(relations_beside);
        match (&self.relations, beside) {
            (Some(path), _) => shop::read_relations(start, path),
            (None, Some(path)) if path.exists() => shop::read_relations(start, &path),
            _ => Ok(()),
        }
    }

    fn replay(&self, examples: bool, show: impl FnOnce(Outcome<'_>) -> Result<()>) -> Result<()> {
        let started = Instant::now();
        let (log, mut problems, mut start) = self.log.open()?;
        if let Some(path) = &self.prior {
            shop::read_prior(&mut start, path)?;
        }
        self.read_relations(&mut start)?;
        let options = Options {
            blind_seconds: self.blind_seconds,
            examples,
            expect: Some(&shop::expect),
        };
        let found: Evaluation = replay(&log, &start, options, &mut problems)?;
        if found.shoppers == 0 {
            bail!("{} has no line that can be used", log.name());
        }
        show(Outcome {
            found: &found,
            tally: problems.tally(),
            blind_seconds: self.blind_seconds,
            seconds: started.elapsed().as_secs_f64(),
        })
    }
}

/// Where the relation table of a prior stands.
fn relations_beside(prior: &Path) -> PathBuf {
    let mut name = prior.as_os_str().to_owned();
    name.push(".relations");
    PathBuf::from(name)
}

/// Writes the relation table beside the prior, if there is one and the prior is a file.
fn write_relations(prior: &Path, trained: &Trained) -> Result<()> {
    let Some((bytes, products)) = &trained.relations else {
        return Ok(());
    };
    if prior.as_os_str() == "-" {
        eprintln!("No relation table: it is written beside the prior, which has to be a file");
        return Ok(());
    }
    let path = relations_beside(prior);
    write_out(&path, bytes)?;
    let (name, size) = (path.display(), bytes.len());
    eprintln!("{size} bytes of {products} products bought again and together in {name}");
    Ok(())
}

/// Writes to a file, or to standard output for `-`.
fn write_out(path: &Path, bytes: &[u8]) -> Result<()> {
    if path.as_os_str() == "-" {
        let mut out = std::io::stdout().lock();
        return match out.write_all(bytes).and_then(|()| out.flush()) {
            // A reader that has seen enough is no failure.
            Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
            other => other.context("cannot write to standard output"),
        };
    }
    std::fs::write(path, bytes).with_context(|| format!("cannot write {}", path.display()))
}
