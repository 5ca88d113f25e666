#ifndef ROOT_TMVA_DataLoader
#define ROOT_TMVA_DataLoader

#include "TMVA/Configurable.h"
#include "TMVA/DataSetInfo.h"
#include "TMVA/Types.h"

#include "TCut.h"
#include "TString.h"

#include <memory>
#include <string_view>
#include <vector>

class TH2;
class TTree;

namespace TMVA {

class CvSplitKFolds;
struct DataInput;

/// Names the data of a job: variables, trees or single events of each class, cuts and weights, and how they are split.
///
/// Trees are not owned and must live until they have been read, which is when the data set is first asked for (training the
/// first method does so). They may be in memory, in files, chains, and have friends. Their branches are switched on and
/// their branch addresses reset. The order in which classes are first named is their order everywhere. Errors are fatal
/// (FatalError).
///
/// Overloaded functions that may fail take std::string_view (any string of C++ fits): with TString, Python tries the other
/// overloads after an exception, and its TypeError does not have our message.
class DataLoader : public Configurable {
public:
   /// `name` is the name of the data set and of the directory of its files.
   explicit DataLoader(TString name = "default");
   ~DataLoader() override;

   /// \name What an event consists of
   /// `expression` is a formula of branches, perhaps with a label: "label := formula". Values are kept as floats.
   ///@{
   void AddVariable(const TString &expression, const TString &title, const TString &unit, char type = 'F', Double_t min = 0,
                    Double_t max = 0);
   void AddVariable(const TString &expression, char type = 'F', Double_t min = 0, Double_t max = 0);
   /// The first `size` elements of an array branch, each a variable.
   void AddVariablesArray(const TString &expression, int size, char type = 'F', Double_t min = 0, Double_t max = 0);
   void AddTarget(const TString &expression, const TString &title = "", const TString &unit = "", Double_t min = 0,
                  Double_t max = 0);
   void AddRegressionTarget(const TString &expression, const TString &title = "", const TString &unit = "",
                            Double_t min = 0, Double_t max = 0);
   void AddSpectator(const TString &expression, const TString &title = "", const TString &unit = "", Double_t min = 0,
                     Double_t max = 0);
   ///@}

   /// \name Trees
   /// `weight` multiplies that of each event. A tree goes into the training or the test sample as a whole if its type says
   /// so ("Training", "Test", in any case of letters), else its events are divided. Text files are read by TTree::ReadFile.
   ///@{
   void AddTree(TTree *tree, std::string_view className, Double_t weight = 1.0, const TCut &cut = "",
                Types::ETreeType type = Types::kMaxTreeType);
   void AddTree(TTree *tree, std::string_view className, Double_t weight, const TCut &cut, std::string_view type);
   void AddSignalTree(TTree *signal, Double_t weight = 1.0, Types::ETreeType type = Types::kMaxTreeType);
   void AddSignalTree(TTree *signal, Double_t weight, std::string_view type);
   void AddSignalTree(std::string_view textFile, Double_t weight = 1.0, Types::ETreeType type = Types::kMaxTreeType);
   void AddBackgroundTree(TTree *background, Double_t weight = 1.0, Types::ETreeType type = Types::kMaxTreeType);
   void AddBackgroundTree(TTree *background, Double_t weight, std::string_view type);
   void AddBackgroundTree(std::string_view textFile, Double_t weight = 1.0, Types::ETreeType type = Types::kMaxTreeType);
   void AddRegressionTree(TTree *tree, Double_t weight = 1.0, Types::ETreeType type = Types::kMaxTreeType);
   /// These take the place of all trees given for the class so far.
   void SetSignalTree(TTree *signal, Double_t weight = 1.0);
   void SetBackgroundTree(TTree *background, Double_t weight = 1.0);
   void SetTree(TTree *tree, const TString &className, Double_t weight = 1.0);
   void SetInputTrees(TTree *signal, TTree *background, Double_t signalWeight = 1.0, Double_t backgroundWeight = 1.0);
   void SetInputTrees(std::string_view signalTextFile, std::string_view backgroundTextFile, Double_t signalWeight = 1.0,
                      Double_t backgroundWeight = 1.0);
   /// One tree with both classes, told apart by cuts.
   void SetInputTrees(TTree *input, const TCut &signalCut, const TCut &backgroundCut);
   ///@}

