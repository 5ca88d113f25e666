"""TMVA::Reader on golden weight files: the same calls, the same outcomes, the same responses.

Where a method is overloaded Python wraps our FatalError into a TypeError that tells of it."""

import csv
import json
import math
import re
from array import array

import pytest
from golden import read_rows

import weight_files

GOLDEN = weight_files.DATA / "reader"
TRANSFORMS = weight_files.DATA / "transforms"
CASES = json.loads((GOLDEN / "cases.json").read_text())
RESPONSE = re.compile(r"^EvaluateMVA(?:\(.*\) =)? (\S+)")


class Replay:
    """Makes the calls of a golden case; `reader` stays alive with the variables that it points to."""

    def __init__(self, root):
        self.root = root
        self.links = []
        self.spectators = []
        self.reader = None
        self.responses = []
        self.probabilities = []

    def call(self, text):
        if match := re.search(r"Reader\(std::vector<std::string>{(.*)}, \"(.*)\"\)", text):
            names = self.root.std.vector["std::string"]([name.strip(' "') for name in match[1].split(",")])
            self.reader = self.root.TMVA.Reader(names, match[2])
        elif match := re.search(r"new TMVA::Reader\((.*)\)", text):
            self.reader = self.root.TMVA.Reader(*[part.strip('"') for part in match[1].split(", ")])
        elif match := re.fullmatch(r"reader->Add(Variable|Spectator)\(\"(.*)\", &(float|int)\)", text):
            link = array("f" if match[3] == "float" else "i", [0])
            (self.links if match[1] == "Variable" else self.spectators).append(link)
            getattr(self.reader, "Add" + match[1])(match[2], link)
        elif match := re.fullmatch(r"reader->BookMVA\(\"(.*)\", \"(.*)\"\)", text):
            self.reader.BookMVA(match[1], str(GOLDEN / match[2]))
        elif match := re.fullmatch(r"reader->EvaluateMVA\(std::vector<Float_t>{(.*)}, \"(.*)\"\)", text):
            values = self.root.std.vector["float"]([float(value) for value in match[1].split(",")])
            self.responses.append(self.reader.EvaluateMVA(values, match[2]))
        elif match := re.fullmatch(r"variables = (.*?); reader->EvaluateMVA\(\"(.*?)\"\).*", text):
            self.set(match[1])
            self.responses.append(self.reader.EvaluateMVA(match[2]))
            if "GetMVAError" in text:
                assert (self.reader.GetMVAError(), self.reader.GetMVAErrorUpper()) == (0, 0)
        elif match := re.fullmatch(r"reader->FindMVA\(\"(.*)\"\)", text):
            assert bool(self.reader.FindMVA(match[1])) == (match[1] == "M")
        elif match := re.fullmatch(r"variables = (.*?); reader->GetProba\(\"M\", (.*?)\); reader->GetRarity.*", text):
            self.set(match[1])
            self.probabilities += [self.reader.GetProba("M", float(match[2])), self.reader.GetRarity("M")]
        else:
            pytest.fail(f"unknown call {text}")

    def set(self, values):
        for link, value in zip(self.links, values.split(",")):
            link[0] = float(value)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_golden_case(root, case):
    replay = Replay(root)
    if case["status"] != "ok":
        with pytest.raises(Exception, match="FatalError"):
            for call in case["calls"]:
                replay.call(call)
        return
    for call in case["calls"]:
        replay.call(call)
    golden = [float(match[1]) for line in case["results"] if (match := RESPONSE.match(line))]
    assert replay.responses == pytest.approx(golden, rel=1e-6)
    golden = [float(number) for line in case["results"] if line.startswith("GetProba")
              for number in re.findall(r"= (\S+)", line)]
    assert replay.probabilities == pytest.approx(golden, rel=1e-5)


@pytest.mark.parametrize("name", ["plain", "labels", "spectators", "int", "array", "array_elements", "formulas",
                                  "minmax", "special_chars"])
