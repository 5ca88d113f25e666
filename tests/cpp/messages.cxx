#include "Check.h"

#include "TMVA/Config.h"
#include "TMVA/MsgLogger.h"
#include "TMVA/Types.h"
#include "base/WarningsOnly.h"

#include "TNamed.h"

#include <iostream>
#include <sstream>
#include <string>
#include <thread>

using namespace TMVA;

namespace {

/// What `print` writes to std::cout.
template <class Function>
std::string Printed(Function print)
{
   std::ostringstream text;
   std::streambuf *const screen = std::cout.rdbuf(text.rdbuf());
   print();
   std::cout.rdbuf(screen);
   return text.str();
}

void TestLines()
{
   MsgLogger log("Factory");
   CHECK(Printed([&] { log << kHEADER << "Train " << 3 << Endl; }) == "<HEADER> Factory                  : Train 3\n");
   CHECK(Printed([&] { log << kINFO << "a\nb" << Endl; }) ==
         "                         : a\n                         : b\n");
   CHECK(Printed([&] { log << "no type is information" << Endl; }) ==
         "                         : no type is information\n");
   CHECK(Printed([&] { log << kWARNING << 1.5 << Endl; }) == "<WARNING> Factory                  : 1.5\n");
}

void TestLevels()
{
   MsgLogger log("Factory", kWARNING);
   CHECK(Printed([&] { log << kINFO << "hidden" << Endl; }).empty());
   log.SetMinType(kDEBUG);
   CHECK(!Printed([&] { log << kDEBUG << "shown" << Endl; }).empty());
}

void TestSilence()
{
   MsgLogger log("Factory");
   gConfig().SetSilent(kTRUE);
   CHECK(Printed([&] { log << kERROR << "hidden" << Endl; }).empty());
   gConfig().SetSilent(kFALSE);
   MsgLogger::InhibitOutput();
   CHECK(Printed([&] { log << kHEADER << "hidden" << Endl; }).empty());
   MsgLogger::EnableOutput();
   CHECK(!Printed([&] { log << kHEADER << "shown" << Endl; }).empty());
}

void TestWarningsOnly()
{
   MsgLogger log("Factory");
   {
      const WarningsOnly outer;
      {
         const WarningsOnly inner;
      }
      CHECK(Printed([&] { log << kINFO << "hidden" << Endl; }).empty());
      CHECK(Printed([&] { log << kHEADER << "hidden" << Endl; }).empty());
      CHECK(!Printed([&] { log << kWARNING << "shown" << Endl; }).empty());
      std::thread([&] { CHECK(!Printed([&] { MsgLogger("Other") << kINFO << "shown" << Endl; }).empty()); }).join();
   }
   CHECK(!Printed([&] { log << kINFO << "shown" << Endl; }).empty());
}

void TestFatal()
{
   MsgLogger log("Factory");
   std::string what;
   const std::string printed = Printed([&] {
      try {
         log << kFATAL << "value " << 3 << " is wrong" << Endl;
      } catch (const FatalError &error) {
         what = error.what();
      }
   });
   CHECK(what == "value 3 is wrong");
   CHECK(printed.find("value 3 is wrong") != std::string::npos);
   CHECK(Printed([&] { log << "clean again" << Endl; }) == "                         : clean again\n");
}

void TestSources()
{
   TNamed object("first", "");
   MsgLogger log(&object);
   object.SetName("second");
   CHECK(log.GetSource() == "second");
   const MsgLogger copy(log);
   CHECK(copy.GetSource() == "second");
   log.SetSource("a name that is longer than its column");
   CHECK(log.GetPrintedSource().size() == 25);
}

void TestColours()
{
   gConfig().SetUseColor(kTRUE);
   MsgLogger log("Factory");
   CHECK(Printed([&] { log << kHEADER << "x" << Endl; }) == "Factory                  : x\n");
   CHECK(Printed([&] { log << kWARNING << "x" << Endl; }).find("\033[") != std::string::npos);
   gConfig().SetUseColor(kFALSE);
}

void TestTypes()
{
   CHECK(Types::Instance().GetMethodType("PyKeras") == Types::kPyKeras);
   CHECK(Types::Instance().GetMethodName(Types::kPyKeras) == "PyKeras");
   CHECK_THROWS(FatalError, Types::Instance().GetMethodType("PyKerass"));
   CHECK(Types::Instance().AddTypeMapping(Types::kPlugins, "Mine"));
   CHECK(Types::Instance().GetMethodType("Mine") == Types::kPlugins);
   CHECK_THROWS(FatalError, Types::Instance().AddTypeMapping(Types::kPlugins, "Mine"));
}

} // namespace

int main()
{
   gConfig().SetUseColor(kFALSE);
   TestLines();
   TestLevels();
   TestSilence();
   TestWarningsOnly();
   TestFatal();
   TestSources();
   TestColours();
   TestTypes();
   return 0;
}
