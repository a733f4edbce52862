"""Compares the speed of Terrier with the same work in Python polars, and pandas where there is one.

    python3 benches/compare.py [--sites N] [--folder DIR] [--runs N]
                               [--terrier PATH] [--python PATH]

The work is to load, measure, score and rank a synthetic estate and to write `ranking.csv`: for
Terrier `terrier rank --measures-only --format csv`, with its row-level checks; for the peers
`peer_polars.py` and `peer_pandas.py`, without. Each run is a process of its own, so that start-up counts on both sides.
The estate is made by `cargo run --release --bin generate` unless DIR holds it already. The
programs run in turn, once to see that all write the same rows, then `--runs` times for the clock.
Nobody works out places, lettings and options; with `--options` Terrier is timed with them too, as a
program of its own whose ranking is another one and is held against none.
What is printed is the medians by the wall clock, their ratio, and the highest peak of memory. The
medians of processor time stand beside them, as a machine that is busy otherwise blurs the clock;
from one machine to another only ratios mean anything.

Exits with 0, also when it skips because Python has no polars; with 1 if the outputs differ; with 2
if it could not run.
"""

import argparse
import csv
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BENCHES = ROOT / "benches"
SNAPSHOT = "2020-03-31"  # the folder that `generate synthetic` writes


class CouldNotRun(Exception):
    """Why nothing could be compared."""


@dataclass
class Program:
    """A program to run, and what its timed runs took."""

    name: str
    command: list[str]
    """With `{snapshot}` and `{out}` to fill in; without `{out}` the ranking comes on stdout."""
    seconds: list[float] = field(default_factory=list)
    """Of each run, by the wall clock."""
    processor: list[float] = field(default_factory=list)
    """Seconds of each run on all processors together."""
    peaks: list[int] = field(default_factory=list)
    """Highest resident memory of each run, in bytes."""
    is_peer: bool = True
    """Whether it writes the ranking that all write."""

    def run(self, snapshot: Path, out: Path, *, timed: bool) -> None:
        """Runs it once, and keeps what it took if it is timed."""
        command = [part.format(snapshot=snapshot, out=out) for part in self.command]
        flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
        log = out.with_suffix(".log")
        into = os.devnull if "{out}" in self.command else str(out)
        actions = [
            (os.POSIX_SPAWN_OPEN, 1, into, flags, 0o644),
            (os.POSIX_SPAWN_OPEN, 2, str(log), flags, 0o644),
        ]
        start = time.perf_counter()
        process = os.posix_spawnp(command[0], command, os.environ, file_actions=actions)
        _, status, usage = os.wait4(process, 0)
        seconds = time.perf_counter() - start
        if os.waitstatus_to_exitcode(status) != 0:
            last_words = log.read_text(encoding="utf-8", errors="replace")[-2000:]
            raise CouldNotRun(f"{self.name} did not end well:\n{last_words}")
        if timed:
            self.seconds.append(seconds)
            self.processor.append(usage.ru_utime + usage.ru_stime)
            self.peaks.append(usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024))


def arguments() -> argparse.Namespace:
    """Reads the command line."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument(
        "--sites", type=int, default=100_000, metavar="N", help="sites of the estate"
    )
    parser.add_argument(
        "--folder", type=Path, metavar="DIR", help="where the estate is, or is made"
    )
    parser.add_argument(
        "--runs", type=int, default=5, metavar="N", help="timed runs of each program"
    )
    parser.add_argument(
        "--options", action="store_true", help="time Terrier with lettings and options too"
    )
    parser.add_argument("--terrier", type=Path, metavar="PATH", help="a binary to use as it is")
    parser.add_argument("--python", default=sys.executable, metavar="PATH", help="runs the peers")
    args = parser.parse_args()
    if args.sites < 1 or args.runs < 1:
        parser.error("--sites and --runs are at least 1")
    return args


def cargo(*words: str) -> None:
    """Runs cargo in the project's folder, its output on stderr."""
    if shutil.which("cargo") is None:
        raise CouldNotRun("cargo is not to be found; install Rust, or name a binary with --terrier")
    command = ["cargo", *words]
    if subprocess.run(command, cwd=ROOT, stdout=sys.stderr, check=False).returncode != 0:
        raise CouldNotRun(f"`{' '.join(command)}` failed")


def terrier(given: Path | None) -> str:
    """Returns the path of the program, built for release unless one is given."""
    if given is not None:
        if not given.is_file():
            raise CouldNotRun(f"no such binary: {given}")
        return str(given.resolve())
    cargo("build", "--release", "--bin", "terrier")
    target = ROOT / os.environ.get("CARGO_TARGET_DIR", "target")
    return str(target / "release" / "terrier")


