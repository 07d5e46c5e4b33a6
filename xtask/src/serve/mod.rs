//! `cargo xtask demo`: builds the package, prepares the demo's catalogue and serves the storefront to this machine
//! alone, with the headers a careful shop would send.

mod files;
mod headers;
mod http;

use std::io;
use std::net::{Ipv4Addr, TcpListener};
use std::path::Path;
use std::thread;

use anyhow::{Context, Result};
use clap::Args;

use crate::repo::Repo;
use crate::shell::{self, say};
use crate::{build, tools};

use files::{Found, Site};
use http::{Answer, Request};

/// How the demo is shown.
#[derive(Args, Default)]
pub struct Options {
    /// Port on 127.0.0.1; 0 lets the system choose. Default: 8080 or the next free one
    #[arg(long)]
    port: Option<u16>,
    /// Serve what is there, without building or preparing
    #[arg(long)]
    serve_only: bool,
}

/// Serves until the process is ended.
pub fn run(options: &Options) -> Result<()> {
    let repo = if options.serve_only {
        Repo::find()?
    } else {
        build::run()?
    };
    if !options.serve_only {
        prepare(&repo)?;
    }
    let address = start(&repo, options.port)?;
    println!("{address}");
    say("serving the demo at the address above; Ctrl-C ends it");
    loop {
        thread::park();
    }
}

/// Makes the demo's catalogue and photographs; the script itself leaves alone what is up to date.
pub fn prepare(repo: &Repo) -> Result<()> {
    if !repo.path("www/prepare.mjs").exists() {
        return Ok(());
    }
    tools::ensure_npm_packages(repo)?;
    shell::run(shell::command("node", &repo.root).arg("www/prepare.mjs"))
}

/// Starts the server in the background and returns its address.
pub fn start(repo: &Repo, port: Option<u16>) -> Result<String> {
    let listener = bind(port)?;
    let address = format!("http://{}/", listener.local_addr()?);
    let site = Site::new(&repo.path("www"), &repo.path("pkg"));
    http::listen(listener, move |request| answer(request, &site));
    Ok(address)
}

fn bind(port: Option<u16>) -> Result<TcpListener> {
    let try_port = |port| TcpListener::bind((Ipv4Addr::LOCALHOST, port));
    let bound = match port {
        Some(port) => try_port(port).with_context(|| format!("port {port}")),
        None => (8080..8100)
            .map(try_port)
            .find_map(io::Result::ok)
            .context("ports 8080 to 8099 are taken"),
    };
    bound.context("cannot listen on 127.0.0.1")
}

fn answer(request: &Request, site: &Site) -> Answer {
    let mut headers: Vec<_> = headers::ALWAYS
        .iter()
        .map(|(name, value)| (*name, (*value).to_owned()))
        .collect();
    if !matches!(request.method.as_str(), "GET" | "HEAD") {
        headers.push(("Allow", "GET, HEAD".into()));
        return plain("405 Method Not Allowed", headers);
    }
    let Some(Found {
        bytes,
        mime,
        tag,
        policy,
    }) = site.find(&request.target)
    else {
        return plain("404 Not Found", headers);
    };
    let known = request.header("if-none-match") == Some(&tag);
    headers.push(("ETag", tag));
    if known {
        return Answer {
            status: "304 Not Modified",
            headers,
            body: Vec::new(),
        };
    }
    headers.push(("Content-Type", mime.into()));
    headers.extend(policy.map(|policy| ("Content-Security-Policy", policy)));
    Answer {
        status: "200 OK",
        headers,
        body: bytes,
    }
}

fn plain(status: &'static str, mut headers: Vec<(&'static str, String)>) -> Answer {
    headers.push(("Content-Type", "text/plain; charset=utf-8".into()));
    Answer {
        status,
        headers,
        body: format!("{status}\n").into_bytes(),
    }
}

/// Whether the demo's pages exist in this checkout.
pub fn has_pages(root: &Path) -> bool {
    root.join("www/index.html").exists()
}
