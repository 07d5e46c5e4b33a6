//! `cargo xtask demo`: builds the package, prepares the demo's catalogue and serves the storefront to this machine
//! alone, with the headers a careful shop would send.

mod files;
mod headers;

use std::net::Ipv4Addr;
use std::path::Path;
use std::sync::Arc;
use std::thread;

use anyhow::{Result, anyhow};
use clap::Args;
use tiny_http::{Method, Request, Response, Server, StatusCode};

use crate::repo::Repo;
use crate::shell::{self, say};
use crate::{build, tools};

use files::{Found, Site};

/// Requests answered at the same time; a browser opens six connections to a host.
const WORKERS: usize = 8;

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
    let server = Arc::new(bind(port)?);
    let port = server
        .server_addr()
        .to_ip()
        .ok_or_else(|| anyhow!("the server has no address"))?
        .port();
    let site = Arc::new(Site::new(&repo.path("www"), &repo.path("pkg")));
    for _ in 0..WORKERS {
        let (server, site) = (Arc::clone(&server), Arc::clone(&site));
        thread::spawn(move || {
            while let Ok(request) = server.recv() {
                // A browser that has gone away in mid-answer is no news.
                let _ = answer(request, &site);
            }
        });
    }
    Ok(format!("http://127.0.0.1:{port}/"))
}

fn bind(port: Option<u16>) -> Result<Server> {
    let ports = match port {
        Some(port) => port..=port,
        None => 8080..=8099,
    };
    let mut refused = anyhow!("no port to try");
    for port in ports {
        match Server::http((Ipv4Addr::LOCALHOST, port)) {
            Ok(server) => return Ok(server),
            Err(error) => refused = anyhow!("cannot listen on 127.0.0.1:{port}: {error}"),
        }
    }
    Err(refused)
}

fn answer(request: Request, site: &Site) -> std::io::Result<()> {
    if !matches!(request.method(), Method::Get | Method::Head) {
        return respond(
            request,
            405,
            &[("Allow", "GET, HEAD")],
            b"Method not allowed\n".to_vec(),
        );
    }
    match site.find(request.url()) {
        Some(found) if asks_for_known(&request, &found.tag) => {
            respond(request, 304, &[("ETag", &found.tag)], Vec::new())
        }
        Some(Found {
            bytes,
            mime,
            tag,
            policy,
        }) => {
            let mut all = vec![("Content-Type", mime), ("ETag", tag.as_str())];
            all.extend(
                policy
                    .as_deref()
                    .map(|policy| ("Content-Security-Policy", policy)),
            );
            respond(request, 200, &all, bytes)
        }
        None => respond(
            request,
            404,
            &[("Content-Type", "text/plain; charset=utf-8")],
            b"Not found\n".to_vec(),
        ),
    }
}

fn asks_for_known(request: &Request, tag: &str) -> bool {
    request
        .headers()
        .iter()
        .any(|header| header.field.equiv("If-None-Match") && header.value.as_str() == tag)
}

fn respond(
    request: Request,
    status: u16,
    own: &[(&str, &str)],
    body: Vec<u8>,
) -> std::io::Result<()> {
    let mut response = Response::from_data(body).with_status_code(StatusCode(status));
    for (name, value) in headers::ALWAYS.iter().chain(own) {
        response.add_header(headers::header(name, value));
    }
    request.respond(response)
}

/// Whether the demo's pages exist in this checkout.
pub fn has_pages(root: &Path) -> bool {
    root.join("www/index.html").exists()
}
