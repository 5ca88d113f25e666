"""More training events than memory holds: they are streamed from the trees, and the network learns as much."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from streamed import N_VARIABLES

N_EVENTS = 5_000_000
LIMIT = 100_000_000  # bytes; the matrix of the events has four times as many

WRITE = """
#include "TFile.h"
#include "TRandom3.h"
#include "TTree.h"
#include <string>
#include <vector>
void write(Long64_t n, const char *name, double shift, const char *mode)
{
   TFile file("events.root", mode, "", 0);
   TTree tree(name, "");
   tree.SetAutoFlush(20000); // what ROOT itself keeps of a tree in memory is small, too
   std::vector<float> x(%d);
   for (std::size_t i = 0; i < x.size(); ++i)
      tree.Branch(("x" + std::to_string(i)).c_str(), &x[i]);
   TRandom3 random(1 + mode[0]);
   for (Long64_t event = 0; event < n; ++event) {
      for (float &value : x)
         value = random.Rndm() + random.Rndm() + random.Rndm() + shift;
      x[1] *= x[0] - shift;
      tree.Fill();
   }
   tree.Write();
}
"""


@pytest.fixture(scope="module")
def directory(tmp_path_factory):
    """A working directory with events.root, signal and background, and model.yml."""
    path = tmp_path_factory.mktemp("streaming")
    (path / "write.C").write_text(WRITE % N_VARIABLES)
    code = f"""
import ROOT, keras, pytmva_keras
ROOT.gROOT.LoadMacro("write.C+O")
ROOT.write({N_EVENTS // 2}, "signal", 0.25, "RECREATE")
ROOT.write({N_EVENTS // 2}, "background", 0.0, "UPDATE")
layers = [keras.layers.Dense(32, activation="relu"), keras.layers.Dense(2, activation="softmax")]
pytmva_keras.save_model(keras.Sequential([keras.layers.Input(({N_VARIABLES},)), *layers]), "model.yml")
"""
    subprocess.run([sys.executable, "-c", code], cwd=path, check=True, timeout=300)
    yield path
    (path / "events.root").unlink()


def run(directory, events_in_memory="", limit=0):
    script = Path(__file__).parent / "streamed.py"
    command = [sys.executable, str(script), str(events_in_memory), str(limit)]
    environment = {**os.environ, "MALLOC_ARENA_MAX": "1"}  # an arena a thread takes memory at random
    return subprocess.run(command, cwd=directory, env=environment, capture_output=True, text=True, timeout=600)


def roc(done) -> float:
    assert done.returncode == 0, done.stdout + done.stderr
    return float(done.stdout.split("ROC ")[-1])


def test_sample_four_times_larger_than_memory(directory):
    assert 4 * LIMIT <= N_EVENTS * N_VARIABLES * 4
    whole = roc(run(directory))
    refused = run(directory, limit=LIMIT)
    assert refused.returncode != 0 and "bad_alloc" in refused.stdout + refused.stderr, "the limit is one"
    streamed = roc(run(directory, 60_000, LIMIT))
    assert 0.9 < whole < 0.99 and abs(streamed - whole) < 0.005
