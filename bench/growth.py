"""Growth: twice the tokens, longer tokens, one absurd line, a million tokens."""

import subprocess
from statistics import median

import common
from report import Section, at_most, table
from streams import COUNT, repeated

# What is doubled: question and stream, and how often the stream is repeated at first.
DOUBLED = (("decode", "rs256", 5), ("classify", "rs256", 5), ("verify", "rs256", 1),
           ("verify", "hs256", 2))
SIZES = [1 << power for power in range(11)]
ABSURD = 100_000_000


def line(question, alg, stream):
    """One thread over a stream."""
    flags = common.jobs(question, 1)
    return common.tokcheck(question, alg, "--json", "--lines", *flags, stream)


def doubling(folder, rounds):
    """What twice the tokens take, once = 1: wall and CPU; and the memory of both."""
    lines = {}
    for question, alg, times in DOUBLED:
        for factor in (1, 2):
            stream = repeated(folder, alg, factor * times)
            lines[question, alg, factor] = line(question, alg, stream)
    for question, alg, times in DOUBLED:
        # One after the other, and the median of their ratios: the best round would favour the
        # shorter run, which finds a quiet moment more often.
        pairs = [[common.measured(lines[question, alg, factor], folder) for factor in (1, 2)]
                 for _ in range(rounds)]
        ratios = (median(twice.wall / once.wall for once, twice in pairs),
                  median(twice.cpu / once.cpu for once, twice in pairs))
        peaks = [max(each.peak for each in column) for column in zip(*pairs)]
        yield f"{question} --json, {common.shown(alg)}", times * COUNT, ratios, peaks


def sizes(folder, total, rounds):
    """CPU nanoseconds a byte, and peak MB, for tokens of each size in kB."""
    questions, lines = ("decode", "verify"), {}
    for size in SIZES:
        stream = repeated(folder, f"size-{size}", total // (1000 * size))
        for question in questions:
            lines[question, size] = line(question, "hs256", stream)
    taken = common.best(lines, folder, rounds)
    for size in SIZES:
        length = (folder / lines["decode", size][-1]).stat().st_size
        of_size = [taken[question, size] for question in questions]
        costs = (1e9 * each.cpu / length for each in of_size)
        yield size, *costs, *(each.peak for each in of_size)


def absurd(folder):
    """Peak MB over a line that is longer than any token, and whether all others are judged."""
    stream = folder / "absurd.txt"
    tokens = b"".join((folder / "hs256.txt").read_bytes().splitlines(keepends=True)[:1000])
    if not stream.exists():
        stream.write_bytes(tokens + b"a" * ABSURD + b"\n" + tokens)
    command = line("verify", "hs256", stream.name)
    peak = common.measured(command, folder, wanted_exit=1).peak
    told = subprocess.run(command, cwd=folder, env={}, capture_output=True).stdout
    return peak, told.count(b"\n") == 2001 and told.count(b'"root_cause":"ok"') == 2000


def many(folder, tokens):
    """What decoding so many tokens out of a pipe takes."""
    stream = [folder / "rs256.txt"] * (tokens // COUNT)
    flags = common.jobs("decode", 2) or ()
    with subprocess.Popen(["cat", *stream], stdout=subprocess.PIPE) as cat:
        command = common.tokcheck("decode", "rs256", "--json", "--lines", *flags)
        return common.measured(command, folder, stdin=cat.stdout)


def measure(folder, quick):
    doubled = list(doubling(folder, 3 if quick else 15))
    sized = list(sizes(folder, 4_000_000 if quick else 32_000_000, 1 if quick else 3))
    peak, goes_on = absurd(folder)
    tokens = 200_000 if quick else 1_000_000
    million = many(folder, tokens)
    twice = table(
        ("twice the tokens", "once", "wall, once = 1", "CPU, once = 1", "peak MB, once",
         "peak MB, twice"),
        [(name, f"{count:,}", *(f"{ratio:.2f}" for ratio in ratios), *(f"{mb:.1f}" for mb in peaks))
         for name, count, ratios, peaks in doubled])
    longer = table(
        ("kB a token", "decode, ns a byte", "verify HS256, ns a byte", "decode, peak MB",
         "verify, peak MB"),
        [(size, *(f"{figure:.1f}" for figure in figures)) for size, *figures in sized])
    extremes = table(("a stream", "wall s", "CPU s", "peak MB"), [
        (f"decode --json, {tokens:,} tokens", f"{million.wall:.2f}", f"{million.cpu:.2f}",
         f"{million.peak:.1f}"),
        (f"verify --json, a line of {ABSURD // 1_000_000} MB between 2,000 tokens", "-", "-",
         f"{peak:.1f}")])
    section = Section("Growth", "\n".join((twice, longer, extremes)))
    for name, _, (_, cpu), _ in doubled:
        at_most(section, f"{name}: CPU of twice the tokens, once = 1", cpu, 2.1, "{:.2f}")
    at_most(section, f"decode --json, {tokens:,} tokens: peak memory", million.peak, 32,
            "{:.1f} MB")
    section.target("the stream goes on after the line of 100 MB", "yes" if goes_on else "no", "yes",
                   goes_on)
    return section
