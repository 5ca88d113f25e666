#include "TMVA/Types.h"

#include "TMVA/MsgLogger.h"
#include "base/Singleton.h"

#include <mutex>

namespace {

TMVA::Singleton<TMVA::Types> gInstance;

/// One thread may load the library of a method, which publishes its name, while others ask for names.
std::mutex gNames;

TMVA::MsgLogger &Log()
{
   thread_local TMVA::MsgLogger logger("Types");
   return logger;
}

/// The names of TMVA's own methods: a method may be asked for before its library is loaded.
const std::map<TString, TMVA::Types::EMVA> &WellKnownNames()
{
   using T = TMVA::Types;
   static const std::map<TString, T::EMVA> names = {
      {"Variable", T::kVariable},       {"Cuts", T::kCuts},
      {"Likelihood", T::kLikelihood},   {"PDERS", T::kPDERS},
      {"HMatrix", T::kHMatrix},         {"Fisher", T::kFisher},
      {"KNN", T::kKNN},                 {"CFMlpANN", T::kCFMlpANN},
      {"TMlpANN", T::kTMlpANN},         {"BDT", T::kBDT},
      {"DT", T::kDT},                   {"RuleFit", T::kRuleFit},
      {"SVM", T::kSVM},                 {"MLP", T::kMLP},
      {"BayesClassifier", T::kBayesClassifier}, {"FDA", T::kFDA},
      {"Boost", T::kBoost},             {"PDEFoam", T::kPDEFoam},
      {"LD", T::kLD},                   {"Plugins", T::kPlugins},
      {"Category", T::kCategory},       {"DNN", T::kDNN},
      {"DL", T::kDL},                   {"PyRandomForest", T::kPyRandomForest},
      {"PyAdaBoost", T::kPyAdaBoost},   {"PyGTB", T::kPyGTB},
      {"PyKeras", T::kPyKeras},         {"PyTorch", T::kPyTorch},
      {"C50", T::kC50},                 {"RSNNS", T::kRSNNS},
      {"RSVM", T::kRSVM},               {"RXGB", T::kRXGB},
      {"CrossValidation", T::kCrossValidation}};
   return names;
}

} // namespace

TMVA::Types &TMVA::Types::Instance()
{
   return gInstance.Get([] { return new Types; });
}

void TMVA::Types::DestroyInstance()
{
   delete gInstance.Release();
}

Bool_t TMVA::Types::AddTypeMapping(EMVA method, const TString &name)
{
   std::unique_lock<std::mutex> lock(gNames);
   const bool isNew = fNameToType.emplace(name, method).second;
   lock.unlock();
   if (!isNew)
      Log() << kFATAL << "The method name \"" << name << "\" is published already" << Endl;
   return kTRUE;
}

TMVA::Types::EMVA TMVA::Types::GetMethodType(const TString &name) const
{
   const std::lock_guard<std::mutex> lock(gNames);
   for (const auto *names : {&fNameToType, &WellKnownNames()})
      if (const auto found = names->find(name); found != names->end())
         return found->second;
   TString known;
   for (const auto &entry : fNameToType)
      known += (known.IsNull() ? "" : ", ") + entry.first;
   Log() << kFATAL << "There is no method \"" << name << "\". Registered methods: "
         << (known.IsNull() ? "none" : known) << Endl;
   return kMaxMethod;
}

TString TMVA::Types::GetMethodName(EMVA method) const
{
   const std::lock_guard<std::mutex> lock(gNames);
   for (const auto *names : {&fNameToType, &WellKnownNames()})
      for (const auto &[name, type] : *names)
         if (type == method)
            return name;
   Log() << kFATAL << "No method has the number " << Int_t(method) << " in TMVA::Types::EMVA" << Endl;
   return "";
}

Bool_t TMVA::Types::IsMethodOfTMVA(const TString &name) const
{
   return WellKnownNames().count(name) > 0;
}