   /// \name Single events
   /// `values` are variables, targets, spectators in the order of their declaration. Cuts do not apply to them.
   ///@{
   void AddSignalTrainingEvent(const std::vector<Double_t> &values, Double_t weight = 1.0);
   void AddBackgroundTrainingEvent(const std::vector<Double_t> &values, Double_t weight = 1.0);
   void AddSignalTestEvent(const std::vector<Double_t> &values, Double_t weight = 1.0);
   void AddBackgroundTestEvent(const std::vector<Double_t> &values, Double_t weight = 1.0);
   void AddTrainingEvent(const TString &className, const std::vector<Double_t> &values, Double_t weight = 1.0);
   void AddTestEvent(const TString &className, const std::vector<Double_t> &values, Double_t weight = 1.0);
   void AddEvent(const TString &className, Types::ETreeType type, const std::vector<Double_t> &values, Double_t weight);
   ///@}

   /// \name Weights and cuts
   /// An event passes where the cut is at least 0.5. All classes named so far if `className` is empty.
   ///@{
   void SetWeightExpression(const TString &expression, const TString &className = "");
   void SetSignalWeightExpression(const TString &expression);
   void SetBackgroundWeightExpression(const TString &expression);
   void SetCut(const char *cut, const TString &className = "");
   void SetCut(const TCut &cut, const TString &className = "");
   void AddCut(const char *cut, const TString &className = "");
   void AddCut(const TCut &cut, const TString &className = "");
   ///@}

   /// \name How events are split
   /// Cuts are added to those given before. Options (default): SplitMode=Random|Alternate|Block (Random), MixMode
   /// (SameAsSplitMode), SplitSeed (100), NormMode=None|NumEvents|EqualNumEvents (EqualNumEvents), nTrain_<class>,
   /// nTest_<class>, TrainTestSplit_<class> (0: half of the events), ScaleWithPreselEff, Correlations, CalcCorrelations, V,
   /// VerboseLevel. They are looked at when the data set is built.
   ///@{
   void PrepareTrainingAndTestTree(const TCut &cut, const TString &options);
   void PrepareTrainingAndTestTree(const TCut &signalCut, const TCut &backgroundCut, const TString &options);
   /// The numbers are those of each of the two classes; nTest < 0: all others. (In TMVA this form never worked.)
   void PrepareTrainingAndTestTree(const TCut &cut, Int_t nTrain, Int_t nTest = -1);
   void PrepareTrainingAndTestTree(const TCut &cut, Int_t nTrainSignal, Int_t nTrainBackground, Int_t nTestSignal,
                                   Int_t nTestBackground, const TString &otherOptions = "SplitMode=Random:!V");
   ///@}

   /// \name Folds of cross validation, see CvSplitKFolds
   ///@{
   void MakeKFoldDataSet(CvSplitKFolds &split);
   void PrepareFoldDataSet(CvSplitKFolds &split, UInt_t foldNumber, Types::ETreeType type = Types::kTraining);
   void RecombineKFoldDataSet(CvSplitKFolds &split, Types::ETreeType type = Types::kTraining);
   ///@}

   /// \name Further data loaders
   /// They belong to the caller, and read the same trees, which must live as long as those of this one.
   ///@{
   /// Everything but the name, which is that of the data set and its directory, is that of this one.
   DataLoader *MakeCopy(const TString &name) const;
   /// "VT(2.0)", variance threshold: a copy, named vt_transformed_<name>, without the variables whose (weighted) variance
   /// in the training events is not above 2 (an array stays if one of its elements is above). "VT": without constants.
   /// Builds the data set. TMVA's autoencoders are refused.
   DataLoader *VarTransform(const TString &definition);
   ///@}

   /// Fatal: there is one data set a loader here.
   DataSetInfo &AddDataSet(const TString &name);
   DataSetInfo &GetDataSetInfo() { return fInfo; }
   DataSetInfo &GetDefaultDataSetInfo() { return fInfo; }
   /// A new histogram, in percent, that belongs to the caller; builds the data set. nullptr with !CalcCorrelations.
   TH2 *GetCorrelationMatrix(const TString &className);

private:
   void AddTypedTree(TTree *tree, const TString &className, Double_t weight, const TCut &cut, Types::ETreeType type);
   void AddTextFile(const TString &file, const TString &className, Double_t weight, Types::ETreeType type);
   void DropTrees(const TString &className);
   std::unique_ptr<DataLoader> CopyWith(const TString &name, const std::vector<std::size_t> &variables) const;

   std::unique_ptr<DataInput> fInput;
   std::vector<std::shared_ptr<TTree>> fOwnTrees; ///< made from text files; copies of the loader share them
   DataSetInfo fInfo;
};

} // namespace TMVA

#endif
