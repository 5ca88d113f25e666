"""NumWorkerProcs of CrossValidation: the same results, files and output as in one process, and workers that go wrong."""

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import given
import weight_files
from test_cross_validation import EXPRESSION, cross_validate, make_loader

AILING = r"""
#include "TMVA/CrossValidation.h"
#include "TSystem.h"
#include <csignal>
#include <cstdio>
#include <fstream>
#include <unistd.h>
namespace given {
/// Something goes wrong in fold 2.
class MethodAiling : public MethodGiven {
public:
   using MethodGiven::MethodGiven;
   void DeclareOptions() override { DeclareOptionRef(fHow, "How", "What goes wrong"); }
   void Train() override {
      if (fHow == "meet") return Meet();
      if (GetMethodName() != "Ailing_fold2") return;
      std::printf("worker %d\n", getpid());
      std::fflush(stdout);
      if (fHow == "kill") raise(SIGKILL);
      if (fHow == "exit") gSystem->Exit(3);
      if (fHow == "throw") throw std::out_of_range("beyond");
      if (fHow == "throw_number") throw 42;
      if (fHow == "fatal") Log() << TMVA::kFATAL << "no training today" << TMVA::Endl;
      if (fHow == "sleep") sleep(60);
   }
   /// Notes how many are here once there are two.
   void Meet() {
      std::ofstream("here_" + std::to_string(getpid())) << "";
      int here = 0;
      for (int attempt = 0; here < 2 && attempt < 500; ++attempt) {
         here = gSystem->GetFromPipe("ls here_* | wc -l").Atoi();
         usleep(20000);
      }
      std::ofstream("counts", std::ios::app) << here << '\n';
      usleep(100000);
      if (GetMethodName() != "Ailing_fold1") gSystem->Unlink(TString::Format("here_%d", getpid()));
   }
   TString fHow;
};
TMVA::IMethod *CreateAiling(const TString &job, const TString &title, TMVA::DataSetInfo &dsi, const TString &option) {
   if (job == "" && title == "") return new MethodAiling(dsi, option);
   return new MethodAiling(job, title, dsi, option);
}
void RegisterAiling() { TMVA::ClassifierFactory::Instance().Register("Ailing", CreateAiling); }
void RunAiling(TMVA::DataLoader &loader, const char *how, TFile *file = nullptr) {
   const char *options = "Silent:AnalysisType=Classification:NumFolds=3:NumWorkerProcs=2";
   std::unique_ptr<TMVA::CrossValidation> cv(file ? new TMVA::CrossValidation("job", &loader, file, options)
                                                  : new TMVA::CrossValidation("job", &loader, options));
   cv->BookMethod("Ailing", "Ailing", TString("How=") + how);
   cv->Evaluate();
}
}
"""


@pytest.fixture(scope="module")
def ailing(root):
    root.gInterpreter.Declare(AILING)
    root.given.RegisterAiling()
    return root


