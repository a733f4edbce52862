"""Changes operators of the source and says which of the changes a test notices.

    python3 tests/mutate.py [--count N] [--seed N] [--folders A,B] [--only FILE] [--list]
                            [--unit] [--leave-out A,B] [--scratch FOLDER]

Each change swaps one operator of a folder of the domain: `<` for `<=`, `>` for `>=`, `==` for `!=`,
`&&` for `||`, `+` for `-`, and back. All of them are built at once, in a scratch copy of the tree; no
tracked file is touched. In the copy, a function with changes holds its body once for each, and the
environment variable MUTANT says which one runs, in the tests and in the programs that they start.
A change that does not build, and one in a function that is `const` or returns `impl`, is replaced
by the next of the seed.

The unit tests are run once as they are, file by file, to see how long they take and which changed
functions they reach; a test that fails then is left out from there on. Then, for each change, the
files of tests that reach its function run, the nearest first and of them the quickest, until a test
fails. What the unit tests do not notice goes through the integration tests likewise. Tests of the
browser and of other engines' sums are left out for their time, and those of the source itself, which
is not as it was (--leave-out); the examples in documentation are too. With --unit, the integration
tests are not run. A change that no test notices is a survivor: it wants a case on the line, just below
and just above, or a reason why it changes nothing.

Exits with 0 if at least nine in ten are noticed, with 1 if not, with 2 if it could not run.
"""

import argparse
import contextlib
import hashlib
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = "policy,finance,place,load,tenure,measure,cover,appraise,fund,plan,score,sift,portfolio,changes,group,batch,mapping"
LEFT_OUT = "browser,facts_sql,english,house_rules"
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
# What is no code: comments, texts, characters (a lifetime is none).
NO_CODE = re.compile(
    r'//[^\n]*|/\*.*?\*/|\bb?r(#*)".*?"\1|"(?:\\.|[^"\\])*"|\'(?:\\[^\n]+?|[^\\\n])\'', re.DOTALL
)
FUNCTION = re.compile(r"\b(const\s+)?(?:async\s+|unsafe\s+)?fn\s+\w+")
NOTICED = 0.9
ROUNDS = 20  # builds at most, each without what did not build in the one before
RUNNING: set[int] = set()  # programs of tests, each with a group of processes of its own
LONGEST = 60  # seconds that a file of tests may take, or ten times what it takes unchanged
SWITCH = """//! Says which of the changes runs, and notes which changed functions are reached.
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

static SEEN: [AtomicBool; SIZE] = [const { AtomicBool::new(false) }; SIZE];

/// Returns whether a change is the one that runs.
pub fn is(change: usize) -> bool {
    static CHOSEN: OnceLock<Option<usize>> = OnceLock::new();
    static FOLDER: OnceLock<Option<std::path::PathBuf>> = OnceLock::new();
    if !SEEN[change].load(Ordering::Relaxed) {
        SEEN[change].store(true, Ordering::Relaxed);
        if let Some(folder) = FOLDER.get_or_init(|| std::env::var_os("MUTANT_SEEN").map(Into::into)) {
            let _ = std::fs::write(folder.join(change.to_string()), "");
        }
    }
    *CHOSEN.get_or_init(|| std::env::var("MUTANT").ok().and_then(|text| text.parse().ok())) == Some(change)
}
"""


@dataclass(frozen=True)
class Change:
    """One operator at a place of a file, and the body of the function that it stands in."""

    path: Path
    line: int
    column: int
    at: int  # within the text of the file
    was: str
    body: tuple[int, int]

    def __str__(self) -> str:
        where = self.path.relative_to(ROOT)
        return f"{where}:{self.line}:{self.column} `{self.was}` to `{SWAPS[self.was]}`"


@dataclass
class Group:
    """The tests of one file: the program that holds them, how long they take, and what they reach."""

    program: str
    file: str
    tests: list[str]
    seconds: float = 0.0
    reaches: set[int] = field(default_factory=set)


def code(text: str) -> str:
    """Returns a text of Rust with its comments, texts and characters blanked out, line for line."""
    return NO_CODE.sub(lambda found: re.sub(r"[^\n]", "_", found[0]), text)


def end_of(text: str, opening: int) -> int:
    """Returns where the bracket that opens at a place closes."""
    depth = 0
    for at in range(opening, len(text)):
        depth += (text[at] in "({[") - (text[at] in ")}]")
        if depth == 0:
            return at
    return len(text)


