//! As much of HTTP/1.1 as the demo needs: GET and HEAD over connections that are kept open, a thread for each.
//!
//! Servers with a pool of threads let a browser's spare connections occupy the pool; a page then waits for them to end.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

/// Bytes a request's head may have; browsers stay far below.
const LONGEST_HEAD: u64 = 32 * 1024;
/// How long a kept connection may be silent.
const PATIENCE: Duration = Duration::from_secs(60);

/// The head of a request.
pub struct Request {
    pub method: String,
    /// Path and query as sent.
    pub target: String,
    headers: Vec<(String, String)>,
}

impl Request {
    /// The value of a header, whatever its case.
    pub fn header(&self, name: &str) -> Option<&str> {
        let named = |(field, _): &&(String, String)| field.eq_ignore_ascii_case(name);
        self.headers
            .iter()
            .find(named)
            .map(|(_, value)| value.as_str())
    }
}

/// What is sent back; its length is added.
pub struct Answer {
    /// Code and reason, e.g. `200 OK`.
    pub status: &'static str,
    pub headers: Vec<(&'static str, String)>,
    pub body: Vec<u8>,
}

/// Answers every connection in the background, for as long as the process lives.
pub fn listen(listener: TcpListener, answer: impl Fn(&Request) -> Answer + Send + Sync + 'static) {
    let answer = Arc::new(answer);
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let answer = Arc::clone(&answer);
            // A browser that has gone away in mid-answer is no news.
            thread::spawn(move || drop(converse(&stream, &*answer)));
        }
    });
}

fn converse(stream: &TcpStream, answer: &dyn Fn(&Request) -> Answer) -> io::Result<()> {
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_nodelay(true)?;
    let mut reader = BufReader::new(stream);
    while let Some(request) = read_head(&mut reader)? {
        // Nothing that is answered here has a body; after one that was sent, the next head could not be found.
        let has_body = request
            .header("content-length")
            .is_some_and(|length| length != "0")
            || request.header("transfer-encoding").is_some();
        let last = has_body
            || request
                .header("connection")
                .is_some_and(|value| value.eq_ignore_ascii_case("close"));
        write(stream, &request, &answer(&request), last)?;
        if last {
            break;
        }
    }
    Ok(())
}

/// The next head, or `None` at the end of the connection.
fn read_head(reader: &mut impl BufRead) -> io::Result<Option<Request>> {
    let malformed = || io::Error::new(io::ErrorKind::InvalidData, "not a request");
    let mut head = reader.take(LONGEST_HEAD);
    let mut line = String::new();
    if head.read_line(&mut line)? == 0 {
        return Ok(None);
    }
    let mut words = line.split_whitespace();
    let (Some(method), Some(target), Some("HTTP/1.1")) = (words.next(), words.next(), words.next())
    else {
        return Err(malformed());
    };
    let (method, target) = (method.to_owned(), target.to_owned());
    let mut headers = Vec::new();
    loop {
        line.clear();
        if head.read_line(&mut line)? == 0 {
            return Err(malformed());
        }
        let text = line.trim_end();
        if text.is_empty() {
            return Ok(Some(Request {
                method,
                target,
                headers,
            }));
        }
        let (field, value) = text.split_once(':').ok_or_else(malformed)?;
        headers.push((field.to_owned(), value.trim().to_owned()));
    }
}

fn write(mut stream: &TcpStream, request: &Request, answer: &Answer, last: bool) -> io::Result<()> {
    let mut bytes = format!("HTTP/1.1 {}\r\n", answer.status).into_bytes();
    for (name, value) in &answer.headers {
        write!(bytes, "{name}: {value}\r\n")?;
    }
    // The length of an answer that says "as you have it" would be that of what the browser has.
    if !answer.status.starts_with("304") {
        write!(bytes, "Content-Length: {}\r\n", answer.body.len())?;
    }
    let connection = if last { "close" } else { "keep-alive" };
    write!(bytes, "Connection: {connection}\r\n\r\n")?;
    if request.method != "HEAD" {
        bytes.extend(&answer.body);
    }
    stream.write_all(&bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Sends `requests` over one connection and returns all that comes back until the server closes it.
    fn talk(requests: &str) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("an address");
        listen(listener, |request| Answer {
            status: "200 OK",
            headers: vec![(
                "X-Agent",
                request.header("user-agent").unwrap_or("none").to_owned(),
            )],
            body: request.target.clone().into_bytes(),
        });
        let mut stream = TcpStream::connect(address).expect("connect");
        stream.write_all(requests.as_bytes()).expect("send");
        let mut answers = String::new();
        stream.read_to_string(&mut answers).expect("receive");
        answers
    }

    #[test]
    fn answers_several_requests_over_one_connection() {
        let answers = talk(
            "GET /a HTTP/1.1\r\nUser-Agent: x\r\n\r\nGET /bc HTTP/1.1\r\nConnection: close\r\n\r\n",
        );
        assert!(
            answers.contains(
                "X-Agent: x\r\nContent-Length: 2\r\nConnection: keep-alive\r\n\r\n/aHTTP"
            ),
            "{answers}"
        );
        assert!(
            answers.ends_with("X-Agent: none\r\nContent-Length: 3\r\nConnection: close\r\n\r\n/bc"),
            "{answers}"
        );
    }

    #[test]
    fn a_head_request_gets_the_length_without_the_body() {
        let answers = talk("HEAD /a HTTP/1.1\r\nConnection: close\r\n\r\n");
        assert!(
            answers.ends_with("Content-Length: 2\r\nConnection: close\r\n\r\n"),
            "{answers}"
        );
    }

    #[test]
    fn what_is_no_request_ends_the_connection() {
        assert_eq!(talk("hello\r\n\r\n"), "");
    }
}
