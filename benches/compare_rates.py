"""Compares the speed of Terrier's rates of return with pyxirr on the same series in one run.

    python3 benches/compare_rates.py [--runs N]

Runs `cargo bench --bench rates`, which times Terrier on 100,000 series of 41 dated flows with one
change of sign and on 10,000 with three or more, and writes them down. Then pyxirr is timed on
those series in this process: from lists and, where there is numpy, from its arrays, the call from
Python counted; the faster way stands. Terrier finds every rate of a series, pyxirr one. Of every
series it is looked at whether pyxirr's rate is among Terrier's. From one machine to another only
ratios mean anything.

Needs `pip install pyxirr`, and numpy if you like. Exits with 0, also when it skips because Python
has no pyxirr; with 1 if a rate of pyxirr at which the flows are worth nothing is not among
Terrier's; with 2 if it could not run.
"""

import argparse
import math
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LINE = re.compile(r"^(?P<lot>.+): (?P<micros>[0-9.]+) µs a series")
NEAR = 1e-6  # two rates nearer than this, for each 1 + rate, are one
NOTHING = 1e-9  # of all that is paid: what a rate may leave of the flows


@dataclass
class Lot:
    """Series of one kind, and the rates that Terrier found of each."""

    days: list[list[date]] = field(default_factory=list)
    sums: list[list[float]] = field(default_factory=list)
    rates: list[list[float]] = field(default_factory=list)


def bench(series: Path) -> dict[str, float]:
    """Runs the bench; returns Terrier's microseconds a series, by lot."""
    command = ["cargo", "bench", "--bench", "rates", "--", "--series", str(series)]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
    found = (LINE.match(line) for line in done.stdout.splitlines())
    return {line["lot"]: float(line["micros"]) for line in found if line}


def read(path: Path) -> dict[str, Lot]:
    """Reads what the bench wrote."""
    lots: dict[str, Lot] = {}
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            name, rates, *flows = line.rstrip("\n").split(";")
            parts = [flow.split() for flow in flows]
            lot = lots.setdefault(name, Lot())
            lot.days.append([date.fromisoformat(day) for day, _ in parts])
            lot.sums.append([int(pence) / 100 for _, pence in parts])
            lot.rates.append([float(rate) for rate in rates.split()])
    return lots


def ways(lot: Lot) -> list[tuple[list, list]]:
    """Returns the series as pyxirr takes them: lists, and arrays where there is numpy."""
    found: list[tuple[list, list]] = [(lot.days, lot.sums)]
    try:
        import numpy as np
    except ImportError:
        return found
    days = [np.array(each, dtype="datetime64[D]") for each in lot.days]
    found.append((days, [np.array(each) for each in lot.sums]))
    return found


def timed(xirr: Callable, days: list, sums: list, runs: int) -> float:
    """Returns the median microseconds a series."""
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        for each_days, each_sums in zip(days, sums):
            xirr(each_days, each_sums)
        times.append(time.perf_counter() - start)
    return statistics.median(times) * 1e6 / len(days)


def is_root(days: list[date], sums: list[float], rate: float) -> bool:
    """Tells whether flows are worth nothing at a rate."""
    if rate <= -1:
        return False
    # From the last day at rates below nought, so that no factor is above 1.
    start = days[0] if rate >= 0 else days[-1]
    growth = math.log1p(rate) / 365
    worth = [s * math.exp(-growth * (day - start).days) for day, s in zip(days, sums)]
    return abs(math.fsum(worth)) <= NOTHING * math.fsum(map(abs, worth))


def missing(xirr: Callable, lot: Lot) -> tuple[int, int]:
    """Counts the series with a rate of pyxirr's, and those whose rate Terrier has not."""
    told, missed = 0, 0
    for days, sums, rates in zip(lot.days, lot.sums, lot.rates):
        rate = xirr(days, sums)
        if rate is None or not is_root(days, sums, rate):
            continue
        told += 1
        missed += not any(abs(own - rate) <= NEAR * (1 + own) for own in rates)
    return told, missed


def main() -> int:
    """Compares, and returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--runs", type=int, default=5, metavar="N", help="timed runs of pyxirr")
    runs = max(1, parser.parse_args().runs)
    try:
        from pyxirr import xirr
    except ImportError:
        print("skipped: nothing was compared, as this Python has no pyxirr; `pip install pyxirr`")
        return 0
    try:
        with tempfile.TemporaryDirectory(prefix="terrier-rates-") as work:
            series = Path(work) / "series.txt"
            own = bench(series)
            lots = read(series)
    except (OSError, subprocess.CalledProcessError) as error:
        print(f"could not run: {error}", file=sys.stderr)
        return 2
    all_there = True
    for name, lot in lots.items():
        peer = min(timed(xirr, days, sums, runs) for days, sums in ways(lot))
        told, missed = missing(xirr, lot)
        all_there = all_there and missed == 0
        found = sum(map(len, lot.rates))
        print(f"{name}: {len(lot.days):,} series, {found:,} rates; terrier {own[name]:.2f} µs a series,")
        print(f"  pyxirr {peer:.2f} µs; terrier ÷ pyxirr: {own[name] / peer:.2f} of the time")
        print(f"  pyxirr has a rate of {told:,}; terrier has all of these but {missed:,}")
    return 0 if all_there else 1


if __name__ == "__main__":
    sys.exit(main())
