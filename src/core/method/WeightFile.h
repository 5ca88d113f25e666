#ifndef PYTMVA_method_WeightFile
#define PYTMVA_method_WeightFile

#include "TString.h"

#include <string>

namespace TMVA {

/// The XML document of a weight file in memory. Attributes and texts may be of any length.
class WeightFile {
public:
   /// A new document for a method, e.g. "PyKeras::MyTitle".
   explicit WeightFile(const TString &typeAndTitle);
   /// From a file; fatal, with its name, if that cannot be read, or is no complete weight file.
   static WeightFile Read(const TString &path);
   /// From text; `origin` is what error messages call it.
   static WeightFile Parse(const std::string &text, const TString &origin);
   WeightFile(WeightFile &&other);
   ~WeightFile();
   WeightFile(const WeightFile &) = delete;
   WeightFile &operator=(const WeightFile &) = delete;

   void *GetRoot() const; ///< MethodSetup
   TString GetMethodType() const { return TypeOf(GetRoot()); }

   /// Of a node whose attribute Method is type::title, as that of MethodSetup; empty if it is not.
   static TString TypeOf(void *node);
   static TString TitleOf(void *node);

   /// Writes under a temporary name beside `path` and renames. Fatal, and `path` left as it was, where that fails.
   void Write(const TString &path) const;

private:
   explicit WeightFile(void *document) : fDocument(document) {}
   void Check(const TString &origin) const;

   void *fDocument;
};

} // namespace TMVA

#endif
