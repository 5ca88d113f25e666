#include "TMVA/ClassifierFactory.h"

#include "TMVA/MsgLogger.h"
#include "TMVA/Types.h"
#include "base/Singleton.h"

#include "TEnv.h"
#include "THashList.h"
#include "TInterpreter.h"

#include <iostream>
#include <set>
#include <unistd.h>

namespace TMVA {
namespace {

Singleton<ClassifierFactory> gInstance;

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
   return gInstance.Get([] { return new ClassifierFactory; });
}

void ClassifierFactory::DestroyInstance()
{
   delete gInstance.Release();
}

Bool_t ClassifierFactory::Register(const std::string &name, Creator creator)
{
   std::unique_lock<std::mutex> lock(fMutex);
   const Bool_t isNew = fCalls.emplace(name, creator).second;
   lock.unlock();
   if (!isNew) // while libraries are loaded: no logger
      std::cerr << "TMVA::ClassifierFactory: a method \"" << name << "\" is registered already; the first one stays"
                << std::endl;
   return isNew;
}

Bool_t ClassifierFactory::Unregister(const std::string &name)
{
   const std::lock_guard<std::mutex> lock(fMutex);
   return fCalls.erase(name) > 0;
}

ClassifierFactory::Creator ClassifierFactory::Find(const std::string &name) const
{
   const std::lock_guard<std::mutex> lock(fMutex);
   const auto found = fCalls.find(name);
   return found == fCalls.end() ? nullptr : found->second;
}

void ClassifierFactory::Load(const std::string &name)
{
   if (!Find(name))
      gInterpreter->AutoLoad(("TMVA::Method" + name).c_str());
}

void ClassifierFactory::SetFork(const std::string &name, Fork fork)
{
   const std::lock_guard<std::mutex> lock(fMutex);
   fForks[name] = fork;
}

ClassifierFactory::Fork ClassifierFactory::GetFork(const std::string &name)
{
   Load(name);
   const std::lock_guard<std::mutex> lock(fMutex);
   const auto found = fForks.find(name);
   return found == fForks.end() ? ::fork : found->second;
}

IMethod *ClassifierFactory::Create(const std::string &name, const TString &job, const TString &title, DataSetInfo &dsi,
                                   const TString &option)
{
   Load(name);
   const Creator create = Find(name);
   if (!create) {
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
   return create(job, title, dsi, option);
}

IMethod *ClassifierFactory::Create(const std::string &name, DataSetInfo &dsi, const TString &weightfile)
{
   return Create(name, "", "", dsi, weightfile);
}

const std::vector<std::string> ClassifierFactory::List() const
{
   const std::lock_guard<std::mutex> lock(fMutex);
   std::vector<std::string> names;
   for (const auto &call : fCalls)
      names.push_back(call.first);
   return names;
}

void ClassifierFactory::Print() const
{
   const std::vector<std::string> names = List();
   std::cout << "TMVA::ClassifierFactory: " << names.size() << " methods" << std::endl;
   for (const std::string &name : names)
      std::cout << "   " << name << std::endl;
}

} // namespace TMVA
