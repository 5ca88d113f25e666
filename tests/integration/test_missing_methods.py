"""Booking any of TMVA's methods that is not here is refused with the names of those that are."""

import re

import pytest

HERE = {"Category", "CrossValidation", "Fisher", "LD", "PyKeras"}

MACRO = """
void macro()
{
   TMVA::Factory factory("job", "Silent:!Color:AnalysisType=Classification");
   TMVA::DataLoader loader("dataset");
   loader.AddVariable("x");
   for (int i = 0; i < 20; ++i) {
      loader.AddSignalTrainingEvent({i + 0.5});
      loader.AddSignalTestEvent({i + 0.5});
      loader.AddBackgroundTrainingEvent({-i - 0.5});
      loader.AddBackgroundTestEvent({-i - 0.5});
   }
   for (TObject *entry : *TEnum::GetEnum("TMVA::Types::EMVA")->GetConstants()) {
      auto constant = static_cast<TEnumConstant *>(entry);
      try {
         factory.BookMethod(&loader, TMVA::Types::EMVA(constant->GetValue()), constant->GetName(), "");
         std::cout << constant->GetName() << "|booked" << std::endl;
      } catch (const std::runtime_error &error) {
         std::cout << constant->GetName() << "|" << error.what() << std::endl;
      }
   }
}
"""

SCRIPT = """
import ROOT
TMVA = ROOT.TMVA
factory = TMVA.Factory("job", "Silent:!Color:AnalysisType=Classification")
loader = TMVA.DataLoader("dataset")
loader.AddVariable("x")
for i in range(20):
    loader.AddSignalTrainingEvent([i + 0.5])
    loader.AddSignalTestEvent([i + 0.5])
    loader.AddBackgroundTrainingEvent([-i - 0.5])
    loader.AddBackgroundTestEvent([-i - 0.5])
for constant in ROOT.TEnum.GetEnum("TMVA::Types::EMVA").GetConstants():
    name = constant.GetName()
    try:
        factory.BookMethod(loader, getattr(TMVA.Types, name), name, "")
        print(name, "booked", sep="|")
    except TMVA.FatalError as error:
        print(name, str(error).split("FatalError: ")[-1], sep="|")
"""


@pytest.mark.parametrize("language", ["C++", "Python"])
def test_every_method_of_tmva(run_macro, run_python, language):
    result = run_macro(MACRO) if language == "C++" else run_python(SCRIPT)
    assert result.returncode == 0, result.stderr
    said = dict(re.findall(r"^k(\w+)\|(.*)$", result.stdout, re.MULTILINE))
    assert len(said) == 34 and "no method has the number" in said.pop("MaxMethod").lower()
    for name in HERE:
        assert "There is no method" not in said.pop(name), name
    for name, message in said.items():
        methods = re.match(rf'There is no method "{name}", .*\. Methods here: ([\w, ]+)\. '
                           rf"A ROOT built with TMVA has {name}\.", message)
        assert methods and set(methods[1].split(", ")) == HERE, message
