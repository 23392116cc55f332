//! Floor 6: `tokcheck demo`, the classic confusion without a tenant of one's
//! own. A throw-away tenant comes up on loopback, an app logs in, and tokcheck
//! itself is run on the tokens. Uses `text/`, `key/` and std; the commands are
//! run by whoever calls.

use std::fmt;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::key::mint::MintError;
use crate::text::escape::escaped;
use crate::text::time::Timestamp;

mod folder;
mod http;
mod query;
pub mod script;
pub mod tenant;
#[cfg(test)]
mod tests;

use folder::{Folder, FolderError};
use script::Step;
use tenant::{API, CALLBACK, CLIENT_ID, Login, SCOPE, Tenant, TenantError, Tokens, random};

/// What the user asked for.
#[derive(Clone, Copy, Debug)]
pub struct Options<'a> {
    /// The folder in which the demo's files stay.
    pub keep: Option<&'a Path>,
    /// Whether the tenant stays up after the walk.
    pub serve: bool,
    /// The time of day.
    pub now: Timestamp,
}

/// Runs one tokcheck command line (its arguments, without the program's name)
/// in a folder; returns what it printed on both streams, and its exit code.
pub type Run<'a> = dyn FnMut(&[String], &Path) -> (String, u8) + 'a;

/// Why the demo could not be given.
#[derive(Debug)]
pub enum DemoError {
    /// A file or folder can't be made, read or written.
    Folder(PathBuf, io::Error),
    /// The folder to keep holds something already.
    FolderInUse(PathBuf),
    /// Nobody takes what is printed; a closed pipe is one case of it.
    Output(io::Error),
    /// There is no tenant.
    Tenant(TenantError),
}

impl fmt::Display for DemoError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = |path: &Path| escaped(&path.to_string_lossy());
        match self {
            Self::Folder(path, _) => write!(f, "can't write {}", shown(path)),
            Self::FolderInUse(path) => {
                write!(f, "{} is not empty: give --keep a folder that is new or empty", shown(path))
            }
            Self::Output(_) => f.write_str("can't write the output"),
            Self::Tenant(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for DemoError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Folder(_, error) | Self::Output(error) => Some(error),
            Self::FolderInUse(_) | Self::Tenant(_) => None,
        }
    }
}

impl From<FolderError> for DemoError {
    fn from(error: FolderError) -> Self {
        match error {
            FolderError::Failed(path, error) => Self::Folder(path, error),
            FolderError::InUse(path) => Self::FolderInUse(path),
        }
    }
}

impl From<MintError> for DemoError {
    fn from(error: MintError) -> Self {
        Self::Tenant(TenantError::Mint(error))
    }
}

impl From<TenantError> for DemoError {
    fn from(error: TenantError) -> Self {
        Self::Tenant(error)
    }
}

impl From<io::Error> for DemoError {
    fn from(error: io::Error) -> Self {
        Self::Output(error)
    }
}

/// Gives the demo. The exit code is 0 where every step ended as expected and
/// 1 where one did not: the demo is a self-test too.
///
/// # Errors
/// When there is no folder, no tenant, or nobody to print for.
pub fn run(options: &Options<'_>, run: &mut Run<'_>, out: &mut dyn Write) -> Result<u8, DemoError> {
    let folder = match options.keep {
        Some(path) => Folder::keep(path)?,
        None => Folder::temporary()?,
    };
    let tenant = Tenant::start(options.now)?;
    lay_out(&folder, &tenant, options.now)?;
    opening(&tenant, out)?;
    let code = walk(&script::steps(), folder.path(), run, out)?;
    out.write_all(script::LEARNT.as_bytes())?;
    let next = if options.keep.is_some() {
        // The tenant goes away with its port, but its keys stay in a file, and
        // where keys are given nothing is discovered.
        let keys = if options.serve { Keys::Served } else { Keys::InFile };
        folder.write(CONFIGURATION, &configuration(tenant.issuer(), keys))?;
        kept(folder.path(), options.serve, out)?;
        script::NEXT_IN_FOLDER
    } else {
        script::NEXT_AT_LARGE
    };
    writeln!(out, "\ntry next")?;
    for (command, shows) in next.iter().chain(script::NEXT) {
        writeln!(out, "  {command:<48}{shows}")?;
    }
    out.flush()?;
    // Before the wait that only the end of the process ends.
    drop(folder);
    if options.serve {
        tenant.let_keep();
        serving(&tenant, out)?;
        tenant.wait();
    }
    Ok(code)
}

const CONFIGURATION: &str = "tokcheck.toml";

