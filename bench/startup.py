"""Start-up: one token, beside the peers and beside a program that does nothing."""

import json
import shlex
import shutil
from pathlib import Path
from statistics import median

import common
from report import Section, at_most, table

PEERS = {"jwt": ("jwt-cli", "6.2.0"), "jwtinfo": ("jwtinfo", "0.7.0")}
HYPERFINE = "1.20.0"
NOTHING = "a program that does nothing"
# What is done, by whom: the first is ours, the others are peers that do the same.
DUELS = {
    "decode": ("tokcheck decode", "jwtinfo", "jwt decode"),
    "verify RS256": ("tokcheck verify RS256", "jwt decode RS256"),
    "verify HS256": ("tokcheck verify HS256", "jwt decode HS256"),
}


def installed(program, crate, version, folder):
    """A program out of cargo's registry, kept in the target folder."""
    root = common.WORK / folder
    path = root / "bin" / program
    if not path.exists():
        common.run("cargo", "install", crate, "--version", version, "--locked", "--root", root)
    return str(path)


def commands(folder):
    """Names and command lines; each ends with 0."""
    peer = {name: installed(name, *crate, "peers") for name, crate in PEERS.items()}
    rs256, hs256 = (common.first_token(folder, alg) for alg in ("rs256", "hs256"))
    jwt = (peer["jwt"], "decode")
    return {
        NOTHING: (str(common.compiled("nothing")),),
        "true, which has a loader": (shutil.which("true"),),
        "tokcheck decode": common.tokcheck("decode", "rs256", rs256),
        "jwtinfo": (peer["jwtinfo"], rs256),
        "jwt decode": (*jwt, rs256),
        "tokcheck verify RS256": common.tokcheck("verify", "rs256", rs256),
        "jwt decode RS256": (*jwt, "--secret", "@jwks.json", "--alg", "RS256", rs256),
        "tokcheck verify HS256": common.tokcheck("verify", "hs256", hs256),
        "jwt decode HS256": (*jwt, "--secret", "@secret.txt", "--alg", "HS256", hs256),
    }


def walls(lines, folder, rounds, runs):
    """Wall times in ms of each command, in turns so that all see the same neighbours."""
    hyperfine = shutil.which("hyperfine") or installed("hyperfine", "hyperfine", HYPERFINE, "tools")
    answer = common.WORK / "hyperfine.json"
    times = {name: [] for name in lines}
    for _ in range(rounds):
        for name, line in lines.items():
            # Its talk is of outliers, which is why there are rounds.
            common.output(hyperfine, "-N", "--style", "none", "--warmup", 3, "--runs", runs,
                          "--export-json", answer, shlex.join(line), cwd=folder, env={})
            taken = json.loads(answer.read_text())["results"][0]["times"]
            times[name] += [1000 * each for each in taken]
    return times


def measure(folder, quick):
    lines = commands(folder)
    times = walls(lines, folder, *((3, 20) if quick else (12, 40)))
    least = {name: min(each) for name, each in times.items()}
    counts = {name: common.instructions(line, folder) for name, line in lines.items()}
    peaks = {name: taken.peak for name, taken in common.best(lines, folder, 5).items()}
    sizes = {name: Path(line[0]).stat().st_size / 1e6 for name, line in lines.items()}
    rows = [(name, f"{least[name]:.2f}", f"{median(times[name]):.2f}",
             f"{least[name] / least[NOTHING]:.2f}",
             "-" if counts[name] is None else f"{counts[name] / 1e6:.2f}",
             f"{peaks[name]:.1f}", f"{sizes[name]:.1f}") for name in lines]
    section = Section("Start-up", table(
        ("command", "min ms", "median ms", "min, times nothing", "million instructions",
         "peak MB", "binary MB"), rows))
    for question, (ours, *theirs) in DUELS.items():
        at_most(section, f"{question}, one token: wall, fastest peer = 1",
                least[ours] / min(least[peer] for peer in theirs), 1, "{:.2f}")
        if counts[ours] is not None:
            at_most(section, f"{question}, one token: instructions, fastest peer = 1",
                    counts[ours] / min(counts[peer] for peer in theirs), 1, "{:.2f}")
    at_most(section, "decode, one token: wall, doing nothing = 1",
            least["tokcheck decode"] / least[NOTHING], 1.5, "{:.2f}")
    ours = [name for name in lines if name.startswith("tokcheck")]
    at_most(section, "peak memory of one token", max(peaks[name] for name in ours), 4, "{:.1f} MB")
    at_most(section, "size of the binary", sizes["tokcheck decode"], 8, "{:.1f} MB")
    return section
