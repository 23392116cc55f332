//! `tokcheck completions` and `tokcheck man`: generated into memory first,
//! since the generators panic on a closed pipe.

use std::fs;

use anyhow::{Context, Result};

use crate::cli::args::{CompletionsArgs, ManArgs};
use crate::cli::{Exit, Io, definition};

pub(super) fn completions(args: &CompletionsArgs, io: &mut Io<'_>) -> Result<Exit> {
    let mut text = Vec::new();
    clap_complete::generate(args.shell, &mut definition(), "tokcheck", &mut text);
    io.stdout.write_all(&text)?;
    Ok(Exit::Done)
}

pub(super) fn man(args: &ManArgs, io: &mut Io<'_>) -> Result<Exit> {
    let dir = io.place(&args.dir);
    let shown = crate::text::escape::escaped(&args.dir.display().to_string());
    fs::create_dir_all(&dir).with_context(|| format!("the folder {shown} can't be made"))?;
    let mut command = definition();
    command.build();
    let mut pages = vec![("tokcheck".to_owned(), command.clone())];
    pages.extend(
        command
            .get_subcommands()
            .filter(|c| c.get_name() != "help")
            .map(|c| (format!("tokcheck-{}", c.get_name()), c.clone())),
    );
    for (name, command) in pages {
        let mut page = Vec::new();
        clap_mangen::Man::new(command).title(name.clone()).render(&mut page)?;
        let path = dir.join(format!("{name}.1"));
        fs::write(&path, page).with_context(|| format!("{shown}/{name}.1 can't be written"))?;
    }
    Ok(Exit::Done)
}
