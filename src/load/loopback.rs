//! A server for the tests of this floor: std only, one thread, this machine.

use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle};
use std::time::Duration;

/// What the server says to one request.
#[derive(Clone, Debug)]
pub(super) struct Answer {
    status: u16,
    headers: Vec<(String, String)>,
    body: String,
    delay: Duration,
    announced: Option<usize>,
}

impl Answer {
    pub(super) fn status(status: u16) -> Self {
        let announced = Some(0);
        Self { status, headers: vec![], body: String::new(), delay: Duration::ZERO, announced }
    }

    pub(super) fn json(body: &str) -> Self {
        let announced = Some(body.len());
        Self { body: body.to_owned(), announced, ..Self::status(200) }
            .header("Content-Type", "application/json")
    }

    pub(super) fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Answers only after a while.
    pub(super) fn slow(self, delay: Duration) -> Self {
        Self { delay, ..self }
    }

    /// Does not say how long the body is.
    pub(super) fn without_length(self) -> Self {
        Self { announced: None, ..self }
    }

    /// Closes the connection half way.
    pub(super) fn cut(self) -> Self {
        Self { announced: Some(self.body.len() + 10), ..self }
    }

    fn write(&self, stream: &mut TcpStream) -> std::io::Result<()> {
        thread::sleep(self.delay);
        write!(stream, "HTTP/1.1 {} X\r\nConnection: close\r\n", self.status)?;
        for (name, value) in &self.headers {
            write!(stream, "{name}: {value}\r\n")?;
        }
        if let Some(length) = self.announced {
            write!(stream, "Content-Length: {length}\r\n")?;
        }
        write!(stream, "\r\n{}", self.body)
    }
}

/// Serves until it is dropped.
pub(super) struct Server {
    address: SocketAddr,
    stop: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Server {
    pub(super) fn start(answer: impl Fn(&str) -> Answer + Send + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let stop = Arc::new(AtomicBool::new(false));
        let stopped = Arc::clone(&stop);
        let thread = thread::spawn(move || {
            for stream in listener.incoming() {
                if stopped.load(Ordering::SeqCst) {
                    return;
                }
                if let Ok(mut stream) = stream {
                    // A client that hangs up is what some tests are about.
                    let _ = serve(&mut stream, &answer);
                }
            }
        });
        Self { address, stop, thread: Some(thread) }
    }

    /// Its address, without a final slash.
    pub(super) fn url(&self) -> String {
        format!("http://{}", self.address)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::SeqCst);
        // Wakes the thread, which then sees that it is to stop.
        let _ = TcpStream::connect(self.address);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn serve(stream: &mut TcpStream, answer: &impl Fn(&str) -> Answer) -> std::io::Result<()> {
    stream.set_read_timeout(Some(Duration::from_secs(2)))?;
    let mut lines = BufReader::new(stream.try_clone()?).lines();
    let first = lines.next().transpose()?.unwrap_or_default();
    for line in lines {
        if line?.is_empty() {
            break;
        }
    }
    answer(first.split(' ').nth(1).unwrap_or_default()).write(stream)
}
