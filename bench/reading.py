"""Rows of reading: 10 million entries of 28 floats into a DataSet, beside plain programs (reading_peers/) that read them with
a TTreeFormula for each variable, into an Event object for each entry or straight into a matrix. All divide the events at
random as TMVA does and find the ranges of the training events, and must come to the same numbers. They have one thread;
ours is run with one, and with ROOT's implicit multi-threading."""

import os
import resource
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import ROOT

import pytmva_keras  # noqa: F401  ROOT.TMVA is there with it

from race import row

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


def read_in_this_process(path: str, small: str, threads: str) -> None:
    """Prints seconds of the clock and of CPU time, bytes that were taken beyond what ROOT had after a small tree, and the
    numbers of each column."""
    ROOT.TMVA.gConfig().SetSilent(True)
    if threads == "threads":
        ROOT.EnableImplicitMT()
    prepare(small)
    resident = int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize()
    start, cpu_start = time.perf_counter(), time.process_time()
    loader, _ = prepare(path)
    seconds, cpu_seconds = time.perf_counter() - start, time.process_time() - cpu_start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    print(seconds, cpu_seconds, peak - resident)
    for info in loader.GetDataSetInfo().GetVariableInfos():
        print(*(f"{number:.12g}" for number in (info.GetMin(), info.GetMax(), info.GetMean(), info.GetRMS())))


def run_ours(threads: str, results: list) -> list[float]:
    clock, cpu, peak, *numbers = run(sys.executable, __file__, "reading.root", "small.root", threads)
    results.append(numbers)
    return [clock, cpu, peak]


def run_peer(way: str, results: list) -> list[float]:
    clock, cpu, *numbers = run("./reading_peers", way, "reading.root", str(N_ENTRIES), str(N_COLUMNS))
    results.append(numbers)
    return [clock, cpu]


def run(*command: str) -> list[float]:
    printed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return [float(word) for word in printed.split()]


def measure() -> list[dict]:
    """The rows, of runs in turns; in the current directory, which takes 0.8 GB.

    read_vs_events and read_vs_formulas: by the clock, ours with implicit multi-threading; the same with _one_thread: CPU time,
    ours with one thread, and so is the peak memory.
    """
    compile_peers()
    for path, entries in (("small.root", 1000), ("reading.root", N_ENTRIES)):
        subprocess.run(["./reading_peers", "write", path, str(entries), str(N_COLUMNS)], check=True)
    turns = []
    for _ in range(REPEATS):
        turn, results = [], []
        for threads in ("threads", "one thread"):
            *measured, peak = run_ours(threads, results)
            turn += measured
        for way in ("events", "matrix"):
            turn += run_peer(way, results)
        for numbers in results[1:]:
            np.testing.assert_allclose(results[0], numbers, rtol=1e-6, atol=1e-9)
        turns.append([*turn, peak])
    os.remove("reading.root")
    clock, _, _, cpu, events_clock, events_cpu, matrix_clock, matrix_cpu, peak = np.array(turns).T.tolist()
    formulas = "a TTreeFormula for each variable"
    rows = []
    for name, peer_name, *peers in (("events", "an object for each entry", events_clock, events_cpu),
                                    ("formulas", "into a matrix", matrix_clock, matrix_cpu)):
        peer_name = f"{formulas}, {peer_name}"
        rows.append(row(f"read_vs_{name}", (clock, peers[0]), peer_name, "s"))
        rows.append(row(f"read_vs_{name}_one_thread", (cpu, peers[1]), peer_name, "s CPU"))
    peaks = [bytes_taken / 1e9 for bytes_taken in peak], [MATRIX / 1e9]
    return [*rows, row("read_peak_memory", peaks, "the matrix", "GB")]


if __name__ == "__main__":
    read_in_this_process(*sys.argv[1:])
