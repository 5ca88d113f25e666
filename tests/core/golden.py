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
    with open(path) as file:
        return list(csv.DictReader(file))


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
    rows = read_rows(path)
    tree = root.TTree(name, name)
    tree.SetDirectory(root.nullptr)
    branches = [Branch(title) for title in rows[0]]
    for branch in branches:
        tree.Branch(branch.name, branch.buffer, branch.title)
    for row in rows:
        for branch in branches:
            branch.fill(row[branch.title])
        tree.Fill()
    tree.ResetBranchAddresses()
    return tree


class Replay:
    """The variables of a case; `run` executes one line."""

    def __init__(self, root, folder):
        self.root = root
        self.folder = DATA / folder
        self.names = {"TCut": root.TCut, "TChain": root.TChain, "TFile": root.TFile, "TMVA": root.TMVA, "XX": root.nullptr}
        self.kept = []

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

    def execute(self, statement):
        target = re.match(r"(?:\w+ \*)?(\w+) = ", statement)
        code = statement[target.end():] if target else statement
        code = re.sub(r"\bnew |\(TTree\*\) |^&", "", code)
        code = code.replace("->", ".").replace("::", ".").replace("{", "[").replace("}", "]")
        value = eval(code, {}, self.names)  # noqa: S307  the lines are ours
        self.kept.append(value)
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
    """The training or test events in their order, as dictionaries like the rows of a golden file."""
    number = {"train": root.TMVA.Types.kTraining, "test": root.TMVA.Types.kTesting}[kind]
    data = info.GetDataSet()
    columns = ([v.GetInternalName() for v in info.GetVariableInfos()],
               ["target_" + str(v.GetInternalName()) for v in info.GetTargetInfos()],
               [v.GetInternalName() for v in info.GetSpectatorInfos()])
    for i in range(data.GetNEvents(number)):
        event = data.GetEvent(i, number)
        values = (event.GetValues(), event.GetTargets(), event.GetSpectators())
        row = {str(name): value for names, part in zip(columns, values) for name, value in zip(names, part)}
        yield row | {"classID": event.GetClass(), "weight": event.GetWeight(), "origweight": event.GetOriginalWeight()}
