#!/usr/bin/env python3
"""What the program is built of: licences that must be permissive, crates in several versions, and a bill of materials.

    python3 .ci/supply.py BILL.json

Asks cargo, without a network, for every crate that the program is built of on this system. Each must be usable under a licence of the list below, or the run ends with 1 and names it. Crates that stand in several versions are
named with who asks for which. The bill of materials (CycloneDX 1.6) holds name, version, licence, source and SHA-256 of
each, in order of their names; nothing in it depends on the day.
"""

import json
import re
import subprocess
import sys
import tomllib
from collections import defaultdict

PERMISSIVE = {
    "0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "BSL-1.0", "CC0-1.0", "ISC", "MIT", "MIT-0", "Unicode-3.0",
    "Unlicense", "Zlib",
}


def is_permissive(expression):
    """Whether an SPDX expression can be kept by licences of the list alone; the older `A/B` is a choice too."""
    tokens = re.findall(r"[()]|[^\s()/]+|/", expression.replace("/", " OR "))
    at = 0

    def either():
        nonlocal at
        kept = both()
        while at < len(tokens) and tokens[at] == "OR":
            at += 1
            kept = both() or kept
        return kept

    def both():
        nonlocal at
        kept = one()
        while at < len(tokens) and tokens[at] == "AND":
            at += 1
            kept = one() and kept
        return kept

    def one():
        nonlocal at
        if tokens[at] == "(":
            at += 1
            kept = either()
            at += 1
            return kept
        name = tokens[at]
        at += 1
        if at < len(tokens) and tokens[at] == "WITH":
            # An exception only gives more leave.
            at += 2
        return name in PERMISSIVE

    kept = either()
    return kept and at == len(tokens)


def main():
    said = lambda *command: subprocess.run(command, check=True, capture_output=True, text=True).stdout
    host = re.search(r"host: (\S+)", said("rustc", "-vV"))[1]
    asked = ["cargo", "metadata", "--locked", "--offline", "--format-version", "1", "--filter-platform", host]
    data = json.loads(said(*asked))
    # The list of all that could be: the tree tells what of it is.
    tree = said("cargo", "tree", "--locked", "--offline", "-e", "normal,build", "--prefix", "none", "--format", "{p}")
    built = {tuple(re.match(r"(\S+) v(\S+)", line).groups()) for line in tree.splitlines() if line}
    with open("Cargo.lock", "rb") as file:
        sums = {(p["name"], p["version"]): p.get("checksum") for p in tomllib.load(file)["package"]}
    crates = [p for p in data["packages"] if (p["name"], p["version"]) in built]
    crates.sort(key=lambda p: (p["name"], p["version"]))
    own = data["resolve"]["root"]

    refused = [p for p in crates if not (p["license"] and is_permissive(p["license"]))]
    counts = defaultdict(int)
    for crate in crates:
        counts[crate["license"] or "none"] += 1
    print(f"{len(crates) - 1} crates, by licence:")
    for licence, count in sorted(counts.items(), key=lambda one: (-one[1], one[0])):
        print(f"  {count:4} {licence}")

    names = {p["id"]: p for p in crates}
    versions = defaultdict(list)
    for crate in crates:
        versions[crate["name"]].append(crate)
    askers = defaultdict(set)
    for node in data["resolve"]["nodes"]:
        if node["id"] in names:
            for dependency in node["deps"]:
                askers[dependency["pkg"]].add(names[node["id"]]["name"])
    several = {name: all_ for name, all_ in versions.items() if len(all_) > 1}
    print(f"{len(several)} in several versions, each because of who asks for it:")
    for name, all_ in several.items():
        for crate in all_:
            print(f"  {name} {crate['version']}: {', '.join(sorted(askers[crate['id']]))}")

    def component(crate):
        found = {
            "type": "application" if crate["id"] == own else "library",
            "name": crate["name"],
            "version": crate["version"],
            "purl": f"pkg:cargo/{crate['name']}@{crate['version']}",
            "licenses": [{"expression": (crate["license"] or "NONE").replace("/", " OR ")}],
        }
        checksum = sums.get((crate["name"], crate["version"]))
        if checksum:
            found["hashes"] = [{"alg": "SHA-256", "content": checksum}]
        if crate["repository"]:
            found["externalReferences"] = [{"type": "vcs", "url": crate["repository"]}]
        return found

    bill = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": component(names[own])},
        "components": [component(p) for p in crates if p["id"] != own],
    }
    with open(sys.argv[1], "w", encoding="utf-8") as file:
        json.dump(bill, file, indent=1, ensure_ascii=False)
        file.write("\n")
    print(f"bill of materials: {sys.argv[1]}")
    for crate in refused:
        print(f"error: {crate['name']} {crate['version']} is under `{crate['license']}`, which is not on the list of "
              "permissive licences", file=sys.stderr)
    return 1 if refused else 0


if __name__ == "__main__":
    sys.exit(main())
