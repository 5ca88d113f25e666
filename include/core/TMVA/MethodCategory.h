#ifndef ROOT_TMVA_MethodCategory
#define ROOT_TMVA_MethodCategory

#include "TMVA/MethodBase.h"

#include "TCut.h"

#include <memory>
#include <vector>

namespace TMVA {

class DataSubset;

/// Methods for different kinds of events, as one method: each is trained with the training events that pass its cut, and
/// responds to the events that do.
///
/// Each event should pass one cut. One that passes none gets the response 0 (all classes and targets 0) and a warning; one
/// that passes several is fatal. The training weights of a category are normalised (NormMode) as if it were a data set by
/// itself. The methods are in the weight file of this one: a Reader needs the variables and spectators of the whole data
/// set, from which it evaluates the cuts. VarTransform and IgnoreNegWeightsInTraining are options of the methods, not of
/// this one.
class MethodCategory : public MethodBase {
public:
   MethodCategory(const TString &jobName, const TString &methodTitle, DataSetInfo &dsi, const TString &theOption = "");
   MethodCategory(DataSetInfo &dsi, const TString &weightFile);
   ~MethodCategory() override;

   using MethodBase::GetMulticlassValues;
   using MethodBase::GetMvaValue;
   using MethodBase::GetRegressionValues;

   /// Adds a category and books its method, which belongs to this one; to be called before training.
   ///
   /// `cut` is a formula of branches; of variables and spectators if a Reader is to apply it. `variables` are names (labels
   /// or expressions) of variables or spectators, parted by ':'. The data set of the method is named "<title>_dsi"; the
   /// whole one gets the cut as a spectator of type 'C', "<title of this method>_cat<number from 1>". Fatal if a variable is
   /// unknown, the title is taken or the method refuses its options; a cut that is no formula is fatal when trees are read.
   MethodBase *AddMethod(const TCut &cut, const TString &variables, Types::EMVA method, const TString &title,
                         const TString &options);

   Bool_t HasAnalysisType(Types::EAnalysisType, UInt_t, UInt_t) override { return kTRUE; } ///< its methods are asked
   void Train() override;
   Double_t GetMvaValue(Double_t *err = nullptr, Double_t *errUpper = nullptr) override;
   const std::vector<Float_t> &GetMulticlassValues() override;
   const std::vector<Float_t> &GetRegressionValues() override;
   const Ranking *CreateRanking() override { return nullptr; } ///< those of its methods are printed when they are trained
   void CheckSetup() override;
   void AddWeightsXMLTo(void *parent) const override;
   void ReadWeightsFromXML(void *weights) override;
   void ReadWeightsFromStream(std::istream &) override; ///< fatal: TMVA's text files of old are not read

protected:
   void Init() override {}
   void DeclareOptions() override {}
   void ProcessOptions() override;
   void GetHelpMessage() const override;
   void AddClassifierOutput(Types::ETreeType type) override { AddCategoryOutput(type); }
   void AddRegressionOutput(Types::ETreeType type) override { AddCategoryOutput(type); }
   void AddMulticlassOutput(Types::ETreeType type) override { AddCategoryOutput(type); }

private:
   struct Category;

   std::unique_ptr<DataSubset> MakeSubset(TString names, const TString &title) const;
   Category MakeCategory(const TString &cut, const TString &variables, const TString &title);
   std::unique_ptr<MethodBase> Create(Category &category, const TString &type, const TString &job, const TString &title,
                                      const TString &options) const;
   std::unique_ptr<MethodBase> Book(Category &category, Types::EMVA type, const TString &title,
                                    const TString &options) const;
   Int_t DeclareCut(const TString &cut, const TString &title);
   void RequireNew(const TString &cut, const TString &title, const TString &modelFile) const;
   void RequireCategories() const;
   void RequireEvents(const Category &category) const;
   void TrainCategory(Category &category);
   Category ReadCategory(void *node);
   Bool_t Passes(Category &category, const Event &event);
   Category *FindCategory(const Event &event);
   std::vector<Int_t> FindCategories(const EventTable &events) const;
   void AddCategoryOutput(Types::ETreeType type);
   const std::vector<Float_t> &FillZeros();
   void WarnOfNone(Long64_t nEvents);
   [[noreturn]] void RefuseOverlap(const TString &first, const TString &second) const;

   std::vector<Category> fCategories;
   std::vector<Float_t> fZeros; ///< what an event of no category gets
   Bool_t fWarned = kFALSE;
};

} // namespace TMVA

#endif
