#ifndef ROOT_TMVA_Factory
#define ROOT_TMVA_Factory

#include "TMVA/Configurable.h"
#include "TMVA/FactoryOptions.h"
#include "TMVA/Types.h"

#include "TString.h"

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

class TCanvas;
class TDirectory;
class TFile;
class TGraph;
class TH1F;
class TMultiGraph;

namespace TMVA {

class DataLoader;
class DataSetInfo;
class IMethod;
class MethodBase;
class ROCCurve;

/// Which method is meant: Types::kPyKeras or "PyKeras". One class for both, so that BookMethod is not overloaded: Python
/// runs an overloaded function that refuses its arguments a second time, and buries our message in a TypeError.
class MethodName {
public:
   MethodName(Types::EMVA method) : fValue(method) {}
   MethodName(const char *name) : fValue(TString(name)) {}
   MethodName(const TString &name) : fValue(name) {}
   MethodName(const std::string &name) : fValue(TString(name)) {}
   /// Fatal if it is no method's number. (Not when it is made: Python makes it while it looks for a function that fits.)
   operator TString() const
   {
      const auto *type = std::get_if<Types::EMVA>(&fValue);
      return type ? Types::Instance().GetMethodName(*type) : std::get<TString>(fValue);
   }

private:
   std::variant<TString, Types::EMVA> fValue;
};

/// Which sets of variables Factory::EvaluateImportance tries.
enum VIType {
   kShort = 0, ///< all variables, and all but each one
   kAll,       ///< every set of variables
   kRandom     ///< random sets, as many as the square of the number of variables
};

/// Books methods on the data of DataLoaders, trains, tests and evaluates them, in this order. Options: see
/// FactoryOptions; Color, Silent and DrawProgressBar are for the whole process.
///
/// Methods belong to the Factory; DataLoaders and the output file belong to the caller and must outlive it. A call that is
/// refused throws TMVA::FatalError and leaves the Factory as it was. Not thread-safe.
///
/// Overloaded functions take std::string_view (any string of C++ fits): with TString, Python tries the other overloads after
/// an exception, and shows a TypeError of theirs instead of our message. The price: Python's str fits, its ROOT.TString does
/// not. Functions that are not overloaded take TString, where both do.
class Factory : public Configurable {
public:
   /// The file must stay open until the methods are evaluated; nullptr (it could not be opened) gives a warning.
   Factory(std::string_view jobName, TFile *targetFile, std::string_view options = "");
   Factory(std::string_view jobName, std::string_view options = ""); ///< writes weight files but no output file
   ~Factory() override;

   const char *GetName() const override { return "Factory"; }

   /// A method of type `method` ("PyKeras") with a title of its own. nullptr and a warning if the method cannot do this
   /// kind of analysis; fatal if the title is taken or the options are wrong.
   MethodBase *BookMethod(DataLoader *loader, const MethodName &method, const TString &title, const TString &options = "");

   /// Trains the methods that are not trained yet; with ModelPersistence each is then made anew from its weight file, so
   /// that pointers from BookMethod are no longer valid.
   void TrainAllMethods();
   void TestAllMethods();
   /// Prints the tables and writes histograms and the trees TestTree and TrainTree.
   void EvaluateAllMethods();
   void DeleteAllMethods();

   /// How much each variable contributes, in percent: a bin for each, labelled with it. In the mean over sets of variables
   /// (see VIType; the same ones each time), by how much the area under the ROC curve of the test sample falls when it is
   /// left out (0.5 without any; multiclass: mean of each class against all others). For each set a method is trained that
   /// is not kept and writes no files; a network must have no input layer, to serve any number of variables. The histogram
   /// belongs to the caller. Fatal for regression, and for kAll with more than 20 variables.
   TH1F *EvaluateImportance(DataLoader *loader, VIType type, const MethodName &method, std::string_view title,
                            std::string_view options = "");
   void EvaluateAllVariables(DataLoader *loader, std::string_view options = ""); ///< fatal: TMVA has no method Variable
   /// Fatal: tuning of options is not in this version.
   void OptimizeAllMethods(std::string_view figureOfMerit = "ROCIntegral", std::string_view fit = "FitGA");

