//! A program that runs servers for us until its standard input ends.

use std::ffi::OsStr;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use serde_json::Value;

pub struct Harness {
    child: Child,
    /// The line with which it says that it is ready.
    pub told: Value,
}

impl Harness {
    /// Runs a script over one argument. `scratch` may hold the certificate of
    /// an authority that it has to trust, and gets what it complains about.
    pub fn start(program: &Path, script: &Path, argument: &Path, scratch: &Path) -> Self {
        let authority = scratch.join("ca.pem");
        let complaints = scratch.join("complaints");
        let mut command = Command::new(program);
        command.args([script.as_os_str(), argument.as_os_str()]);
        command.stdin(Stdio::piped()).stdout(Stdio::piped());
        command.stderr(File::create(&complaints).unwrap());
        command.env("NODE_ENV", "production").env("PYTHONDONTWRITEBYTECODE", "1");
        if authority.exists() {
            command.env("NODE_EXTRA_CA_CERTS", &authority).env("SSL_CERT_FILE", &authority);
        }
        // Nothing but loopback is asked.
        for proxy in ["http_proxy", "https_proxy", "all_proxy"] {
            command.env_remove(proxy).env_remove(OsStr::new(&proxy.to_uppercase()));
        }
        let mut child = command
            .spawn()
            .unwrap_or_else(|error| panic!("{} does not start: {error}", program.display()));
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let told = serde_json::from_str(&line).unwrap_or_else(|_| {
            let complaint = std::fs::read_to_string(&complaints).unwrap();
            panic!("{} serves nothing:\n{line}{complaint}", script.display())
        });
        Self { child, told }
    }
}

impl Drop for Harness {
    fn drop(&mut self) {
        drop(self.child.stdin.take());
        let _ = self.child.wait();
    }
}
