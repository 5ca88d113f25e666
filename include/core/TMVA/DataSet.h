#ifndef ROOT_TMVA_DataSet
#define ROOT_TMVA_DataSet

#include "TMVA/Event.h"
#include "TMVA/EventStream.h"
#include "TMVA/EventTable.h"
#include "TMVA/Types.h"

#include "TNamed.h"

#include <map>
#include <memory>
#include <utility>
#include <vector>

class TTree;

namespace TMVA {

class DataSetInfo;
class Results;

/// The events of one DataLoader after cuts, splitting and normalisation, and the responses of the methods to them.
///
/// Training rows and test rows are EventTables. Events are handed out as a pointer to ONE reused Event: copy it at once.
/// Owned by its DataSetInfo. Not thread-safe (current type and current event are state, as in TMVA); the const access to
/// GetTable() is.
class DataSet : public TNamed {
public:
   DataSet(const DataSetInfo &info, EventTable training, EventTable testing);
   ~DataSet() override;

   const EventTable &GetTable(Types::ETreeType type) const;
   EventTable &GetTable(Types::ETreeType type);

   /// Puts other events in place of all there are. Results, which would not fit, go.
   void SetEvents(EventTable training, EventTable testing);
   /// In cross validation the fold, from 0, of each training event, and of each test event, which are the same then; else
   /// empty. SetEvents clears it.
   const std::vector<UInt_t> &GetFolds() const { return fFolds; }
   void SetFolds(std::vector<UInt_t> folds) { fFolds = std::move(folds); }

   /// Training events that are not in the table, nullptr where there are none.
   EventStream *GetStream() const { return fStream.get(); }
   void SetStream(std::unique_ptr<EventStream> stream) { fStream = std::move(stream); }

   Long64_t GetNEvents(Types::ETreeType type = Types::kMaxTreeType) const; ///< kMaxTreeType: the current type
   Long64_t GetNTrainingEvents() const { return GetNEvents(Types::kTraining); }
   Long64_t GetNTestEvents() const { return GetNEvents(Types::kTesting); }
   Long64_t GetNClassEvents(Int_t type, UInt_t classNumber) const;
   Long64_t GetNEvtSigTest() const;
   Long64_t GetNEvtBkgdTest() const;
   Long64_t GetNEvtSigTrain() const;
   Long64_t GetNEvtBkgdTrain() const;
   UInt_t GetNVariables() const;
   UInt_t GetNTargets() const;
   UInt_t GetNSpectators() const;
   Bool_t HasNegativeEventWeights() const;

   const Event *GetEvent() const { return GetEvent(fCurrentEvent); }
   const Event *GetEvent(Long64_t ievt) const;
   const Event *GetTrainingEvent(Long64_t ievt) const { return GetEvent(ievt, Types::kTraining); }
   const Event *GetTestEvent(Long64_t ievt) const { return GetEvent(ievt, Types::kTesting); }
   const Event *GetEvent(Long64_t ievt, Types::ETreeType type) const;

   void SetCurrentEvent(Long64_t ievt) const { fCurrentEvent = ievt; }
   void SetCurrentType(Types::ETreeType type) const { fCurrentType = type; }
   Types::ETreeType GetCurrentType() const { return fCurrentType; }
   /// Puts one event given from outside (the Reader's) in front: GetEvent() returns it until it is taken back with nullptr.
   /// Not owned.
   void SetExternalEvent(const Event *event) const { fExternalEvent = event; }

   /// Responses of `resultsName` to the events of `type`, made on first use. Owned by the DataSet.
   Results *GetResults(const TString &resultsName, Types::ETreeType type, Types::EAnalysisType analysisType);
   /// The names and results kept for `type`, ordered by name.
   const std::map<TString, std::unique_ptr<Results>> &GetAllResults(Types::ETreeType type) const;
   void DeleteResults(const TString &resultsName, Types::ETreeType type, Types::EAnalysisType analysisType);
   void DeleteAllResults(Types::ETreeType type, Types::EAnalysisType analysisType);

   /// The TestTree or TrainTree of the output file with the responses of all methods; owned by the current directory.
   TTree *GetTree(Types::ETreeType type);

private:
   const DataSetInfo &fInfo;
   EventTable fTables[2];
   std::vector<UInt_t> fFolds;
   std::unique_ptr<EventStream> fStream;
   std::map<TString, std::unique_ptr<Results>> fResults[2];
   mutable Event fEvent;
   mutable const Event *fExternalEvent = nullptr;
   mutable Long64_t fCurrentEvent = 0;
   mutable Types::ETreeType fCurrentType = Types::kTraining;
};

} // namespace TMVA

#endif
