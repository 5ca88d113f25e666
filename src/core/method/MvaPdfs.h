#ifndef PYTMVA_method_MvaPdfs
#define PYTMVA_method_MvaPdfs

#include "TMVA/PDF.h"
#include "TMVA/Types.h"
#include "evaluate/ResponseSample.h"

#include <memory>

class TDirectory;

namespace TMVA {

/// The densities of the responses of a classifier to signal and to background events.
class MvaPdfs {
public:
   /// Takes the options of method `title` that end in MVAPdf, for both, in MVAPdfSig or in MVAPdfBkg.
   MvaPdfs(const TString &title, Configurable &method);
   /// From the node MVAPdfs of a weight file; nullptr if it is empty. Fatal through `log` if it is damaged.
   static std::unique_ptr<MvaPdfs> Read(void *node, MsgLogger &log);
   ~MvaPdfs();

   /// Makes them of the training responses. Their histograms are named <prefix>_tr_S and <prefix>_tr_B.
   void Make(const TString &prefix, const SignalAndBackground &training);
   Bool_t AreMade() const { return fSignal->IsBuilt() && fBackground->IsBuilt(); }
   PDF &GetSignal() const { return *fSignal; }
   PDF &GetBackground() const { return *fBackground; }
   const TH1 &GetSignalHist() const { return *fSignalHist; } ///< after Make()
   const TH1 &GetBackgroundHist() const { return *fBackgroundHist; }

   /// Probability that an event with this response is signal, if `signalFraction` of all events are.
   Double_t GetProba(Double_t response, Double_t signalFraction) const;
   /// Fraction of the events of the kind `reference` that have a smaller response.
   Double_t GetRarity(Double_t response, Types::ESBType reference) const;

   void AddXMLTo(void *node) const;
   void Write(TDirectory &directory) const; ///< all histograms, after Make()

private:
   MvaPdfs();

   std::unique_ptr<PDF> fSignal;
   std::unique_ptr<PDF> fBackground;
   std::unique_ptr<TH1> fSignalHist;
   std::unique_ptr<TH1> fBackgroundHist;
};

} // namespace TMVA

#endif
