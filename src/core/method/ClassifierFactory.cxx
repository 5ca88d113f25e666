#include "TMVA/ClassifierFactory.h"

#include "TMVA/MsgLogger.h"
#include "TMVA/Types.h"

#include "TEnv.h"
#include "THashList.h"
#include "TInterpreter.h"

#include <iostream>
#include <memory>
#include <set>
#include <unistd.h>

namespace TMVA {
namespace {

std::unique_ptr<ClassifierFactory> &TheInstance()
{
   static std::unique_ptr<ClassifierFactory> instance;
   return instance;
}

/// Names of the methods in ROOT's autoload tables: classes TMVA::Method* of other libraries than this one.
std::set<std::string> FindMethodsToLoad()
{
   const TString prefix = "TMVA::Method";
   std::set<std::string> names;
   TEnv *libraries = gInterpreter->GetMapfile(); // by the names of their classes
   if (!libraries)
      return names;
   const TString own = libraries->GetValue(prefix + "Base", "");
   for (const TObject *entry : *libraries->GetTable()) {
      const TString className = entry->GetName();
      if (className.BeginsWith(prefix) && own != libraries->GetValue(className, ""))
         names.insert(className.Data() + prefix.Length());
   }
   return names;
}

} // namespace

ClassifierFactory &ClassifierFactory::Instance()
{
   if (!TheInstance())
      TheInstance().reset(new ClassifierFactory);
   return *TheInstance();
}

void ClassifierFactory::DestroyInstance()
{
   TheInstance().reset();
}

Bool_t ClassifierFactory::Register(const std::string &name, Creator creator)
{
   const Bool_t isNew = fCalls.emplace(name, creator).second;
   if (!isNew) // while libraries are loaded: no logger
      std::cerr << "TMVA::ClassifierFactory: a method \"" << name << "\" is registered already; the first one stays"
                << std::endl;
   return isNew;
}

Bool_t ClassifierFactory::Unregister(const std::string &name)
{
   return fCalls.erase(name) > 0;
}

void ClassifierFactory::Load(const std::string &name)
{
   if (fCalls.count(name) == 0)
      gInterpreter->AutoLoad(("TMVA::Method" + name).c_str());
}

void ClassifierFactory::SetFork(const std::string &name, Fork fork)
{
   fForks[name] = fork;
}

ClassifierFactory::Fork ClassifierFactory::GetFork(const std::string &name)
{
   Load(name);
   const auto found = fForks.find(name);
   return found == fForks.end() ? ::fork : found->second;
}

IMethod *ClassifierFactory::Create(const std::string &name, const TString &job, const TString &title, DataSetInfo &dsi,
                                   const TString &option)
{
   Load(name);
   const auto found = fCalls.find(name);
   if (found == fCalls.end()) {
      std::set<std::string> here = FindMethodsToLoad();
      for (const std::string &other : List())
         here.insert(other);
      std::string known;
      for (const std::string &other : here)
         known += (known.empty() ? "" : ", ") + other;
      MsgLogger log("ClassifierFactory");
      log << kFATAL << "There is no method \"" << name << "\", and no library offers a class TMVA::Method" << name
          << ". Methods here: " << (known.empty() ? "none" : known) << ". "
          << (Types::Instance().IsMethodOfTMVA(name) ? "A ROOT built with TMVA has " + name + ". " : "")
          << "Check the spelling, or load the library of the method with gSystem->Load" << Endl;
   }
   return found->second(job, title, dsi, option);
}

IMethod *ClassifierFactory::Create(const std::string &name, DataSetInfo &dsi, const TString &weightfile)
{
   return Create(name, "", "", dsi, weightfile);
}

const std::vector<std::string> ClassifierFactory::List() const
{
   std::vector<std::string> names;
   for (const auto &call : fCalls)
      names.push_back(call.first);
   return names;
}

void ClassifierFactory::Print() const
{
   std::cout << "TMVA::ClassifierFactory: " << fCalls.size() << " methods" << std::endl;
   for (const std::string &name : List())
      std::cout << "   " << name << std::endl;
}

} // namespace TMVA