def estate(root: Path, sites: int) -> Path:
    """Returns the snapshot of a synthetic estate, made unless it is there already."""
    snapshot = root / SNAPSHOT
    if not snapshot.exists():
        # Made aside and moved in whole, so that a broken run leaves no half of an estate.
        root.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=root, prefix="making-") as aside:
            cargo("run", "--release", "--bin", "generate", "--", "synthetic", str(sites), aside)
            os.rename(Path(aside) / SNAPSHOT, snapshot)
    with open(snapshot / "sites.csv", "rb") as table:
        found = sum(1 for _ in table) - 1
    if found != sites:
        raise CouldNotRun(f"{snapshot} holds {found:,} sites, not {sites:,}; name another folder")
    return snapshot


def has(python: str, module: str) -> bool:
    """Tells whether a Python can be run and has a module."""
    try:
        done = subprocess.run([python, "-c", f"import {module}"], capture_output=True, check=False)
    except OSError:
        return False
    return done.returncode == 0


def compare(programs: list[Program], snapshot: Path, runs: int, work: Path) -> bool:
    """Runs the programs in turn; tells whether all write what the first writes."""
    outs = [work / f"{program.name}.csv" for program in programs]
    for program, out in zip(programs, outs):
        print(f"{program.name} writes its ranking", file=sys.stderr, flush=True)
        program.run(snapshot, out, timed=False)
    for program, out in zip(programs[1:], outs[1:]):
        if program.is_peer and rows(outs[0]) != rows(out):
            print(f"{programs[0].name} and {program.name} write different rankings:")
            print(first_difference(outs[0], out))
            return False
    for run in range(runs):
        for program, out in zip(programs, outs):
            program.run(snapshot, out, timed=True)
            took = f"{program.name} {program.seconds[-1]:.2f} s"
            print(f"run {run + 1}: {took}", file=sys.stderr, flush=True)
    return True


def rows(path: Path) -> list[list[str]]:
    """Returns the rows of a ranking."""
    with open(path, encoding="utf-8", newline="") as lines:
        return list(csv.reader(lines))


def first_difference(one: Path, other: Path) -> str:
    """Returns the first two lines that differ."""
    lines = [[",".join(row) for row in rows(path)] for path in (one, other)]
    for at, (left, right) in enumerate(zip(*lines), start=1):
        if left != right:
            return f"line {at}\n  {left}\n  {right}"
    return f"{len(lines[0])} lines against {len(lines[1])}"


def report(programs: list[Program], snapshot: Path, sites: int) -> None:
    """Prints ratios, medians and peaks."""
    size = sum(table.stat().st_size for table in snapshot.iterdir())
    runs = len(programs[0].seconds)
    print(f"{sites:,} synthetic sites, {size / 1e6:,.0f} MB; the same ranking without lettings and options")
    print(
        f"{'':<18}{f'median of {runs}':>13}{'least':>10}{'most':>10}{'processor':>12}{'peak':>10}"
    )
    for program in programs:
        seconds = program.seconds
        median, least, most, processor = (
            f"{value:.2f} s"
            for value in (
                statistics.median(seconds),
                min(seconds),
                max(seconds),
                statistics.median(program.processor),
            )
        )
        peak = f"{max(program.peaks) / 1e9:.2f} GB"
        print(f"{program.name:<18}{median:>13}{least:>10}{most:>10}{processor:>12}{peak:>10}")
    own = programs[0]
    for peer in programs[1:]:
        time_ratio = statistics.median(own.seconds) / statistics.median(peer.seconds)
        work_ratio = statistics.median(own.processor) / statistics.median(peer.processor)
        memory_ratio = max(own.peaks) / max(peer.peaks)
        print(
            f"{own.name} ÷ {peer.name}: {time_ratio:.2f} of the time, "
            f"{work_ratio:.2f} of the processor time, {memory_ratio:.2f} of the memory"
        )


def main() -> int:
    """Compares, and returns the exit code."""
    args = arguments()
    if not has(args.python, "polars"):
        print(
            "skipped: nothing was compared, as this Python has no polars; "
            "`pip install polars` (and pandas, if you like), or name another with --python"
        )
        return 0
    peers = ["polars"]
    if has(args.python, "pandas"):
        peers.append("pandas")
    else:
        print("pandas is left out: this Python has none; `pip install pandas`")
    try:
        with tempfile.TemporaryDirectory(prefix="terrier-compare-") as work:
            rank = [terrier(args.terrier), "rank", "{snapshot}", "--format", "csv"]
            programs = [Program("terrier", [*rank, "--measures-only"])]
            if args.options:
                programs.append(Program("terrier (options)", rank, is_peer=False))
            for peer in peers:
                script = str(BENCHES / f"peer_{peer}.py")
                programs.append(Program(peer, [args.python, script, "{snapshot}", "{out}"]))
            snapshot = estate((args.folder or Path(work) / "estate").resolve(), args.sites)
            if not compare(programs, snapshot, args.runs, Path(work)):
                return 1
            report(programs, snapshot, args.sites)
    except (CouldNotRun, OSError) as error:
        print(f"could not run: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
