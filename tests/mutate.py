"""Changes operators of the source, one at a time, and says which of the changes a test notices.

    python3 tests/mutate.py [--count N] [--seed N] [--folders a,b] [--only FILE] [--list]

Each change swaps one operator of a folder of the domain: `<` for `<=`, `>` for `>=`, `==` for `!=`,
`&&` for `||`, `+` for `-`, and back. The unit tests are built and run; a change that they pass goes through the
integration tests too. One that does not build is replaced by the next of the seed. One that no
test notices is a survivor: it wants a case on the line, just below and just above, or a reason why
it changes nothing. A file that is changed already is refused, and every file is put back, also when
the run is interrupted.

Exits with 0 if at least nine in ten are noticed, with 1 if not, with 2 if it could not run.
"""

import argparse
import random
import re
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = "policy,finance,place,load,tenure,measure,cover,appraise,fund,plan,score,sift,portfolio,changes,group,batch,mapping"
SWAPS = {
    "<": "<=",
    "<=": "<",
    ">": ">=",
    ">=": ">",
    "==": "!=",
    "!=": "==",
    "&&": "||",
    "||": "&&",
    "+": "-",
    "-": "+",
}
OPERATOR = re.compile(r"(?<= )(<=|>=|==|!=|&&|\|\||<|>|\+|-)(?= )")
# Bounds of types and patterns, where a sign is no sum.
NO_SUM = re.compile(r"\b(impl|dyn|where)\b|'[a-z_]+ \+|: [A-Z][A-Za-z]* \+")
NOTICED = 0.9
LONGEST = 1_800  # seconds that one run of the tests may take: a change may make it endless


@dataclass(frozen=True)
class Change:
    """One operator at a place of a file."""

    path: Path
    line: int
    at: int
    was: str

    def __str__(self) -> str:
        where = self.path.relative_to(ROOT)
        return f"{where}:{self.line + 1}:{self.at + 1} `{self.was}` to `{SWAPS[self.was]}`"


def code(line: str) -> str:
    """Returns a line with its texts and comments blanked out, of the same length."""
    line = re.sub(r'"(?:\\.|[^"\\])*"', lambda text: "_" * len(text[0]), line)
    return re.sub(r"//.*", lambda text: "_" * len(text[0]), line)


def changes(folders: list[str], only: str | None) -> list[Change]:
    """Returns every change that could be made, in order."""
    found = []
    for folder in folders:
        for path in sorted((ROOT / "src" / folder).rglob("*.rs")):
            if path.name in ("tests.rs", "samples.rs", "example.rs") or "tests" in path.parts:
                continue
            if only and not str(path).endswith(only):
                continue
            in_text = False
            for number, line in enumerate(path.read_text(encoding="utf-8").splitlines()):
                if line.startswith("#[cfg(test)]"):
                    break
                blanked = code(line)
                # A text that goes over several lines is left alone.
                odd = blanked.count('"') % 2 == 1
                if not in_text and not odd and not NO_SUM.search(blanked):
                    found += [
                        Change(path, number, m.start(), m[1]) for m in OPERATOR.finditer(blanked)
                    ]
                in_text ^= odd
    return found


def run(*words: str) -> tuple[bool, str]:
    """Runs cargo; returns whether it went well, and what it said."""
    try:
        done = subprocess.run(
            ["cargo", *words], cwd=ROOT, capture_output=True, text=True, timeout=LONGEST, check=False
        )
    except subprocess.TimeoutExpired:
        return False, "did not end"
    return done.returncode == 0, done.stdout + done.stderr


def fate(integration: bool) -> str:
    """Returns what became of a change that stands in the source."""
    well, said = run("test", "-q", "--lib")
    if not well:
        builds = "could not compile" not in said
        return "noticed by unit tests" if builds else "does not build"
    if not integration:
        return "SURVIVES the unit tests"
    well, said = run("test", "-q", "--test", "terrier")
    if not well:
        builds = "could not compile" not in said
        return "noticed by integration tests" if builds else "does not build"
    return "SURVIVES"


def tried(change: Change, integration: bool) -> str:
    """Makes a change, looks what becomes of it, and puts the file back."""
    text = change.path.read_bytes()
    lines = text.decode().splitlines(keepends=True)
    line = lines[change.line]
    rest = line[change.at + len(change.was) :]
    lines[change.line] = line[: change.at] + SWAPS[change.was] + rest
    try:
        change.path.write_bytes("".join(lines).encode())
        return fate(integration)
    finally:
        change.path.write_bytes(text)


def main() -> int:
    """Tries as many changes as asked for."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--count", type=int, default=60, metavar="N", help="changes to try")
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="which of them")
    parser.add_argument("--folders", default=FOLDERS, metavar="A,B", help="folders of src")
    parser.add_argument("--only", metavar="FILE", help="the end of the path of the one file")
    parser.add_argument("--unit", action="store_true", help="leave the integration tests out")
    parser.add_argument("--list", action="store_true", help="print the changes, try none")
    args = parser.parse_args()
    all_changes = changes(args.folders.split(","), args.only)
    random.Random(args.seed).shuffle(all_changes)
    if args.list:
        print("\n".join(str(change) for change in all_changes[: args.count]))
        print(f"{len(all_changes)} changes could be made")
        return 0
    dirty = subprocess.run(
        ["git", "status", "--porcelain", "src"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if dirty.returncode != 0 or dirty.stdout:
        print("src has changes that are not committed; commit them first", file=sys.stderr)
        return 2
    well, said = run("test", "-q", "--lib")
    if not well:
        print(f"the unit tests fail before anything is changed:\n{said[-2000:]}", file=sys.stderr)
        return 2
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(2))
    noticed, survivors = 0, []
    for change in all_changes:
        if noticed + len(survivors) == args.count:
            break
        start = time.monotonic()
        what = tried(change, not args.unit)
        print(f"{change}: {what} ({time.monotonic() - start:.0f} s)", flush=True)
        if what.startswith("noticed"):
            noticed += 1
        elif what.startswith("SURVIVES"):
            survivors.append(change)
    tried_all = noticed + len(survivors)
    print(f"{noticed} of {tried_all} noticed, seed {args.seed}")
    for change in survivors:
        print(f"survivor: {change}")
    return 0 if noticed >= NOTICED * tried_all else 1


if __name__ == "__main__":
    sys.exit(main())
