"""Compares two result files of `make bench`, by default the committed one with the one that lies here.

    make bench-compare OLD=old.json NEW=new.json          (or: python bench/compare.py --old old.json --new new.json)

Less is better in every row. A change is marked where it is beyond both spreads together. The ratios, each to a peer in its
own run, tell more than the times do where machine or load were different.
"""

import argparse
import json
import math
import subprocess
import sys
from pathlib import Path

LATEST = Path(__file__).resolve().parent / "results" / "latest.json"
COMMITTED = "the committed"
NUMBERS, TEXTS = ("ours", "peer", "ratio"), ("name", "peer_name", "unit")


class ResultError(Exception):
    """A file of results is missing or damaged."""


def read_text(path: Path, committed: bool) -> str:
    """The file as it is, or as git has it in HEAD."""
    if not committed:
        try:
            return path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise ResultError(f"cannot read {path}: {error}. `make bench` writes one.") from None
    shown = subprocess.run(["git", "show", f"HEAD:./{path.name}"], cwd=path.parent, capture_output=True, text=True)
    if shown.returncode:
        raise ResultError(f"git has no committed {path.name}: {shown.stderr.strip()}. Give the old file: OLD=...")
    return shown.stdout


def read_json(path: Path, committed: bool):
    try:
        return json.loads(read_text(path, committed))
    except json.JSONDecodeError as error:
        raise ResultError(f"{path} is no JSON: {error}. Measure again: make bench") from None


def read_rows(path: Path, committed: bool = False) -> dict[tuple[str, str], dict]:
    """(name, peer_name) -> row, in the order of the file."""
    rows = read_json(path, committed)
    if not isinstance(rows, list) or not rows:
        raise ResultError(f"{path}: expected a list of rows, got {type(rows).__name__} {str(rows)[:40]}")
    named = {}
    for number, row in enumerate(rows, 1):
        problem = _problem_of(row)
        if problem:
            raise ResultError(f"{path}, row {number}: {problem}. Measure again: make bench")
        named[row["name"], row["peer_name"]] = row
    if len(named) < len(rows):
        raise ResultError(f"{path}: {len(rows) - len(named)} rows have the name and the peer of another row")
    return named


def _problem_of(row) -> str:
    if not isinstance(row, dict):
        return f"expected an object, got {row!r}"
    for key in TEXTS:
        if not isinstance(row.get(key), str):
            return f'"{key}" must be text, got {row.get(key)!r}'
    for key in NUMBERS:
        if not _is_number(row.get(key)) or row[key] <= 0:
            return f'"{key}" must be a number above 0, got {row.get(key)!r}'
    if "ours_spread" in row and not (_is_number(row["ours_spread"]) and row["ours_spread"] >= 0):
        return f'"ours_spread" must be a number, 0 or above, got {row["ours_spread"]!r}'
    return ""


def _is_number(value) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)


def mark_of(old: dict, new: dict) -> str:
    """What to say of a change; "?" where a file has no spread."""
    if old["unit"] != new["unit"]:
        return f"in {old['unit']} before"
    if "ours_spread" not in old or "ours_spread" not in new:
        return "?"
    change = new["ours"] - old["ours"]
    if abs(change) <= old["ours_spread"] + new["ours_spread"]:
        return ""
    return "WORSE" if change > 0 else "better"


def table(old: dict, new: dict) -> list[str]:
    """Lines: rows of both, then those in one only."""
    width = max(len(name) for name, _ in [*old, *new])
    lines = [f"{'row':{width}} {'old':>9} {'new':>9} {'':6} {'change':>8} {'ratio old':>10} {'new':>8}  {'':7} peer"]
    for key, row in new.items():
        if key in old:
            before, change = old[key], row["ours"] / old[key]["ours"] - 1
            lines.append(
                f"{row['name']:{width}} {before['ours']:9.3g} {row['ours']:9.3g} {row['unit']:6} {change:+8.1%} "
                f"{before['ratio']:10.3g} {row['ratio']:8.3g}  {mark_of(before, row):7} {row['peer_name']}"
            )
    for one, other, which in ((old, new, "old"), (new, old, "new")):
        for name, peer in (key for key in one if key not in other):
            lines.append(f"{name:{width}} only in the {which} file ({peer})")
    return lines


def machine_of(path: Path, committed: bool) -> str:
    """The processor that the results come from, "" where nothing says so."""
    try:
        return str(read_json(path.with_suffix(".machine.json"), committed).get("cpu", ""))
    except (ResultError, AttributeError):
        return ""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--old", help=f"default: {COMMITTED} {LATEST.name}")
    parser.add_argument("--new", default=str(LATEST), help=f"default: {LATEST}")
    arguments = parser.parse_args()
    old, new = (Path(arguments.old) if arguments.old else LATEST, not arguments.old), (Path(arguments.new), False)
    try:
        lines = table(read_rows(*old), read_rows(*new))
    except ResultError as error:
        sys.exit(f"bench-compare: {error}")
    print(f"old: {COMMITTED + ' ' if old[1] else ''}{old[0]}", f"new: {new[0]}", sep="\n")
    machines = machine_of(*old), machine_of(*new)
    if machines[0] != machines[1]:
        print(f"measured on different processors: {machines[0] or 'unknown'}; {machines[1] or 'unknown'}")
    print(*lines, sep="\n")


if __name__ == "__main__":
    main()