   IMethod *GetMethod(const TString &datasetName, const TString &title) const; ///< nullptr if there is none
   Bool_t HasMethod(const TString &datasetName, const TString &title) const;
   /// Of one method, or of all of the data set if `title` is empty; see MethodBase.
   void MakeClass(const TString &datasetName, const TString &title = "") const;
   void PrintHelpMessage(const TString &datasetName, const TString &title = "") const;
   void SetVerbose(Bool_t on = kTRUE);

   /// \name Receiver operating characteristic
   /// Class `iClass` against all others (classification: signal against background, whatever `iClass`) of the test or the
   /// training sample. Graphs and canvases belong to the caller.
   ///@{
   Double_t GetROCIntegral(DataLoader *loader, std::string_view title, UInt_t iClass = 0,
                           Types::ETreeType type = Types::kTesting);
   Double_t GetROCIntegral(std::string_view datasetName, std::string_view title, UInt_t iClass = 0,
                           Types::ETreeType type = Types::kTesting);
   TGraph *GetROCCurve(DataLoader *loader, std::string_view title, Bool_t setTitles = kTRUE, UInt_t iClass = 0,
                       Types::ETreeType type = Types::kTesting);
   TGraph *GetROCCurve(std::string_view datasetName, std::string_view title, Bool_t setTitles = kTRUE, UInt_t iClass = 0,
                       Types::ETreeType type = Types::kTesting);
   /// The curves of all methods of the data set.
   TMultiGraph *GetROCCurveAsMultiGraph(DataLoader *loader, UInt_t iClass = 0, Types::ETreeType type = Types::kTesting);
   TMultiGraph *GetROCCurveAsMultiGraph(std::string_view datasetName, UInt_t iClass = 0,
                                        Types::ETreeType type = Types::kTesting);
   TCanvas *GetROCCurve(DataLoader *loader, UInt_t iClass = 0, Types::ETreeType type = Types::kTesting);
   TCanvas *GetROCCurve(std::string_view datasetName, UInt_t iClass = 0, Types::ETreeType type = Types::kTesting);
   ///@}

private:
   struct BookedMethod {
      std::unique_ptr<MethodBase> fMethod;
      Bool_t fTrained = kFALSE;
      Bool_t fTested = kFALSE;
   };
   struct BookedDataSet {
      DataLoader *fLoader;
      std::vector<BookedMethod> fMethods; ///< in the order of booking
      Bool_t fInputsWritten = kFALSE;     ///< histograms of the input variables are in the output file
   };

   void ApplyOptions();

   BookedDataSet &GetDataSet(DataLoader &loader);
   const BookedDataSet &GetDataSet(const TString &name) const;
   std::vector<MethodBase *> GetMethods(const TString &datasetName, const TString &title) const;
   Types::EAnalysisType ChooseAnalysisType(const DataSetInfo &info) const;
   std::unique_ptr<MethodBase> Create(const TString &name, const TString &title, DataSetInfo &info, const TString &options);
   void SetUp(MethodBase &method, Types::EAnalysisType analysisType, const TString &datasetName) const;
   void RequireMethods(const char *step) const;
   void RequireOutputFile(const char *step) const; ///< that it is open and writable, if there is one

   Double_t TrainOnPart(DataSetInfo &info, const std::vector<Bool_t> &variables, const TString &method, const TString &title,
                        const TString &options);

   void WriteInputs(BookedDataSet &dataSet);
   void WriteCorrelations(const DataSetInfo &info, Types::EAnalysisType analysisType);
   void PlotInputs(DataSetInfo &info);
   void RankInputs(const DataSetInfo &info);         ///< by the separation of their histograms, where they are plotted
   void RankInputsByTarget(const DataSetInfo &info); ///< by their correlation with the only target
   void Train(MethodBase &method);
   void PrintRankings(const std::vector<BookedMethod *> &trained); ///< of variables by the methods that have one
   void Recreate(BookedMethod &booked);
   void Evaluate(MethodBase &method);
   void PrintCorrelations();
   void PrintTables();
   void WriteTrees();
   TDirectory *GetDirectory(const TString &datasetName) const;
   std::unique_ptr<ROCCurve>
   MakeROCCurve(const TString &datasetName, const TString &title, UInt_t iClass, Types::ETreeType type) const;

   TString fJobName;
   TFile *fTargetFile;
   FactoryOptions fSettings;
   std::map<TString, BookedDataSet> fDataSets; ///< by the name of the data set
};

} // namespace TMVA

#endif
