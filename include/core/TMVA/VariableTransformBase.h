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
/// Constants come in sets: one a class and, where there are several classes, one more for all classes together. The number
/// of a class chooses its set; any other number (-1) chooses the last one, all classes. Computed once by Prepare()
/// (training) or read from a weight file; const afterwards, and then Transform and InverseTransform may be called from
/// several threads.
class VariableTransformBase {
public:
   VariableTransformBase(DataSetInfo &info, Types::EVariableTransform kind, const TString &name);
   virtual ~VariableTransformBase();

   /// Column numbers (of EventTable) that are transformed; all variables by default.
   void SelectColumns(const std::vector<std::size_t> &columns) { fColumns = columns; }
   const std::vector<std::size_t> &GetColumns() const { return fColumns; }
   TString NamesOfColumns() const; ///< labels, separated by ", "
   TString NameOfColumn(std::size_t column) const;

   /// Computes all sets of constants from the training events. `cls` is the one that will be used: fatal if it cannot be
   /// computed, while the others may be left without effect.
   virtual void Prepare(const EventTable &training, Int_t cls) = 0;
   virtual void Transform(Float_t *row, Int_t cls) const = 0;
   /// Undoes Transform on the selected columns.
   virtual void InverseTransform(Float_t *row, Int_t cls) const = 0;

   /// Adds a Transform node to the Transformations of a weight file and returns it; nullptr if there is nothing to keep.
   virtual void *AttachXMLTo(void *transformations) const = 0;
   virtual void ReadFromXML(void *transformNode) = 0;

   const TString &GetName() const { return fName; } ///< "Norm", "Deco", "Gauss", ...: the suffix of histograms
   Types::EVariableTransform GetVariableTransform() const { return fKind; }

protected:
   DataSetInfo &Info() const { return fInfo; }
   UInt_t GetNSets() const;
   UInt_t SetOf(Int_t cls) const;
   TString NameOfSet(UInt_t set) const;
   void WriteSelection(void *transformNode) const;
   void ReadSelection(void *transformNode);
   MsgLogger &Log() const { return fLogger; }

private:
   std::size_t FindColumn(void *inputNode) const;

   DataSetInfo &fInfo;
   Types::EVariableTransform fKind;
   TString fName;
   std::vector<std::size_t> fColumns;
   mutable MsgLogger fLogger;
};

} // namespace TMVA

#endif
