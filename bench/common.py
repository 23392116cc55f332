"""What the measurements share: the build, the inputs, the commands, the meters."""

import hashlib
import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
TARGET = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")).resolve()
WORK = TARGET / "bench"
TOKCHECK = TARGET / "release" / "tokcheck"

# The instant for which the tokens are made and judged.
NOW = "1800000000"
AUDIENCE = "https://orders.example.com"


def run(*command, **options):
    """Runs a command of the preparations; it has to succeed."""
    return subprocess.run([str(part) for part in command], check=True, **options)


def output(*command, **options):
    """What a command of the preparations prints."""
    return run(*command, capture_output=True, text=True, **options).stdout


def build():
    """The binary as it is shipped."""
    run("cargo", "build", "--release", "--quiet", "--bin", "tokcheck", cwd=ROOT)


def inputs(name, count):
    """The folder of that name with streams of so many tokens, made where it is absent or old."""
    folder = WORK / name
    made_by = b"".join((HERE / source).read_bytes() for source in ("inputs.rs", "tokens.rs"))
    stamp = f"{count} {NOW} {hashlib.sha256(made_by).hexdigest()}\n"
    stamped = folder / "stamp"
    if not stamped.exists() or stamped.read_text() != stamp:
        shutil.rmtree(folder, ignore_errors=True)
        example = ("cargo", "run", "--quiet", "--example", "bench_inputs", "--")
        run(*example, folder, count, NOW, cwd=ROOT)
        stamped.write_text(stamp)
    return folder


def first_token(folder, alg):
    with open(folder / f"{alg}.txt") as stream:
        return stream.readline().strip()


def shown(alg):
    """A stream as it is called in tables."""
    return {"eddsa": "EdDSA", "mixed": "mixed"}.get(alg, alg.upper())


def keys(alg):
    """Where tokens of that algorithm find their key, in the folder of the inputs."""
    return ("--secret", "@secret.txt") if alg == "hs256" else ("--jwks", "jwks.json")


def tokcheck(question, alg, *more):
    """A command line over what stands in the folder of the inputs."""
    expected = ()
    if question in ("verify", "explain"):
        expected = (*keys(alg), "--audience", AUDIENCE, "--no-config")
    return (str(TOKCHECK), question, *expected, "--at", NOW, *more)


def jobs(question, count):
    """The flags for so many threads; `None` where there is no choice."""
    if "--jobs" in output(TOKCHECK, question, "--help"):
        return ("--jobs", str(count))
    return () if count == 1 else None


def compiled(name):
    """A small C program of this folder, static so that no loader is measured."""
    program, source = WORK / name, HERE / f"{name}.c"
    if not program.exists() or program.stat().st_mtime < source.stat().st_mtime:
        WORK.mkdir(parents=True, exist_ok=True)
        run(os.environ.get("CC", "cc"), "-O2", "-static", "-o", program, source)
    return program


def instructions(command, folder):
    """User instructions of a run, in an environment that is the same everywhere."""
    valgrind = shutil.which("valgrind")
    if valgrind is None:
        return None
    callgrind = (valgrind, "--tool=callgrind", "--callgrind-out-file=/dev/null")
    done = subprocess.run([*callgrind, *command], cwd=folder, env={}, stdin=subprocess.DEVNULL,
                          stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    counted = re.search(r"Collected : (\d+)", done.stderr)
    if done.returncode != 0 or counted is None:
        raise SystemExit(f"{' '.join(command[1:3])} failed under valgrind:\n{done.stderr}")
    return int(counted[1])


@dataclass
class Taken:
    """What one run took: seconds, and MB at the peak."""
    wall: float
    cpu: float
    peak: float


def measured(command, folder, stdin=None, wanted_exit=0):
    """Runs a command in the folder and measures it."""
    done = subprocess.run([compiled("measure"), *command], cwd=folder, env={},
                          stdin=stdin or subprocess.DEVNULL, capture_output=True, text=True)
    wall, cpu, peak, code = map(float, done.stdout.split())
    if code != wanted_exit:
        raise SystemExit(f"{' '.join(command[1:3])} ended with {code:.0f}:\n{done.stderr[:2000]}")
    return Taken(wall, cpu, peak * 1024 / 1e6)


def best(commands, folder, rounds):
    """The best of some rounds for each command of a mapping, run in turns."""
    found = {}
    for _ in range(rounds):
        for name, command in commands.items():
            taken = measured(command, folder)
            so_far = found.get(name, taken)
            found[name] = Taken(min(taken.wall, so_far.wall), min(taken.cpu, so_far.cpu),
                                max(taken.peak, so_far.peak))
    return found