@pytest.fixture(autouse=True)
def work(root, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    yield tmp_path
    with pytest.raises(ChildProcessError):  # no worker is left, not even a zombie
        os.waitpid(-1, os.WNOHANG)


def contents(file):
    """The names of all histograms and trees of a file, and what is in them."""
    def walk(directory, path):
        for key in directory.GetListOfKeys():
            thing, name = key.ReadObj(), f"{path}/{key.GetName()}"
            if thing.InheritsFrom("TDirectory"):
                yield from walk(thing, name)
            elif thing.InheritsFrom("TH1"):
                yield name, [thing.GetAt(i) for i in range(thing.GetSize())] if hasattr(thing, "GetAt") else thing.GetMean()
            elif thing.InheritsFrom("TTree"):
                yield name, [[leaf.GetValue() for leaf in thing.GetListOfLeaves()] for _event in thing]
    return dict(walk(file, ""))


@pytest.mark.parametrize("processes", [0, 7])
def test_all_is_as_in_one_process(root, capfd, work, processes):
    found = []
    for number in (1, processes):
        directory = work / str(number)
        directory.mkdir()
        os.chdir(directory)
        file = root.TFile.Open("TMVACV.root", "RECREATE")
        capfd.readouterr()
        cv = cross_validate(root, f"!V:!Silent:!Color:AnalysisType=Classification:NumFolds=3:FoldFileOutput:"
                            f"SplitExpr={EXPRESSION}:NumWorkerProcs={number}",
                            [("Fisher", "VarTransform=None"), ("FisherD", "VarTransform=D")], file)
        file.Close()
        root.gSystem.Exec("true")  # flushes C++'s output
        log = re.sub(r"\S+ s\b", "", capfd.readouterr().out)
        results = [[dict(result.GetROCValues()), list(result.GetSepValues()), list(result.GetEff10Values()),
                    list(result.GetTrainEff30Values()),
                    [[curve.GetTitle(), *curve.GetX(), *curve.GetY()] for curve in result.GetROCCurves().GetListOfGraphs()]]
                   for result in cv.GetResults()]
        files = {path.name: contents(root.TFile.Open(str(path))) for path in sorted(directory.glob("*.root"))}
        weights = {path.name: weight_files.parse(path) for path in sorted(directory.glob("dataset/weights/*.xml"))}
        found.append((log, results, files, weights))
    (log, results, files, weights), (log_2, results_2, files_2, weights_2) = found
    assert log == log_2 and "Fold 3 of 3 of method FisherD" in log
    assert results == results_2
    assert files == files_2 and len(files) == 7
    assert list(weights) == list(weights_2) and len(weights) == 8
    for name in weights:
        for node in ("Options", "Variables", "Transformations", "Weights"):
            assert weight_files.differences(weights[name].find(node), weights_2[name].find(node), tolerance=0) == []


def test_as_many_run_at_a_time_as_are_wanted(ailing, work):
    """Fold 3 begins when fold 1 or fold 2 has ended; fold 1 leaves its mark for it."""
    ailing.given.RunAiling(make_loader(ailing), "meet")
    assert (work / "counts").read_text().split() == ["2", "2", "2"]


@pytest.mark.parametrize("how, message", [
    ("kill", "Fold 2 of 3 of method Ailing: its process ended with signal 9 (Killed)"),
    ("exit", "Fold 2 of 3 of method Ailing: its process ended with exit code 3"),
    ("throw", 'Fold 2 of 3 of method Ailing: its process ended with the exception "beyond"'),
    ("throw_number", "Fold 2 of 3 of method Ailing: its process ended with an exception"),
    ("fatal", "no training today"),
])
def test_a_worker_that_ends_without_result_is_named(ailing, work, how, message):
    output = ailing.TFile.Open("TMVACV.root", "RECREATE")
    with pytest.raises(ailing.TMVA.FatalError, match=re.escape(message)):
        ailing.given.RunAiling(make_loader(ailing), how, output)
    output.Close()
    with ailing.TFile.Open("TMVACV.root") as file:  # that the worker did not write to
        assert not file.TestBit(ailing.TFile.kRecovered)


SCRIPT = """
import ROOT, given, test_cross_validation_processes as module
given.declare(ROOT)
ROOT.gInterpreter.Declare(module.AILING)
ROOT.given.RegisterAiling()
try:
    ROOT.given.RunAiling(module.make_loader(ROOT), "sleep")
except ROOT.TMVA.FatalError as error:
    print("caught", error)
"""
MACRO = """
#include "given.h"
void sleeping() {
   given::Register();
   given::RegisterAiling();
   TMVA::DataLoader loader("dataset");
   loader.AddVariable("x");
   for (int i = 0; i < 100; ++i)
      for (const char *name : {"Signal", "Background"})
         loader.AddEvent(name, i > 0 ? TMVA::Types::kTraining : TMVA::Types::kTesting, {0.1 * i}, 1);
   given::RunAiling(loader, "sleep");
}
"""


def command(program, work):
    if program == "python":
        return [sys.executable, "-c", SCRIPT]
    import ROOT
    (work / "given.h").write_text('#include "TMVA/DataLoader.h"\n' + given.CODE + AILING)
    (work / "sleeping.C").write_text(MACRO)
    return [str(Path(ROOT.__file__).parent / "bin/root.exe"), "-l", "-b", "-q", "sleeping.C"]


def is_gone(pid):
    for _attempt in range(50):
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.1)
    return False


@pytest.mark.parametrize("program, number", [("python", signal.SIGINT), ("root.exe", signal.SIGINT),
                                             ("root.exe", signal.SIGKILL)])
def test_workers_do_not_outlive_a_signal(work, program, number):
    """SIGINT goes to all processes of the terminal, as Ctrl-C does."""
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parent), "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(command(program, work), stdout=subprocess.PIPE, text=True, env=environment,
                          start_new_session=True) as process:
        worker = next(int(line.split()[1]) for line in process.stdout if line.startswith("worker"))
        (os.killpg if number == signal.SIGINT else os.kill)(process.pid, number)
        rest = process.stdout.read()
        process.wait(timeout=20)
    assert is_gone(worker)
    if number == signal.SIGINT:
        assert "Ctrl-C: Fold 2 of 3 of method Ailing and what comes after it were not finished" in rest
        assert process.returncode == (0 if program == "python" else 1)
