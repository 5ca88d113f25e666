#include "TMVA/ClassifierFactory.h"

#include "TMVA/MsgLogger.h"
#include "TMVA/Types.h"

#include "TInterpreter.h"

#include <algorithm>
#include <iostream>
#include <memory>
#include <set>

namespace TMVA {
namespace {

std::unique_ptr<ClassifierFactory> &TheInstance()
{
   static std::unique_ptr<ClassifierFactory> instance;
   return instance;
}

TString MethodClass(const TString &name)
{
   return "TMVA::Method" + name;
}

/// The registered methods and those of TMVA's whose library ROOT would load, e.g. "Fisher, LD, PyKeras".
TString ListAvailable()
{
   std::set<TString> names;
   for (const std::string &name : ClassifierFactory::Instance().List())
      names.insert(name);
   for (const TString &name : Types::GetNamesInTMVA())
      if (TString(gInterpreter->GetClassSharedLibs(MethodClass(name))) != "")
         names.insert(name);
   TString list;
   for (const TString &name : names)
      list += (list == "" ? "" : ", ") + name;
   return list == "" ? TString("none") : list;
}

[[noreturn]] void Refuse(const TString &name)
{
   const std::vector<TString> inTMVA = Types::GetNamesInTMVA();
   MsgLogger log("ClassifierFactory");
   if (std::find(inTMVA.begin(), inTMVA.end(), name) != inTMVA.end())
      log << kFATAL << "Method \"" << name << "\" is not part of this TMVA core. Methods here: " << ListAvailable()
          << ". A ROOT that was built with TMVA has " << name << Endl;
   log << kFATAL << "There is no method \"" << name << "\", and no library offers a class " << MethodClass(name)
       << ". Methods here: " << ListAvailable()
       << ". Check the spelling, or load the library of the method with gSystem->Load" << Endl;
   throw FatalError("unreachable");
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

IMethod *ClassifierFactory::Create(const std::string &name, const TString &job, const TString &title, DataSetInfo &dsi,
                                   const TString &option)
{
   // The library of an unknown method registers it when it is loaded.
   if (fCalls.count(name) == 0)
      gInterpreter->AutoLoad(MethodClass(name));
   const auto found = fCalls.find(name);
   if (found == fCalls.end())
      Refuse(name);
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
