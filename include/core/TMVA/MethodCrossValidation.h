#ifndef ROOT_TMVA_MethodCrossValidation
#define ROOT_TMVA_MethodCrossValidation

#include "TMVA/MethodBase.h"

#include <memory>
#include <vector>

namespace TMVA {

class FoldExpression;

/// The methods that CrossValidation trained on the folds of a data set, as one method. It reads their weight files, which
/// lie beside its own, and responds to an event with the method that was not trained with it (OutputEnsembling=None), or
/// with the mean of all (Avg).
///
/// The fold of an event follows from the expression, or is known to the data set while CrossValidation runs: what was
/// divided at random can be applied to new events with OutputEnsembling=Avg only, else evaluating it is fatal.
class MethodCrossValidation : public MethodBase {
public:
   MethodCrossValidation(const TString &jobName, const TString &methodTitle, DataSetInfo &dsi,
                         const TString &theOption = "");
   MethodCrossValidation(DataSetInfo &dsi, const TString &weightFile);
   ~MethodCrossValidation() override;

   using MethodBase::GetMulticlassValues;
   using MethodBase::GetMvaValue;
   using MethodBase::GetRegressionValues;

   Bool_t HasAnalysisType(Types::EAnalysisType type, UInt_t numberClasses, UInt_t numberTargets) override;
   void Train() override; ///< reads the weight files of the folds
   Double_t GetMvaValue(Double_t *err = nullptr, Double_t *errUpper = nullptr) override;
   const std::vector<Float_t> &GetMulticlassValues() override;
   const std::vector<Float_t> &GetRegressionValues() override;
   const Ranking *CreateRanking() override { return nullptr; }
   void AddWeightsXMLTo(void *parent) const override;
   void ReadWeightsFromXML(void *weights) override;
   void ReadWeightsFromStream(std::istream &) override; ///< fatal: TMVA's text files of old are not read

protected:
   void Init() override {}
   void DeclareOptions() override;
   void ProcessOptions() override {}
   void GetHelpMessage() const override;
   void AddClassifierOutput(Types::ETreeType type) override;
   void AddRegressionOutput(Types::ETreeType type) override;
   void AddMulticlassOutput(Types::ETreeType type) override;

private:
   TString GetFoldTitle(UInt_t fold) const;
   void ReadFolds();
   std::unique_ptr<MethodBase> ReadFold(UInt_t fold);
   void RequireFolds() const;
   Bool_t IsAverage() const { return fOutputEnsembling == "Avg"; }
   [[noreturn]] void RefuseRandomFolds() const;
   std::vector<UInt_t> FindFolds(Types::ETreeType type) const;
   template <class Evaluate>
   std::vector<Double_t> Combine(Evaluate evaluate);
   void AddCombinedOutput(Types::ETreeType type);

   TString fEncapsulatedMethodName;
   TString fEncapsulatedMethodTypeName;
   UInt_t fNumFolds = 0;
   TString fOutputEnsembling = "None";
   TString fSplitExpr;
   TString fEncapsulatedJobName;
   std::vector<std::unique_ptr<MethodBase>> fFolds;
   std::unique_ptr<FoldExpression> fExpression; ///< nullptr if events were divided at random
   std::vector<Float_t> fValues;                ///< what GetMulticlassValues and GetRegressionValues hand out
};

} // namespace TMVA

#endif
