#include "Check.h"

#include "TMVA/MsgLogger.h"
#include "TMVA/Tools.h"
#include "TMVA/VariableInfo.h"

#include "TXMLEngine.h"

#include <string>

using namespace TMVA;

namespace {

/// The document with this root node, written and read again.
XMLDocPointer_t ReadAgain(void *root)
{
   TString text;
   gTools().xmlengine().SaveSingleNode(static_cast<XMLNodePointer_t>(root), &text, 1);
   return gTools().xmlengine().ParseString(text);
}

void TestValues()
{
   void *root = gTools().AddChild(nullptr, "Root", nullptr, true);
   gTools().AddAttr(root, "Text", "a < b & \"c\"");
   gTools().AddAttr(root, "Number", 0.1);
   gTools().AddAttr(root, "Count", 7);
   gTools().AddChild(gTools().AddChild(root, "Parent"), "Child", "inner");
   gTools().AddChild(root, "Child", "content");
   gTools().AddChild(root, "Child", "other");
   XMLDocPointer_t document = ReadAgain(root);
   void *read = gTools().xmlengine().DocGetRootElement(document);
   TString text;
   Double_t number = 0;
   Int_t count = 0;
   gTools().ReadAttr(read, "Text", text);
   gTools().ReadAttr(read, "Number", number);
   gTools().ReadAttr(read, "Count", count);
   CHECK(text == "a < b & \"c\"" && number == 0.1 && count == 7);
   CHECK(!gTools().HasAttr(read, "Nothing"));
   CHECK_THROWS(FatalError, gTools().ReadAttr(read, "Nothing", text));
   void *child = gTools().GetChild(read, "Child");
   CHECK(TString(gTools().GetContent(child)) == "content");
   CHECK(gTools().GetParent(child) == read);
   CHECK(TString(gTools().GetContent(gTools().GetChild(gTools().GetChild(read, "Parent")))) == "inner");
   CHECK(TString(gTools().GetContent(gTools().GetNextChild(child, "Child"))) == "other");
   CHECK(!gTools().GetChild(read, "Nobody"));
   gTools().xmlengine().FreeDoc(document);
}

/// The weights of a network are long: no line, attribute or content is cut.
void TestLongTexts()
{
   const std::string attribute(3000000, 'a'), content(9000000, 'c');
   void *root = gTools().AddChild(nullptr, "Root", nullptr, true);
   gTools().AddAttr(root, "Long", attribute.c_str());
   gTools().AddRawLine(root, content.c_str());
   XMLDocPointer_t document = ReadAgain(root);
   void *read = gTools().xmlengine().DocGetRootElement(document);
   TString text;
   gTools().ReadAttr(read, "Long", text);
   CHECK(attribute == text.Data());
   std::string readContent = gTools().GetContent(read);
   readContent.erase(0, readContent.find_first_not_of(" \n"));
   readContent.erase(readContent.find_last_not_of(" \n") + 1);
   CHECK(readContent == content);
   gTools().xmlengine().FreeDoc(document);
}

void TestSplitting()
{
   CHECK(gTools().SplitString("a:b::c", ':') == (std::vector<TString>{"a", "b", "", "c"}));
   CHECK(gTools().SplitString("", ':').empty());
}

void TestVariable()
{
   VariableInfo written("lab := sqrt(x*x + y)", "Title", "GeV", 0, 'I');
   written.SetMin(-1.5);
   written.SetMax(2.25);
   CHECK(written.GetLabel() == "lab" && written.GetInternalName() == "lab");
   void *root = gTools().AddChild(nullptr, "Variable", nullptr, true);
   written.AddToXML(root);
   XMLDocPointer_t document = ReadAgain(root);
   VariableInfo read;
   read.ReadFromXML(gTools().xmlengine().DocGetRootElement(document));
   gTools().xmlengine().FreeDoc(document);
   CHECK(read.GetExpression() == written.GetExpression() && read.GetLabel() == "lab" && read.GetUnit() == "GeV");
   CHECK(TString(read.GetTitle()) == "Title" && read.GetVarType() == 'I');
   CHECK(read.GetMin() == -1.5 && read.GetMax() == 2.25);
}

} // namespace

int main()
{
   TestValues();
   TestLongTexts();
   TestSplitting();
   TestVariable();
   return 0;
}
