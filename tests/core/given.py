"""A method whose response is given as an input variable, so that its evaluation can be compared with golden data."""

import csv
import json
import os
from pathlib import Path

DATA = Path(os.environ.get("PYTMVA_SOURCE", Path(__file__).resolve().parents[2])) / "tests/data"

CODE = """
#include "TMVA/ClassifierFactory.h"
#include "TMVA/MethodBase.h"
#include <string>
#include <vector>
namespace given {
/// Its response is the variable whose label is its title; without one it is the first variable. Responses of multiclass and
/// regression are the spectators whose labels begin with its title; without any they are the variables.
class MethodGiven : public TMVA::MethodBase {
public:
   MethodGiven(const TString &job, const TString &title, TMVA::DataSetInfo &dsi, const TString &option)
      : MethodBase(job, TMVA::Types::kPlugins, title, dsi, option) {}
   MethodGiven(TMVA::DataSetInfo &dsi, const TString &file) : MethodBase(TMVA::Types::kPlugins, dsi, file) {}
   Bool_t HasAnalysisType(TMVA::Types::EAnalysisType type, UInt_t, UInt_t) override
   { return type != TMVA::Types::kRegression || DataInfo().GetNSpectators() > 0; }
   void Train() override {
      if (fExplode) Log() << TMVA::kFATAL << "exploded as it was told to" << TMVA::Endl;
      fTrainHistory.AddValue("loss", 1, 0.5);
      fTrainHistory.AddValue("loss", 2, 0.25);
   }
   Double_t GetMvaValue(Double_t *error, Double_t *upper) override {
      NoErrorCalc(error, upper);
      return GetEvent()->GetValue(fIndex >= 0 ? fIndex : fIndex = FindVariable());
   }
   const std::vector<Float_t> &GetMulticlassValues() override {
      const TMVA::Event &event = *GetEvent();
      fValues.clear();
      for (UInt_t i = 0; i < DataInfo().GetNSpectators(); ++i)
         if (DataInfo().GetSpectatorInfo(i).GetLabel().BeginsWith(GetMethodName() + "_"))
            fValues.push_back(event.GetSpectator(i));
      return fValues.empty() ? fValues = event.GetValues() : fValues;
   }
   const std::vector<Float_t> &GetRegressionValues() override {
      GetMulticlassValues();
      fValues.resize(GetNTargets());
      return fValues;
   }
   const TMVA::Ranking *CreateRanking() override { return nullptr; }
   void AddWeightsXMLTo(void *) const override {}
   void ReadWeightsFromXML(void *) override {}
   void ReadWeightsFromStream(std::istream &) override {}
protected:
   void Init() override {}
   void DeclareOptions() override { DeclareOptionRef(fExplode, "Explode", "Fail in training"); }
   void ProcessOptions() override {}
   void GetHelpMessage() const override {}
private:
   Int_t FindVariable() const {
      for (UInt_t i = 0; i < GetNvar(); ++i)
         if (GetInputLabel(i) == GetMethodName()) return i;
      return 0;
   }
   Bool_t fExplode = kFALSE;
   Int_t fIndex = -1;
   std::vector<Float_t> fValues;
};
TMVA::IMethod *Create(const TString &job, const TString &title, TMVA::DataSetInfo &dsi, const TString &option) {
   if (job == "" && title == "") return new MethodGiven(dsi, option);
   return new MethodGiven(job, title, dsi, option);
}
void Register() {
   TMVA::ClassifierFactory::Instance().Register("Given", Create);
   TMVA::Types::Instance().AddTypeMapping(TMVA::Types::kPlugins, "Given");
}
void AddEvents(TMVA::DataLoader &loader, const std::vector<double> &values, std::size_t nColumns, std::vector<int> classes,
               const std::vector<double> &weights, const std::vector<std::string> &names, TMVA::Types::ETreeType type) {
   for (std::size_t i = 0; i < classes.size(); ++i)
      loader.AddEvent(names[classes[i]], type,
                      {values.begin() + i * nColumns, values.begin() + (i + 1) * nColumns}, weights[i]);
}
}
"""


def declare(root):
    """Makes method "Given" known, once a process."""
    if not hasattr(root, "given"):
        root.TMVA.DataLoader  # loads the library
        assert root.gInterpreter.Declare('#include "TMVA/DataLoader.h"\n' + CODE)
        root.given.Register()
    return root


def read_csv(path):
    with open(path) as file:
        return list(csv.DictReader(file))


def read_metrics(case, method):
    return json.loads((DATA / f"evaluate/{case}.{method}.metrics.json").read_text())


def make_loader(root, columns, samples, classes=("Signal", "Background"), name="dataset", targets=(), spectators=()):
    """A DataLoader on rows of csv.DictReader: `samples` is (training rows, test rows)."""
    loader = root.TMVA.DataLoader(name)
    for column in columns:
        loader.AddVariable(column, "F")
    for column in targets:
        loader.AddTarget(column)
    for column in spectators:
        loader.AddSpectator(column.replace(".", "_"))
    columns = [*columns, *targets, *spectators]
    for rows, kind in zip(samples, (root.TMVA.Types.kTraining, root.TMVA.Types.kTesting)):
        root.given.AddEvents(loader, [float(row[c]) for row in rows for c in columns], len(columns),
                             [int(row["classID"]) for row in rows], [float(row["weight"]) for row in rows], classes, kind)
    loader.PrepareTrainingAndTestTree(root.TCut(""), "SplitMode=Block:NormMode=None:!V")
    return loader
