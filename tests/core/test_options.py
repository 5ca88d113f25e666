"""The grammar of option strings against genuine TMVA, with the options of its methods; their own checks are not ours."""

import json
import re

import golden
import pytest

CODE = """
#include "TMVA/Configurable.h"
#include <deque>
/// Something with options that a test names.
class Probe : public TMVA::Configurable {
public:
   explicit Probe(const char *options) : Configurable(options) { SetConfigName("M"); }
   void Declare(const char *name, bool value) { DeclareOptionRef(fFlags.emplace_back(value), name); }
   void Declare(const char *name, int value) { DeclareOptionRef(fIntegers.emplace_back(value), name); }
   void DeclareUnsigned(const char *name, unsigned value) { DeclareOptionRef(fUnsigned.emplace_back(value), name); }
   void Declare(const char *name, double value) { DeclareOptionRef(fNumbers.emplace_back(value), name); }
   void Declare(const char *name, const char *value) { DeclareOptionRef(fTexts.emplace_back(value), name); }
   void DeclareArray(const char *name, std::vector<double> values) {
      fNumberArrays.push_back(values);
      double *first = fNumberArrays.back().data();
      fDeclared[name] = DeclareOptionRef(first, values.size(), name);
   }
   void DeclareArray(const char *name, std::vector<std::string> values) {
      fTextArrays.emplace_back(values.begin(), values.end());
      TString *first = fTextArrays.back().data();
      fDeclared[name] = DeclareOptionRef(first, values.size(), name);
   }
   void Allow(const char *name, const char *value) { AddPreDefVal(TString(name), TString(value)); }
   void Loose(bool on) { EnableLooseOptions(on); }
   const char *Element(const char *name, int i) { return fText = fDeclared.at(name)->GetValue(i); }
   std::string ToXML();
private:
   std::deque<Bool_t> fFlags;
   std::deque<Int_t> fIntegers;
   std::deque<UInt_t> fUnsigned;
   std::deque<Double_t> fNumbers;
   std::deque<TString> fTexts;
   std::deque<std::vector<Double_t>> fNumberArrays;
   std::deque<std::vector<TString>> fTextArrays;
   std::map<std::string, TMVA::OptionBase *> fDeclared;
   TString fText;
};
#include "TMVA/Tools.h"
#include "TXMLEngine.h"
std::string Probe::ToXML() {
   void *parent = TMVA::gTools().AddChild(nullptr, "Parent", nullptr, true);
   AddOptionsXMLTo(parent);
   TString text;
   TMVA::gTools().xmlengine().SaveSingleNode(static_cast<XMLNodePointer_t>(parent), &text, 1);
   return text.Data();
}
void ReadXML(Probe &probe, const char *text) {
   XMLDocPointer_t document = TMVA::gTools().xmlengine().ParseString(text);
   probe.ReadOptionsFromXML(TMVA::gTools().GetChild(TMVA::gTools().xmlengine().DocGetRootElement(document), "Options"));
   TMVA::gTools().xmlengine().FreeDoc(document);
}
"""

INTERPOLATIONS = ["Spline0", "Spline1", "Spline2", "Spline3", "Spline5", "KDE"]
ALLOWED = {
    "fisher": {"Method": ["Fisher", "Mahalanobis"], "VerbosityLevel": ["Default", "Debug", "Verbose", "Info"],
               "PDFInterpolMVAPdf": INTERPOLATIONS},
    "bdt": {"BoostType": ["AdaBoost", "RealAdaBoost", "Grad"], "SeparationType": ["CrossEntropy", "GiniIndex"]},
    "cuts": {"VarProp": ["NotEnforced", "FMax", "FMin", "FSmart"]},
    "likelihood": {f"PDFInterpol{kind}[{i}]": INTERPOLATIONS for kind in ("Sig", "Bkg") for i in (0, 1)},
    "factory": {"VerboseLevel": ["Debug", "Verbose", "Info"],
                "AnalysisType": ["Classification", "Regression", "Multiclass", "Auto"]},
    "reader": {},
}
# Options which the golden files do not list, since the objects which declare them are not there any more.
MORE = {
    "fisher": {"PDFInterpolMVAPdf": "Spline2", "NbinsMVAPdf": "60", "NsmoothMVAPdf": "2"},
    "likelihood": {**{f"NSmooth{kind}[{i}]": "1" for kind in ("Sig", "Bkg") for i in (0, 1)},
                   **{f"PDFInterpol{kind}[{i}]": "Spline2" for kind in ("Sig", "Bkg") for i in (0, 1)}},
    "factory": {"AnalysisType": "Auto"},
}
# What the methods say about values that the grammar takes.
CHECKS_OF_METHODS = ("Variable transform", "minimal node size", "maximum lower than minimum", "unknown value")
# Values that are no number, or negative for an option that cannot be: TMVA reads 0, or what is left modulo 2^32. We refuse.
NO_NUMBERS = ("bdt_int_text", "bdt_double_text", "bdt_int_neg", "loader_int_text", "loader_seed_neg")
# Values that the genuine objects change after parsing.
CHANGED_LATER = ("NTrees", "BoostType", "Silent")

