//! A very small HTTP/1.1 server on loopback, for the demo's tenant alone: one
//! request and one short answer a connection. Whoever calls is a stranger, so
//! a request is bounded in size and in time, and so is the number of callers.
//! Uses std only.

use std::fmt::Write as _;
use std::io::{self, ErrorKind, Read, Write};
use std::net::{Ipv4Addr, Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread::{self, JoinHandle};
use std::time::Duration;

/// Most bytes of a request's head.
const MOST_BYTES: usize = 8 * 1024;
/// One wait for bytes. `MOST_WAITS` of them bound a connection's life even
/// where the caller sends a byte at a time.
const WAIT: Duration = Duration::from_millis(100);
const MOST_WAITS: usize = 50;
/// Most callers at once; a browser opens a few connections ahead of need.
const MOST_CALLERS: usize = 16;

/// What was asked for.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Request {
    pub(super) path: String,
    pub(super) query: String,
}

/// What is answered.
pub(super) struct Response {
    status: &'static str,
    field: Option<(&'static str, String)>,
    media_type: &'static str,
    body: String,
    /// `Cache-Control`: as a rule nothing may be kept, since the next demo may
    /// get the same port, with other keys.
    keep: &'static str,
}

const NO_STORE: &str = "no-store";

impl Response {
    pub(super) fn json(body: String) -> Self {
        let media_type = "application/json";
        Self { status: "200 OK", field: None, media_type, body, keep: NO_STORE }
    }

    /// The same, to be kept for a while.
    pub(super) fn kept(self) -> Self {
        Self { keep: "max-age=300", ..self }
    }

    /// A redirect. `location` must be free of control characters.
    pub(super) fn redirect(location: String) -> Self {
        let field = Some(("Location", location));
        let (media_type, body) = ("text/plain", String::new());
        Self { status: "302 Found", field, media_type, body, keep: NO_STORE }
    }

    pub(super) fn text(status: &'static str, body: &str) -> Self {
        let (media_type, body) = ("text/plain", format!("{body}\n"));
        Self { status, field: None, media_type, body, keep: NO_STORE }
    }

    fn to_bytes(&self, with_body: bool) -> Vec<u8> {
        let mut head = format!("HTTP/1.1 {}\r\n", self.status);
        if let Some((name, value)) = &self.field {
            // Writing to a String does not fail.
            let _ = write!(head, "{name}: {value}\r\n");
        }
        let _ = write!(
            head,
            "Content-Type: {}\r\nContent-Length: {}\r\nCache-Control: {}\r\n\
             X-Content-Type-Options: nosniff\r\nConnection: close\r\n\r\n",
            self.media_type,
            self.body.len(),
            self.keep
        );
        if with_body {
            head.push_str(&self.body);
        }
        head.into_bytes()
    }
}

/// A port of this machine that nobody else has, before anything answers there.
pub(super) struct Port {
    listener: TcpListener,
    address: SocketAddr,
}

impl Port {
    pub(super) fn open() -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let address = listener.local_addr()?;
        Ok(Self { listener, address })
    }

    pub(super) fn address(&self) -> SocketAddr {
        self.address
    }

    /// Answers from now on, in a thread of its own.
    pub(super) fn serve<F>(self, answer: F) -> io::Result<Server>
    where
        F: Fn(&Request) -> Response + Send + Sync + 'static,
    {
        let stop = Arc::new(AtomicBool::new(false));
        let seen = Arc::clone(&stop);
        let thread = thread::Builder::new()
            .name("demo tenant".to_owned())
            .spawn(move || accept(&self.listener, &seen, &answer))?;
        Ok(Server { address: self.address, stop, thread: Some(thread) })
    }
}