/// Logs in twice and writes what the steps speak of.
fn lay_out(folder: &Folder, tenant: &Tenant, now: Timestamp) -> Result<(), DemoError> {
    let log_in = |audience| -> Result<Tokens, MintError> {
        let (nonce, state) = (random(16), random(16));
        let login = Login {
            redirect_uri: CALLBACK,
            nonce: &nonce,
            audience,
            scope: SCOPE,
            state: Some(&state),
        };
        tenant.log_in(&login, now)
    };
    let (without, with) = (log_in(None)?, log_in(Some(API))?);
    for (name, text) in [
        ("redirect-url.txt", &with.redirect_url),
        ("id_token.txt", &with.id_token),
        ("access_token.txt", &with.access_token),
        ("encrypted_token.txt", &without.access_token),
        ("jwks.json", &tenant.jwks()),
    ] {
        folder.write(name, &format!("{text}\n"))?;
    }
    folder.write(CONFIGURATION, &configuration(tenant.issuer(), Keys::Discovered))?;
    Ok(())
}

/// Where the API of the configuration gets the tenant's keys.
#[derive(Clone, Copy)]
enum Keys {
    /// From the tenant, while the steps are walked.
    Discovered,
    /// From the tenant, as long as it is up; after that a file has them.
    Served,
    /// From a file, once the tenant is gone.
    InFile,
}

/// The configuration.
fn configuration(issuer: &str, keys: Keys) -> String {
    let keys = match keys {
        Keys::Discovered => "",
        Keys::Served => {
            "# The keys are fetched from the tenant while `tokcheck demo --serve` runs; once it\n\
             # is gone, this line has them:\n\
             # jwks = \"jwks.json\"\n"
        }
        Keys::InFile => {
            "# The tenant of the demo is gone; without this line its keys would be fetched.\n\
             jwks = \"jwks.json\"\n"
        }
    };
    format!(
        "# One tenant, one app, one API: written by `tokcheck demo`.\n\
         [tenants.demo]\n\
         issuer = \"{issuer}\"\n\
         \n\
         [clients.spa]\n\
         tenant = \"demo\"\n\
         client_id = \"{CLIENT_ID}\"\n\
         \n\
         [apis.orders]\n\
         tenant = \"demo\"\n\
         audience = [\"{API}\"]\n\
         algorithms = [\"RS256\"]\n\
         scopes = [\"read:orders\"]\n\
         client_id = \"{CLIENT_ID}\"\n\
         {keys}"
    )
}

fn opening(tenant: &Tenant, out: &mut dyn Write) -> io::Result<()> {
    writeln!(
        out,
        "A single-page app logs in and calls its API. A tenant with fresh keys is up on\n\
         this machine; nothing leaves it.\n\n  \
         client           the app      {CLIENT_ID}\n  \
         resource server  the API      {API}\n  \
         issuer           the tenant   {}\n",
        tenant.issuer()
    )
}

fn walk(
    steps: &[Step],
    folder: &Path,
    run: &mut Run<'_>,
    out: &mut dyn Write,
) -> Result<u8, DemoError> {
    let mut failed = Vec::new();
    for (n, step) in (1..).zip(steps) {
        let title = format!("-- {n} of {}: {} ", steps.len(), step.heading);
        writeln!(out, "{title:-<78}\n\n{}\n", step.prose)?;
        writeln!(out, "$ tokcheck {}", step.command.join(" "))?;
        out.flush()?;
        let (printed, code) = run(&step.command, folder);
        let printed = printed.trim_end();
        if !printed.is_empty() {
            writeln!(out, "{printed}")?;
        }
        writeln!(out, "(exit code {code})")?;
        if code != step.expect_exit {
            failed.push(n);
            let wanted = step.expect_exit;
            writeln!(out, "This is wrong: the exit code should have been {wanted}.")?;
        }
        writeln!(out)?;
    }
    writeln!(out, "{:-<78}\n", "")?;
    if failed.is_empty() {
        return Ok(0);
    }
    let failed: Vec<String> = failed.iter().map(u32::to_string).collect();
    writeln!(out, "FAILED: not as expected in step {}\n", failed.join(", "))?;
    Ok(1)
}

fn kept(folder: &Path, serve: bool, out: &mut dyn Write) -> io::Result<()> {
    let configuration = if serve {
        "keys come from the tenant as long as it is served"
    } else {
        "now names jwks.json, so that it works offline"
    };
    writeln!(
        out,
        "\nkept in {}\n  \
         redirect-url.txt       the answer to the login, with both tokens\n  \
         id_token.txt           for the app\n  \
         access_token.txt       for the API; live for an hour, as is the ID token\n  \
         encrypted_token.txt    from the login without audience\n  \
         jwks.json              the tenant's public keys\n  \
         tokcheck.toml          {configuration}",
        escaped(&folder.to_string_lossy())
    )
}

fn serving(tenant: &Tenant, out: &mut dyn Write) -> io::Result<()> {
    writeln!(
        out,
        "\nserving until Ctrl-C\n  \
         issuer   {}\n  \
         keys     {}\n  \
         log in   open a URL below: the address that you land on holds the tokens\n  \
         or       curl -so /dev/null -w '%{{redirect_url}}' 'URL' | tokcheck classify\n\n\
         with audience\n{}\n\n\
         without audience\n{}",
        tenant.issuer(),
        tenant.jwks_url(),
        tenant.authorize_url(Some(API)),
        tenant.authorize_url(None)
    )?;
    out.flush()
}