CASES = [case for case in golden.cases("options") if not case["name"].startswith("loader")]


def family(case):
    return case["name"].split("_")[0]


def effective(case):
    return json.loads((golden.DATA / f"options/{case['name']}.effective.json").read_text())


def defaults(name):
    """Name and default of each option of a family: what it is in a case that does not set it."""
    found = {}
    for case in CASES:
        if family(case) == name and case["status"] == "ok":
            for option in effective(case)["options"]:
                if not option["set"] and option["name"].lower() not in re.split(r"[\[=:]", given(case).lower()):
                    found.setdefault(option["name"], option.get("array", option.get("value")))
    return found | MORE.get(name, {})


def as_value(text):
    if text in ("True", "False"):
        return text == "True"
    if re.fullmatch(r"-?\d+", text):
        return int(text)
    if re.fullmatch(r"-?\d\.\d+e[+-]\d+", text):
        return float(text)
    return text


@pytest.fixture(scope="module")
def make(root):
    if not hasattr(root, "Probe"):
        assert root.gInterpreter.Declare(CODE)

    def probe(name, options):
        made = root.Probe(options)
        for option, value in defaults(name).items():
            if isinstance(value, list):
                made.DeclareArray(option, [as_value(v) for v in value])
            elif option == "MaxDepth":
                made.DeclareUnsigned(option, as_value(value))
            elif value is not None:
                made.Declare(option, as_value(value))
        for option, values in ALLOWED[name].items():
            for value in values:
                made.Allow(option, value)
        return made

    return probe


def given(case):
    """The option string of a case."""
    return re.findall(r'"([^"]*)"', case["calls"][-1])[-1]


def xml_values(probe):
    text = str(probe.ToXML())
    nodes = re.findall(r'<Option name="([^"]+)"([^/>]*)(?:/>|>([^<]*)</Option>)', text)
    return {name: ('modified="Yes"' in rest, value) for name, rest, value in nodes}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_outcome_is_tmvas(make, root, case):
    probe = make(family(case), given(case))
    if case["name"] in NO_NUMBERS:
        with pytest.raises(root.TMVA.FatalError, match="it cannot be"):
            probe.ParseOptions()
        return
    said = " ".join(case.get("messages", []))
    if case["status"] == "exception" and not any(check in said for check in CHECKS_OF_METHODS):
        with pytest.raises(root.TMVA.FatalError):
            probe.ParseOptions()
            probe.CheckForUnusedOptions()
        return
    probe.ParseOptions()
    if family(case) != "reader":
        probe.CheckForUnusedOptions()
    if case["status"] == "exception":
        return
    wanted = effective(case)
    assert str(probe.GetOptions()) == wanted["parsed"]
    ours = xml_values(probe)
    for option in wanted["options"]:
        name = option["name"]
        if "array" in option:
            assert [str(probe.Element(name, i)) for i in range(len(option["array"]))] == option["array"]
        elif name in ours:
            assert ours[name][0] == option["set"]
            if option["set"] and option["value"] is not None and name not in CHANGED_LATER:
                assert ours[name][1].lower() == option["value"].lower()


@pytest.mark.parametrize("options, expected", [
    ("Methd=Fisher", ['"Methd=Fisher"', "did you mean Method?", "Known options:", "VarTransform"]),
    ("!H:Foo=1:Bar", ['"Foo=1:Bar"', "Known options:"]),
    ("Method=Foo", ["Method", '"Foo"', "Fisher, Mahalanobis"]),
    ("!VarTransform", ["VarTransform is no flag", "VarTransform=value"]),
    ("V=yes", ["V is a flag", '"yes"', "True or False"]),
    ("V[0]=True", ["V is no array"]),
    ("NbinsMVAPdf=many", ["NbinsMVAPdf is an integer", '"many"', "NbinsMVAPdf=<number>"]),
    ("NbinsMVAPdf=nan", ["NbinsMVAPdf is an integer", '"nan"']),
])
def test_messages_help(make, root, options, expected):
    with pytest.raises(root.TMVA.FatalError) as error:
        probe = make("fisher", options)
        probe.ParseOptions()
        probe.CheckForUnusedOptions()
    message = str(error.value)
    assert "M: " in message
    assert [text for text in expected if text not in message] == []


