//! What came of a batch of pastes, and the place where outcomes are put
//! together in the order of the input: the streams, the exit code, the summary.

use std::io::Write;
use std::ops::ControlFlow;
use std::sync::{Mutex, PoisonError};

use anyhow::{Context, Error, Result};

use super::output::Printer;
use super::progress::Progress;
use super::{Exit, Io};
use crate::render::summary::{Mark, Summary};
use crate::verdict::report::Report;

/// What went wrong where a stream can't be written.
const OUT: &str = "standard output can't be written";

/// Output that is handed on together, in bytes: who takes it has to be woken.
const TOGETHER: usize = 1 << 19;

/// A piece of it, in bytes: what a pipe holds.
const PART: usize = 1 << 16;

/// Buffers that were written, for whoever writes next: given back to the
/// allocator, each would be asked of the kernel anew, page by page.
static SPARE: Mutex<Vec<Vec<u8>>> = Mutex::new(Vec::new());

/// How many are kept.
const MOST_SPARE: usize = 32;

fn spare() -> Vec<u8> {
    let kept = SPARE.lock().unwrap_or_else(PoisonError::into_inner).pop();
    kept.unwrap_or_else(|| Vec::with_capacity(PART + PART / 4))
}

fn keep(mut text: Vec<u8>) {
    // One answer may be of any length.
    if text.capacity() <= 2 * PART {
        let mut spare = SPARE.lock().unwrap_or_else(PoisonError::into_inner);
        if spare.len() < MOST_SPARE {
            text.clear();
            spare.push(text);
        }
    }
}

/// A piece of text for one of the streams.
enum Part {
    Err(Vec<u8>),
    /// Stands between two reports; before the first only if it has to.
    Gap(String, bool),
    Out(Vec<u8>),
}

impl Part {
    fn bytes(&self) -> usize {
        match self {
            Self::Err(text) | Self::Out(text) => text.len(),
            Self::Gap(text, _) => text.len(),
        }
    }
}

/// What came of a batch. It is made apart from the streams, since batches are
/// worked on at the same time.
#[derive(Default)]
pub(super) struct Outcome {
    /// The gravest exit code.
    pub(super) exit: Exit,
    /// Nothing behind this counts any more.
    pub(super) stop: bool,
    /// How many pastes were handed on.
    pub(super) pastes: usize,
    /// How many lines were not, since no token stands on them.
    pub(super) passed_over: usize,
    /// How many tokens were reported on, and how many of them were rejected.
    pub(super) tokens: usize,
    pub(super) rejected: usize,
    /// Why the run ends here.
    pub(super) error: Option<Error>,
    parts: Vec<Part>,
    held: Vec<Report>,
    marks: Vec<Mark>,
}

impl Outcome {
    /// Of so many pastes, and lines that are none; nothing written yet.
    pub(super) fn of(pastes: usize, passed_over: usize) -> Self {
        Self { pastes, passed_over, ..Self::default() }
    }

    /// What was written so far, if that is enough to be handed on; what comes
    /// next begins anew.
    pub(super) fn part(&mut self) -> Option<Self> {
        (self.bytes() >= TOGETHER).then(|| std::mem::take(self))
    }

    /// Nothing but why the run ends.
    pub(super) fn failed(error: Error) -> Self {
        Self { error: Some(error), ..Self::default() }
    }

    /// How much is to be written, in bytes.
    pub(super) fn bytes(&self) -> usize {
        self.parts.iter().map(Part::bytes).sum()
    }

    /// Standard output.
    pub(super) fn out(&mut self) -> &mut Vec<u8> {
        if !matches!(self.parts.last(), Some(Part::Out(text)) if text.len() < PART) {
            self.parts.push(Part::Out(spare()));
        }
        match self.parts.last_mut() {
            Some(Part::Out(text)) => text,
            _ => unreachable!("it was pushed"),
        }
    }

    /// Standard error.
    pub(super) fn err(&mut self) -> &mut Vec<u8> {
        if !matches!(self.parts.last(), Some(Part::Err(_))) {
            self.parts.push(Part::Err(Vec::new()));
        }
        match self.parts.last_mut() {
            Some(Part::Err(text)) => text,
            _ => unreachable!("it was pushed"),
        }
    }

