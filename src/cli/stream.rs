//! Pastes -> outcomes. A short input is worked on where it is read; a long one
//! by several threads, so that reading, work and writing overlap. Either way
//! outcomes are collected in the order of the input.

use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;

use anyhow::{Context, Result};

use super::input::{Feed, Handed, is_blank, opened};
use super::outcome::{Collector, Outcome};
use crate::load::input::{BUFFER, Batch};
use crate::token::paste::Paste;

/// What a command makes of pastes.
pub(super) trait Work: Sync {
    /// Leaves those tokens of a paste that are reported on.
    fn choose(&self, _paste: &mut Paste) {}

    /// How many reports there will be: each takes a number.
    fn count(&self, handed: &Handed<'_>) -> usize;

    /// Reports on the tokens of some pastes; `index` is the number of the first.
    ///
    /// # Errors
    /// When the run can't go on.
    fn work(&self, group: &[Handed<'_>], index: usize, outcome: &mut Outcome) -> Result<()>;
}

/// How many tokens take one step of the work together before any takes the
/// next. With more of them, their data stands in the way of the code.
pub(super) const GROUP: usize = 4;

/// Text whose tokens are worked on together at most, in bytes, where it is more
/// than one paste.
const GROUP_BYTES: usize = 1 << 16;

/// Stack of a working thread, in bytes: that of a main thread.
const STACK: usize = 8 << 20;

/// Output of a batch that is held before its turn comes, in bytes: a short line
/// can be answered at length, and memory is not to grow with the answers.
const HELD: usize = 1 << 20;

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
        let first = |count| {
            next += count;
            next - count
        };
        if process(work, &batch, first, &mut |outcome| collector.take(outcome))?.is_break() {
            return Ok(());
        }
        // Whoever fills a buffer has more: only then are threads worth their start.
        if batch.is_full() {
            let jobs = jobs.or_else(|| thread::available_parallelism().ok());
            if let Some(jobs) = jobs.map(NonZeroUsize::get).filter(|jobs| *jobs > 1) {
                return spread(feed, jobs, next, work, collector);
            }
        }
    }
    Ok(())
}

/// Works through one batch; `first` takes numbers for so many tokens, `hand_on`
/// takes what came of it, part by part, and tells whether there is to be more.
fn process(
    work: &dyn Work,
    batch: &Batch,
    first: impl FnOnce(usize) -> usize,
    hand_on: &mut dyn FnMut(Outcome) -> Result<ControlFlow<()>>,
) -> Result<ControlFlow<()>> {
    let (mut handed, mut passed_over) = (Vec::new(), 0);
    for (line, piece) in batch.numbered().filter(|(_, piece)| !is_blank(piece)) {
        match opened(piece) {
            Some((mut paste, too_long)) => {
                let all = paste.found.len();
                work.choose(&mut paste);
                let others = all - paste.found.len();
                handed.push(Handed { paste, others, too_long, line, file: batch.file() });
            }
            None => passed_over += 1,
        }
    }
    let count = |some: &[Handed<'_>]| some.iter().map(|one| work.count(one)).sum();
    let mut index = first(count(&handed));
    let mut outcome = Outcome::of(handed.len(), passed_over);
    let mut rest = handed.as_slice();
    while !rest.is_empty() {
        let (group, behind) = rest.split_at(together(rest));
        outcome.error = work.work(group, index, &mut outcome).err();
        if outcome.error.is_some() || outcome.stop {
            break;
        }
        (index, rest) = (index + count(group), behind);
        if let Some(part) = outcome.part()
            && hand_on(part)?.is_break()
        {
            return Ok(ControlFlow::Break(()));
        }
    }
    hand_on(outcome)
}

/// How many of the first are worked on together.
fn together(handed: &[Handed<'_>]) -> usize {
    let mut bytes = 0;
    let fits = |one: &&Handed<'_>| {
        let before = bytes;
        bytes += one.paste.found.iter().map(|found| found.raw.expose().len()).sum::<usize>();
        before == 0 || bytes <= GROUP_BYTES
    };
    handed.iter().take(GROUP).take_while(fits).count()
}

/// What the threads that work are told.
enum Task {
    /// A batch with its number, and how much room it takes.
    Batch(usize, usize, Result<Batch>),
    /// There is nothing more to do.
    End,
}

/// What they tell, with the number of the batch.
enum Told {
    /// A part of what came of it.
    Part(usize, Outcome),
    /// That was all; the room that it took.
    All(usize, usize),
    /// It takes all the room: then it is worked on where outcomes are
    /// collected, so that not every thread comes to hold the memory of one.
    Large(usize, usize, Batch),
}

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

/// The batch whose outcome is being written.
#[derive(Default)]
struct Writing {
    batch: Mutex<usize>,
    changed: Condvar,
}

impl Writing {
    fn now(&self, batch: usize) {
        *self.batch.lock().unwrap_or_else(PoisonError::into_inner) = batch;
        self.changed.notify_all();
    }

    /// Waits until the outcome of the batch is being written, or nothing is any more.
    fn wait_for(&self, batch: usize) {
        let mut now = self.batch.lock().unwrap_or_else(PoisonError::into_inner);
        while *now < batch {
            now = self.changed.wait(now).unwrap_or_else(PoisonError::into_inner);
        }
    }
}

/// What the threads share.
struct Shared<'a> {
    work: &'a dyn Work,
    tasks: Mutex<Receiver<Task>>,
    numbers: Numbers,
    writing: Writing,
    stopped: AtomicBool,
    /// All the room there is.
    room: usize,
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
    let shared = Shared {
        work,
        tasks: Mutex::new(tasks),
        numbers: Numbers { turn: Mutex::new((0, next)), changed: Condvar::new() },
        writing: Writing::default(),
        stopped: AtomicBool::new(false),
        room,
    };
    thread::scope(|scope| {
        let (tell, told) = sync_channel(room);
        let mut result = Ok(());
        for _ in 0..jobs {
            let (tell, shared) = (tell.clone(), &shared);
            let thread = thread::Builder::new().stack_size(STACK);
            if let Err(error) = thread.spawn_scoped(scope, move || each(shared, &tell)) {
                result = Err(error).context("no thread can be started");
                break;
            }
        }
        drop(tell);
        let result = result.and_then(|()| collect(&told, &give_back, &shared, collector));
        // Whoever waits for something goes on, and finds nobody to tell it to.
        drop(told);
        shared.stopped.store(true, Ordering::Relaxed);
        shared.writing.now(usize::MAX);
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
fn each(shared: &Shared<'_>, tell: &SyncSender<Told>) {
    loop {
        let task = {
            let tasks: MutexGuard<'_, _> =
                shared.tasks.lock().unwrap_or_else(PoisonError::into_inner);
            tasks.recv()
        };
        let Ok(Task::Batch(number, takes, batch)) = task else { return };
        let told = match batch {
            Ok(batch) if shared.stopped.load(Ordering::Relaxed) => {
                drop(batch);
                shared.numbers.take(number, 0);
                Ok(())
            }
            Ok(batch) if takes == shared.room => tell.send(Told::Large(number, takes, batch)),
            Ok(batch) => {
                let mut held = 0;
                let hand_on = &mut |outcome: Outcome| {
                    held += outcome.bytes();
                    // What is too much to be held waits here for its turn.
                    if held > HELD {
                        shared.writing.wait_for(number);
                    }
                    let gone = tell.send(Told::Part(number, outcome)).is_err();
                    Ok(if gone { ControlFlow::Break(()) } else { ControlFlow::Continue(()) })
                };
                let first = |count| shared.numbers.take(number, count);
                // Telling never fails with an error of its own.
                let _ = process(shared.work, &batch, first, hand_on);
                tell.send(Told::All(number, takes))
            }
            Err(error) => {
                shared.numbers.take(number, 0);
                // The run ends with this part: nobody waits for the rest.
                tell.send(Told::Part(number, Outcome::failed(error)))
            }
        };
        if told.is_err() {
            return;
        }
    }
}

/// What is known of a batch whose turn has not come.
#[derive(Default)]
struct Waiting {
    parts: Vec<Outcome>,
    /// The room to give back, once that is all.
    takes: Option<usize>,
    large: Option<Batch>,
}

/// Collects outcomes in the order of their batches.
fn collect(
    told: &Receiver<Told>,
    give_back: &Sender<()>,
    shared: &Shared<'_>,
    collector: &mut Collector<'_>,
) -> Result<()> {
    let (mut waiting, mut next) = (BTreeMap::<usize, Waiting>::new(), 0);
    while let Ok(news) = told.recv() {
        match news {
            Told::Part(number, outcome) => {
                waiting.entry(number).or_default().parts.push(outcome);
            }
            Told::All(number, takes) => waiting.entry(number).or_default().takes = Some(takes),
            Told::Large(number, takes, batch) => {
                let one = waiting.entry(number).or_default();
                (one.takes, one.large) = (Some(takes), Some(batch));
            }
        }
        while let Some(one) = waiting.get_mut(&next) {
            for outcome in one.parts.drain(..) {
                if collector.take(outcome)?.is_break() {
                    return Ok(());
                }
            }
            if let Some(batch) = one.large.take() {
                let first = |count| shared.numbers.take(next, count);
                let hand_on = &mut |outcome| collector.take(outcome);
                if process(shared.work, &batch, first, hand_on)?.is_break() {
                    return Ok(());
                }
            }
            let Some(takes) = one.takes else { break };
            waiting.remove(&next);
            next += 1;
            shared.writing.now(next);
            for _ in 0..takes {
                // The reader has ended: it needs no room.
                let _ = give_back.send(());
            }
        }
    }
    Ok(())
}