def bodies(text: str) -> list[tuple[int, int] | None]:
    """Returns, for each character of blanked code, the body of the function that it stands in."""
    inside: list[tuple[int, int] | None] = [None] * len(text)
    for found in FUNCTION.finditer(text):
        at = found.end()
        while at < len(text) and text[at] not in "{;":
            at = end_of(text, at) + 1 if text[at] in "([" else at + 1
        if at >= len(text) or text[at] == ";":
            continue
        end = end_of(text, at)
        signature = text[found.end() : at]
        takes = not found[1] and "impl" not in signature.rpartition("->")[2].partition("where")[0]
        for place in range(at + 1, end):
            inside[place] = (at + 1, end) if takes else None
    return inside


def changes(folders: list[str], only: str | None) -> list[Change]:
    """Returns every change that could be made, in order."""
    found = []
    for folder in folders:
        for path in sorted((ROOT / "src" / folder).rglob("*.rs")):
            if path.name in ("tests.rs", "samples.rs", "example.rs") or "tests" in path.parts:
                continue
            if only and not str(path).endswith(only):
                continue
            text = code(path.read_bytes().decode())
            inside, start = bodies(text), 0
            for number, line in enumerate(text.splitlines(keepends=True), 1):
                if line.startswith("#[cfg(test)]"):
                    break
                if not NO_SUM.search(line):
                    for m in OPERATOR.finditer(line):
                        body = inside[start + m.start()]
                        at = start + m.start()
                        # `||` after anything but a value begins a closure.
                        closure = m[1] == "||" and not re.search(r"[\w)\]?}]$", text[max(0, at - 200) : at].rstrip().removesuffix("move"))
                        if body and not closure:
                            found.append(Change(path, number, m.start() + 1, at, m[1], body))
                start += len(line)
    return found


def switched(text: str, here: dict[int, Change]) -> tuple[str, list[tuple[int, int, int]]]:
    """Returns the text of a file with its changes as switches, and the lines that each stands on."""
    by_body: dict[tuple[int, int], list[int]] = {}
    for number, change in here.items():
        by_body.setdefault(change.body, []).append(number)

    def shown(start: int, end: int, own: int | None) -> list[tuple[str, int | None]]:
        """Returns a part of the text in pieces, each with the change that it belongs to."""
        pieces, at = [], start
        for body in sorted(by_body):
            if not (at <= body[0] and body[1] <= end) or body == (start, end):
                continue
            pieces.append((text[at : body[0]], own))
            pieces += whole(*body, own)
            at = body[1]
        return [*pieces, (text[at:end], own)]

    def whole(start: int, end: int, own: int | None) -> list[tuple[str, int | None]]:
        """Returns a body once for each of its changes, then as it is."""
        if own is not None:
            return [(text[start:end], own)]
        pieces = []
        for number in by_body[(start, end)]:
            change = here[number]
            changed = text[start : change.at] + SWAPS[change.was] + text[change.at + len(change.was) : end]
            pieces.append((f"if crate::mutant::is({number}) {{{changed}}} else ", number))
        return [*pieces, ("{", None), *shown(start, end, None), ("}", None)]

    written, lines, line = "", [], 1
    for piece, owner in shown(0, len(text), None):
        last = line + piece.count("\n")
        if owner is not None:
            lines.append((line, last, owner))
        written, line = written + piece, last
    return written, lines


def key(change: Change) -> str:
    """Returns what tells a change of a file apart, whatever else changes."""
    return f"{change} {hashlib.sha256(change.path.read_bytes()).hexdigest()}"


def copy_tree(to: Path, switched: set[Path]) -> None:
    """Makes the copy like the tree: every file that git knows or would know, and nothing else.

    Files that will hold switches, which are written later, are left as they are.
    """
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    names = {name for name in listed.stdout.decode().split("\0") if name and (ROOT / name).is_file()}
    for path in [path for path in to.rglob("*") if path.is_file()]:
        if str(path.relative_to(to)) not in names | {"src/mutant.rs"}:
            path.unlink()
    for name in names - {"src/lib.rs"} - {str(path.relative_to(ROOT)) for path in switched}:
        at = to / name
        if not at.is_file() or at.read_bytes() != (ROOT / name).read_bytes():
            at.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, at)


def write(path: Path, text: str) -> None:
    """Writes a file where it says something else, so that it is built again only then."""
    if not path.is_file() or path.read_bytes() != text.encode():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())


