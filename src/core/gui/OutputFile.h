#ifndef PYTMVA_gui_OutputFile
#define PYTMVA_gui_OutputFile

#include "TMVA/Types.h"

#include "TDirectory.h"
#include "TString.h"

#include <memory>
#include <vector>

class TFile;

namespace TMVA {

/// The names in a folder, each once, in the order of the file.
std::vector<TString> ListKeys(const TDirectory &folder);
/// The object `name` of a folder, which no directory owns; nullptr if there is none or it is not a T. Histograms are in the
/// current style.
template <class T>
std::unique_ptr<T> Read(TDirectory &folder, const TString &name);

/// A histogram in a folder of input variables: `<variable>__<class>[_target]_<transformation>`.
struct InputHistogram {
   TString fKey;
   TString fVariable; ///< internal name
   TString fClass;
   Bool_t fIsTarget;
};

/// The folder of a method: Method_<type>/<title>.
struct MethodFolder {
   TString fTitle;
   TDirectory *fFolder; ///< belongs to the file

   TString GetPrefix() const { return "MVA_" + fTitle; } ///< of its histograms
};

/// A data set in the output file of a Factory, ours or genuine TMVA's: where things are in it, and what they are called.
class OutputFile {
public:
   /// `dataset` may be empty if there is only one. Fatal if the file or the data set is not there.
   OutputFile(const TString &fileName, const TString &dataset);
   ~OutputFile();

   /// Names of the data sets in a file; an empty name is that of a file of TMVA 4.2 or older, which has no folder for it.
   /// Fatal if there is none.
   static std::vector<TString> ListDataSets(const TString &fileName);

   const TString &GetFileName() const { return fFileName; }
   const TString &GetDataSet() const { return fDataSet; }
   TString GetPlotFolder() const; ///< where plots are saved
   TDirectory &GetFolder() const { return *fFolder; }
   /// As far as it can be told from the names in the file, else kNoAnalysisType.
   Types::EAnalysisType GetAnalysisType() const;
   /// Fatal if the file is that of another kind of analysis: the message says which function is for it.
   void Require(Types::EAnalysisType type) const;

   std::vector<TString> GetInputFolders() const; ///< InputVariables_<transformation>
   std::vector<MethodFolder> GetMethods() const; ///< in alphabetical order of their types

private:
   static std::unique_ptr<TFile> Open(const TString &fileName);

   TDirectory::TContext fRestoreDirectory; ///< first, since opening a file changes the current directory
   TString fFileName;
   TString fDataSet;
   std::unique_ptr<TFile> fFile;
   TDirectory *fFolder = nullptr;
};

/// "Gauss_Deco" for InputVariables_Gauss_Deco.
TString TransformationOf(const TString &inputFolder);
std::vector<InputHistogram> ListInputs(const TDirectory &folder, const TString &transformation);
/// The internal names of the variables (not the targets), in their order.
std::vector<TString> ListVariables(const std::vector<InputHistogram> &inputs);
/// The classes of input histograms, in their order; signal of a classification comes first.
std::vector<TString> ListClasses(const std::vector<InputHistogram> &inputs);
/// The function that shows the plots of a kind of analysis.
const char *GuiFor(Types::EAnalysisType type);

} // namespace TMVA

#endif
