#ifndef ROOT_TMVA_ClassifierFactory
#define ROOT_TMVA_ClassifierFactory

#include "TString.h"

#include <map>
#include <mutex>
#include <string>
#include <sys/types.h>
#include <vector>

namespace TMVA {

class DataSetInfo;
class IMethod;

/// Makes methods by name. A library registers its methods when it is loaded (see REGISTER_METHOD); a name that nobody
/// registered is looked for as class TMVA::Method<name> in ROOT's autoload tables. Thread-safe.
class ClassifierFactory {
public:
   /// Job and title empty: the method is to be read from the weight file `option`. Else it is booked with options `option`.
   typedef IMethod *(*Creator)(const TString &job, const TString &title, DataSetInfo &dsi, const TString &option);

   /// Does what fork() does, so that the method works in the new process; throws std::exception if it cannot.
   typedef pid_t (*Fork)();

   static ClassifierFactory &Instance();
   static void DestroyInstance();

   /// False (and a message on stderr) if the name is taken: the first one stays.
   Bool_t Register(const std::string &name, Creator creator);
   Bool_t Unregister(const std::string &name); ///< false if there is none
   /// A new method, owned by the caller; fatal if nobody registered `name`.
   IMethod *Create(const std::string &name, const TString &job, const TString &title, DataSetInfo &dsi,
                   const TString &option);
   IMethod *Create(const std::string &name, DataSetInfo &dsi, const TString &weightfile = "");
   void SetFork(const std::string &name, Fork fork);
   Fork GetFork(const std::string &name); ///< fork() itself for a method that did not set another
   const std::vector<std::string> List() const;
   void Print() const;

private:
   ClassifierFactory() = default;
   void Load(const std::string &name); ///< the library of the method, which registers it, unless that is there
   Creator Find(const std::string &name) const; ///< nullptr if nobody registered it

   mutable std::mutex fMutex; ///< of the maps: the library of a method may be loaded in any thread
   std::map<std::string, Creator> fCalls;
   std::map<std::string, Fork> fForks;
};

} // namespace TMVA

/// In the source file of `class TMVA::Method<CLASS>` (outside of any namespace): registers it when its library is loaded.
#define REGISTER_METHOD(CLASS)                                                                                      \
   namespace {                                                                                                      \
   TMVA::IMethod *CreateMethod##CLASS(const TString &job, const TString &title, TMVA::DataSetInfo &dsi,             \
                                      const TString &option)                                                        \
   {                                                                                                                \
      if (job == "" && title == "")                                                                                 \
         return dynamic_cast<TMVA::IMethod *>(new TMVA::Method##CLASS(dsi, option));                                \
      return dynamic_cast<TMVA::IMethod *>(new TMVA::Method##CLASS(job, title, dsi, option));                       \
   }                                                                                                                \
   struct RegisterTMVAMethod {                                                                                      \
      RegisterTMVAMethod()                                                                                          \
      {                                                                                                             \
         TMVA::ClassifierFactory::Instance().Register(#CLASS, CreateMethod##CLASS);                                 \
         TMVA::Types::Instance().AddTypeMapping(TMVA::Types::k##CLASS, #CLASS);                                     \
      }                                                                                                             \
   } gRegisterTMVAMethod;                                                                                           \
   }

#endif
