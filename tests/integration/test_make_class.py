"""MakeClass: a trained network as a C++ class that needs no library, beside the Reader."""

import re
import shutil
from array import array

import numpy as np
import pytest
from conftest import SOURCE, run_program
from standalone import VARIABLES, cases, tolerance

COMPILER = ["g++", "-std=c++17", "-pedantic", "-Wall", "-Wextra", "-Werror"]
STANDARD = ["algorithm", "cmath", "cstddef", "limits", "stdexcept", "string", "vector"]

MAIN = r"""
#include <cstdio>
#include <iostream>

template <class Network, class Respond>
void apply(const char *file, Respond respond)
{
   const Network network({"x", "x+y", "z"}), labels({"x", "sum", "z"}), others({"x", "y", "z"});
   if (!network.IsStatusClean() || !labels.IsStatusClean() || others.IsStatusClean())
      std::puts("wrong status");
   for (double response : respond(network, {0, std::nan(""), 0}))
      if (!std::isnan(response))
         std::puts("no NaN");
   for (int mistake : {0, 1})
      try {
         mistake ? network.GetMvaValue({1, 2}) : others.GetMvaValue({1, 2, 3});
         std::puts("no exception");
      } catch (const std::invalid_argument &error) {
         std::cerr << error.what() << "\n";
      }
   std::FILE *events = std::fopen(file, "r");
   double x, y, z;
   while (std::fscanf(events, "%lf %lf %lf", &x, &y, &z) == 3) {
      for (double response : respond(network, std::vector<double>{x, y, z}))
         std::printf("%.9g ", response);
      std::puts("");
   }
   std::fclose(events);
}
"""


@pytest.fixture(scope="module")
def program(trained, tmp_path_factory):
    """A program with all classes in it, compiled where warnings are errors."""
    directory = tmp_path_factory.mktemp("program")
    lines = ["int main(int, char **arguments)", "{"]
    for number, (job, title) in enumerate(cases(trained)):
        shutil.copy(job.class_file(title), directory / f"{number}.class.C")
        name = title.replace(" ", "_")
        call = {"Classification": "std::vector<double>{network.GetMvaValue(event)}",
                "Multiclass": "network.GetMulticlassValues(event)", "Regression": "network.GetRegressionValues(event)"}
        lines += [f"   if (arguments[1] == std::string(\"{number}\"))",
                  f"      apply<pytmva_{job.job}_{name}::Read{name}>(arguments[2], [](const auto &network, const "
                  f"std::vector<double> &event) {{ return {call[job.analysis]}; }});"]
    includes = [f'#include "{number}.class.C"' for number in range(len(cases(trained)))]
    (directory / "program.cxx").write_text("\n".join([*includes, MAIN, *lines, "}", ""]))
    done = run_program(*COMPILER, "-O1", "-o", "program", "program.cxx", cwd=directory)
    assert done.returncode == 0 and not done.stderr, done.stderr
    for number, (job, _) in enumerate(cases(trained)):
        np.savetxt(directory / f"{number}.txt", job.events, "%.9g")
    return directory


def test_classes_respond_as_the_reader(trained, program):
    for number, (job, title) in enumerate(cases(trained)):
        done = run_program("./program", number, f"{number}.txt", cwd=program)
        found, expected = np.array([line.split() for line in done.stdout.splitlines()], float), job.expected[title]
        assert done.returncode == 0 and found.shape == expected.shape and np.ptp(expected, axis=0).min() > 1e-4, title
        assert (np.abs(found - expected) <= tolerance(expected)).all(), (title, np.abs(found - expected).max())
        assert "expected the variables x x+y z in this order, got x y z" in done.stderr
        assert "expected 3 values, got 2" in done.stderr


def test_classes_need_no_library(trained):
    for job, title in cases(trained):
        text = job.class_file(title).read_text()
        included = re.findall(r"^#include (\S+)", text, re.MULTILINE)
        assert included == [f"<{name}>" for name in STANDARD]
        assert f"{job.job}_{title}.weights.xml" in text


