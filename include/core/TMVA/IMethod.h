#ifndef ROOT_TMVA_IMethod
#define ROOT_TMVA_IMethod

#include "TMVA/Types.h"

#include "TString.h"

#include <iosfwd>

namespace TMVA {

class Ranking;

/// What every method offers.
class IMethod {
public:
   IMethod() = default;
   virtual ~IMethod() = default;
   IMethod(const IMethod &) = delete;
   IMethod &operator=(const IMethod &) = delete;

   virtual const char *GetName() const = 0;
   /// Response to the current event; the errors are -1 where a method has none.
   virtual Double_t GetMvaValue(Double_t *errLower = nullptr, Double_t *errUpper = nullptr) = 0;
   virtual void Train() = 0;
   virtual void ReadWeightsFromStream(std::istream &) = 0;
   virtual void WriteMonitoringHistosToFile() const = 0;
   virtual void MakeClass(const TString &classFileName = TString("")) const = 0;
   virtual const Ranking *CreateRanking() = 0;
   virtual void PrintHelpMessage() const = 0;
   virtual void Init() = 0;
   virtual void DeclareOptions() = 0;
   virtual void ProcessOptions() = 0;
   virtual Bool_t HasAnalysisType(Types::EAnalysisType type, UInt_t numberClasses, UInt_t numberTargets) = 0;

protected:
   virtual void MakeClassSpecific(std::ostream &, const TString &) const = 0;
   virtual void GetHelpMessage() const = 0;
};

} // namespace TMVA

#endif