def build(copy: Path, target: Path, chosen: list[Change], spare: list[Change]) -> tuple[list[Change], list[str]]:
    """Builds the copy with the changes as switches; returns those that it holds, and the programs."""
    # What did not build in a run before does not build now, where its file is the same.
    known = copy.parent / "does_not_build.txt"
    refused = set(known.read_text(encoding="utf-8").splitlines()) if known.is_file() else set()
    spare = [change for change in spare if key(change) not in refused]
    chosen = [spare.pop(0) if key(change) in refused else change for change in chosen]
    copy_tree(copy, {change.path for change in chosen})
    touched: set[Path] = set()
    for _ in range(ROUNDS):
        lines: dict[str, list[tuple[int, int, int]]] = {}
        for path in touched | {change.path for change in chosen}:
            here = {number: change for number, change in enumerate(chosen) if change.path == path}
            name = path.relative_to(ROOT)
            text, lines[str(name)] = switched(path.read_bytes().decode(), here)
            write(copy / name, text)
            touched.add(path)
        write(copy / "src" / "mutant.rs", SWITCH.replace("SIZE", str(len(chosen))))
        library = (ROOT / "src" / "lib.rs").read_bytes().decode()
        write(copy / "src" / "lib.rs", library.rstrip("\n") + "\n#[allow(missing_docs)]\npub mod mutant;\n")
        done = subprocess.run(
            ["cargo", "test", "--no-run", "--lib", "--test", "terrier", "--message-format=short"],
            cwd=copy,
            # Kept parts of a build before would give lines of that build.
            env=os.environ | {"CARGO_TARGET_DIR": str(target), "CARGO_INCREMENTAL": "0"},
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode == 0:
            return chosen, re.findall(r"Executable .*\((.*)\)", done.stderr)
        bad = {
            number
            for name, line in re.findall(r"^(\S+?):(\d+):\d+: error", done.stdout + done.stderr, re.MULTILINE)
            for first, last, number in lines.get(name, [])
            if first <= int(line) <= last
        }
        if not bad:
            sys.exit(f"the copy does not build:\n{(done.stdout + done.stderr)[-3000:]}")
        for number in sorted(bad):
            print(f"{chosen[number]}: does not build", flush=True)
            refused.add(key(chosen[number]))
        known.write_text("\n".join(sorted(refused)), encoding="utf-8")
        # A change keeps its number, so that the files of the others stay as they are.
        chosen = [spare.pop(0) if number in bad else change for number, change in enumerate(chosen)]
    sys.exit(f"the copy did not build in {ROUNDS} rounds")


def end(pid: int) -> None:
    """Ends a program of tests and what it started."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(pid, signal.SIGKILL)


def end_all(*_: object) -> None:
    """Ends every program of tests, and this one."""
    for pid in list(RUNNING):
        end(pid)
    os._exit(2)


def failed(group: Group, copy: Path, limit: float, stops: bool, **more: str) -> list[str]:
    """Runs the tests of a group; returns those that fail, or the first alone if it stops there.

    Tests that do not end within the limit of seconds fail.
    """
    found, timed_out = [], threading.Event()
    # What tests leave behind is removed, also when they are stopped.
    with tempfile.TemporaryDirectory(prefix="mutant-") as folder:
        env = {"INSTA_UPDATE": "no", "INSTA_WORKSPACE_ROOT": str(copy), "CARGO_MANIFEST_DIR": str(copy)}
        running = subprocess.Popen(
            [group.program, "--test-threads=1", "--exact", *group.tests],
            cwd=copy,
            env=os.environ | env | {"RUST_BACKTRACE": "0", "TMPDIR": folder} | more,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            start_new_session=True,
        )

        RUNNING.add(running.pid)

        def stop() -> None:
            end(running.pid)

        def stop_late() -> None:
            timed_out.set()
            stop()

        timer = threading.Timer(limit, stop_late)
        timer.start()
        try:
            for line in running.stdout:
                if m := re.match(r"test (\S+).* \.\.\. FAILED", line):
                    found.append(m[1])
                    if stops:
                        break
        finally:
            timer.cancel()
            stop()
            code = running.wait()
            RUNNING.discard(running.pid)
    if timed_out.is_set():
        return ["the end of time"]
    return found if found or code == 0 else ["the end of the program"]


def groups(program: str, copy: Path, left_out: list[str], workers: int) -> list[Group]:
    """Returns the tests that pass with no change, file by file, with what they take and reach."""
    found: dict[str, Group] = {}
    listed = subprocess.run(
        [program, "--list", "--format", "terse"], cwd=copy, capture_output=True, text=True, check=True
    )
    for name in re.findall(r"^(.*): test$", listed.stdout, re.MULTILINE):
        parts = name.split("::")
        # Unit tests stand in the files that they test, the others each in one file of `tests`.
        file = "::".join(parts[: parts.index("tests")]) if "tests" in parts else parts[0]
        if parts[0] not in left_out:
            found.setdefault(file, Group(program, file, [])).tests.append(name)

    def measured(group: Group) -> list[str]:
        start = time.monotonic()
        with tempfile.TemporaryDirectory(prefix="mutant-seen-") as folder:
            bad = failed(group, copy, 60 * LONGEST, False, MUTANT_SEEN=folder)
            group.reaches = {int(name) for name in os.listdir(folder)}
        group.seconds = time.monotonic() - start
        group.tests = [name for name in group.tests if name not in bad]
        return bad

    with ThreadPoolExecutor(workers) as pool:
        for bad in pool.map(measured, found.values()):
            for name in bad:
                print(f"left out, fails with no change: {name}", flush=True)
    return [group for group in found.values() if group.tests]


def noticed_by(change: Change, number: int, tests: list[Group], copy: Path) -> str | None:
    """Returns the first test that notices a change."""
    stands = change.path.relative_to(ROOT / "src").with_suffix("").parts

    def order(group: Group) -> tuple[int, float]:
        near = len(os.path.commonprefix([stands, tuple(group.file.split("::"))]))
        return -near, group.seconds

    for group in sorted(tests, key=order):
        if number in group.reaches:
            limit = max(LONGEST, 10 * group.seconds)
            if bad := failed(group, copy, limit, True, MUTANT=str(number)):
                return bad[0]
    return None


def main() -> int:
    """Tries as many changes as asked for."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--count", type=int, default=60, metavar="N", help="changes to try")
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="which of them")
    parser.add_argument("--folders", default=FOLDERS, metavar="A,B", help="folders of src")
    parser.add_argument("--only", metavar="FILE", help="the end of the path of the one file")
    parser.add_argument("--unit", action="store_true", help="leave the integration tests out")
    parser.add_argument("--leave-out", default=LEFT_OUT, metavar="A,B", help="files of tests to leave out")
    parser.add_argument("--scratch", type=Path, default=ROOT / "target" / "mutants", help="where to build")
    parser.add_argument("--list", action="store_true", help="print the changes, try none")
    args = parser.parse_args()
    spare = changes(args.folders.split(","), args.only)
    random.Random(args.seed).shuffle(spare)
    if args.list:
        print("\n".join(str(change) for change in spare[: args.count]))
        print(f"{len(spare)} changes could be made")
        return 0
    copy, target = args.scratch.resolve() / "tree", args.scratch.resolve() / "target"
    copy.mkdir(parents=True, exist_ok=True)
    built = ROOT / "target" / "debug"
    if not target.exists() and built.exists():
        ignored = shutil.ignore_patterns("incremental", "terrier*", "libterrier*")
        shutil.copytree(built, target / "debug", symlinks=True, ignore=ignored, copy_function=shutil.copy2)
    chosen, spare = spare[: args.count], spare[args.count :]
    signal.signal(signal.SIGTERM, end_all)
    signal.signal(signal.SIGINT, end_all)
    start = time.monotonic()
    chosen, programs = build(copy, target, chosen, spare)
    print(f"{len(chosen)} changes built in {time.monotonic() - start:.0f} s", flush=True)
    workers, open_ = os.cpu_count() or 1, list(range(len(chosen)))

    for program in programs[:1] if args.unit else programs:
        start = time.monotonic()
        tests = groups(program, copy, args.leave_out.split(","), workers)
        many = sum(len(group.tests) for group in tests)
        print(f"{many} tests measured in {time.monotonic() - start:.0f} s", flush=True)

        def tried(number: int) -> bool:
            begin, reaching = time.monotonic(), sum(number in group.reaches for group in tests)
            test = noticed_by(chosen[number], number, tests, copy)
            what = f"noticed by {test}" if test else "noticed by none of these"
            took = time.monotonic() - begin
            print(f"{chosen[number]}: {what} ({reaching} files reach it, {took:.0f} s)", flush=True)
            return test is not None

        with ThreadPoolExecutor(workers) as pool:
            fates = list(pool.map(tried, open_))
        open_ = [number for number, well in zip(open_, fates, strict=True) if not well]
    noticed = len(chosen) - len(open_)
    print(f"{noticed} of {len(chosen)} noticed, seed {args.seed}")
    for number in open_:
        print(f"survivor: {chosen[number]}")
    return 0 if noticed >= NOTICED * len(chosen) else 1


if __name__ == "__main__":
    sys.exit(main())