def test_responses_of_events(root, name):
    """Each event of the golden job through vectors of floats and of doubles."""
    reader = root.TMVA.Reader("!Color:Silent")
    header = weight_files.parse(GOLDEN / f"{name}.weights.xml")
    link = array("f", [0])
    for variable in header.iter("Variable"):
        reader.AddVariable(variable.get("Expression"), link)
    for spectator in header.iter("Spectator"):
        reader.AddSpectator(spectator.get("Expression"), link)
    reader.BookMVA("M", str(GOLDEN / f"{name}.weights.xml"))
    for row in read_rows(GOLDEN / f"{name}.events.csv")[1]:
        values = [float(value) for value in row[4:4 + len(reader.DataInfo().GetVariableInfos())]]
        for kind in ("float", "double"):
            response = reader.EvaluateMVA(root.std.vector[kind](values), "M")
            assert response == pytest.approx(float(row[-1]), rel=1e-5, abs=1e-6)


@pytest.mark.parametrize("path", [path for path in sorted(TRANSFORMS.glob("reg_*.weights.xml"))
                                  if not path.name.startswith(weight_files.UNDONE_BY_HALF + ".")],
                         ids=lambda path: path.name.split(".")[0])
def test_regression_values_are_in_the_units_of_the_target(root, path):
    reader = root.TMVA.Reader("!Color:Silent")
    links = [array("f", [0]), array("f", [0])]
    for i, link in enumerate(links):
        reader.AddVariable(f"var{i + 1}", link)
    reader.BookMVA("LD", str(path))
    with open(str(path).replace(".weights.xml", ".csv")) as file:
        for row in csv.DictReader(file):
            for i, link in enumerate(links):
                link[0] = float(row[f"raw_var{i + 1}"])
            golden = pytest.approx(float(row["reader_0"]), rel=1e-5, abs=1e-4)
            assert reader.EvaluateRegression("LD")[0] == golden
            assert reader.EvaluateRegression(0, "LD") == golden
    with pytest.raises(Exception, match="no target 1 among the 1 responses"):
        reader.EvaluateRegression(1, "LD")
    links[0][0] = math.nan
    assert list(reader.EvaluateRegression("LD")) == [-999]


@pytest.mark.parametrize("path", sorted(TRANSFORMS.glob("class_*.weights.xml")), ids=lambda path: path.name.split(".")[0])
def test_responses_of_the_classifiers_of_tmva(root, path):
    reader = root.TMVA.Reader("var1:var2:var3:var4", "!Color:Silent")
    reader.BookMVA("Fisher", str(path))
    for row in read_rows(str(path).replace(".weights.xml", ".csv"))[1]:
        values = root.std.vector["float"]([float(value) for value in row[4:8]])
        assert reader.EvaluateMVA(values, "Fisher") == pytest.approx(float(row[-1]), rel=1e-5, abs=1e-6)


def test_all_transformations_of_a_target_are_undone(root):
    """The response of the linear method, transformed again, is its sum."""
    path = TRANSFORMS / f"{weight_files.UNDONE_BY_HALF}.weights.xml"
    reader = root.TMVA.Reader("!Color:Silent")
    links = [array("f", [0]), array("f", [0])]
    for i, link in enumerate(links):
        reader.AddVariable(f"var{i + 1}", link)
    method = reader.BookMVA("LD", str(path))
    coefficients = [float(node.get("Value")) for node in weight_files.parse(path).iter("Coefficient")]
    with open(TRANSFORMS / f"{weight_files.UNDONE_BY_HALF}.csv") as file:
        for row in csv.DictReader(file):
            for i, link in enumerate(links):
                link[0] = float(row[f"raw_var{i + 1}"])
            response = reader.EvaluateRegression("LD")
            event = root.TMVA.Event([link[0] for link in links], [response[0]])
            again = method.GetTransformationHandler().Transform(event)
            inputs = [1, float(row["tr_0"]), float(row["tr_1"])]
            assert again.GetTarget(0) == pytest.approx(sum(c * x for c, x in zip(coefficients, inputs)), abs=1e-4)


def make_reader(root, options="!Color:Silent"):
    reader = root.TMVA.Reader(options)
    links = [array("f", [value]) for value in (0.5, -0.25, 1.5)]
    for i, link in enumerate(links):
        reader.AddVariable(f"var{i + 1}", link)
    return reader, links


