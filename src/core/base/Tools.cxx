#include "TMVA/Tools.h"

#include "TMVA/Config.h"
#include "TMVA/MsgLogger.h"
#include "base/Singleton.h"

#include "TXMLEngine.h"

#include <map>

namespace {

TMVA::Singleton<TMVA::Tools> gInstance;

TMVA::MsgLogger &Log()
{
   thread_local TMVA::MsgLogger logger("Tools");
   return logger;
}

XMLNodePointer_t FirstNamed(TXMLEngine &engine, XMLNodePointer_t node, const char *name)
{
   while (node && name && TString(engine.GetNodeName(node)) != name)
      node = engine.GetNext(node);
   return node;
}

} // namespace

TMVA::Tools &TMVA::Tools::Instance()
{
   return gInstance.Get([] { return new Tools; });
}

void TMVA::Tools::DestroyInstance()
{
   delete gInstance.Release();
}

TMVA::Tools &TMVA::gTools()
{
   return Tools::Instance();
}

TMVA::Tools::Tools() : fXMLEngine(std::make_unique<TXMLEngine>()) {}

TMVA::Tools::~Tools() = default;

void *TMVA::Tools::AddChild(void *parent, const char *childname, const char *content, bool)
{
   return fXMLEngine->NewChild(parent, nullptr, childname, content);
}

bool TMVA::Tools::AddRawLine(void *node, const char *raw)
{
   return fXMLEngine->AddRawLine(node, raw);
}

bool TMVA::Tools::AddComment(void *node, const char *comment)
{
   return node && fXMLEngine->AddComment(node, comment);
}

void *TMVA::Tools::GetParent(void *child)
{
   return fXMLEngine->GetParent(child);
}

void *TMVA::Tools::GetChild(void *parent, const char *childname)
{
   return FirstNamed(*fXMLEngine, fXMLEngine->GetChild(parent), childname);
}

void *TMVA::Tools::GetNextChild(void *prevchild, const char *childname)
{
   return FirstNamed(*fXMLEngine, fXMLEngine->GetNext(prevchild), childname);
}

const char *TMVA::Tools::GetContent(void *node)
{
   return fXMLEngine->GetNodeContent(node);
}

const char *TMVA::Tools::GetName(void *node)
{
   return fXMLEngine->GetNodeName(node);
}

bool TMVA::Tools::HasAttr(void *node, const char *attrname)
{
   return node && fXMLEngine->HasAttr(node, attrname);
}

void TMVA::Tools::ReadAttr(void *node, const char *attrname, TString &value)
{
   if (!HasAttr(node, attrname))
      Log() << kFATAL << "The XML node <" << (node ? GetName(node) : "") << "> has no attribute \"" << attrname
            << "\": the weight file is damaged, or not one of TMVA" << Endl;
   value = fXMLEngine->GetAttr(node, attrname);
}

void TMVA::Tools::RefuseAttr(void *node, const char *attrname, const TString &value)
{
   Log() << kFATAL << "The attribute " << attrname << " of the XML node <" << GetName(node) << "> should be a number, it "
         << "is \"" << value << "\": the weight file is damaged" << Endl;
}

void TMVA::Tools::AddAttr(void *node, const char *attrname, const char *value)
{
   if (node)
      fXMLEngine->NewAttr(node, nullptr, attrname, value);
}

std::vector<TString> TMVA::Tools::SplitString(const TString &text, char separator) const
{
   std::vector<TString> parts;
   std::istringstream stream(text.Data());
   for (std::string part; std::getline(stream, part, separator);)
      parts.emplace_back(part);
   return parts;
}

TString TMVA::Tools::ReplaceRegularExpressions(const TString &name, const TString &replacement) const
{
   static const std::map<char, const char *> words = {{'*', "_T_"}, {'+', "_P_"}, {'-', "_M_"}, {'/', "_D_"}};
   static const TString operators = "$&|!%^()'<>?=[] ";
   TString result = name;
   result.ReplaceAll("::", "_");
   TString fit;
   for (const char c : std::string(result.Data())) {
      const auto word = words.find(c);
      if (word != words.end())
         fit += word->second;
      else if (operators.First(c) != kNPOS)
         fit += replacement;
      else
         fit += c;
   }
   return fit;
}

TString TMVA::Tools::StringFromInt(Long_t value)
{
   return TString::Format("%ld", value);
}

TString TMVA::Tools::StringFromDouble(Double_t value)
{
   return TString::Format("%5.10e", value);
}

const TString &TMVA::Tools::Color(const TString &name)
{
   static const std::map<TString, TString> sequences = {
      {"bold", "\033[1m"},   {"red", "\033[31m"},    {"lightred", "\033[1;31m"}, {"green", "\033[32m"},
      {"blue", "\033[34m"},  {"lightblue", "\033[1;34m"}, {"reset", "\033[0m"},  {"dyellow", "\033[0;33m"},
   };
   static const TString none;
   const auto found = sequences.find(name);
   return gConfig().UseColor() && found != sequences.end() ? found->second : none;
}
