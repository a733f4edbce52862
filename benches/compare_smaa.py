"""Compares Terrier's count of the places that drawn weights give with numpy in one run.

    python3 benches/compare_smaa.py [--runs N] [--bench FILE]

Runs `cargo bench --bench smaa`, which draws 10,000 weightings for 1,000 alternatives by 8 criteria and
counts every place of every alternative, and writes the values and the counts down. Then numpy does
the same with the same values: draws, a product of matrices, a sort, a count. The counts must agree
within the error of so many draws. From one machine to another only ratios mean anything.

Needs `pip install numpy`. Exits with 0, also when it skips because Python has no numpy; with 1 if
the counts differ by more than chance; with 2 if it could not run.
"""

import argparse
import re
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LINE = re.compile(r"^(?P<what>.+): (?P<millis>[0-9.]+) ms")
DRAWS = 10_000
BENCH = ["cargo", "bench", "--bench", "smaa", "--"]


def bench(command: list[str], table: Path) -> dict[str, float]:
    """Runs the bench; returns Terrier's milliseconds by what was timed."""
    command = [*command, "--table", str(table)]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
    found = (LINE.match(line) for line in done.stdout.splitlines())
    return {line["what"]: float(line["millis"]) for line in found if line}


def read(path: Path) -> dict[str, list[list[str]]]:
    """Reads what the bench wrote, by the first word of a line."""
    rows: dict[str, list[list[str]]] = {"values": [], "counts": []}
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            name, *cells = line.split()
            rows[name].append(cells)
    return rows


def main() -> int:
    """Compares, and returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--runs", type=int, default=5, metavar="N", help="timed runs of numpy")
    parser.add_argument("--bench", metavar="FILE", help="a bench that is built already")
    given = parser.parse_args()
    try:
        import numpy as np
    except ImportError:
        print("skipped: nothing was compared, as this Python has no numpy; `pip install numpy`")
        return 0
    try:
        with tempfile.TemporaryDirectory(prefix="terrier-smaa-") as work:
            table = Path(work) / "table.txt"
            own = bench([str(Path(given.bench).resolve())] if given.bench else BENCH, table)
            rows = read(table)
    except (OSError, subprocess.CalledProcessError) as error:
        print(f"could not run: {error}", file=sys.stderr)
        return 2
    values = np.array(rows["values"], float)
    counts = np.array(rows["counts"], int)
    alternatives, criteria = values.shape
    places = np.arange(alternatives)
    random = np.random.default_rng(1)
    times = []
    for _ in range(max(1, given.runs)):
        start = time.perf_counter()
        weights = random.dirichlet(np.ones(criteria), DRAWS)
        order = np.argsort(-(weights @ values.T), axis=1)
        cells = (order * alternatives + places).ravel()
        peer = np.bincount(cells, minlength=alternatives**2).reshape(alternatives, -1)
        times.append(time.perf_counter() - start)
    millis = statistics.median(times) * 1e3
    for name, own_millis in own.items():
        line = f"{name}: terrier {own_millis:.1f} ms"
        if "gaps" not in name:
            line += f", numpy {millis:.1f} ms; terrier ÷ numpy: {own_millis / millis:.2f}"
        print(line)

    # Two samples of one share p differ by √(2 p (1 − p) ÷ draws), of which chance allows six among a million.
    share = (counts + peer) / 2 / DRAWS
    error = np.sqrt(2 * share * (1 - share) / DRAWS)
    apart = np.abs(counts - peer) / DRAWS
    differ = int((apart > 6 * error + 6 / DRAWS).sum())
    within = abs(counts.cumsum(axis=1) - peer.cumsum(axis=1)).max() / DRAWS
    whole = bool((counts.sum(axis=0) == DRAWS).all() and (counts.sum(axis=1) == DRAWS).all())
    print(f"shares that differ by more than chance: {differ} of {counts.size}")
    print(f"most that shares of a place or better differ: {within:.4f}; counts add up: {whole}")
    return 0 if differ == 0 and within < 6 * np.sqrt(0.5 / DRAWS) and whole else 1


if __name__ == "__main__":
    sys.exit(main())
