#include "TMVA/DataSet.h"

#include "TMVA/DataSetInfo.h"
#include "TMVA/MsgLogger.h"

namespace TMVA {
namespace {

/// Validation events are training events, and so are the original ones of a boosted method.
int PartOf(Types::ETreeType type)
{
   return type == Types::kTesting ? 1 : 0;
}

} // namespace

const EventTable &DataSet::GetTable(Types::ETreeType type) const
{
   return fTables[PartOf(type)];
}

EventTable &DataSet::GetTable(Types::ETreeType type)
{
   return fTables[PartOf(type)];
}

Long64_t DataSet::GetNEvents(Types::ETreeType type) const
{
   return GetTable(type == Types::kMaxTreeType ? fCurrentType : type).GetNRows();
}

Long64_t DataSet::GetNClassEvents(Int_t type, UInt_t classNumber) const
{
   const EventTable &table = GetTable(static_cast<Types::ETreeType>(type));
   Long64_t count = 0;
   for (std::size_t row = 0; row < table.GetNRows(); ++row)
      count += table.GetClass(row) == classNumber;
   return count;
}

Long64_t DataSet::GetNEvtSigTest() const
{
   return GetNClassEvents(Types::kTesting, fInfo.GetSignalClassIndex());
}

Long64_t DataSet::GetNEvtBkgdTest() const
{
   return GetNTestEvents() - GetNEvtSigTest();
}

Long64_t DataSet::GetNEvtSigTrain() const
{
   return GetNClassEvents(Types::kTraining, fInfo.GetSignalClassIndex());
}

Long64_t DataSet::GetNEvtBkgdTrain() const
{
   return GetNTrainingEvents() - GetNEvtSigTrain();
}

UInt_t DataSet::GetNVariables() const
{
   return fTables[0].GetNVariables();
}

UInt_t DataSet::GetNTargets() const
{
   return fTables[0].GetNTargets();
}

UInt_t DataSet::GetNSpectators() const
{
   return fTables[0].GetNSpectators();
}

Bool_t DataSet::HasNegativeEventWeights() const
{
   for (const EventTable &table : fTables)
      for (std::size_t row = 0; row < table.GetNRows(); ++row)
         if (table.GetWeight(row) < 0)
            return kTRUE;
   return kFALSE;
}

const Event *DataSet::GetEvent(Long64_t ievt) const
{
   return fExternalEvent ? fExternalEvent : GetEvent(ievt, fCurrentType);
}

const Event *DataSet::GetEvent(Long64_t ievt, Types::ETreeType type) const
{
   const EventTable &table = GetTable(type);
   if (ievt < 0 || ievt >= Long64_t(table.GetNRows()))
      MsgLogger("DataSet") << kFATAL << "Dataset \"" << GetName() << "\" has " << table.GetNRows()
                           << (PartOf(type) ? " test" : " training") << " events, number " << ievt
                           << " was asked for" << Endl;
   fCurrentEvent = ievt;
   table.ToEvent(ievt, fEvent);
   return &fEvent;
}

} // namespace TMVA
