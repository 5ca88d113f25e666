"""Output files with the keys of genuine TMVA, and contents of the right kind: what the plots are made of."""

import csv
import math
from array import array

from given import DATA

DATASET = {"classification": "dataset", "multiclass": "datasetmulti", "regression": "datasetreg"}
EVENTS = 200


def keys(analysis):
    """The rows of the lists: those which our output files have too, and those of other methods and options."""
    for path in (DATA / f"layout/{analysis}.keys.tsv", DATA / f"gui/{analysis}.others.tsv"):
        with open(path) as file:
            for row in csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
                if row[0] != "directory":
                    yield row


def write(root, analysis, path, dataset=None, keep=lambda folder, name: True):
    """Writes the file. `dataset` is the name of its folder ("": none, as in old files); `keep` tells what is written."""
    old, new = DATASET[analysis], DATASET[analysis] if dataset is None else dataset
    file = root.TFile.Open(str(path), "UPDATE")
    trees = {}
    for folder, name, kind, _, title, *more in keys(analysis):
        folder = folder.strip("/").replace(old, new, 1).strip("/")
        if not keep(folder, name) or kind == "TDirectoryFile":
            continue
        if kind == "BRANCH":
            trees.setdefault(folder, []).append((name, title))
            continue
        if kind != "TTree":
            directory = file.mkdir(folder, "", True) if folder else file
            directory.WriteObject(make(root, kind, name, title, more), name)
    for folder, branches in trees.items():
        write_tree(root, file, folder, branches, analysis)
    file.Close()


def make(root, kind, name, title, more):
    if kind == "TObjString":
        return root.TObjString(more[1])
    if kind == "TGraph":
        steps = [i / 50 for i in range(51)]
        return root.TGraph(51, array("d", steps), array("d", [1 - x ** power(name) for x in steps]))
    if kind == "TProfile":
        profile = root.TProfile(name, title, 40, 0, 5)
        profile.SetDirectory(root.nullptr)
        return profile
    bins, low, high = int(more[1]), float(more[2]), float(more[3])
    y_bins = (int(more[6]), float(more[7]), float(more[8])) if kind == "TH2F" else ()
    histogram = getattr(root, kind)(name, title, bins, low, high, *y_bins)
    histogram.SetDirectory(root.nullptr)
    histogram.GetXaxis().SetTitle(more[4])
    histogram.GetYaxis().SetTitle(more[9])
    if "labels" in more:
        label(histogram, more[more.index("labels") + 1].split(";"))
    fill(histogram, name)
    return histogram


def power(name):
    """Other curves for other names."""
    return 2 + len(name) % 5


def label(histogram, labels):
    for i, text in enumerate(labels, 1):
        histogram.GetXaxis().SetBinLabel(i, text)
        histogram.GetYaxis().SetBinLabel(i, text)
        for j in range(1, len(labels) + 1):
            histogram.SetBinContent(i, j, 100 if i == j else 10 * (i + j) - 60)


def fill(histogram, name):
    """Signal has the larger values; efficiencies fall, rejections too."""
    axis, bins = histogram.GetXaxis(), histogram.GetNbinsX()
    if histogram.GetDimension() == 2:
        if histogram.GetEntries() == 0:
            y = histogram.GetYaxis()
            for i in range(EVENTS):
                spread = math.sin(7 * i)
                histogram.Fill(at(axis, i / EVENTS), at(y, 0.5 + 0.2 * spread + 0.2 * (i / EVENTS - 0.5)))
        return
    signal = "Signal" in name or "_S" in name or name.endswith("effS")
    for i in range(1, bins + 1):
        x = (i - 0.5) / bins
        if name.endswith(("effS", "effB", "EffS", "EffB")):
            content = 1 - x ** (4 if signal else 1)
        elif "BvsS" in name:
            content = 1 - x ** power(name) if "ejB" in name else x ** power(name)
        elif "invBeff" in name:
            content = 1 / x ** power(name)
        else:
            mean = (0.6 if signal else 0.4) + (0.07 if "_Train_" in name else 0)
            content = math.exp(-(((x - mean) / 0.15) ** 2))
        histogram.SetBinContent(i, content)
        histogram.SetBinError(i, 0.3 * content)


def at(axis, part):
    return axis.GetXmin() + part * (axis.GetXmax() - axis.GetXmin())


def write_tree(root, file, folder, branches, analysis):
    parent, _, name = folder.rpartition("/")
    directory = file.mkdir(parent, "", True) if parent else file
    directory.cd()
    tree = root.TTree(name, name)
    buffers = {}
    for branch, leaves in branches:
        code = {"I": "i", "C": "b", "F": "f", "D": "d"}[leaves[-1]]
        buffers[branch] = array(code, [0] * (40 if code == "b" else leaves.count(":") + 1))
        tree.Branch(branch, buffers[branch], leaves)
    for i in range(EVENTS):
        for column, (branch, buffer) in enumerate(buffers.items()):
            if buffer.typecode == "f":
                for j in range(len(buffer)):
                    buffer[j] = math.sin((i + 1) * (column + 2 + j)) + i % 2
            elif branch == "classID":
                buffer[0] = i % 2
        tree.Fill()
    tree.Write()
