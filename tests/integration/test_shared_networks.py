"""Readers of several threads, and of one weight file: they share its network."""

from test_rreader import NAMES, trained  # noqa: F401 (a fixture)

READERS = """
#include "TMVA/MethodBase.h"
#include "TMVA/Reader.h"
#include "TROOT.h"

#include <string>
#include <thread>
#include <vector>

using Values = std::vector<float>;

/// Responses of all files, by Readers of this thread's own.
Values Respond(const std::string &directory)
{
   const std::vector<std::string> names{"a", "b", "c"};
   TMVA::Reader two(names, "Silent:!Color"), many(names, "Silent:!Color"), targets(names, "Silent:!Color");
   float spectator = 0;
   for (auto *reader : {&many, &targets})
      reader->AddSpectator("twice_b := 2*b", &spectator);
   two.BookMVA("nn", directory + "/Classification.xml");
   two.BookMVA("Fisher", directory + "/Fisher.xml");
   auto *classes = dynamic_cast<TMVA::MethodBase *>(many.BookMVA("nn", directory + "/Multiclass.xml"));
   auto *values = dynamic_cast<TMVA::MethodBase *>(targets.BookMVA("nn", directory + "/Regression.xml"));
   Values responses;
   for (int i = 0; i < 300; ++i) {
      const Values event{i % 7 - 3.f, i % 5 - 2.f, i % 11 - 5.f};
      responses.push_back(two.EvaluateMVA(event, "nn"));
      responses.push_back(two.EvaluateMVA(event, "Fisher"));
      const TMVA::Event given(event);
      for (auto *part : {&classes->GetMulticlassValues(&given), &values->GetRegressionValues(&given)})
         responses.insert(responses.end(), part->begin(), part->end());
   }
   return responses;
}

void macro()
{
   ROOT::EnableThreadSafety();
   const std::string directory = "DIRECTORY";
   std::vector<Values> found(4);
   const auto respondInThreads = [&] {
      std::vector<std::thread> threads;
      for (Values &values : found)
         threads.emplace_back([&] { values = Respond(directory); });
      for (std::thread &thread : threads)
         thread.join();
   };
   respondInThreads(); // nothing of TMVA was used before
   const Values expected = Respond(directory);
   int wrong = 0;
   for (int repeated = 0; repeated < 40; ++repeated, respondInThreads())
      for (const Values &values : found)
         wrong += values != expected;
   printf("%d wrong, %zu responses\\n", wrong, expected.size());
}
"""


def test_readers_in_threads(run, root_exe, work, trained):  # noqa: F811
    (work / "macro.C").write_text(READERS.replace("DIRECTORY", str(trained)))
    result = run(root_exe, "-l", "-b", "-q", "macro.C+")
    assert result.returncode == 0 and "0 wrong, 2100 responses" in result.stdout, result.stdout + result.stderr


def test_readers_share_a_network(run_python, root, keras, work):
    """Eighteen more of a network of 10 megabytes take no more memory."""
    from pytmva_keras import save_model

    layers = keras.layers
    save_model(keras.Sequential([layers.Input((3,)), *(layers.Dense(1600, activation="relu") for _ in range(2)),
                                 layers.Dense(1, activation="sigmoid")]), "model.yml")
    factory = root.TMVA.Factory("job", "Silent:!Color:!DrawProgressBar:AnalysisType=Classification")
    loader = root.TMVA.DataLoader("big")
    for name in NAMES:
        loader.AddVariable(name)
    for i in range(20):
        for add in (loader.AddTrainingEvent, loader.AddTestEvent):
            add("Signal" if i % 2 else "Background", [i % 3, i % 5, i], 1.0)
    loader.PrepareTrainingAndTestTree(root.TCut(""), "!V")
    factory.BookMethod(loader, root.TMVA.Types.kPyKeras, "nn", "FilenameModel=model.yml:NumEpochs=1:Verbose=0")
    factory.TrainAllMethods()
    result = run_python("""
import ROOT

def megabytes():
    return int(open("/proc/self/statm").read().split()[1]) * 4096 / 2**20

def read():
    reader = ROOT.TMVA.Reader(ROOT.std.vector["std::string"](["a", "b", "c"]), "Silent:!Color")
    reader.BookMVA("nn", "big/weights/job_nn.weights.xml")
    return reader

readers = [read(), read()]
before = megabytes()
readers += [read() for _ in range(18)]
print("grown by", round(megabytes() - before))
""")
    assert result.returncode == 0, result.stderr
    assert int(result.stdout.split()[-1]) < 20, result.stdout