def test_book_from_text(root):
    reader, _links = make_reader(root)
    method = reader.BookMVA(root.TMVA.Types.kFisher, (GOLDEN / "plain.weights.xml").read_text())
    assert reader.EvaluateMVA(method) == pytest.approx(-0.386944347)
    with pytest.raises(Exception, match="truncated"):
        reader.BookMVA(root.TMVA.Types.kFisher, (GOLDEN / "plain.weights.xml").read_text()[:900])


def test_unknown_options_are_reported(root, capfd):
    root.TMVA.Reader("!Color:!Silent:Eror")
    said = capfd.readouterr().out
    assert "WARNING" in said and 'unknown option "Eror" (did you mean Error?). Known options: Color, Error, Silent, V' in said
    root.TMVA.Reader("!Color:!Silent:V")
    assert "WARNING" not in capfd.readouterr().out


@pytest.mark.parametrize("arguments, number", [
    ('TString("a:b"), "!V"', 2), ('"a:b", "!V"', 2), ('"a:b", TString("!V")', 2), ('"a:b", "!V", true', 2), ('"!V", 0', 0),
    ('"!V", true', 0)])
def test_variables_as_one_string(root, arguments, number):
    assert root.gInterpreter.ProcessLine(
        f"TMVA::Reader({arguments}).DataInfo().GetVariableInfos().size();") == number


def test_unknown_tags_list_the_known_ones(root, capfd):
    reader, _links = make_reader(root, "!Color")
    reader.BookMVA("M", str(GOLDEN / "plain.weights.xml"))
    with pytest.raises(Exception, match='no method with tag "zz". Booked are: M'):
        reader.EvaluateMVA("zz")
    capfd.readouterr()
    assert reader.EvaluateMVA(root.std.vector["float"]([0, 0, 0]), "zz") == 0  # as in TMVA
    assert 'no method with tag "zz". Booked are: M' in capfd.readouterr().out


def test_booking_errors_reach_python_as_they_are(root):
    reader, _links = make_reader(root)
    for _ in range(2):
        with pytest.raises(root.TMVA.FatalError):
            reader.BookMVA("M", "nofile.weights.xml")
    reader.BookMVA(root.TString("M"), root.std.string(str(GOLDEN / "plain.weights.xml")))


def test_errors_where_a_method_has_none(root):
    reader, _links = make_reader(root, "!Color:Silent:Error")
    reader.BookMVA("M", str(GOLDEN / "plain.weights.xml"))
    reader.EvaluateMVA("M")
    assert (reader.GetMVAErrorLower(), reader.GetMVAErrorUpper()) == (-1, -1)


def test_spectators_are_part_of_the_event(root):
    reader = root.TMVA.Reader("!Color:Silent")
    value = array("f", [0.5])
    spectators = [array("f", [1.5]), array("i", [7]), array("f", [2.5])]
    for name in ("var1", "var3"):
        reader.AddVariable(name, value)
    for name, link in zip(("var1*2", "id", "var4"), spectators):
        reader.AddSpectator(name, link)
    reader.BookMVA("M", str(GOLDEN / "spectators.weights.xml"))
    reader.EvaluateMVA("M")
    assert list(reader.DataInfo().GetDataSet().GetEvent().GetSpectators()) == [1.5, 7, 2.5]


def test_targets_of_two_methods_in_one_reader(root, tmp_path):
    reader = root.TMVA.Reader("var1:var2", "!Color:Silent")
    reader.BookMVA("A", str(TRANSFORMS / "reg_N.weights.xml"))
    reader.BookMVA("B", str(TRANSFORMS / "reg_G.weights.xml"))
    other = tmp_path / "other.weights.xml"
    other.write_text((TRANSFORMS / "reg_N.weights.xml").read_text().replace('"fvalue"', '"gvalue"'))
    with pytest.raises(root.TMVA.FatalError, match='"gvalue" as target number 0, declared is "fvalue"'):
        reader.BookMVA("C", str(other))


