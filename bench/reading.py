"""Rows of reading: 10 million entries of 28 floats into a DataSet, beside plain programs (reading_peers/) that read them with
a TTreeFormula for each variable, into an Event object for each entry or straight into a matrix. All divide the events at
random as TMVA does and find the ranges of the training events, and must come to the same numbers. One thread each."""

import os
import resource
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import ROOT

import pytmva_keras  # noqa: F401  ROOT.TMVA is there with it

N_ENTRIES, N_COLUMNS, REPEATS = 10_000_000, 28, 3
MATRIX = N_ENTRIES * N_COLUMNS * 4  # bytes


def compile_peers() -> None:
    """They take ROOT's libraries only."""
    root = Path(ROOT.__file__).parent
    flags = ["-std=c++17", "-O3", "-DNDEBUG", f"-I{root}/include", f"-L{root}/lib", f"-Wl,-rpath,{root}/lib"]
    libraries = [f"-l{name}" for name in ("Core", "RIO", "Tree", "TreePlayer", "MathCore")]
    link = ["-Wl,--no-as-needed,--allow-shlib-undefined", *libraries]
    source = Path(__file__).parent / "reading_peers/main.cxx"
    subprocess.run([os.environ.get("CXX", "c++"), *flags, source, *link, "-o", "reading_peers"], check=True)


def prepare(path: str):
    """A data set of all columns; all that must stay alive with it."""
    file = ROOT.TFile.Open(path)
    loader = ROOT.TMVA.DataLoader("reading")
    for i in range(N_COLUMNS):
        loader.AddVariable(f"x{i}")
    loader.AddTree(file["events"], "all")
    loader.PrepareTrainingAndTestTree(ROOT.TCut(""), "SplitMode=Random:NormMode=None:!V:!CalcCorrelations")
    loader.GetDataSetInfo().GetDataSet()
    return loader, file


def read_in_this_process(path: str, small: str) -> None:
    """Prints seconds, bytes that were taken beyond what ROOT had after a small tree, and the numbers of each column."""
    ROOT.TMVA.gConfig().SetSilent(True)
    prepare(small)
    resident = int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize()
    start = time.process_time()
    loader, _ = prepare(path)
    seconds = time.process_time() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    print(seconds, peak - resident)
    for info in loader.GetDataSetInfo().GetVariableInfos():
        print(*(f"{number:.12g}" for number in (info.GetMin(), info.GetMax(), info.GetMean(), info.GetRMS())))


def run(*command: str) -> list[float]:
    printed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return [float(word) for word in printed.split()]


def measure() -> list[dict]:
    """Rows {name, ours, peer, peer_name, unit}: medians of runs in turns; in the current directory, which takes 1.2 GB."""
    compile_peers()
    for path, entries in (("small.root", 1000), ("reading.root", N_ENTRIES)):
        subprocess.run(["./reading_peers", "write", path, str(entries), str(N_COLUMNS)], check=True)
    times, peaks = [], []
    for _ in range(REPEATS):
        seconds, peak, *mine = run(sys.executable, __file__, "reading.root", "small.root")
        turn = [seconds]
        for way in ("events", "matrix"):
            seconds, *numbers = run("./reading_peers", way, "reading.root", str(N_ENTRIES), str(N_COLUMNS))
            np.testing.assert_allclose(mine, numbers, rtol=1e-6, atol=1e-9)
            turn.append(seconds)
        times.append(turn)
        peaks.append(peak)
    os.remove("reading.root")
    ours, events, matrix = np.median(times, axis=0)
    formulas = "a TTreeFormula for each variable"
    return [
        dict(name="read_vs_events", ours=ours, peer=events, peer_name=f"{formulas}, an object for each entry", unit="s CPU"),
        dict(name="read_vs_formulas", ours=ours, peer=matrix, peer_name=f"{formulas}, into a matrix", unit="s CPU"),
        dict(name="read_peak_memory", ours=np.median(peaks) / 1e9, peer=MATRIX / 1e9, peer_name="the matrix", unit="GB"),
    ]


if __name__ == "__main__":
    read_in_this_process(*sys.argv[1:])
