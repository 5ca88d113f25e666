#include "classfile/Transformations.h"

#include "classfile/TransformationSnippets.h"
#include "native/code/Code.h"
#include "native/code/Literals.h"

#include "TMVA/Tools.h"

#include "TMatrixD.h"

#include <algorithm>
#include <sstream>

using pytmva_keras::ClassColumn;
using pytmva_keras::native::DefineArray;
using pytmva_keras::native::NoCode;
using TMVA::gTools;

namespace {

std::string ReadText(void *node, const char *name)
{
   TString value;
   gTools().ReadAttr(node, name, value);
   return value.Data();
}

std::vector<double> ReadNumbers(void *node)
{
   const char *content = node ? gTools().GetContent(node) : nullptr;
   std::istringstream text(content ? content : "");
   std::vector<double> numbers;
   for (double number = 0; text >> number;)
      numbers.push_back(number);
   return numbers;
}

std::vector<float> ReadFloats(void *node)
{
   const std::vector<double> numbers = ReadNumbers(node);
   return {numbers.begin(), numbers.end()};
}

/// The child number `index` of a name.
void *Child(void *parent, const char *name, std::size_t index = 0)
{
   void *node = parent ? gTools().GetChild(parent, name) : nullptr;
   while (node && index--)
      node = gTools().GetNextChild(node, name);
   if (!node)
      throw NoCode(std::string("its transformations have no <") + name + ">");
   return node;
}

/// Code of one direction of a step, and what the whole step needs before it.
struct StepCode {
   std::string fData, fForward, fBackward;
};

class StepWriter {
public:
   /// number: of the step; set: of its constants.
   StepWriter(void *node, std::size_t number, std::size_t set, const std::vector<ClassColumn> &columns)
      : fNode(node), fNumber(std::to_string(number)), fSet(set)
   {
      void *list = Child(Child(node, "Selection"), "Input");
      for (void *input = gTools().GetChild(list, "Input"); input; input = gTools().GetNextChild(input, "Input"))
         fColumns.push_back(Find(input, columns));
   }

   StepCode Write(std::vector<const char *> &snippets) const
   {
      const std::string name = ReadText(fNode, "Name");
      if (fColumns.empty())
         return {};
      if (name == "Normalize") {
         snippets.push_back(pytmva_keras::kNormalizeCode);
         return Normalize();
      }
      if (name == "Decorrelation" || name == "PCA") {
         snippets.push_back(pytmva_keras::kLinearCode);
         return name == "PCA" ? Components() : Decorrelate();
      }
      if (name != "Gauss")
         throw NoCode("the transformation " + name + " has no code");
      snippets.push_back(pytmva_keras::kCumulativeCode);
      const bool gauss = ReadText(fNode, "FlatOrGauss") != "Flat";
      if (gauss)
         snippets.push_back(pytmva_keras::kQuantileCode);
      return Cumulate(gauss);
   }

private:
   /// As in the core: elements of an array share label and expression, and are found in their order.
   std::size_t Find(void *input, const std::vector<ClassColumn> &columns) const
   {
      const std::string type = ReadText(input, "Type"), label = ReadText(input, "Label");
      const std::string expression = ReadText(input, "Expression");
      for (std::size_t i = 0; i < columns.size(); ++i)
         if (std::find(fColumns.begin(), fColumns.end(), i) == fColumns.end() && type == columns[i].fType &&
             label == columns[i].fLabel && expression == columns[i].fExpression)
            return i;
      throw NoCode("it transforms the " + type + " \"" + expression + "\", which a class is not given");
   }

   std::string ColumnsArray() const { return DefineArray("Size", "columns" + fNumber, fColumns); }
   /// "normalize(row, 3, columns0, low0, high0);"
   std::string Call(const std::string &function, const std::string &first, const std::string &second) const
   {
      return "   " + function + "(row, " + std::to_string(fColumns.size()) + ", columns" + fNumber + ", " + first + ", " +
             second + ");\n";
   }

   StepCode Normalize() const
   {
      void *ranges = Child(Child(fNode, "Class", fSet), "Ranges");
      std::vector<float> low, high;
      for (std::size_t i = 0; i < fColumns.size(); ++i) {
         void *range = Child(ranges, "Range", i);
         gTools().ReadAttr(range, "Min", low.emplace_back());
         gTools().ReadAttr(range, "Max", high.emplace_back());
      }
      const std::string lowName = "low" + fNumber, highName = "high" + fNumber;
      return {ColumnsArray() + DefineArray("float", lowName, low) + DefineArray("float", highName, high),
              Call("normalize", lowName, highName), Call("normalize_back", lowName, highName)};
   }

   std::vector<double> Numbers(const char *name, std::size_t size) const
   {
      std::vector<double> numbers = ReadNumbers(Child(fNode, name, fSet));
      if (numbers.size() != size)
         throw NoCode(std::string("its transformations have a <") + name + "> of " + std::to_string(numbers.size()) +
                      " numbers, expected " + std::to_string(size));
      return numbers;
   }