/// The server; dropping it ends its thread and frees the port.
pub(super) struct Server {
    address: SocketAddr,
    stop: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Server {
    #[cfg(test)]
    fn address(&self) -> SocketAddr {
        self.address
    }

    /// Blocks as long as it serves: until the process is ended.
    pub(super) fn wait(mut self) {
        if let Some(thread) = self.thread.take() {
            // A panic of that thread has been told by the panic hook already.
            let _ = thread.join();
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let Some(thread) = self.thread.take() else { return };
        self.stop.store(true, Ordering::SeqCst);
        // The thread sleeps in `accept`; a caller wakes it. Where there can be
        // none, the thread is left to the end of the process rather than waited for.
        if TcpStream::connect_timeout(&self.address, Duration::from_secs(1)).is_ok() {
            let _ = thread.join();
        }
    }
}

fn accept(
    listener: &TcpListener,
    stop: &AtomicBool,
    answer: &(dyn Fn(&Request) -> Response + Sync),
) {
    let callers = AtomicUsize::new(0);
    let callers = &callers;
    thread::scope(|scope| {
        for stream in listener.incoming() {
            if stop.load(Ordering::SeqCst) {
                return;
            }
            let Ok(stream) = stream else {
                // Out of descriptors, most likely: it would fail again at once.
                thread::sleep(WAIT);
                continue;
            };
            if callers.load(Ordering::SeqCst) >= MOST_CALLERS {
                continue;
            }
            callers.fetch_add(1, Ordering::SeqCst);
            let caller = thread::Builder::new().spawn_scoped(scope, move || {
                // A caller that went away is nobody's concern.
                let _ = converse(stream, stop, answer);
                callers.fetch_sub(1, Ordering::SeqCst);
            });
            if caller.is_err() {
                callers.fetch_sub(1, Ordering::SeqCst);
            }
        }
    });
}

fn converse(
    mut stream: TcpStream,
    stop: &AtomicBool,
    answer: &(dyn Fn(&Request) -> Response + Sync),
) -> io::Result<()> {
    stream.set_read_timeout(Some(WAIT))?;
    stream.set_write_timeout(Some(WAIT * 10))?;
    let bytes = match head(&mut stream, stop)? {
        Head::Gone => return Ok(()),
        Head::Late => Response::text("408 Request Timeout", "no request came").to_bytes(true),
        Head::TooLong => {
            let status = "431 Request Header Fields Too Large";
            Response::text(status, "the request is too long").to_bytes(true)
        }
        Head::Whole(head) => match parse(&head) {
            Some(("GET", request)) => answer(&request).to_bytes(true),
            Some(("HEAD", request)) => answer(&request).to_bytes(false),
            Some(_) => Response {
                field: Some(("Allow", "GET, HEAD".to_owned())),
                ..Response::text("405 Method Not Allowed", "only GET and HEAD are served")
            }
            .to_bytes(true),
            None => Response::text("400 Bad Request", "that is no HTTP request").to_bytes(true),
        },
    };
    stream.write_all(&bytes)?;
    stream.shutdown(Shutdown::Write)?;
    // To close over unread bytes would reset the connection and could take the
    // answer with it.
    let mut rest = [0; 2048];
    for _ in 0..MOST_WAITS {
        if stop.load(Ordering::SeqCst) || matches!(stream.read(&mut rest), Ok(0)) {
            break;
        }
    }
    Ok(())
}

enum Head {
    Gone,
    Late,
    TooLong,
    Whole(Vec<u8>),
}

fn head(stream: &mut TcpStream, stop: &AtomicBool) -> io::Result<Head> {
    let mut bytes = Vec::new();
    let mut chunk = [0; 2048];
    for _ in 0..MOST_WAITS {
        if stop.load(Ordering::SeqCst) {
            return Ok(Head::Gone);
        }
        match stream.read(&mut chunk) {
            Ok(0) => return Ok(Head::Gone),
            Ok(count) => bytes.extend_from_slice(&chunk[..count]),
            Err(e) => match e.kind() {
                ErrorKind::Interrupted | ErrorKind::TimedOut | ErrorKind::WouldBlock => continue,
                _ => return Err(e),
            },
        }
        if bytes.windows(4).any(|four| four == b"\r\n\r\n") {
            return Ok(Head::Whole(bytes));
        }
        if bytes.len() > MOST_BYTES {
            return Ok(Head::TooLong);
        }
    }
    Ok(Head::Late)
}

/// The method and what it asks for (RFC 9112 section 3); fields are not read.
fn parse(head: &[u8]) -> Option<(&str, Request)> {
    let line = std::str::from_utf8(head.split(|byte| *byte == b'\r').next()?).ok()?;
    let words: Vec<&str> = line.split(' ').collect();
    let [method, target, version] = words[..] else { return None };
    let well_formed = target.starts_with('/')
        && target.bytes().all(|byte| byte.is_ascii_graphic())
        && version.starts_with("HTTP/1.");
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let request = Request { path: path.to_owned(), query: query.to_owned() };
    well_formed.then_some((method, request))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn server() -> Server {
        Port::open().unwrap().serve(|asked| Response::json(asked.path.clone())).unwrap()
    }

    fn call(server: &Server, request: &[u8]) -> String {
        let mut stream = TcpStream::connect(server.address()).unwrap();
        stream.write_all(request).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }

    #[test]
    fn bad_requests_are_answered_and_survived() {
        let server = server();
        let long = [b"GET /".as_slice(), &b"a".repeat(3 * MOST_BYTES)].concat();
        for (request, status) in [
            (b"\r\n\r\n".as_slice(), "400"),
            (b"\xff\xfe\x00\r\n\r\n", "400"),
            (b"GET / SPDY/3\r\n\r\n", "400"),
            (b"GET http://elsewhere/ HTTP/1.1\r\n\r\n", "400"),
            (b"GET  / HTTP/1.1\r\n\r\n", "400"),
            (b"GET /\xc3\xa9 HTTP/1.1\r\n\r\n", "400"),
            (b"POST / HTTP/1.1\r\nContent-Length: 3\r\n\r\nabc", "405"),
            (&long, "431"),
            (b"GET /ok HTTP/1.1\r\n\r\n", "200"),
        ] {
            let answer = call(&server, request);
            let shown = String::from_utf8_lossy(&request[..request.len().min(40)]);
            assert!(answer.starts_with(&format!("HTTP/1.1 {status} ")), "{shown}: {answer}");
        }
    }

    #[test]
    fn head_has_no_body() {
        let answer = call(&server(), b"HEAD /body HTTP/1.1\r\n\r\n");
        assert!(answer.contains("Content-Length: 5\r\n"), "{answer}");
        assert!(answer.ends_with("\r\n\r\n"), "{answer}");
    }

    #[test]
    fn silent_callers_do_not_block_others() {
        let server = server();
        let _silent: Vec<_> =
            (0..3).map(|_| TcpStream::connect(server.address()).unwrap()).collect();
        let answer = call(&server, b"GET /ok HTTP/1.1\r\n\r\n");
        assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
    }

    #[test]
    fn too_many_callers_are_turned_away_and_then_served_again() {
        let server = server();
        let silent: Vec<_> =
            (0..MOST_CALLERS * 2).map(|_| TcpStream::connect(server.address()).unwrap()).collect();
        drop(silent);
        let again = (0..50).any(|_| {
            thread::sleep(WAIT);
            let mut stream = TcpStream::connect(server.address()).unwrap();
            let mut answer = String::new();
            let sent = stream.write_all(b"GET /ok HTTP/1.1\r\n\r\n");
            sent.and_then(|()| stream.read_to_string(&mut answer)).is_ok()
                && answer.starts_with("HTTP/1.1 200 ")
        });
        assert!(again);
    }

    #[test]
    fn dropping_ends_the_thread_and_frees_the_port() {
        let server = server();
        let address = server.address();
        let alive = Arc::downgrade(&server.stop);
        let _silent = TcpStream::connect(address).unwrap();
        drop(server);
        assert!(alive.upgrade().is_none(), "the thread still holds the flag");
        assert!(TcpStream::connect(address).is_err());
    }
}
