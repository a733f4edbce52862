"""Compares Terrier's search for a plan with HiGHS on the same models in one run.

    python3 benches/compare_plan.py [--sites N] [--seconds S]

Runs `cargo bench --bench plan`, which finds the plan of random estates and writes each model as LP;
then HiGHS solves the same files, with a gap of zero. Where both prove an optimum it must be the
same to the penny; where one stops first, its plan must not be worth more than the other's bound.
From one machine to another only ratios mean anything.

Needs `pip install highspy`. Exits with 0, also when it skips because Python has no highspy; with 1
if the answers contradict each other; with 2 if it could not run.
"""

import argparse
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PENNY = 0.00001  # of a thousand pounds


def bench(folder: str, sites: int, seconds: int) -> list[dict[str, str]]:
    """Runs the bench; returns a line for each estate."""
    command = ["cargo", "bench", "--bench", "plan", "--", folder, str(sites), str(seconds)]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
    header, *lines = [line.split(",") for line in done.stdout.splitlines() if "," in line]
    return [dict(zip(header, line)) for line in lines]


def main() -> int:
    """Compares, and returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--sites", type=int, default=60, choices=(60, 100, 200))
    parser.add_argument("--seconds", type=int, default=60, metavar="S", help="limit of each search")
    args = parser.parse_args()
    try:
        import highspy
    except ImportError:
        print("skipped: nothing was compared, as this Python has no highspy; `pip install highspy`")
        return 0
    differ = 0
    try:
        with tempfile.TemporaryDirectory(prefix="terrier-plan-") as folder:
            for own in bench(folder, args.sites, args.seconds):
                peer = highspy.Highs()
                for option, value in (
                    ("output_flag", False),
                    ("mip_rel_gap", 0.0),
                    ("mip_abs_gap", 0.0),
                    ("time_limit", float(args.seconds)),
                ):
                    peer.setOptionValue(option, value)
                peer.readModel(str(Path(folder) / f"{own['name']}.lp"))
                start = time.perf_counter()
                peer.run()
                took = time.perf_counter() - start
                info = peer.getInfo()
                worth, bound = int(own["worth"]) / 1e5, int(own["bound"]) / 1e5
                theirs, their_bound = info.objective_function_value, info.mip_dual_bound
                sound = worth <= their_bound + 2 * PENNY and theirs <= bound + 2 * PENNY
                differ += not sound
                print(
                    f"{own['name']}: Terrier {own['seconds']} s, worth {worth:,.2f}, at most "
                    f"{bound:,.2f}; HiGHS {took:.2f} s, worth {theirs:,.2f}, at most "
                    f"{their_bound:,.2f}; ratio {float(own['seconds']) / took:.2f}"
                    f"{'' if sound else '; THEY CONTRADICT EACH OTHER'}"
                )
    except (OSError, subprocess.CalledProcessError) as error:
        print(f"could not run: {error}", file=sys.stderr)
        return 2
    return 1 if differ else 0


if __name__ == "__main__":
    sys.exit(main())
