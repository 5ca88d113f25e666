#ifndef ROOT_TMVA_ClassInfo
#define ROOT_TMVA_ClassInfo

#include "TCut.h"
#include "TMatrixD.h"
#include "TNamed.h"
#include "TString.h"

#include <memory>

namespace TMVA {

/// One class of events: its number, cut, weight expression, and what was found in its training events.
class ClassInfo : public TNamed {
public:
   explicit ClassInfo(const TString &name = "default");

   void SetNumber(UInt_t number) { fNumber = number; }
   UInt_t GetNumber() const { return fNumber; }
   void SetWeight(const TString &expression) { fWeight = expression; }
   const TString &GetWeight() const { return fWeight; } ///< weight expression, may be empty (1)
   void SetCut(const TCut &cut) { fCut = cut; }
   const TCut &GetCut() const { return fCut; }
   void SetCorrelationMatrix(const TMatrixD &matrix);
   const TMatrixD *GetCorrelationMatrix() const { return fCorrelation.get(); } ///< nullptr before it is known

private:
   UInt_t fNumber = 0;
   TString fWeight;
   TCut fCut;
   std::unique_ptr<TMatrixD> fCorrelation;
};

} // namespace TMVA

#endif