def test_two_methods_in_one_reader(root):
    reader, links = make_reader(root)
    reader.BookMVA("A", str(GOLDEN / "plain.weights.xml"))
    reader.BookMVA("B", str(GOLDEN / "plain.weights.xml"))
    assert reader.EvaluateMVA("A") == reader.EvaluateMVA("B")
    links[0][0] = 1
    assert reader.EvaluateMVA("A") == reader.EvaluateMVA("B") != pytest.approx(-0.386944347)


MESSAGES = {
    "read_missing_file": ["nofile.weights.xml", "cannot be read", "No such file"],
    "read_too_few": ["plain.weights.xml", "3 variables", "2 are declared"],
    "read_order": ["plain.weights.xml", '"var1"', '"var2"', "number 0"],
    "read_spectators_none": ["3 spectators", "0 are declared"],
    "read_plain_unknown_tag": ["zzz", "Booked are: M"],
    "read_plain_same_tag_twice": ['"M"', "taken"],
    "read_plain_vec_wrong_size": ["2 values", "3 variables"],
    "read_broken_truncated": ["broken_truncated.weights.xml", "truncated"],
    "read_broken_empty": ["broken_empty.weights.xml", "no complete XML"],
    "read_broken_unknown_method": ['"Foo"', "Methods here:", "Fisher"],
    "read_int_pointer": ["var1", "float"],
}


@pytest.mark.parametrize("name", MESSAGES)
def test_messages_say_what_is_wrong(root, name):
    replay = Replay(root)
    case = next(case for case in CASES if case["name"] == name)
    with pytest.raises(Exception) as error:
        for call in case["calls"]:
            replay.call(call)
    assert [part for part in MESSAGES[name] if part not in str(error.value)] == []


def test_a_label_alone_is_completed(root):
    names = ["myvar1 := var1+var2", "myvar2", "var3", "abs(var4)"]
    reader = root.TMVA.Reader(root.std.vector["std::string"](names), "!Color:Silent")
    with pytest.raises(root.TMVA.FatalError, match='declared is "myvar2", its label. Declare "myvar2 := var1-var2"'):
        reader.BookMVA("M", str(GOLDEN / "labels.weights.xml"))


@pytest.mark.parametrize("content, message", [
    ("directory", "damaged.xml is a directory. Name the file in it"), (None, "damaged.xml cannot be read: No such file"),
    ("", "damaged.xml is no complete XML"), ("abc", "damaged.xml is no complete XML"),
    (900, "damaged.xml is no complete XML document: it is truncated")])
def test_a_file_that_is_none_is_refused_in_our_words_only(root, work, capfd, content, message):
    path = work / "damaged.xml"
    if content == "directory":
        path.mkdir()
    elif content is not None:
        path.write_text((GOLDEN / "plain.weights.xml").read_text()[:content] if isinstance(content, int) else content)
    reader, _links = make_reader(root)
    with pytest.raises(root.TMVA.FatalError, match=message):
        reader.BookMVA("M", "damaged.xml")
    said = "".join(capfd.readouterr())
    assert message in said and "TXMLEngine" not in said and "Error in" not in said
    assert root.gErrorIgnoreLevel < root.kFatal


def test_nan_names_the_variable(root, capfd):
    reader, links = make_reader(root, "!Color:!Silent")
    reader.BookMVA("M", str(GOLDEN / "plain.weights.xml"))
    links[1][0] = math.nan
    assert reader.EvaluateMVA("M") == -999
    root.gSystem.Exec("true")  # flushes C++'s output
    assert '"var2"' in "".join(capfd.readouterr())


def test_silent_prints_nothing(root, capfd):
    reader, _links = make_reader(root)
    reader.BookMVA("M", str(GOLDEN / "plain.weights.xml"))
    reader.EvaluateMVA("M")
    assert capfd.readouterr() == ("", "")


def test_variables_without_addresses(root):
    reader = root.TMVA.Reader("var1:var2:var3", "!Color:Silent")
    reader.BookMVA("M", str(GOLDEN / "plain.weights.xml"))
    with pytest.raises(Exception, match="without an address"):
        reader.EvaluateMVA("M")
