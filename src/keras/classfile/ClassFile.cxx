#include "classfile/ClassFile.h"

#include "native/code/Code.h"
#include "native/code/Literals.h"

#include <cctype>
#include <cstdint>

using pytmva_keras::ClassColumn;
using pytmva_keras::ClassSource;
using pytmva_keras::native::ForComment;

namespace {

// $NAMES$ are replaced.

constexpr const char *kFile =
   R"(// A network that TMVA's method PyKeras has trained, as plain C++17: needs neither ROOT nor Python.
// Written by pytmva_keras (MakeClass). Job $JOB$, title $TITLE$.
// Of the weight file $WEIGHTFILE$.
//
//    const Read$NAME$ network({$EXPRESSIONS$});
//    network.GetMvaValue({...}); // the variables in this order; any number of threads may call it
$INCLUDES$
#ifndef IClassifierReader__def
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

inline namespace $SPACE$ {

namespace network_of_class {

$NETWORK$
$RESPOND$
} // namespace network_of_class

class Read$NAME$ : public IClassifierReader {
public:
   static constexpr const char *fName = "Read$NAME$";
   static constexpr std::size_t fNVariables = $NVARIABLES$;

   /// theInputVars: the variables of the training, in its order. If they are others the status is not clean, and the
   /// functions below throw std::invalid_argument, as they do for another number of values. A NaN gives NaN.
   explicit Read$NAME$(const std::vector<std::string> &theInputVars)
   {
      const char *const expressions[] = {$EXPRESSIONS$};
      const char *const labels[] = {$LABELS$};
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

   /// $RESPONSE$
   double GetMvaValue(const std::vector<double> &inputValues) const override { return Respond(inputValues)[$SIGNAL$]; }
$METHODS$
private:
   std::vector<double> Respond(const std::vector<double> &inputValues) const
   {
      if (!fStatusIsClean)
         throw std::invalid_argument(fMessage);
      if (inputValues.size() != fNVariables)
         throw std::invalid_argument(std::string(fName) + ": expected " + std::to_string(fNVariables) + " values, got " +
                                     std::to_string(inputValues.size()));
      std::vector<double> values(inputValues);
      std::replace_if(values.begin(), values.end(), [](double value) { return std::isnan(value); }, 0.);
      std::vector<double> outputs = network_of_class::respond(values);
      if (values != inputValues)
         std::fill(outputs.begin(), outputs.end(), std::numeric_limits<double>::quiet_NaN());
      return outputs;
   }

   std::string fMessage; ///< what is wrong with the names
};

} // namespace $SPACE$
)";

constexpr const char *kRespond = R"(/// Outputs of the network for the variables of an event.
inline std::vector<double> respond(const std::vector<double> &variables)
{
   Values row(variables.begin(), variables.end());
$TRANSFORM$   const Values outputs = network(row);
   return std::vector<double>(outputs.begin(), outputs.end());
}
)";

constexpr const char *kRespondInUnits =
   R"(/// Outputs of the network for the variables of an event, in the units of the targets.
inline std::vector<double> respond(const std::vector<double> &variables)
{
   Values row(variables.begin(), variables.end()); // variables, then targets
   row.resize($NCOLUMNS$);
   transform(row);
   const Values outputs = network(Values(row.begin(), row.begin() + $NVARIABLES$));
   std::copy(outputs.begin(), outputs.end(), row.begin() + $NVARIABLES$);
   transform_back(row);
   return std::vector<double>(row.begin() + $NVARIABLES$, row.end());
}
)";

constexpr const char *kMulticlass = R"(   /// The outputs, one a class.
   std::vector<double> GetMulticlassValues(const std::vector<double> &inputValues) const { return Respond(inputValues); }
)";

constexpr const char *kRegression = R"(   /// The outputs, one a target.
   std::vector<double> GetRegressionValues(const std::vector<double> &inputValues) const { return Respond(inputValues); }
)";

using Replacements = std::vector<std::pair<std::string, std::string>>;

std::string Fill(const std::string &text, const Replacements &replacements)
{
   std::string filled;
   std::size_t from = 0;
   for (std::size_t begin; (begin = text.find('$', from)) != std::string::npos;) {
      const std::size_t end = text.find('$', begin + 1);
      filled += text.substr(from, begin - from);
      for (const auto &[name, value] : replacements)
         if (text.compare(begin + 1, end - begin - 1, name) == 0)
            filled += value;
      from = end + 1;
   }
   return filled + text.substr(from);
}

std::string Identifier(std::string text)
{
   for (char &character : text)
      if (!std::isalnum(static_cast<unsigned char>(character)))
         character = '_';
   return text;
}

/// A list of string literals, which may stand in a comment too.
std::string Literals(const ClassSource &source, std::string ClassColumn::*member)
{
   std::string list;
   for (std::size_t i = 0; i < source.fNVariables; ++i) {
      list += i ? ", \"" : "\"";
      for (char character : source.fColumns[i].*member) {
         if (character == '"' || character == '\\' || character == '?')
            list += '\\';
         list += character == '\n' ? ' ' : character;
      }
      list += "\"";
   }
   return list;
}

/// One that is the same for the same text only: a second file of that class is a mistake, and the compiler shall say so.
std::string Guard(const std::string &text)
{
   std::uint64_t hash = 14695981039346656037u; // FNV-1a
   for (char character : text)
      hash = (hash ^ static_cast<unsigned char>(character)) * 1099511628211u;
   return "pytmva_class_" + std::to_string(hash);
}

} // namespace

std::string pytmva_keras::WriteClass(const ClassSource &source)
{
   using Analysis = ClassSource::Analysis;
   const bool regression = source.fAnalysis == Analysis::kRegression, transforms = !source.fTransformations.empty();
   const std::string name = Identifier(source.fTitle);
   Replacements replacements = {
      {"JOB", ForComment(source.fJob)},
      {"TITLE", ForComment(source.fTitle)},
      {"WEIGHTFILE", ForComment(source.fWeightFile)},
      {"NAME", name},
      {"SPACE", "pytmva_" + Identifier(source.fJob) + "_" + name},
      {"INCLUDES", native::kCodeIncludes},
      {"EXPRESSIONS", Literals(source, &ClassColumn::fExpression)},
      {"LABELS", Literals(source, &ClassColumn::fLabel)},
      {"NVARIABLES", std::to_string(source.fNVariables)},
      {"NCOLUMNS", std::to_string(source.fColumns.size())},
      {"SIGNAL", std::to_string(source.fSignalOutput)},
      {"TRANSFORM", transforms ? "   transform(row);\n" : ""},
      {"NETWORK", native::kCodeNames + ("\n" + source.fTransformations) + (transforms ? "\n" : "") + source.fNetwork},
      {"RESPONSE", regression                                   ? "The first target."
                   : source.fAnalysis == Analysis::kMulticlass ? "The output of the first class."
                                                                : "The output of signal: large for signal-like events."},
      {"METHODS", regression ? kRegression : source.fAnalysis == Analysis::kMulticlass ? kMulticlass : ""}};
   replacements.emplace_back("RESPOND", Fill(regression && transforms ? kRespondInUnits : kRespond, replacements));
   const std::string text = Fill(kFile, replacements), guard = Guard(text);
   return "#ifndef " + guard + "\n#define " + guard + "\n" + text + "\n#endif\n";
}
