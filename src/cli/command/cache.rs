//! `tokcheck cache`: what is kept of tenants, and where.

use anyhow::{Context, Result};

use crate::cli::args::{CacheAction, CacheArgs};
use crate::cli::{Exit, Io};
use crate::load::{cache, clock};
use crate::render::json::safe_json;
use crate::text::escape::escaped;
use crate::text::json::{Json, Object};
use crate::text::time::Timestamp;

pub(super) fn run(args: &CacheArgs, io: &mut Io<'_>) -> Result<Exit> {
    let Some(folder) = cache::folder() else {
        writeln!(io.stderr, "there is no cache: set HOME or XDG_CACHE_HOME to have one")?;
        let asked = matches!(args.action, CacheAction::Path);
        return Ok(if asked { Exit::Usage } else { Exit::Done });
    };
    match args.action {
        CacheAction::Path => writeln!(io.stdout, "{}", escaped(&folder.display().to_string()))?,
        CacheAction::Clear => {
            let count = cache::clear().context("the cache can't be cleared")?;
            let noun = if count == 1 { "answer" } else { "answers" };
            writeln!(io.stderr, "{count} {noun} removed")?;
        }
        CacheAction::List { json } => list(json, io)?,
    }
    Ok(Exit::Done)
}

fn list(json: bool, io: &mut Io<'_>) -> Result<()> {
    // The cache goes by the real clock.
    let now = clock::now();
    let kept = cache::list();
    if kept.is_empty() && !json {
        writeln!(io.stderr, "nothing is cached")?;
    }
    for one in kept {
        let expires = Timestamp::from_seconds(one.expires_at);
        if json {
            let mut object = Object::empty();
            object.push("schema", "tokcheck.cache/v1");
            object.push("url", Json::text(&one.url));
            object.push("fetched_at", one.fetched_at);
            object.push("expires_at", one.expires_at);
            object.push("bytes", i64::try_from(one.bytes).unwrap_or(i64::MAX));
            writeln!(io.stdout, "{}", safe_json(&Json::Object(object)))?;
        } else {
            let state = if expires > now { "used until" } else { "asked again since" };
            let fetched = Timestamp::from_seconds(one.fetched_at).relative_to(now);
            writeln!(io.stdout, "{}", escaped(&one.url))?;
            writeln!(
                io.stdout,
                "  {} bytes, fetched {fetched}, {state} {}",
                one.bytes,
                expires.utc()
            )?;
        }
    }
    Ok(())
}