    /// What stands between this report and the one before; if there is none,
    /// it is left out unless this is `needed` to tell what the report is about.
    pub(super) fn gap(&mut self, text: String, needed: bool) {
        // Behind another one, something stands before it: it is text as all else.
        if self.parts.iter().any(|part| matches!(part, Part::Gap(..))) {
            self.out().extend(text.into_bytes());
        } else {
            self.parts.push(Part::Gap(text, needed));
        }
    }

    /// Keeps a report for the end of the run.
    pub(super) fn hold(&mut self, report: Report) {
        self.held.push(report);
    }

    /// Counts a token in the summary.
    pub(super) fn marks(&mut self, marks: impl Iterator<Item = Mark>) {
        self.marks.extend(marks);
    }

    /// The exit code becomes at least as grave as this.
    pub(super) fn and(&mut self, exit: Exit) {
        self.exit = self.exit.and(exit);
    }
}

/// Puts outcomes together, in the order of the input.
pub(super) struct Collector<'a> {
    printer: &'a Printer,
    out: &'a mut dyn Write,
    err: &'a mut dyn Write,
    progress: Option<Progress>,
    summary: Option<Summary>,
    held: Vec<Report>,
    exit: Exit,
    pastes: usize,
    passed_over: usize,
    printed: bool,
}

impl<'a> Collector<'a> {
    pub(super) fn new(printer: &'a Printer, summary: bool, io: &'a mut Io<'_>) -> Self {
        // Where reports scroll by, nobody needs to be told that it goes on.
        let watched = io.stderr_is_terminal && !io.stdout_is_terminal && !printer.is_quiet();
        Self {
            printer,
            out: io.stdout,
            err: io.stderr,
            progress: watched.then(Progress::start),
            summary: summary.then(Summary::default),
            held: Vec::new(),
            exit: Exit::Done,
            pastes: 0,
            passed_over: 0,
            printed: false,
        }
    }

    /// Takes the next outcome; tells whether there is to be another.
    ///
    /// # Errors
    /// When a stream can't be written, or with the outcome's own error.
    pub(super) fn take(&mut self, outcome: Outcome) -> Result<ControlFlow<()>> {
        self.exit = self.exit.and(outcome.exit);
        self.pastes += outcome.pastes;
        self.passed_over += outcome.passed_over;
        for part in outcome.parts {
            match part {
                Part::Err(text) => {
                    if let Some(progress) = &mut self.progress {
                        progress.clear(self.err)?;
                    }
                    self.err.write_all(&text)?;
                }
                Part::Gap(text, needed) => {
                    if self.printed || needed {
                        self.out.write_all(text.as_bytes()).context(OUT)?;
                    }
                    self.printed = true;
                }
                Part::Out(text) => {
                    self.out.write_all(&text).context(OUT)?;
                    keep(text);
                }
            }
        }
        // Whoever follows a live stream sees each answer at once.
        self.out.flush().context(OUT)?;
        self.held.extend(outcome.held);
        if let Some(summary) = &mut self.summary {
            outcome.marks.iter().for_each(|mark| summary.add(mark));
        }
        if let Some(progress) = &mut self.progress {
            progress.tell(outcome.tokens, outcome.rejected, self.err)?;
        }
        match outcome.error {
            Some(error) => {
                self.clear()?;
                Err(error)
            }
            None if outcome.stop => Ok(ControlFlow::Break(())),
            None => Ok(ControlFlow::Continue(())),
        }
    }

    /// How many pastes there were so far.
    pub(super) fn pastes(&self) -> usize {
        self.pastes
    }

    /// How many lines were passed over, since no token stands on them.
    pub(super) fn passed_over(&self) -> usize {
        self.passed_over
    }

    /// Says something beside the report.
    pub(super) fn say(&mut self, text: &str) -> Result<()> {
        self.clear()?;
        Ok(writeln!(self.err, "{text}")?)
    }

    /// Ends the run: what was held, and the summary.
    pub(super) fn finish(mut self) -> Result<Exit> {
        self.clear()?;
        self.out.write_all(self.printer.closing(&self.held).as_bytes()).context(OUT)?;
        if let Some(summary) = &self.summary {
            let (text, is_report) = self.printer.summary(summary);
            let to: &mut dyn Write = if is_report { self.out } else { self.err };
            to.write_all(text.as_bytes())?;
        }
        self.out.flush().context(OUT)?;
        Ok(self.exit)
    }

    fn clear(&mut self) -> Result<()> {
        if let Some(progress) = &mut self.progress {
            progress.clear(self.err)?;
        }
        Ok(())
    }
}
