#ifndef ROOT_TMVA_Results
#define ROOT_TMVA_Results

#include "TMVA/Types.h"

#include "RtypesCore.h"
#include "TString.h"

#include <map>
#include <memory>
#include <vector>

class TGraph;
class TH1;
class TObject;

namespace TMVA {

class DataSetInfo;

/// Responses of one method to the training or test events, `GetNOutputs()` values an event (1 for classification, one a
/// class or target otherwise), and the histograms and graphs made from them. Owned by the DataSet.
class Results {
public:
   Results(const DataSetInfo &info, const TString &name, Types::ETreeType treeType, Types::EAnalysisType analysisType);
   ~Results();

   const TString &GetName() const { return fName; }
   Types::ETreeType GetTreeType() const { return fTreeType; }
   Types::EAnalysisType GetAnalysisType() const { return fAnalysisType; }
   UInt_t GetNOutputs() const { return fNOutputs; }

   void Resize(Long64_t nEvents);
   Long64_t GetSize() const { return fValues.size() / fNOutputs; }
   void SetValue(Float_t value, Int_t ievt, Bool_t = kTRUE) { fValues.at(ievt * fNOutputs) = value; }
   /// `values` has GetNOutputs() entries; fatal if not.
   void SetValues(const std::vector<Float_t> &values, Int_t ievt);
   const Float_t *GetValues(Long64_t ievt) const { return fValues.data() + ievt * fNOutputs; }
   Float_t operator[](Long64_t ievt) const { return fValues[ievt * fNOutputs]; }
   /// All responses, row-major.
   const std::vector<Float_t> &GetAllValues() const { return fValues; }

   /// Keeps a histogram or graph under its name (or `alias`) and owns it; one kept under that name before is deleted.
   void Store(std::unique_ptr<TObject> object, const TString &alias = "");
   void Store(TObject *object, const TString &alias = "");
   TObject *GetObject(const TString &alias) const; ///< nullptr if there is none
   TH1 *GetHist(const TString &alias) const;
   TGraph *GetGraph(const TString &alias) const;
   Bool_t DoesExist(const TString &alias) const { return GetObject(alias); }
   /// The objects in the order in which they were stored.
   const std::vector<std::unique_ptr<TObject>> &GetStorage() const { return fStorage; }
   /// Deletes the histograms and graphs; the responses stay.
   void Delete();

private:
   TString fName;
   Types::ETreeType fTreeType;
   Types::EAnalysisType fAnalysisType;
   UInt_t fNOutputs;
   std::vector<Float_t> fValues;
   std::vector<std::unique_ptr<TObject>> fStorage;
   std::map<TString, TObject *> fByAlias;
};

} // namespace TMVA

#endif
