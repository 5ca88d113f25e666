#include "TMVA/LinearMethod.h"

#include "data/Covariance.h"

#include "TMVA/Tools.h"

#include "TDecompLU.h"

#include <algorithm>

namespace TMVA {

Double_t LinearMethod::Respond(const Float_t *variables) const
{
   if (fCoefficients.empty())
      Log() << kFATAL << "Method " << GetMethodName() << " (" << GetMethodTypeName() << ") cannot respond: it has no "
            << "coefficients yet. Train it, or read a complete weight file" << Endl;
   Double_t response = fCoefficients[0];
   for (std::size_t i = 1; i < fCoefficients.size(); ++i)
      response += fCoefficients[i] * variables[i - 1];
   return response;
}

Double_t LinearMethod::GetMvaValue(Double_t *err, Double_t *errUpper)
{
   NoErrorCalc(err, errUpper);
   return Respond(GetEvent()->GetValues().data());
}

std::vector<Double_t> LinearMethod::GetMvaValues(Long64_t firstEvt, Long64_t lastEvt, Bool_t)
{
   const Long64_t nEvents = Data()->GetNEvents();
   const Long64_t last = lastEvt < 0 ? nEvents : std::min(lastEvt, nEvents);
   std::vector<Double_t> responses(std::max<Long64_t>(0, last - firstEvt));
   std::vector<Float_t> inputs(responses.size() * GetNvar());
   GetInputs(Data()->GetCurrentType(), firstEvt, firstEvt + responses.size(), inputs.data());
   for (std::size_t i = 0; i < responses.size(); ++i)
      responses[i] = Respond(&inputs[i * GetNvar()]);
   return responses;
}

/// No thread waits for another one: nothing is changed.
void LinearMethod::ComputeResponses(const Float_t *variables, std::size_t nEvents, Float_t *responses)
{
   std::vector<Float_t> rows = MakeTransformedRows(variables, nEvents);
   for (std::size_t i = 0; i < nEvents; ++i)
      responses[i] = Respond(&rows[i * (rows.size() / nEvents)]);
   if (DoRegression())
      UndoTransformation(rows, responses);
}

TVectorD LinearMethod::Solve(const TMatrixDSym &matrix, const TVectorD &vector) const
{
   if (IsSingular(matrix))
      Log() << kFATAL << "Method " << GetMethodName() << " (" << GetMethodTypeName() << "): in the training events of "
            << "data set \"" << DataInfo().GetName() << "\" the variables are constant or linearly dependent. Leave out those that "
            << "follow from others" << Endl;
   TVectorD solution(vector);
   TDecompLU(matrix).Solve(solution);
   return solution;
}

void LinearMethod::SetResult(const TVectorD &slopes, Double_t offset, const TVectorD &importance)
{
   fCoefficients.assign(1, offset);
   fCoefficients.insert(fCoefficients.end(), slopes.GetMatrixArray(), slopes.GetMatrixArray() + slopes.GetNrows());
   fImportance.assign(importance.GetMatrixArray(), importance.GetMatrixArray() + importance.GetNrows());
   PrintCoefficients();
}

void LinearMethod::PrintCoefficients() const
{
   const TString offset = "(offset)";
   Int_t width = offset.Length();
   for (UInt_t i = 0; i < GetNvar(); ++i)
      width = std::max(width, GetInputLabel(i).Length());
   const TString rule('-', width + 15);
   Log() << kHEADER << "Results for " << GetMethodTypeName() << " coefficients:" << Endl;
   if (GetTransformationHandler().GetNumOfTransformations() > 0)
      Log() << kINFO << "NOTE: The coefficients must be applied to TRANSFORMED variables ("
            << GetTransformationHandler().GetName() << ")" << Endl;
   Log() << kINFO << rule << Endl;
   Log() << kINFO << TString::Format("%*s  Coefficient:", width + 1, "Variable:") << Endl;
   Log() << kINFO << rule << Endl;
   const auto print = [&](const TString &name, Double_t coefficient) {
      Log() << kINFO << TString::Format("%*s: %+12.3f", width, name.Data(), coefficient) << Endl;
   };
   for (UInt_t i = 0; i < GetNvar(); ++i)
      print(GetInputLabel(i), fCoefficients[i + 1]);
   print(offset, fCoefficients[0]);
   Log() << kINFO << rule << Endl;
}

const Ranking *LinearMethod::CreateRanking()
{
   if (fImportance.empty())
      return nullptr;
   fRanking = std::make_unique<Ranking>(GetMethodName(), "Discr. power");
   for (UInt_t i = 0; i < GetNvar(); ++i)
      fRanking->AddRank(Rank(GetInputLabel(i), fImportance[i]));
   return fRanking.get();
}

void LinearMethod::ReadCoefficients(void *weights, const char *indexName)
{
   const std::size_t nCoefficients = GetNvar() + 1;
   std::vector<Double_t> coefficients;
   for (void *node = gTools().GetChild(weights, "Coefficient"); node; node = gTools().GetNextChild(node, "Coefficient")) {
      std::size_t index = 0;
      gTools().ReadAttr(node, indexName, index);
      coefficients.push_back(0);
      gTools().ReadAttr(node, "Value", coefficients.back());
      if (index + 1 != coefficients.size())
         Log() << kFATAL << "Weight file " << GetWeightFileName() << ": coefficient " << coefficients.size() - 1 << " has "
               << indexName << " " << index << ". The file is damaged, train the method again" << Endl;
   }
   if (coefficients.size() != nCoefficients)
      Log() << kFATAL << "Weight file " << GetWeightFileName() << " has " << coefficients.size()
            << " coefficients, expected " << nCoefficients << ", one a variable and the offset. It is damaged, train the "
            << "method again" << Endl;
   fCoefficients = std::move(coefficients);
}

void LinearMethod::ReadWeightsFromStream(std::istream &)
{
   Log() << kFATAL << "Method " << GetMethodName() << ": weight files in text form are not read, only those in XML" << Endl;
}

} // namespace TMVA