   StepCode Linear(const TMatrixD &matrix, const std::vector<double> &offset, const TMatrixD &inverse,
                   const std::vector<double> &inverseOffset) const
   {
      StepCode code{ColumnsArray(), "", ""};
      const auto write = [&](const std::string &way, const TMatrixD &elements, const std::vector<double> &numbers) {
         const double *first = elements.GetMatrixArray();
         code.fData += DefineArray("double", "matrix" + way, std::vector<double>(first, first + elements.GetNoElements()));
         if (!numbers.empty())
            code.fData += DefineArray("double", "offset" + way, numbers);
         return Call("multiply", "matrix" + way, numbers.empty() ? "nullptr" : "offset" + way);
      };
      code.fForward = write("_to" + fNumber, matrix, offset);
      code.fBackward = write("_back" + fNumber, inverse, inverseOffset);
      return code;
   }

   StepCode Decorrelate() const
   {
      const int n = static_cast<int>(fColumns.size());
      const TMatrixD matrix(n, n, Numbers("Matrix", fColumns.size() * fColumns.size()).data());
      TMatrixD inverse(matrix);
      if (matrix.Norm1() > 0)
         inverse.Invert();
      return Linear(matrix, {}, inverse, {});
   }

   StepCode Components() const
   {
      const int n = static_cast<int>(fColumns.size());
      const std::vector<double> mean = Numbers("Statistics", fColumns.size());
      const TMatrixD vectors(n, n, Numbers("Eigenvectors", fColumns.size() * fColumns.size()).data());
      std::vector<double> offset(fColumns.size());
      for (int i = 0; i < n; ++i)
         for (int j = 0; j < n; ++j)
            offset[i] -= vectors(j, i) * mean[j];
      return Linear(TMatrixD(TMatrixD::kTransposed, vectors), offset, vectors, mean);
   }

   StepCode Cumulate(bool gauss) const
   {
      StepCode code;
      for (std::size_t i = 0; i < fColumns.size(); ++i) {
         void *pdf = Child(Child(Child(fNode, "Variable", i), ("CumulativePDF_cls" + std::to_string(fSet)).c_str()), "PDF");
         const std::vector<float> sums = ReadFloats(Child(pdf, "Histogram"));
         const std::vector<float> edges = ReadFloats(Child(pdf, "HistogramBinning"));
         if (sums.empty() || edges.size() != sums.size() + 1)
            throw NoCode("its transformations have a PDF whose bins have no edges");
         const std::string name = fNumber + "_" + std::to_string(i), row = "row[" + std::to_string(fColumns[i]) + "]";
         const std::string call = "cumulative" + name + "().";
         const std::string there = gauss ? "quantile(" + call + "probability(" + row + "))" : call + "value(" + row + ")";
         const std::string back = call + "inverse(" + (gauss ? "normal_probability(" + row + ")" : row) + ")";
         code.fData += DefineArray("float", "edges" + name, edges) + DefineArray("float", "sums" + name, sums) +
                       "inline const Cumulative &cumulative" + name + "()\n{\n" +
                       "   static const Cumulative result(edges" + name + ", sums" + name + ", " + std::to_string(sums.size()) + ");\n   return result;\n}\n\n";
         code.fForward += "   " + row + " = " + there + ";\n";
         code.fBackward += "   " + row + " = " + back + ";\n";
      }
      return code;
   }

   void *fNode;
   std::string fNumber;
   std::size_t fSet;
   std::vector<std::size_t> fColumns;
};

/// Which constants a step uses: those of its class, else the last ones, of all classes.
std::size_t SetOf(void *node, const std::map<std::string, std::size_t> &classes)
{
   if (classes.size() > 1 && gTools().HasAttr(node, "ReferenceClass")) {
      const auto found = classes.find(ReadText(node, "ReferenceClass"));
      if (found == classes.end())
         throw NoCode("its transformations are those of a class that it does not have");
      return found->second;
   }
   return classes.size() > 1 ? classes.size() : 0;
}

} // namespace

std::string pytmva_keras::WriteTransformations(void *transformations, const std::vector<ClassColumn> &columns,
                                               const std::map<std::string, std::size_t> &classes, bool backwards)
{
   std::vector<const char *> snippets;
   std::string data, forward, backward;
   void *node = gTools().GetChild(transformations, "Transform");
   for (std::size_t number = 0; node; node = gTools().GetNextChild(node, "Transform"), ++number) {
      const StepCode step = StepWriter(node, number, SetOf(node, classes), columns).Write(snippets);
      data += step.fData;
      forward += step.fForward;
      backward = step.fBackward + backward;
   }
   if (forward.empty())
      return "";
   std::string code;
   std::vector<const char *> written;
   for (const char *snippet : snippets)
      if (std::find(written.begin(), written.end(), snippet) == written.end()) {
         code += snippet + 1 + std::string("\n");
         written.push_back(snippet);
      }
   code += data + "\n/// The variables" + (backwards ? " and targets" : "") + " of an event, as in the training.\n" +
           "inline void transform(Values &row)\n{\n" + forward + "}\n";
   return backwards ? code + "\ninline void transform_back(Values &row)\n{\n" + backward + "}\n" : code;
}
