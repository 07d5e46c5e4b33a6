//! Both aggregators of one task in one process, for tests and the demo:
//! `aggregator --port 0 --cells 24 [--chunk 5]`, which prints the task as one line of JSON and serves until its standard
//! input ends.
//!
//! Never for shoppers: whoever runs both aggregators can put the shares together and sees every answer. In production they
//! belong to two parties who have an interest in not doing so, each with a server made for it, such as Janus.

mod roles;
mod serve;

use janus_messages::TaskId;
use prio::vdaf::prio3::optimal_chunk_length;
use roles::Roles;
use serde_json::json;
use serve::Desk;
use std::error::Error;
use std::io::{Read, stdin};
use std::net::{Ipv4Addr, TcpListener};
use std::sync::{Arc, Mutex};
use std::{env, process, thread};

fn main() -> Result<(), Box<dyn Error>> {
    let port = option("--port")?.unwrap_or(0);
    let cells: usize = option("--cells")?.ok_or("--cells is missing")?;
    let chunk = option("--chunk")?.unwrap_or_else(|| optimal_chunk_length(cells));
    let roles = Roles::new(cells, chunk)?;
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port))?;
    println!(
        "{}",
        json!({
            "port": listener.local_addr()?.port(),
            "id": TaskId::from(roles.id).to_string(),
            "leader": base64url(&roles.leader.config()),
            "helper": base64url(&roles.helper.config()),
            "cells": cells,
            "chunk": chunk,
        })
    );
    // Whoever started this holds the other end; it closes when that one is gone, however it went.
    thread::spawn(|| {
        let _ = stdin().read_to_end(&mut Vec::new());
        process::exit(0);
    });
    let desk = Arc::new(Mutex::new(Desk::new(roles)));
    for stream in listener.incoming() {
        let (stream, desk) = (stream?, desk.clone());
        thread::spawn(move || serve::connection(&stream, &desk));
    }
    Ok(())
}

/// The number after `name` on the command line.
fn option<T: std::str::FromStr>(name: &str) -> Result<Option<T>, String> {
    let mut arguments = env::args().skip_while(|argument| argument != name);
    if arguments.next().is_none() {
        return Ok(None);
    }
    let value = arguments.next().unwrap_or_default();
    value
        .parse()
        .map(Some)
        .map_err(|_| format!("{name} takes a number"))
}

/// RFC 4648, section 5, without padding.
fn base64url(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let mut text = String::new();
    for group in bytes.chunks(3) {
        let bits = group
            .iter()
            .chain(&[0, 0])
            .take(3)
            .fold(0, |bits, byte| bits << 8 | usize::from(*byte));
        for at in 0..=group.len() {
            text.push(char::from(LETTERS[bits >> (18 - 6 * at) & 63]));
        }
    }
    text
}
