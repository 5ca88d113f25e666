#ifndef PYTMVA_KERAS_native_Writer
#define PYTMVA_KERAS_native_Writer

#include "Arguments.h"
#include "code/Literals.h"

#include <set>

namespace pytmva_keras::native {

/// Collects the code of a network: snippets, arrays, and lines.
class Writer {
public:
   Writer(const std::vector<ArrayView> &arrays, std::size_t mostBytes) : fArrays(arrays), fMostBytes(mostBytes) {}

   /// "name(": the call of a snippet, which comes along.
   std::string Call(const std::string &name);
   /// The name of the array that is argument `key`, of `size` floats; "nullptr" where it is left out.
   std::string Array(Arguments &arguments, const char *key, std::size_t size);
   /// The name of an array made for this line.
   template <class T>
   std::string NewArray(const std::string &type, const std::string &kind, const std::vector<T> &values)
   {
      const std::string name = kind + std::to_string(fValue);
      AddData(DefineArray(type, name, values));
      return name;
   }
   /// "[](float x) { return ...; }"
   std::string Function(const Activation &activation);

   /// Starts value number `value`: names of new arrays end with it.
   void Begin(std::size_t value) { fValue = value; }
   void AddLine(const std::string &line) { fLines += "   " + line + "\n"; }
   std::string GetCode(const std::string &comment) const;

private:
   void AddData(const std::string &code);

   const std::vector<ArrayView> &fArrays;
   std::size_t fMostBytes, fValue = 0;
   std::set<std::string> fSnippets; ///< those that are used
   std::set<long> fWritten;         ///< arrays
   std::string fData, fLines;
};

} // namespace pytmva_keras::native

#endif
