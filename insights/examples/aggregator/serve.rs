//! As much of HTTP/1.1 as an upload needs, a connection a thread.

use crate::roles::Roles;
use janus_messages::{ReportId, TaskId};
use serde_json::{Value, json};
use std::collections::HashSet;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::sync::{Mutex, PoisonError};

/// Longest body that is read; a report of 1024 cells is a fiftieth of it.
const MOST: usize = 1 << 20;

/// What arrived so far.
pub struct Desk {
    roles: Roles,
    path: String,
    seen: HashSet<ReportId>,
    rejected: usize,
    last: Value,
}

struct Request {
    method: String,
    path: String,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

type Reply = (u16, Value);

impl Desk {
    pub fn new(roles: Roles) -> Self {
        Self {
            path: format!("/tasks/{}/reports", TaskId::from(roles.id)),
            roles,
            seen: HashSet::new(),
            rejected: 0,
            last: Value::Null,
        }
    }

    fn reply(&mut self, request: &Request) -> Reply {
        match (request.method.as_str(), request.path.as_str()) {
            ("OPTIONS", _) => (204, Value::Null),
            ("PUT", path) if path == self.path => self.upload(request),
            ("PUT", _) => (404, json!({ "problem": "no such task" })),
            ("GET", "/totals") => match self.roles.counts() {
                Ok(counts) => (
                    200,
                    json!({
                        "reports": self.roles.reports,
                        "rejected": self.rejected,
                        "counts": counts.iter().map(|count| *count as u64).collect::<Vec<_>>(),
                    }),
                ),
                Err(fault) => (500, json!({ "problem": fault.to_string() })),
            },
            ("GET", "/last") => (200, self.last.clone()),
            _ => (404, json!({ "problem": "no such address" })),
        }
    }

    fn upload(&mut self, request: &Request) -> Reply {
        self.last = json!({
            "length": request.body.len(),
            "cookies": request.header("cookie").is_some(),
            "referrer": request.header("referer").is_some(),
        });
        match self.accept(request) {
            Ok(()) => (201, Value::Null),
            Err(fault) => {
                self.rejected += 1;
                (400, json!({ "problem": fault.to_string() }))
            }
        }
    }

    fn accept(&mut self, request: &Request) -> Result<(), Box<dyn std::error::Error>> {
        if request.header("content-type") != Some("application/dap-report") {
            return Err("not of the type application/dap-report".into());
        }
        let (id, shares) = self.roles.open(&request.body)?;
        // Sent again, it counts once: a client that heard no answer does so.
        if self.seen.insert(id) {
            self.roles.count(&shares)?;
        }
        Ok(())
    }
}

impl Request {
    fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }

    /// The next on a connection; `None` when there is none, or nothing that is one.
    fn read(from: &mut impl BufRead) -> io::Result<Option<Self>> {
        let first = line(from)?;
        let [method, path, _] = first.split(' ').collect::<Vec<_>>()[..] else {
            return Ok(None);
        };
        let mut headers = Vec::new();
        loop {
            let line = line(from)?;
            let Some((name, value)) = line.split_once(':') else {
                break;
            };
            headers.push((name.to_ascii_lowercase(), value.trim().to_owned()));
        }
        let mut request = Self {
            method: method.to_owned(),
            path: path.to_owned(),
            headers,
            body: Vec::new(),
        };
        let length = request.header("content-length").unwrap_or("0").parse();
        let Some(length) = length.ok().filter(|length| *length <= MOST) else {
            return Ok(None);
        };
        request.body.resize(length, 0);
        from.read_exact(&mut request.body)?;
        Ok(Some(request))
    }
}

fn line(from: &mut impl BufRead) -> io::Result<String> {
    let mut line = String::new();
    from.take(16_384).read_line(&mut line)?;
    Ok(line.trim_end().to_owned())
}

/// Answers what comes on a connection until it closes.
pub fn connection(stream: &TcpStream, desk: &Mutex<Desk>) -> io::Result<()> {
    let mut reader = BufReader::new(stream);
    while let Some(request) = Request::read(&mut reader)? {
        let (status, body) = desk
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .reply(&request);
        answer(stream, status, &body)?;
    }
    Ok(())
}

fn answer(mut stream: &TcpStream, status: u16, body: &Value) -> io::Result<()> {
    let reason = match status {
        200 => "OK",
        201 => "Created",
        204 => "No Content",
        400 => "Bad Request",
        404 => "Not Found",
        _ => "Internal Server Error",
    };
    let body = match body {
        Value::Null => String::new(),
        body => body.to_string(),
    };
    // 204 must not say a length (RFC 9110, section 8.6).
    let length = match status {
        204 => String::new(),
        _ => format!("Content-Length: {}\r\n", body.len()),
    };
    let reply = format!(
        "HTTP/1.1 {status} {reason}\r\n\
         {length}\
         Content-Type: application/json\r\n\
         Access-Control-Allow-Origin: *\r\n\
         Access-Control-Allow-Methods: PUT\r\n\
         Access-Control-Allow-Headers: content-type\r\n\
         Cache-Control: no-store\r\n\r\n{body}"
    );
    stream.write_all(reply.as_bytes())
}
