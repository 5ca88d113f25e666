#include "classfile/ClassFile.h"

#include "native/code/Code.h"
#include "native/code/Literals.h"

#include <cctype>

using pytmva_keras::ClassColumn;
using pytmva_keras::ClassSource;

namespace {

constexpr const char *kBaseClass = R"(#ifndef IClassifierReader__def
#define IClassifierReader__def
/// Base of the classes of all methods.
class IClassifierReader {
public:
   IClassifierReader() : fStatusIsClean(true) {}
   virtual ~IClassifierReader() {}
   virtual double GetMvaValue(const std::vector<double> &inputValues) const = 0;
   bool IsStatusClean() const { return fStatusIsClean; }

protected:
   bool fStatusIsClean;
};
#endif
)";

std::string Identifier(std::string text)
{
   for (char &character : text)
      if (!std::isalnum(static_cast<unsigned char>(character)))
         character = '_';
   return text;
}

/// A string literal.
std::string Quoted(const std::string &text)
{
   std::string quoted = "\"";
   for (char character : text) {
      if (character == '"' || character == '\\' || character == '?')
         quoted += '\\';
      quoted += character == '\n' ? ' ' : character;
   }
   return quoted + "\"";
}

std::string List(const ClassSource &source, std::string ClassColumn::*member)
{
   std::string list;
   for (std::size_t i = 0; i < source.fNVariables; ++i)
      list += (i ? ", " : "") + Quoted(source.fColumns[i].*member);
   return list;
}

std::string Header(const ClassSource &source)
{
   const std::string who = pytmva_keras::native::ForComment(source.fJob + ", method PyKeras, title " + source.fTitle);
   return "// A network that TMVA's method PyKeras has trained, as plain C++17: needs neither ROOT nor Python.\n"
          "// Written by pytmva_keras (MakeClass). Job " + who + "; weight file " +
          pytmva_keras::native::ForComment(source.fWeightFile) + ".\n//\n" +
          "//    #include \"<this file>\"\n//    const Read" + Identifier(source.fTitle) + " network({" +
          pytmva_keras::native::ForComment(List(source, &ClassColumn::fExpression)) +
          "});\n//    network.GetMvaValue({...}); // the variables in this order; any number of threads may call it\n";
}

/// The functions in which the class is put together from its parts.
std::string Outputs(const ClassSource &source)
{
   const bool transforms = !source.fTransformations.empty();
   const std::string variables = std::to_string(source.fNVariables), columns = std::to_string(source.fColumns.size());
   std::string code = "/// The variables of an event -> outputs of the network" +
                      std::string(source.fAnalysis == ClassSource::Analysis::kRegression ? ", in the units of the targets" : "") +
                      ".\ninline std::vector<double> respond(const std::vector<double> &variables)\n{\n   Values row(" + columns +
                      ");\n   for (Size i = 0; i < " + variables +
                      "; ++i)\n      row[i] = static_cast<float>(variables[i]);\n";
   if (transforms)
      code += "   transform(row);\n";
   code += "   " + std::string(source.fAnalysis == ClassSource::Analysis::kRegression && transforms ? "" : "const ") +
           "Values outputs = network(Values(row.begin(), row.begin() + " + variables + "));\n";
   if (source.fAnalysis == ClassSource::Analysis::kRegression && transforms)
      code += "   std::copy(outputs.begin(), outputs.end(), row.begin() + " + variables +
              ");\n   transform_back(row);\n   outputs.assign(row.begin() + " + variables + ", row.end());\n";
   return code + "   return std::vector<double>(outputs.begin(), outputs.end());\n}\n";
}

std::string Methods(const ClassSource &source)
{
   switch (source.fAnalysis) {
   case ClassSource::Analysis::kMulticlass:
      return "   /// One a class; GetMvaValue is the first.\n"
             "   std::vector<double> GetMulticlassValues(const std::vector<double> &inputValues) const\n"
             "   {\n      return Respond(inputValues);\n   }\n";
   case ClassSource::Analysis::kRegression:
      return "   /// One a target, in its units; GetMvaValue is the first.\n"
             "   std::vector<double> GetRegressionValues(const std::vector<double> &inputValues) const\n"
             "   {\n      return Respond(inputValues);\n   }\n";
   default: return "";
   }
}

constexpr const char *kClassBody = R"(
private:
   std::vector<double> Respond(const std::vector<double> &inputValues) const
   {
      if (!fStatusIsClean)
         throw std::invalid_argument(fMessage);
      if (inputValues.size() != fNVariables)
         throw std::invalid_argument(std::string(fName) + ": expected " + std::to_string(fNVariables) + " values, got " +
                                     std::to_string(inputValues.size()));
      return network_of_class::respond(inputValues);
   }

   std::string fMessage; ///< what is wrong with the names
};
)";

constexpr const char *kConstructorBody = R"(   {
      const char *const expressions[] = {@EXPRESSIONS@};
      const char *const labels[] = {@LABELS@};
      bool same = theInputVars.size() == fNVariables;
      for (std::size_t i = 0; same && i < fNVariables; ++i)
         same = theInputVars[i] == expressions[i] || theInputVars[i] == labels[i];
      if (same)
         return;
      fStatusIsClean = false;
      fMessage = std::string(fName) + ": expected the variables";
      for (const char *expression : expressions)
         fMessage += std::string(" ") + expression;
      fMessage += " in this order, got";
      for (const std::string &name : theInputVars)
         fMessage += " " + name;
   }
)";

std::string Replaced(std::string text, const std::string &what, const std::string &with)
{
   return text.replace(text.find(what), what.size(), with);
}

std::string ReaderClass(const ClassSource &source)
{
   const std::string name = "Read" + Identifier(source.fTitle);
   const std::string constructor =
      Replaced(Replaced(kConstructorBody, "@EXPRESSIONS@", List(source, &ClassColumn::fExpression)), "@LABELS@",
               List(source, &ClassColumn::fLabel));
   return "class " + name + " : public IClassifierReader {\npublic:\n   static constexpr const char *fName = \"" + name +
          "\";\n   static constexpr std::size_t fNVariables = " + std::to_string(source.fNVariables) +
          ";\n\n   /// theInputVars: the variables of the training, in its order. If they are others the status is not clean,\n"
          "   /// and the functions below throw std::invalid_argument, as they do for another number of values.\n"
          "   explicit " + name + "(const std::vector<std::string> &theInputVars)\n" + constructor +
          "\n   double GetMvaValue(const std::vector<double> &inputValues) const override\n   {\n      return Respond("
          "inputValues)[" + std::to_string(source.fSignalOutput) + "];\n   }\n" + Methods(source) + kClassBody;
}

} // namespace

std::string pytmva_keras::WriteClass(const ClassSource &source)
{
   const std::string space = "pytmva_" + Identifier(source.fJob) + "_" + Identifier(source.fTitle);
   const std::string guard = space + "_class";
   return Header(source) + "#ifndef " + guard + "\n#define " + guard + "\n\n" + native::kCodeIncludes + "\n" + kBaseClass +
          "\ninline namespace " + space + " {\n\nnamespace network_of_class {\n\n" + native::kCodeNames + "\n" +
          source.fTransformations + (source.fTransformations.empty() ? "" : "\n") + source.fNetwork + "\n" + Outputs(source) +
          "\n} // namespace network_of_class\n\n" + ReaderClass(source) + "\n} // namespace " + space + "\n\n#endif\n";
}
