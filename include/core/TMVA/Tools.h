#ifndef ROOT_TMVA_Tools
#define ROOT_TMVA_Tools

#include "RtypesCore.h"
#include "TString.h"

#include <memory>
#include <sstream>
#include <vector>

class TXMLEngine;

namespace TMVA {

/// XML nodes as weight files need them, and the small helpers that TMVA macros call. Nodes belong to their document.
class Tools {
public:
   static Tools &Instance();
   static void DestroyInstance();

   /// \name XML
   ///@{
   TXMLEngine &xmlengine() { return *fXMLEngine; }
   /// A new node; `parent` nullptr makes a root node.
   void *AddChild(void *parent, const char *childname, const char *content = nullptr, bool isRootNode = false);
   bool AddRawLine(void *node, const char *raw);
   bool AddComment(void *node, const char *comment);
   void *GetParent(void *child);
   void *GetChild(void *parent, const char *childname = nullptr); ///< first (of that name); nullptr if there is none
   void *GetNextChild(void *prevchild, const char *childname = nullptr);
   const char *GetContent(void *node);
   const char *GetName(void *node);
   bool HasAttr(void *node, const char *attrname);
   /// Fatal, naming node and attribute, if it is not there, or no number where one is expected.
   void ReadAttr(void *node, const char *attrname, TString &value);
   template <typename T>
   void ReadAttr(void *node, const char *attrname, T &value)
   {
      TString text;
      ReadAttr(node, attrname, text);
      if (!(std::istringstream(text.Data()) >> value))
         RefuseAttr(node, attrname, text);
   }
   void AddAttr(void *node, const char *attrname, const char *value);
   template <typename T>
   void AddAttr(void *node, const char *attrname, const T &value, Int_t precision = 16)
   {
      std::ostringstream text;
      text.precision(precision);
      text << std::scientific << value;
      AddAttr(node, attrname, text.str().c_str());
   }
   ///@}

   std::vector<TString> SplitString(const TString &text, char separator) const;
   /// `name` made fit for a branch name: "+" becomes "_P_", other operators a word or `replacement`.
   TString ReplaceRegularExpressions(const TString &name, const TString &replacement = "_") const;
   static TString StringFromInt(Long_t value);
   static TString StringFromDouble(Double_t value);
   /// Escape sequence of a terminal colour ("bold", "red", "reset", ...); empty where colours are off.
   const TString &Color(const TString &name);

private:
   Tools();
   ~Tools();
   void RefuseAttr(void *node, const char *attrname, const TString &value);
   std::unique_ptr<TXMLEngine> fXMLEngine;
};

Tools &gTools();

} // namespace TMVA

#endif
