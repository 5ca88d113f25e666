#include "method/WeightFile.h"

#include "TMVA/MsgLogger.h"
#include "TMVA/Tools.h"
#include "base/Quiet.h"

#include "TSystem.h"
#include "TXMLEngine.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <system_error>
#include <utility>

namespace TMVA {
namespace {

XMLDocPointer_t AsDocument(void *document)
{
   return static_cast<XMLDocPointer_t>(document);
}

MsgLogger &Log()
{
   thread_local MsgLogger logger("WeightFile");
   return logger;
}

TString MethodAttributeOf(void *node)
{
   TString method;
   gTools().ReadAttr(node, "Method", method);
   return method;
}

} // namespace

WeightFile::WeightFile(const TString &typeAndTitle) : fDocument(gTools().xmlengine().NewDoc())
{
   void *root = gTools().AddChild(nullptr, "MethodSetup", nullptr, true);
   gTools().xmlengine().DocSetRootElement(AsDocument(fDocument), static_cast<XMLNodePointer_t>(root));
   gTools().AddAttr(root, "Method", typeAndTitle.Data());
}

void WeightFile::Check(const TString &origin) const
{
   if (!fDocument)
      Log() << kFATAL << origin << " is no complete XML document: it is truncated or damaged, or no weight file. Train the "
            << "method again, or copy the file again" << Endl;
   if (TString(gTools().GetName(GetRoot())) != "MethodSetup" || !gTools().HasAttr(GetRoot(), "Method"))
      Log() << kFATAL << origin << " is no weight file of TMVA: expected is a node MethodSetup with an attribute Method, it "
            << "begins with \"" << gTools().GetName(GetRoot()) << "\"" << Endl;
   if (!MethodAttributeOf(GetRoot()).Contains("::"))
      Log() << kFATAL << origin << ": the attribute Method should be type::title, it is \""
            << MethodAttributeOf(GetRoot()) << "\"" << Endl;
}

WeightFile::WeightFile(WeightFile &&other) : fDocument(std::exchange(other.fDocument, nullptr)) {}

WeightFile::~WeightFile()
{
   if (fDocument)
      gTools().xmlengine().FreeDoc(AsDocument(fDocument));
}

WeightFile WeightFile::Read(const TString &path)
{
   std::error_code ignored; // what is wrong is found when it is read
   if (std::filesystem::is_directory(path.Data(), ignored))
      Log() << kFATAL << "The weight file " << path << " is a directory. Name the file in it, <job>_<title>.weights.xml"
            << Endl;
   std::ifstream file(path.Data());
   std::ostringstream text;
   text << file.rdbuf();
   if (!file.is_open() || file.bad())
      Log() << kFATAL << "The weight file " << path << " cannot be read: " << std::strerror(errno)
            << ". It is written by training the method; paths are relative to the working directory, "
            << gSystem->WorkingDirectory() << Endl;
   return Parse(text.str(), "The weight file " + path);
}

WeightFile WeightFile::Parse(const std::string &text, const TString &origin)
{
   const Quiet quiet;
   WeightFile file(gTools().xmlengine().ParseString(text.c_str()));
   file.Check(origin);
   return file;
}

void *WeightFile::GetRoot() const
{
   return gTools().xmlengine().DocGetRootElement(AsDocument(fDocument));
}

TString WeightFile::TypeOf(void *node)
{
   const TString method = MethodAttributeOf(node);
   return method(0, std::max(0, method.Index("::")));
}

TString WeightFile::TitleOf(void *node)
{
   const TString method = MethodAttributeOf(node);
   return method.Contains("::") ? TString(method(method.Index("::") + 2, method.Length())) : TString();
}

void WeightFile::Write(const TString &path) const
{
   TString text;
   gTools().xmlengine().SaveSingleNode(static_cast<XMLNodePointer_t>(GetRoot()), &text, 1);
   const TString temporary = TString::Format("%s.%d.tmp", path.Data(), gSystem->GetPid());
   std::ofstream file(temporary.Data());
   file << "<?xml version=\"1.0\"?>\n" << text;
   file.close();
   if (!file || std::rename(temporary.Data(), path.Data()) != 0) {
      const TString reason = std::strerror(errno);
      std::remove(temporary.Data());
      Log() << kFATAL << "The weight file " << path << " cannot be written: " << reason
            << ". Check that the directory exists, may be written to and has space left" << Endl;
   }
}

} // namespace TMVA
