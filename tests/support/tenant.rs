//! A tenant on this machine whose behaviour a test decides, request by request.

use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

/// One request: its path, and the state that it says to know.
pub struct Asked {
    pub path: String,
    pub etag: Option<String>,
}

/// What is written back, in this order.
#[derive(Clone, Debug)]
pub enum Part {
    Bytes(Vec<u8>),
    Wait(Duration),
    /// The same bytes again and again, until the other side has had enough.
    Forever(Vec<u8>),
}

type Behaviour = Box<dyn Fn(&Asked, &str) -> Vec<Part> + Send + Sync>;

pub struct Tenant {
    address: SocketAddr,
    stop: Arc<AtomicBool>,
    count: Arc<AtomicUsize>,
    behaviour: Arc<Mutex<Arc<Behaviour>>>,
}

impl Tenant {
    /// `behaviour` gets the request and the tenant's own URL.
    pub fn start(behaviour: impl Fn(&Asked, &str) -> Vec<Part> + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, count) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicUsize::new(0)));
        let first: Behaviour = Box::new(behaviour);
        let behaviour = Arc::new(Mutex::new(Arc::new(first)));
        let (stopped, counted, says) =
            (Arc::clone(&stop), Arc::clone(&count), Arc::clone(&behaviour));
        thread::spawn(move || {
            for stream in listener.incoming() {
                if stopped.load(Ordering::SeqCst) {
                    return;
                }
                let says = Arc::clone(&says.lock().unwrap());
                let counted = Arc::clone(&counted);
                let Ok(mut stream) = stream else { continue };
                thread::spawn(move || {
                    // A client that hangs up is what some tests are about.
                    let _ = serve(&mut stream, address, &counted, &says);
                });
            }
        });
        Self { address, stop, count, behaviour }
    }

    pub fn behaves(&self, new: impl Fn(&Asked, &str) -> Vec<Part> + Send + Sync + 'static) {
        *self.behaviour.lock().unwrap() = Arc::new(Box::new(new));
    }

    /// Its address, without a final slash.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// How many requests came.
    pub fn asked(&self) -> usize {
        self.count.load(Ordering::SeqCst)
    }

    /// Refuses every connection from now on.
    pub fn goes_down(&self) {
        self.stop.store(true, Ordering::SeqCst);
        // Wakes the thread, which then drops the listener.
        let _ = TcpStream::connect(self.address);
        while TcpStream::connect(self.address).is_ok() {
            thread::sleep(Duration::from_millis(5));
        }
    }
}

impl Drop for Tenant {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::SeqCst);
        let _ = TcpStream::connect(self.address);
    }
}

fn serve(
    stream: &mut TcpStream,
    address: SocketAddr,
    count: &AtomicUsize,
    says: &Behaviour,
) -> std::io::Result<()> {
    stream.set_read_timeout(Some(Duration::from_secs(5)))?;
    let mut lines = BufReader::new(stream.try_clone()?).lines();
    let first = lines.next().transpose()?.unwrap_or_default();
    let Some(path) = first.split(' ').nth(1) else { return Ok(()) };
    let mut asked = Asked { path: path.to_owned(), etag: None };
    for line in lines {
        let line = line?;
        if line.is_empty() {
            break;
        }
        if let Some((name, value)) = line.split_once(':')
            && name.eq_ignore_ascii_case("if-none-match")
        {
            asked.etag = Some(value.trim().to_owned());
        }
    }
    count.fetch_add(1, Ordering::SeqCst);
    for part in says(&asked, &format!("http://{address}")) {
        match part {
            Part::Bytes(bytes) => stream.write_all(&bytes)?,
            Part::Wait(time) => thread::sleep(time),
            Part::Forever(bytes) => loop {
                stream.write_all(&bytes)?;
                thread::sleep(Duration::from_millis(1));
            },
        }
    }
    Ok(())
}

/// A whole answer.
pub fn answer(status: u16, headers: &[&str], body: &str) -> Vec<Part> {
    let lines: String = headers.iter().flat_map(|header| [*header, "\r\n"]).collect();
    let text = format!(
        "HTTP/1.1 {status} X\r\nConnection: close\r\n{lines}Content-Length: {}\r\n\r\n{body}",
        body.len()
    );
    vec![Part::Bytes(text.into_bytes())]
}

/// The head of an answer whose body follows, or not.
pub fn head(length: Option<usize>) -> Part {
    let length = length.map(|l| format!("Content-Length: {l}\r\n")).unwrap_or_default();
    Part::Bytes(format!("HTTP/1.1 200 X\r\nConnection: close\r\n{length}\r\n").into_bytes())
}

/// The discovery document of a tenant.
pub fn document(url: &str) -> String {
    format!(r#"{{"issuer":"{url}","jwks_uri":"{url}/keys"}}"#)
}
