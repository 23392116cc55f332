"""Streams: tokens a second, beside what openssl makes of the same algorithm."""

import subprocess

import common
from report import Section, at_least, table

# Tokens in the stream of a name.
COUNT = 20_000
# How often a stream is repeated, so that each run takes a while.
VERIFIED = {"rs256": 3, "es256": 1, "eddsa": 2, "hs256": 5, "mixed": 3}
READ = 5
# Not all of the mixed stream is accepted, as it should be.
OUTPUT = ("--json", "--exit-zero")
# Tokens a CPU second of one thread, openssl = 1: what is wanted, and what is aimed for.
WANTED = {"rs256": (0.75, " (aim 0.90)"), "es256": (1.0, ""), "eddsa": (1.8, ""),
          "hs256": (0.2, "")}
# Tokens a second on two cores.
WANTED_READ = {"decode": 250_000, "classify": 150_000}


def openssl(seconds, message):
    """Signatures that openssl checks a CPU second; HMAC over so many bytes."""
    def rates(*algorithms):
        speed = common.run("openssl", "speed", "-mr", "-seconds", seconds, *algorithms, text=True,
                           stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout
        lines = (line.split(":") for line in speed.splitlines() if line.startswith("+F"))
        # Of a signature the last column is the rate of checks, of a hash bytes a second.
        return {columns[0]: float(columns[-1]) for columns in lines}

    signed = rates("rsa2048", "ecdsap256", "ed25519")
    hashed = rates("-bytes", message, "-hmac", "sha256")
    return {"rs256": signed["+F2"], "es256": signed["+F4"], "eddsa": signed["+F6"],
            "hs256": hashed["+F"] / message}


def repeated(folder, name, times):
    """The stream of that name, so many times over."""
    path = folder / f"{name}-x{times}.txt"
    if not path.exists():
        path.write_bytes((folder / f"{name}.txt").read_bytes() * times)
    return path.name


def commands(folder, quick):
    """Command lines by question, stream and threads, and how many tokens are in each stream."""
    asked = [("verify", alg, times) for alg, times in VERIFIED.items()]
    asked += [(question, "rs256", READ) for question in WANTED_READ]
    lines, lengths = {}, {}
    for question, alg, times in asked:
        times = 1 if quick else times
        stream = repeated(folder, alg, times)
        lengths[question, alg] = times * COUNT
        for threads in (1, 2):
            flags = common.jobs(question, threads)
            if flags is not None:
                line = common.tokcheck(question, alg, *OUTPUT, *flags, stream)
                lines[question, alg, threads] = line
    return lines, lengths


def measure(folder, quick):
    message = len(common.first_token(folder, "hs256").rpartition(".")[0])
    seconds = 1 if quick else 3
    lines, lengths = commands(folder, quick)
    before = openssl(seconds, message)
    taken = common.best(lines, folder, 1 if quick else 9)
    after = openssl(seconds, message)
    # The better one, as the best round counts above.
    limit = {alg: max(before[alg], after[alg]) for alg in before}
    wall = {name: lengths[name[:2]] / each.wall for name, each in taken.items()}
    core = {name: lengths[name[:2]] / each.cpu for name, each in taken.items()}

    def row(name):
        question, alg, threads = name
        of_limit = ["-", "-"]
        if question == "verify" and alg in limit:
            of_limit = [f"{rate[name] / limit[alg]:.2f}" for rate in (core, wall)]
        return (f"{question} --json, {common.shown(alg)}", threads, f"{lengths[question, alg]:,}",
                f"{wall[name]:,.0f}", f"{core[name]:,.0f}", f"{taken[name].cpu:.2f}", *of_limit,
                f"{wall[name] / wall[question, alg, 1]:.2f}", f"{taken[name].peak:.1f}")

    header = ("command", "threads", "tokens", "tokens/s", "tokens a CPU s", "CPU s",
              "CPU, openssl = 1", "wall, openssl = 1", "wall, one thread = 1", "peak MB")
    limits = [(f"openssl {common.shown(alg)}", f"{before[alg]:,.0f}", f"{after[alg]:,.0f}")
              for alg in limit]
    of_openssl = table(("checked a CPU second", "before", "after"), limits)
    section = Section("Streams", f"{table(header, map(row, taken))}\n{of_openssl}")
    for alg, (wanted, aim) in WANTED.items():
        at_least(section, f"verify --json, {common.shown(alg)}: tokens a CPU second, openssl = 1",
                 core["verify", alg, 1] / limit[alg], wanted, "{:.2f}", aim)
    if ("verify", "rs256", 2) in taken:
        at_least(section, "verify --json, RS256: tokens a second of two threads, one = 1",
                 wall["verify", "rs256", 2] / wall["verify", "rs256", 1], 1.8, "{:.2f}")
    for question, wanted in WANTED_READ.items():
        name = max(name for name in taken if name[0] == question)
        at_least(section, f"{question} --json: tokens a second, threads: {name[-1]}", wall[name],
                 wanted, "{:,.0f}")
    return section
