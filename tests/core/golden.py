"""Replays the recorded calls of a golden case through PyROOT: the lines of C++ in index.json, translated word by word."""

import csv
import json
import os
import re
from array import array
from pathlib import Path

DATA = Path(os.environ.get("PYTMVA_SOURCE", Path(__file__).resolve().parents[2])) / "tests/data"

CODES = {"F": "f", "D": "d", "I": "i", "i": "I", "S": "h", "L": "l", "B": "b", "O": "b"}


def cases(folder):
    return json.loads((DATA / folder / "index.json").read_text())["cases"]


def read_rows(path):
    """The header and the rows; names with commas make a header longer than its rows."""
    with open(path) as file:
        header, *rows = csv.reader(file)
    return header, rows


class Branch:
    """A column of an input file: "x/F", "a[3]/F" or "v[m]/F" with elements separated by semicolons."""

    def __init__(self, title):
        self.title = title
        self.name, self.size, self.code = re.fullmatch(r"(\w+)(?:\[(\w+)\])?/(\w)", title).groups()
        self.buffer = array(CODES[self.code], [0] * (20 if self.size else 1))

    def fill(self, text):
        convert = float if self.code in "FD" else int
        for i, word in enumerate(text.split(";") if text else []):
            self.buffer[i] = convert(word)


def fill_tree(root, path, name):
    header, rows = read_rows(path)
    tree = root.TTree(name, name)
    tree.SetDirectory(root.nullptr)
    branches = [Branch(title) for title in header]
    for branch in branches:
        tree.Branch(branch.name, branch.buffer, branch.title)
    for row in rows:
        for branch, text in zip(branches, row):
            branch.fill(text)
        tree.Fill()
    tree.ResetBranchAddresses()
    return tree


def to_python(code):
    """An expression in C++ as one in Python; what stands between quotes stays."""
    parts = re.split(r'("[^"]*")', code)
    for i in range(0, len(parts), 2):
        part = re.sub(r"\bnew |\(TTree\*\) ", "", parts[i])
        part = part.replace("TFile::Open", "open").replace("->", ".").replace("::", ".")
        parts[i] = part.replace("{", "[").replace("}", "]")
    return "".join(parts)


class Replay:
    """The variables of a case; `run` executes one line."""

    def __init__(self, root, folder):
        self.root = root
        self.folder = DATA / folder
        self.kept = []
        self.names = {"TCut": root.TCut, "TChain": root.TChain, "TMVA": root.TMVA, "XX": root.nullptr, "open": self.open}

    def __getitem__(self, name):
        return self.names[name]

    def run(self, line):
        if filled := re.fullmatch(r"TTree \*(\w+) = tree filled from (\S+) .*", line):
            self.names[filled[1]] = fill_tree(self.root, self.folder / filled[2], filled[1])
        elif written := re.fullmatch(r"(\w+) written to (\S+) under the name (\w+)", line):
            with self.root.TFile.Open(written[2], "RECREATE") as file:
                copy = self.names[written[1]].CloneTree()
                file.WriteObject(copy, written[3])
        else:
            for statement in re.split(r";\s*", line):
                if statement:
                    self.execute(statement)

    def open(self, path):
        """A file that stays open: its trees go when it is closed."""
        self.kept.append(self.root.TFile.Open(path))
        return self.kept[-1]

    def execute(self, statement):
        target = re.match(r"(?:\w+ \*)?(\w+) = ", statement)
        code = statement[target.end():] if target else statement
        value = eval(to_python(code), {}, self.names)  # noqa: S307  the lines are ours
        if target:
            self.names[target[1]] = value


def replay(root, folder, case):
    """Runs all calls of a case and returns its variables; the data set of `dataloader` has been built."""
    state = Replay(root, folder)
    for line in case["calls"]:
        if line.startswith("build the data set"):
            state["dataloader"].GetDataSetInfo().GetDataSet()
        else:
            state.run(line)
    return state


def events(root, info, kind):
    """The training or test events in their order: class and weights, and the values as spectators, variables, targets."""
    number = {"train": root.TMVA.Types.kTraining, "test": root.TMVA.Types.kTesting}[kind]
    data = info.GetDataSet()
    for i in range(data.GetNEvents(number)):
        event = data.GetEvent(i, number)
        values = (event.GetSpectators(), event.GetValues(), event.GetTargets())
        weights = [event.GetWeight(), event.GetOriginalWeight()]
        yield [list(part) for part in values], [event.GetClass()] + weights
