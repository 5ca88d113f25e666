#ifndef ROOT_TMVA_TransformationHandler
#define ROOT_TMVA_TransformationHandler

#include "TMVA/Event.h"
#include "TMVA/EventTable.h"
#include "TMVA/MsgLogger.h"
#include "TMVA/Types.h"
#include "TMVA/VariableTransformBase.h"

#include <memory>
#include <vector>

class TDirectory;

namespace TMVA {

class DataSet;
class DataSetInfo;
class VariableInfo;

/// The chain of transformations of one method (or of the Factory's input-variable plots).
class TransformationHandler {
public:
   explicit TransformationHandler(DataSetInfo &info, const TString &callerName = "");
   ~TransformationHandler();

   TString GetName() const; ///< "Id", "Norm_Deco", ...
   void SetCallerName(const TString &name);

   /// Adds a step with the reference class whose constants it uses (-1: all classes). Takes ownership, returns the step.
   VariableTransformBase *AddTransformation(VariableTransformBase *transformation, Int_t cls);
   /// Adds the steps of a VarTransform definition such as "D,N", "N(_V_)+D_Signal(var1,var2)"; fatal if it makes no sense.
   /// Classes must be known (see DataSetInfo).
   void AddTransformations(const TString &definition);
   Int_t GetNumOfTransformations() const { return fSteps.size(); }

   /// Computes the constants of all steps from the training events, each after the steps before it, and prints the table
   /// of the transformed variables.
   void CalcTransformations(const DataSet &data);

   /// The transformed event: a pointer to ONE reused Event, copy it at once; the event itself if there are no steps.
   const Event *Transform(const Event *event) const;
   /// The same backwards. By default an event without targets, of which nobody asks that, is handed back as it is.
   const Event *InverseTransform(const Event *event, Bool_t suppressIfNoTargets = kTRUE) const;
   /// Transforms rows of EventTable layout in place; thread-safe.
   void Transform(Float_t *rows, std::size_t nRows) const;
   void InverseTransform(Float_t *rows, std::size_t nRows) const;

   /// Histograms of the transformed variables, one a class, see tmva-facts section 5. They go into `directory`; without one
   /// into a new folder InputVariables_<name> of the current directory, and then their names end in _<name>. Prints means and
   /// ranges of the test sample.
   void PlotVariables(const DataSet &data, Types::ETreeType type, TDirectory *directory = nullptr) const;
   TString GetVariableAxisTitle(const VariableInfo &info) const;

   void AddXMLTo(void *parent) const;
   void ReadFromXML(void *transformationsNode);

private:
   struct Step {
      std::unique_ptr<VariableTransformBase> fTransformation;
      Int_t fClass;
   };
   /// Lays `event` out as a row in fRow; targets and spectators that it does not have are 0.
   void FillRow(const Event &event) const;
   /// `event` with the values of fRow, in `copy`.
   const Event *FromRow(const Event &event, Event &copy) const;
   /// Of the events after `last`, or as they are if it is nullptr.
   void PrintStatistics(const EventTable &events, const Step *last) const;
   MsgLogger &Log() const { return fLogger; }

   DataSetInfo &fInfo;
   std::vector<Step> fSteps;
   mutable Event fTransformed;
   mutable Event fInverse;
   mutable std::vector<Float_t> fRow;
   mutable MsgLogger fLogger;
};

} // namespace TMVA

#endif
