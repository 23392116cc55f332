//! One request over one connection, byte for byte.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use serde_json::{Value, json};

/// A server that has not answered by then never will.
const PATIENCE: Duration = Duration::from_secs(10);

/// The answer: `status` (null where there was none), `www_authenticate`, `body`.
pub fn ask(port: u16, request: &str) -> Value {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    // A server may answer and hang up before it has read all of a long request.
    let _ = stream.write_all(request.as_bytes());
    let (mut bytes, mut buffer) = (Vec::new(), [0; 16 * 1024]);
    while let Ok(count @ 1..) = stream.read(&mut buffer) {
        bytes.extend_from_slice(&buffer[..count]);
        // Not all close the connection at once, though asked to.
        if is_whole(&String::from_utf8_lossy(&bytes)) {
            break;
        }
    }
    read(&String::from_utf8_lossy(&bytes))
}

fn fields<'a>(head: &'a str, wanted: &str) -> Vec<&'a str> {
    let fields = head.lines().filter_map(|line| line.split_once(':'));
    let those = fields.filter(|(name, _)| name.eq_ignore_ascii_case(wanted));
    those.map(|(_, value)| value.trim()).collect()
}

fn is_whole(answer: &str) -> bool {
    let Some((head, body)) = answer.split_once("\r\n\r\n") else { return false };
    match fields(head, "content-length").first() {
        Some(length) => length.parse().is_ok_and(|length: usize| body.len() >= length),
        None => body.ends_with("0\r\n\r\n"),
    }
}

fn read(answer: &str) -> Value {
    let (head, body) = answer.split_once("\r\n\r\n").unwrap_or((answer, ""));
    let status: Option<u16> = head.split(' ').nth(1).and_then(|status| status.parse().ok());
    let chunked = fields(head, "transfer-encoding").contains(&"chunked");
    let body = if chunked { joined(body) } else { body.to_owned() };
    let challenges = fields(head, "www-authenticate");
    let challenge = (!challenges.is_empty()).then(|| challenges.join(", "));
    let body: String = body.chars().take(600).collect();
    json!({"status": status, "www_authenticate": challenge, "body": body})
}

/// RFC 9112 section 7.1.
fn joined(mut rest: &str) -> String {
    let mut body = String::new();
    while let Some((size, after)) = rest.split_once("\r\n") {
        let size = usize::from_str_radix(size, 16).unwrap_or(0);
        let Some(chunk) = after.get(..size).filter(|chunk| !chunk.is_empty()) else { break };
        body += chunk;
        rest = after.get(size + 2..).unwrap_or_default();
    }
    body
}

#[test]
fn answers_are_read() {
    let plain = "HTTP/1.1 401 X\r\nWWW-Authenticate: Bearer\r\nwww-authenticate: DPoP\r\n\r\nno";
    let said = json!({"status": 401, "www_authenticate": "Bearer, DPoP", "body": "no"});
    assert_eq!(read(plain), said);
    let chunked =
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n1\r\nc\r\n0\r\n\r\n";
    assert_eq!(read(chunked)["body"], "abc");
    assert_eq!(read("")["status"], Value::Null);
}
