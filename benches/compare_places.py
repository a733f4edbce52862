"""Compares Terrier's search for the nearest, and its sets of closures, with scipy and numpy in one run.

    python3 benches/compare_places.py [--runs N]

Runs `cargo bench --bench places`, which times the five nearest of 5,000 partners for each of
100,000 sites, and what 1,000 sets of ten closures among 60 sites leave within reach of 5,000 zones,
and writes both down. Then scipy's cKDTree is timed on the same points in metres on a plane, and
numpy on the same sets from a table of minutes. Every set must leave as much within reach. The
partners found must be those of a cKDTree on the globe, but for ties. From one machine to another
only ratios mean anything.

Needs `pip install scipy`. Exits with 0, also when it skips because Python has no scipy; with 1 if
the answers differ; with 2 if it could not run.
"""

import argparse
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LINE = re.compile(r"^(?P<what>.+): (?P<millis>[0-9.]+) ms")
NEAREST = 5
MINUTES = 20.0
GLOBE = 6_371_008.8  # mean radius of the globe in metres, as Terrier's distances have it


def bench(points: Path) -> dict[str, float]:
    """Runs the bench; returns Terrier's milliseconds by what was timed."""
    command = ["cargo", "bench", "--bench", "places", "--", "--points", str(points)]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
    found = (LINE.match(line) for line in done.stdout.splitlines())
    return {line["what"]: float(line["millis"]) for line in found if line}


def read(path: Path) -> dict[str, list[list[str]]]:
    """Reads what the bench wrote, by the first word of a line."""
    rows: dict[str, list[list[str]]] = defaultdict(list)
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            name, *cells = line.split()
            rows[name].append(cells)
    return rows


def timed(work: Callable[[], object], runs: int) -> float:
    """Returns the median milliseconds."""
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return statistics.median(times) * 1e3


def main() -> int:
    """Compares, and returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--runs", type=int, default=5, metavar="N", help="timed runs of the peers")
    runs = max(1, parser.parse_args().runs)
    try:
        import numpy as np
        from scipy.spatial import cKDTree
    except ImportError:
        print("skipped: nothing was compared, as this Python has no scipy; `pip install scipy`")
        return 0
    try:
        with tempfile.TemporaryDirectory(prefix="terrier-places-") as work:
            points = Path(work) / "points.txt"
            own = bench(points)
            rows = read(points)
    except (OSError, subprocess.CalledProcessError) as error:
        print(f"could not run: {error}", file=sys.stderr)
        return 2
    degrees = {name: np.array(rows[name], float) for name in ("site", "partner", "place", "zone")}

    def on_globe(at):
        east, north = np.radians(at).T
        return np.c_[np.cos(north) * np.cos(east), np.cos(north) * np.sin(east), np.sin(north)]

    def on_plane(at):
        return np.radians(at) * GLOBE * [np.cos(np.radians(52.5)), 1.0]

    tree = cKDTree(on_plane(degrees["partner"]))
    sites = on_plane(degrees["site"])
    peer = {
        "nearest, one thread": timed(lambda: tree.query(sites, k=NEAREST), runs),
        "nearest, all threads": timed(lambda: tree.query(sites, k=NEAREST, workers=-1), runs),
    }
    far, _ = cKDTree(on_globe(degrees["partner"])).query(on_globe(degrees["site"]), k=NEAREST)
    near = np.array(rows["near"], int)
    chords = on_globe(degrees["partner"])[near] - on_globe(degrees["site"])[:, None]
    differ = int((abs(np.linalg.norm(chords, axis=2) - far) > 1e-12).any(axis=1).sum())

    chord = np.linalg.norm(
        on_globe(degrees["zone"])[:, None] - on_globe(degrees["place"])[None], axis=2
    )
    minutes = 2 * np.arcsin(chord / 2) * GLOBE * 1.3 / (40_000 / 60)
    demand = np.array(rows["demand"], int)[:, 0]
    sets = [(int(within), np.array(closed, int)) for within, *closed in rows["set"]]
    masks = []
    for _, closed in sets:
        mask = np.ones(minutes.shape[1], bool)
        mask[closed] = False
        masks.append(mask)

    def measure():
        return [int(demand[minutes[:, mask].min(axis=1) <= MINUTES].sum()) for mask in masks]

    peer["closures, one thread"] = timed(measure, runs)
    unlike = sum(own != other for (own, _), other in zip(sets, measure()))
    for name, millis in own.items():
        line = f"{name}: terrier {millis:.1f} ms"
        if name in peer:
            who = "numpy" if name.startswith("closures") else "scipy"
            line += f", {who} {peer[name]:.1f} ms; terrier ÷ {who}: {millis / peer[name]:.2f}"
        print(line)
    print(f"sites whose nearest differ: {differ}; sets whose coverage differs: {unlike}")
    return 0 if differ == 0 and unlike == 0 else 1


if __name__ == "__main__":
    sys.exit(main())
