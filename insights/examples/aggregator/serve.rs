//! As much of HTTP/1.1 as an upload needs, a connection a thread.

use crate::roles::{Role, Roles};
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

struct Reply {
    status: u16,
    content: &'static str,
    body: Vec<u8>,
}

impl Reply {
    fn empty(status: u16) -> Self {
        Self {
            status,
            content: "text/plain",
            body: Vec::new(),
        }
    }

    fn json(status: u16, body: &Value) -> Self {
        Self {
            status,
            content: "application/json",
            body: body.to_string().into_bytes(),
        }
    }

    fn problem(status: u16, what: &str) -> Self {
        Self::json(status, &json!({ "problem": what }))
    }
}

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
        let (path, _) = request.path.split_once('?').unwrap_or((&request.path, ""));
        match (request.method.as_str(), path) {
            ("OPTIONS", _) => Reply::empty(204),
            ("PUT", path) if path == self.path => self.upload(request),
            ("PUT", _) => Reply::problem(404, "no such task"),
            ("GET", "/hpke_config") => keys(&self.roles.leader),
            ("GET", "/helper/hpke_config") => keys(&self.roles.helper),
            ("GET", "/totals") => self.totals(),
            ("GET", "/last") => Reply::json(200, &self.last),
            _ => Reply::problem(404, "no such address"),
        }
    }

    fn totals(&self) -> Reply {
        let counts: Vec<u64> = match self.roles.counts() {
            Ok(counts) => counts.into_iter().map(|count| count as u64).collect(),
            Err(fault) => return Reply::problem(500, &fault.to_string()),
        };
        let totals = json!({
            "reports": self.roles.reports,
            "rejected": self.rejected,
            "counts": counts,
        });
        Reply::json(200, &totals)
    }

    fn upload(&mut self, request: &Request) -> Reply {
        self.last = json!({
            "length": request.body.len(),
            "cookies": request.header("cookie").is_some(),
            "referrer": request.header("referer").is_some(),
        });
        match self.accept(request) {
            Ok(()) => Reply::empty(201),
            Err(fault) => {
                self.rejected += 1;
                Reply::problem(400, &fault.to_string())
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

/// A list of one configuration, as clients that fetch them expect it (draft-ietf-ppm-dap-09, section 4.4.1).
fn keys(role: &Role) -> Reply {
    let config = role.config();
    Reply {
        status: 200,
        content: "application/dap-hpke-config-list",
        body: [&(config.len() as u16).to_be_bytes(), config.as_slice()].concat(),
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
        let reply = desk
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .reply(&request);
        answer(stream, reply)?;
    }
    Ok(())
}

fn answer(mut stream: &TcpStream, reply: Reply) -> io::Result<()> {
    let reason = match reply.status {
        200 => "OK",
        201 => "Created",
        204 => "No Content",
        400 => "Bad Request",
        404 => "Not Found",
        _ => "Internal Server Error",
    };
    // 204 must not say a length (RFC 9110, section 8.6).
    let length = match reply.status {
        204 => String::new(),
        _ => format!("Content-Length: {}\r\n", reply.body.len()),
    };
    let head = format!(
        "HTTP/1.1 {} {reason}\r\n\
         {length}\
         Content-Type: {}\r\n\
         Access-Control-Allow-Origin: *\r\n\
         Access-Control-Allow-Methods: PUT\r\n\
         Access-Control-Allow-Headers: content-type\r\n\
         Cache-Control: no-store\r\n\r\n",
        reply.status, reply.content
    );
    stream.write_all(&[head.into_bytes(), reply.body].concat())
}
