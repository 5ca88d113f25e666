#include "TMVA/FactoryOptions.h"

#include "TMVA/Configurable.h"

#include "TROOT.h"

namespace TMVA {

FactoryOptions::FactoryOptions() : fColor(!gROOT->IsBatch()), fDrawProgressBar(!gROOT->IsBatch()) {}

void FactoryOptions::Declare(Configurable &owner)
{
   owner.DeclareOptionRef(fVerbose, "V", "Print more");
   owner.DeclareOptionRef(fVerboseLevel, "VerboseLevel", "Least severe messages to print with V");
   for (const char *level : {"Debug", "Verbose", "Info"})
      owner.AddPreDefVal(TString(level));
   owner.DeclareOptionRef(fColor, "Color", "Colour the messages");
   owner.DeclareOptionRef(fTransformations, "Transformations", "Chains, parted by ';', of which to plot the inputs");
   owner.DeclareOptionRef(fCorrelations, "Correlations", "Print the correlations of the responses");
   owner.DeclareOptionRef(fROC, "ROC", "Print the tables of areas and efficiencies");
   owner.DeclareOptionRef(fSilent, "Silent", "Print nothing");
   owner.DeclareOptionRef(fDrawProgressBar, "DrawProgressBar", "Draw a progress bar");
   owner.DeclareOptionRef(fModelPersistence, "ModelPersistence", "Write weight files, and test what was read from them");
   owner.DeclareOptionRef(fAnalysisType, "AnalysisType", "Kind of analysis; Auto: from the classes");
   for (const char *type : {"Classification", "Regression", "Multiclass", "Auto"})
      owner.AddPreDefVal(TString(type));
}

TString FactoryOptions::ToString() const
{
   TString text = "AnalysisType=" + fAnalysisType;
   text += ":VerboseLevel=" + fVerboseLevel + ":Transformations=" + fTransformations;
   const auto add = [&](const char *name, Bool_t on) { text += TString(on ? ":" : ":!") + name; };
   add("V", fVerbose);
   add("Color", fColor);
   add("Silent", fSilent);
   add("DrawProgressBar", fDrawProgressBar);
   add("Correlations", fCorrelations);
   add("ROC", fROC);
   add("ModelPersistence", fModelPersistence);
   return text;
}

} // namespace TMVA
