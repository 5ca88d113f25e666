#ifndef PYTMVA_LinearMethod
#define PYTMVA_LinearMethod

#include "TMVA/MethodBase.h"
#include "TMVA/Ranking.h"

#include "TMatrixDSym.h"
#include "TVectorD.h"

#include <iosfwd>
#include <memory>
#include <vector>

namespace TMVA {

/// A method whose response is an offset and the sum of the transformed variables, each times its coefficient.
class LinearMethod : public MethodBase {
public:
   using MethodBase::MethodBase;
   using MethodBase::GetMvaValue;

   /// The offset first. Empty before the training.
   const std::vector<Double_t> &GetCoefficients() const { return fCoefficients; }

   Double_t GetMvaValue(Double_t *err = nullptr, Double_t *errUpper = nullptr) override;
   void ComputeResponses(const Float_t *variables, std::size_t nEvents, Float_t *responses) override;
   /// nullptr where the method was not trained but read.
   const Ranking *CreateRanking() override;
   void ReadWeightsFromStream(std::istream &) override; ///< fatal: TMVA's text files of old are not read

protected:
   void Init() override {}
   void ProcessOptions() override {}
   std::vector<Double_t> GetMvaValues(Long64_t firstEvt = 0, Long64_t lastEvt = -1, Bool_t logProgress = false) override;

   Double_t Respond(const Float_t *variables) const; ///< `variables`: GetNvar() transformed ones
   /// `matrix`^-1 * `vector`; fatal if the variables, of which `matrix` is the covariance, are linearly dependent.
   TVectorD Solve(const TMatrixDSym &matrix, const TVectorD &vector) const;
   /// The result of the training. `importance` is what the variables are ranked by.
   void SetResult(const TVectorD &slopes, Double_t offset, const TVectorD &importance);
   /// The children Coefficient of node Weights, whose number is their attribute `indexName`.
   void ReadCoefficients(void *weights, const char *indexName);

private:
   void PrintCoefficients() const;

   std::vector<Double_t> fCoefficients;
   std::vector<Double_t> fImportance; ///< of each variable; empty where the method was not trained
   std::unique_ptr<Ranking> fRanking;
};

} // namespace TMVA

#endif
