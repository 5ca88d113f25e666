#ifndef ROOT_TMVA_VariableTransformBase
#define ROOT_TMVA_VariableTransformBase

#include "TMVA/EventTable.h"
#include "TMVA/MsgLogger.h"
#include "TMVA/Types.h"

#include "TString.h"

#include <cstddef>
#include <vector>

namespace TMVA {

class DataSetInfo;

/// One step of a VarTransform chain. Works in place on rows of EventTable layout (variables | targets | spectators).
///
/// Constants exist per class and once more for all classes together; `cls` chooses, with cls < 0 or cls >= number of
/// classes meaning all. Computed once by Prepare() (training) or read from a weight file; const afterwards, and then
/// Transform and InverseTransform may be called from several threads.
class VariableTransformBase {
public:
   VariableTransformBase(DataSetInfo &info, Types::EVariableTransform kind, const TString &name);
   virtual ~VariableTransformBase();

   /// Column numbers (of EventTable) that are transformed; all variables by default.
   void SelectColumns(const std::vector<std::size_t> &columns) { fColumns = columns; }
   const std::vector<std::size_t> &GetColumns() const { return fColumns; }

   /// Computes the constants from the training events.
   virtual void Prepare(const EventTable &training) = 0;
   virtual void Transform(Float_t *row, Int_t cls) const = 0;
   /// Undoes Transform on the selected targets (and variables).
   virtual void InverseTransform(Float_t *row, Int_t cls) const = 0;

   /// Writes into or reads from a Transform node of a weight file.
   virtual void AttachXMLTo(void *parent) const = 0;
   virtual void ReadFromXML(void *node) = 0;

   const TString &GetName() const { return fName; } ///< "Norm", "Deco", "Id": the suffix of histograms
   const TString &GetShortName() const { return fName; }
   Types::EVariableTransform GetVariableTransform() const { return fKind; }

protected:
   DataSetInfo &Info() const { return fInfo; }
   UInt_t GetNClasses() const;
   /// Which set of constants `cls` chooses: its own number or the last one, all classes.
   UInt_t ConstantsOf(Int_t cls) const;
   void WriteSelection(void *transformNode) const;
   void ReadSelection(void *transformNode);
   MsgLogger &Log() const { return fLogger; }

private:
   DataSetInfo &fInfo;
   Types::EVariableTransform fKind;
   TString fName;
   std::vector<std::size_t> fColumns;
   mutable MsgLogger fLogger;
};

} // namespace TMVA

#endif
