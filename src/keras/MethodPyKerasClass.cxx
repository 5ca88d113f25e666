#include "TMVA/MethodPyKeras.h"

#include "SharedNetwork.h"
#include "WriteWhole.h"
#include "classfile/ClassFile.h"
#include "native/code/Code.h"

#include "TMVA/Tools.h"

#include "TXMLEngine.h"

#include <filesystem>

namespace fs = std::filesystem;
using pytmva_keras::ClassSource;

// The stand-alone class: <job>_<title>.class.C beside the weight file.

namespace {

/// g++ and Cling take two seconds for so much source code.
constexpr std::size_t kMostBytes = 5 << 20;

std::string ClassFileOf(std::string weightFile)
{
   for (const std::string end : {".xml", ".weights"})
      if (weightFile.size() > end.size() && !weightFile.compare(weightFile.size() - end.size(), end.size(), end))
         weightFile.resize(weightFile.size() - end.size());
   return weightFile + ".class.C";
}

/// What the handler of a method writes into weight files.
std::string TransformationsOf(const pytmva_keras::MethodPyKeras &method, const ClassSource &source)
{
   std::map<std::string, std::size_t> classes;
   for (UInt_t i = 0; i < method.DataInfo().GetNClasses(); ++i)
      classes[method.DataInfo().GetClassInfo(Int_t(i))->GetName()] = i;
   TXMLEngine engine;
   const auto own = [&engine](XMLNodePointer_t node) {
      return std::unique_ptr<void, std::function<void(void *)>>(node, [&engine](void *owned) { engine.FreeNode(owned); });
   };
   const auto written = own(engine.NewChild(nullptr, nullptr, "Method"));
   method.GetTransformationHandler().AddXMLTo(written.get());
   TString text; // numbers can be read only from a text that was parsed
   engine.SaveSingleNode(written.get(), &text);
   const auto read = own(engine.ReadSingleNode(text));
   void *node = TMVA::gTools().GetChild(read.get(), "Transformations");
   return pytmva_keras::WriteTransformations(node, source.fColumns, classes, method.DoRegression());
}

ClassSource SourceOf(const pytmva_keras::MethodPyKeras &method, const std::string &weightFile)
{
   ClassSource source;
   source.fAnalysis = method.DoRegression()  ? ClassSource::Analysis::kRegression
                      : method.DoMulticlass() ? ClassSource::Analysis::kMulticlass
                                              : ClassSource::Analysis::kClassification;
   const std::string file = fs::path(weightFile).filename().string();
   source.fJob = file.substr(0, file.rfind("_" + std::string(method.GetName()))); // one that was read does not know its job
   source.fTitle = method.GetName();
   source.fWeightFile = weightFile;
   const auto add = [&](const char *type, const TMVA::VariableInfo &info) {
      source.fColumns.push_back({type, info.GetLabel().Data(), info.GetExpression().Data()});
   };
   for (UInt_t i = 0; i < method.DataInfo().GetNVariables(); ++i)
      add("Variable", method.DataInfo().GetVariableInfo(i));
   source.fNVariables = source.fColumns.size();
   for (UInt_t i = 0; i < method.DataInfo().GetNTargets(); ++i)
      add("Target", method.DataInfo().GetTargetInfo(i));
   source.fTransformations = TransformationsOf(method, source);
   return source;
}

} // namespace

void pytmva_keras::MethodPyKeras::MakeClass(const TString &classFileName) const
{
   const std::string path = classFileName == "" ? ClassFileOf(GetWeightFileName().Data()) : classFileName.Data();
   const auto refuse = [&](const std::string &reason) {
      Log() << TMVA::kINFO << "PyKeras \"" << GetName() << "\": no class was written to " << path << ": " << reason
            << ". Apply " << GetWeightFileName() << " with TMVA::Reader" << TMVA::Endl;
   };
   if (!fNetwork)
      return refuse("there is no network. Train it first");
   if (!fNetwork->GetNative())
      return refuse(fNetwork->WhyNotNative());
   Guarded([&] {
      try {
         ClassSource source = SourceOf(*this, GetWeightFileName().Data());
         source.fSignalOutput = fNetwork->GetStored().fSignalOutput;
         source.fNetwork = native::WriteCode(fNetwork->GetStored().fNative, ViewsOf(fNetwork->GetStored()), kMostBytes);
         const std::string text = WriteClass(source);
         WriteWhole(path, "the class file", [&](std::ostream &file) { file << text; });
         Log() << TMVA::kINFO << "Creating standalone class: " << path << TMVA::Endl;
      } catch (const native::NoCode &reason) {
         refuse(reason.what());
      } catch (const native::NetworkError &reason) {
         refuse(reason.what());
      }
   });
}