def test_classes_in_root(trained, run_macro, work):
    """Two of them in one session of the interpreter."""
    jobs = {title: job for job, title in cases(trained) if job.job == "job"}
    values = ", ".join(map(repr, jobs["multi"].events[0].tolist()))
    (work / "use.C").write_text(f"""
void use()
{{
   const std::vector<std::string> names = {{"x", "x+y", "z"}};
   std::cout.precision(9);
   std::cout << Readmulti(names).GetMulticlassValues({{{values}}})[1] << std::endl;
   std::cout << Readgauss(names).GetRegressionValues({{{values}}})[0] << std::endl;
}}
""")
    lines = [f".L {jobs['multi'].class_file('multi')}", f".L {jobs['gauss'].class_file('gauss')}", ".x use.C"]
    done = run_macro("void macro() {" + "".join(f'gROOT->ProcessLine("{line}");' for line in lines) + "}")
    found = [float(line) for line in done.stdout.splitlines() if re.fullmatch(r"-?\d\S*", line)]
    expected = [jobs["multi"].expected["multi"][0, 1], jobs["gauss"].expected["gauss"][0, 0]]
    assert found == pytest.approx(expected, rel=1e-6) and not done.stderr, done


def test_two_classes_of_one_title_in_a_macro(trained, run_macro, work):
    """The example in docs/tmva.md."""
    blocks = re.findall(r"```cpp\n(.*?)```", (SOURCE / "docs/tmva.md").read_text(), re.DOTALL)
    (example,) = [block for block in blocks if "job2024" in block]
    one, other = trained[0], trained[3]
    for found, ours in (("job2024", one.job), ("job2025", other.job), ("PyKeras", "sigmoid"), ('"var1"', '"x"'),
                        ('"var2"', '"x+y"'), ('"var3"', '"z"'), ("dataset/weights", f"{one.directory}/dataset/weights")):
        assert found in example
        example = example.replace(found, ours)
    event = ", ".join(map(repr, one.events[0].tolist()))
    done = run_macro(example + f'void macro() {{ printf("difference %.9g\\n", difference({{{event}}})); }}')
    assert done.returncode == 0 and not done.stderr, done
    expected = other.expected["sigmoid"][0, 0] - one.expected["sigmoid"][0, 0]
    assert float(re.search("difference (.*)", done.stdout)[1]) == pytest.approx(expected, abs=1e-6) and abs(expected) > 1e-3


def test_a_class_is_made_again(trained, root, work):
    """Of a weight file that was read, in a file of another name."""
    reader = root.TMVA.Reader("!Color:Silent")
    values = [array("f", [0]) for _ in VARIABLES]
    for name, value in zip(VARIABLES, values):
        reader.AddVariable(name, value)
    method = reader.BookMVA("multi", str(trained[1].weight_file("multi")))
    method.MakeClass("again.C")
    again, first = (work / "again.C").read_text(), trained[1].class_file("multi").read_text()
    body = "class Readmulti"
    assert again[again.index(body):] == first[first.index(body):]
    with pytest.raises(Exception, match='PyKeras "multi": the class file gone/again.C cannot be written'):
        method.MakeClass("gone/again.C")


def test_no_class(root, keras, inputs, make_job, work, capfd):
    """Without ModelPersistence, too large, or not native; a line says why."""
    from pytmva_keras import save_model

    layers = keras.layers
    models = {"large": [layers.Dense(1000), layers.Dense(500)], "einsum": [layers.EinsumDense("ab,bc->ac", 4)],
              "spectator": []}
    for name, hidden in models.items():
        model = keras.Sequential([layers.Input((3,)), *hidden, layers.Dense(2, activation="softmax")])
        save_model(model, f"{name}.json")
    job = make_job()
    job.loader.AddSpectator("w")
    for name in models:
        job.book(name, f"FilenameModel={name}.json:NumEpochs=1:VarTransform={'N(x,w)' if name == 'spectator' else 'N'}")
    job.factory.TrainAllMethods()
    assert not capfd.readouterr().out
    root.TMVA.gConfig().SetSilent(False)
    job.factory.MakeClass("dataset")
    root.TMVA.gConfig().SetSilent(True)
    printed = capfd.readouterr().out
    reasons = {"large": "its weights would fill more than 5 MB of source code", "einsum": "EinsumDense",
               "spectator": 'it transforms the Spectator "w", which a class is not given'}
    for name, reason in reasons.items():
        path = f"dataset/weights/job_{name}.class.C"
        assert re.search(f'PyKeras "{name}": no class was written to {path}: .*{reason}.*. Apply .* with TMVA::Reader', printed)
    assert not list(work.glob("dataset/weights/*.class.C"))


def test_no_class_without_a_weight_file(inputs, make_job, work):
    job = make_job(factory="!ModelPersistence")
    job.book("nn", f"FilenameModel={inputs / 'softmax.yml'}:NumEpochs=1")
    job.factory.TrainAllMethods()
    assert not list(work.rglob("*.class.C"))
