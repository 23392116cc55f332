//! Pastes -> outcomes. A short input is worked on where it is read; a long one
//! by several threads, so that reading, work and writing overlap. Either way
//! outcomes are collected in the order of the input.

use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;

use anyhow::{Context, Result};

use super::input::{Feed, Handed, is_blank, opened};
use super::outcome::{Collector, Outcome};
use crate::load::input::{BUFFER, Batch};

/// What a command makes of pastes.
pub(super) trait Work: Sync {
    /// How many tokens of a paste are reported on: each takes a number.
    fn count(&self, handed: &Handed<'_>) -> usize;

    /// Reports on them; `index` is the number of the first.
    ///
    /// # Errors
    /// When the run can't go on.
    fn work(&self, handed: &Handed<'_>, index: usize, outcome: &mut Outcome) -> Result<()>;
}

/// Stack of a working thread, in bytes: that of a main thread.
const STACK: usize = 8 << 20;

/// Works through all pastes; `jobs`: how many at the same time.
///
/// # Errors
/// When an input can't be read, a stream can't be written, or the work fails.
pub(super) fn run(
    mut feed: Feed,
    jobs: Option<NonZeroUsize>,
    work: &dyn Work,
    collector: &mut Collector<'_>,
) -> Result<()> {
    let mut next = 0;
    while let Some(batch) = feed.batch()? {
        let outcome = process(work, &batch, |count| {
            next += count;
            next - count
        });
        if collector.take(outcome)?.is_break() {
            return Ok(());
        }
        // Whoever fills a buffer has more: only then are threads worth their start.
        if batch.bytes() >= BUFFER / 2 {
            let jobs = jobs.or_else(|| thread::available_parallelism().ok());
            if let Some(jobs) = jobs.map(NonZeroUsize::get).filter(|jobs| *jobs > 1) {
                return spread(feed, jobs, next, work, collector);
            }
        }
    }
    Ok(())
}

/// Works through one batch; `first` takes numbers for so many tokens.
fn process(work: &dyn Work, batch: &Batch, first: impl FnOnce(usize) -> usize) -> Outcome {
    let (mut handed, mut passed_over) = (Vec::new(), 0);
    for (line, piece) in batch.numbered().filter(|(_, piece)| !is_blank(piece)) {
        match opened(piece) {
            Some((paste, too_long)) => {
                handed.push(Handed { paste, too_long, line, file: batch.file() });
            }
            None => passed_over += 1,
        }
    }
    let mut index = first(handed.iter().map(|one| work.count(one)).sum());
    let mut outcome = Outcome::of(handed.len(), passed_over);
    for one in handed {
        let count = work.count(&one);
        if let Err(error) = work.work(&one, index, &mut outcome) {
            outcome.error = Some(error);
            break;
        }
        if outcome.stop {
            break;
        }
        index += count;
    }
    outcome
}

/// What the threads that work are told.
enum Task {
    /// A batch with its number, and how much room it takes.
    Batch(usize, usize, Result<Batch>),
    /// There is nothing more to do.
    End,
}

/// An outcome, with number and room of its batch.
type Done = (usize, usize, Outcome);

/// The token numbers, dealt out in the order of the batches.
struct Numbers {
    /// The batch whose turn it is, and the number of its first token.
    turn: Mutex<(usize, usize)>,
    changed: Condvar,
}

impl Numbers {
    fn take(&self, batch: usize, count: usize) -> usize {
        let mut turn = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        while turn.0 != batch {
            turn = self.changed.wait(turn).unwrap_or_else(PoisonError::into_inner);
        }
        let first = turn.1;
        *turn = (batch + 1, first + count);
        self.changed.notify_all();
        first
    }
}

/// Spreads the rest of the input over threads.
fn spread(
    feed: Feed,
    jobs: usize,
    next: usize,
    work: &dyn Work,
    collector: &mut Collector<'_>,
) -> Result<()> {
    // Room for batches of one buffer each: for every thread one that it works
    // on and one that waits. A larger one takes more room, up to all of it, so
    // that memory stays bounded however long lines are.
    let room = 2 * jobs + 1;
    let (give_back, rooms) = channel();
    let (task, tasks) = channel();
    for _ in 0..room {
        // The other end is in hand.
        let _ = give_back.send(());
    }
    let to_stop = task.clone();
    // Not one of the scope below: it may wait for a line that never comes,
    // and the run must be able to end without it.
    thread::Builder::new()
        .name("reader".into())
        .spawn(move || read(feed, &rooms, room, &task, jobs))
        .context("no thread can be started")?;
    let (tasks, stopped) = (Mutex::new(tasks), AtomicBool::new(false));
    let numbers = Numbers { turn: Mutex::new((0, next)), changed: Condvar::new() };
    thread::scope(|scope| {
        let (done, outcomes) = channel();
        let mut result = Ok(());
        for _ in 0..jobs {
            let done = done.clone();
            let (tasks, stopped, numbers) = (&tasks, &stopped, &numbers);
            let job = move || each(tasks, stopped, numbers, work, &done);
            let thread = thread::Builder::new().stack_size(STACK);
            if let Err(error) = thread.spawn_scoped(scope, job) {
                result = Err(error).context("no thread can be started");
                break;
            }
        }
        drop(done);
        let result = result.and_then(|()| collect(&outcomes, &give_back, collector));
        stopped.store(true, Ordering::Relaxed);
        for _ in 0..jobs {
            // Where nobody listens, all have ended already.
            let _ = to_stop.send(Task::End);
        }
        result
    })
}

/// Reads batches while there is room.
fn read(mut feed: Feed, rooms: &Receiver<()>, room: usize, task: &Sender<Task>, jobs: usize) {
    for number in 0.. {
        let batch = match feed.batch() {
            Ok(None) => break,
            Ok(Some(batch)) => Ok(batch),
            Err(error) => Err(error),
        };
        let size = batch.as_ref().map_or(0, Batch::bytes);
        let takes = (1 + size / (2 * BUFFER)).min(room);
        let is_last = batch.is_err();
        if (0..takes).any(|_| rooms.recv().is_err())
            || task.send(Task::Batch(number, takes, batch)).is_err()
        {
            return;
        }
        if is_last {
            break;
        }
    }
    for _ in 0..jobs {
        let _ = task.send(Task::End);
    }
}

/// What one working thread does.
fn each(
    tasks: &Mutex<Receiver<Task>>,
    stopped: &AtomicBool,
    numbers: &Numbers,
    work: &dyn Work,
    done: &Sender<Done>,
) {
    loop {
        let task = {
            let tasks: MutexGuard<'_, _> = tasks.lock().unwrap_or_else(PoisonError::into_inner);
            tasks.recv()
        };
        let Ok(Task::Batch(number, takes, batch)) = task else { return };
        let outcome = match batch {
            Ok(batch) if !stopped.load(Ordering::Relaxed) => {
                process(work, &batch, |count| numbers.take(number, count))
            }
            other => {
                numbers.take(number, 0);
                let mut outcome = Outcome::default();
                outcome.error = other.err();
                outcome
            }
        };
        if done.send((number, takes, outcome)).is_err() {
            return;
        }
    }
}

/// Collects outcomes in the order of their batches.
fn collect(
    outcomes: &Receiver<Done>,
    give_back: &Sender<()>,
    collector: &mut Collector<'_>,
) -> Result<()> {
    let (mut waiting, mut next) = (BTreeMap::new(), 0);
    while let Ok((number, takes, outcome)) = outcomes.recv() {
        waiting.insert(number, (takes, outcome));
        while let Some((takes, outcome)) = waiting.remove(&next) {
            next += 1;
            if let ControlFlow::Break(()) = collector.take(outcome)? {
                return Ok(());
            }
            for _ in 0..takes {
                // The reader has ended: it needs no room.
                let _ = give_back.send(());
            }
        }
    }
    Ok(())
}