@pytest.mark.parametrize("given, kind", [
    ("AdaBoostBeta=nan", "a number"), ("AdaBoostBeta=-", "a number"), ("MaxDepth=-1", "an integer that is not negative"),
    ("MaxDepth= -1", "an integer that is not negative")])
def test_no_numbers_are_refused(make, root, given, kind):
    with pytest.raises(root.TMVA.FatalError, match=f"option {given.split('=')[0]} is {kind}, it cannot be"):
        make("bdt", given).ParseOptions()


def test_nothing_leaves_a_number_alone(make):
    probe = make("bdt", "NTrees=:AdaBoostBeta=")
    before = {name: value for name, (_, value) in xml_values(probe).items()}
    probe.ParseOptions()
    assert {name: value for name, (_, value) in xml_values(probe).items()} == before


def test_too_large_index_names_the_last_one(make, root):
    with pytest.raises(root.TMVA.FatalError, match=r"CutRangeMin\[2\].*\[1\]"):
        make("cuts", "CutRangeMin[2]=1").ParseOptions()


def test_second_value_is_reported(make, capfd):
    make("fisher", "VarTransform=N:VarTransform=D").ParseOptions()
    assert "VarTransform was given more than once" in capfd.readouterr().out


@pytest.mark.parametrize("given, read", [("NTrees=1e2", "1"), ("NTrees=12abc", "12"), ("NTrees=2.7", "2"),
                                         ("AdaBoostBeta=0.5x", "5.000000e-01"), ("VarTransform=N, D", "N,")])
def test_values_that_are_not_read_whole_are_reported(make, capfd, given, read):
    make("bdt", given).ParseOptions()
    assert f'{given} is read as "{read}"' in capfd.readouterr().out


def test_values_that_are_read_whole_are_not_reported(make, capfd):
    make("bdt", "NTrees=12:AdaBoostBeta=1e-3:VarTransform=N,D:V:UseBaggedBoost=T").ParseOptions()
    assert capfd.readouterr().out == ""


def test_bare_values_can_be_switched_off(make, root):
    probe = make("fisher", "Mahalanobis")
    probe.Loose(False)
    probe.ParseOptions()
    with pytest.raises(root.TMVA.FatalError):
        probe.CheckForUnusedOptions()


def test_options_come_back_from_xml(make, root):
    written = make("cuts", "CutRangeMin[1]=-2:V:FitMethod=SA:VarProp[0]=FMax")
    written.ParseOptions()
    read = make("cuts", "")
    root.ReadXML(read, str(written.ToXML()))
    assert {k: v for k, (_, v) in xml_values(read).items()} == {k: v for k, (_, v) in xml_values(written).items()}
    assert str(read.Element("CutRangeMin", 1)) == "-2.000000e+00"


def test_numbers_are_written_as_tmva_does(make):
    probe = make("bdt", "AdaBoostBeta=0.125:NTrees=5")
    probe.ParseOptions()
    values = xml_values(probe)
    assert values["AdaBoostBeta"] == (True, "1.250000e-01")
    assert values["NTrees"] == (True, "5")


LOADER = [case for case in golden.cases("options") if case["name"].startswith("loader")]


@pytest.mark.parametrize("case", LOADER, ids=lambda case: case["name"])
def test_options_of_the_data_loader(root, case):
    if case["status"] == "exception" or case["name"] in NO_NUMBERS:
        with pytest.raises(root.TMVA.FatalError):
            golden.replay(root, "options", case)
        return
    info = golden.replay(root, "options", case)["dataloader"].GetDataSetInfo()
    header, rows = golden.read_rows(golden.DATA / f"options/{case['name']}.dataset.csv")
    for kind in ("train", "test"):
        found = [[x for part in values for x in part] + rest for values, rest in golden.events(root, info, kind)]
        wanted = [[float(x) for x in row[2:]] for row in rows if row[0] == kind]
        assert len(found) == len(wanted)
        for ours, theirs in zip(found, wanted):
            assert ours[: len(theirs)] == pytest.approx(theirs, rel=2e-8)
