#ifndef ROOT_TMVA_MethodBase
#define ROOT_TMVA_MethodBase

#include "TMVA/Configurable.h"
#include "TMVA/DataSet.h"
#include "TMVA/DataSetInfo.h"
#include "TMVA/Event.h"
#include "TMVA/IMethod.h"
#include "TMVA/TrainingHistory.h"
#include "TMVA/TransformationHandler.h"
#include "TMVA/Types.h"

#include "TMatrixD.h"

#include <iosfwd>
#include <memory>
#include <mutex>
#include <vector>

class TDirectory;
class TFile;
class TH1;
class TH1D;

namespace TMVA {

class MvaPdfs;
class PDF;
class Results;

/// Base of all methods: options that every method has, the transformed events, the weight file, the evaluation.
///
/// Life: constructor, SetupMethod, ParseOptions, ProcessSetup, CheckSetup (booked by the Factory); TrainMethod, then the
/// weight file is written and the Factory makes the method anew from it: weight-file constructor, SetupMethod,
/// ReadStateFromFile (a Reader: ReadStateFromXML, as it has read the file). Not thread-safe.
class MethodBase : virtual public IMethod, public Configurable {
public:
   enum EWeightFileType { kROOT = 0, kTEXT };

   MethodBase(const TString &jobName, Types::EMVA methodType, const TString &methodTitle, DataSetInfo &dsi,
              const TString &theOption = "");
   /// From a weight file.
   MethodBase(Types::EMVA methodType, DataSetInfo &dsi, const TString &weightFile);
   ~MethodBase() override;

   /// \name Set-up, called by Factory and Reader
   ///@{
   void SetupMethod();
   void ProcessSetup();
   virtual void CheckSetup();
   void TrainMethod();
   virtual void Reset() {}
   /// Options of weight files that old versions wrote: they are read, and not used.
   virtual void DeclareCompatibilityOptions();
   void AddOutput(Types::ETreeType type, Types::EAnalysisType analysisType);
   ///@}

   const char *GetName() const override { return fMethodName.Data(); }
   const TString &GetJobName() const { return fJobName; }
   const TString &GetMethodName() const { return fMethodName; } ///< the title
   Types::EMVA GetMethodType() const { return fMethodType; }
   TString GetMethodTypeName() const { return Types::Instance().GetMethodName(fMethodType); }
   const TString &GetTestvarName() const { return fTestvar; }
   void SetTestvarName(const TString &v = "") { fTestvar = v == "" ? "MVA_" + fMethodName : v; }

   /// \name Analysis
   ///@{
   virtual void SetAnalysisType(Types::EAnalysisType type) { fAnalysisType = type; }
   Types::EAnalysisType GetAnalysisType() const { return fAnalysisType; }
   Bool_t DoRegression() const { return fAnalysisType == Types::kRegression; }
   Bool_t DoMulticlass() const { return fAnalysisType == Types::kMulticlass; }
   void SetSilentFile(Bool_t status) { fSilentFile = status; }
   Bool_t IsSilentFile() const { return fSilentFile; }
   void SetModelPersistence(Bool_t status) { fModelPersistence = status; }
   Bool_t IsModelPersistence() const { return fModelPersistence; }
   /// Whether MakeClass is called after the training, with ModelPersistence. Not in genuine TMVA, which always does.
   void SetMakesClass(Bool_t status) { fMakesClass = status; }
   Bool_t IgnoreEventsWithNegWeightsInTraining() const { return fIgnoreNegWeightsInTraining; }
   Bool_t Verbose() const { return fVerbose; }
   Bool_t Help() const { return fHelp; }
   ///@}

   /// \name Data
   ///@{
   DataSetInfo &DataInfo() const { return fDataSetInfo; }
   DataSet *Data() const { return fDataSetInfo.GetDataSet(); }
   UInt_t GetNvar() const { return fDataSetInfo.GetNVariables(); }
   UInt_t GetNVariables() const { return fDataSetInfo.GetNVariables(); }
   UInt_t GetNTargets() const { return fDataSetInfo.GetNTargets(); }
   UInt_t GetNEvents() const { return Data()->GetNEvents(); }
   /// The transformed event: a pointer to ONE reused Event, copy it at once. Negative weights of training events read 0
   /// where IgnoreNegWeightsInTraining is set.
   const Event *GetEvent() const;
   const Event *GetEvent(Long64_t ievt) const;
   const Event *GetEvent(Long64_t ievt, Types::ETreeType type) const;
   const Event *GetTrainingEvent(Long64_t ievt) const { return GetEvent(ievt, Types::kTraining); }
   const Event *GetTestingEvent(Long64_t ievt) const { return GetEvent(ievt, Types::kTesting); }
   /// Transformed input variables of events [first,last) of `type`, row-major into `out` (last-first rows of
   /// GetNVariables() values), and where asked for the transformed targets into `targets`. Not in genuine TMVA.
   void GetInputs(Types::ETreeType type, Long64_t first, Long64_t last, Float_t *out, Float_t *targets = nullptr) const;
   TransformationHandler &GetTransformationHandler(Bool_t = kTRUE) { return *fTransformationHandler; }
   const TransformationHandler &GetTransformationHandler(Bool_t = kTRUE) const { return *fTransformationHandler; }
   const TString &GetInputLabel(Int_t i) const { return DataInfo().GetVariableInfo(i).GetLabel(); }
   const TString &GetInputVar(Int_t i) const { return DataInfo().GetVariableInfo(i).GetInternalName(); }
   const char *GetInputTitle(Int_t i) const { return DataInfo().GetVariableInfo(i).GetTitle(); }
   ///@}

   /// \name Responses
   ///@{
   /// Of an event given from outside, which is transformed first.
   Double_t GetMvaValue(const Event *event, Double_t *err = nullptr, Double_t *errUpper = nullptr);
   using IMethod::GetMvaValue;
   virtual const std::vector<Float_t> &GetRegressionValues();
   virtual const std::vector<Float_t> &GetMulticlassValues();
   const std::vector<Float_t> &GetRegressionValues(const Event *event);
   const std::vector<Float_t> &GetMulticlassValues(const Event *event);
   /// Responses to events that are given as rows of GetNvar() variables (their spectators are not known): GetNResponses()
   /// numbers an event, those of the functions above. Several threads may call it at once, as long as none calls anything
   /// else of the method; in this class they wait for each other. Not in genuine TMVA.
   virtual void ComputeResponses(const Float_t *variables, std::size_t nEvents, Float_t *responses);
   UInt_t GetNResponses() const; ///< 1, or one a class of a multiclass analysis, or one a target of a regression
   void NoErrorCalc(Double_t *err, Double_t *errUpper) const;
   Double_t GetSignalReferenceCut() const { return fSignalReferenceCut; }
   void SetSignalReferenceCut(Double_t cut) { fSignalReferenceCut = cut; }
   Double_t GetSignalReferenceCutOrientation() const { return fSignalReferenceCutOrientation; }
   void SetSignalReferenceCutOrientation(Double_t orientation) { fSignalReferenceCutOrientation = orientation; }
   /// Whether it is trained with the events that are not in memory, too (DataSet::GetStream()).
   virtual Bool_t UsesStream() const { return kFALSE; }

   virtual Bool_t IsSignalLike() { return IsSignalLike(GetMvaValue()); }
   virtual Bool_t IsSignalLike(Double_t mvaVal)
   {
      return fSignalReferenceCutOrientation * (mvaVal - fSignalReferenceCut) > 0;
   }
   ///@}

   /// \name Densities of the response, with option CreateMVAPdfs and two classes (MethodBasePdfs.cxx)
   ///@{
   /// They are made of the training responses at the end of TrainMethod(), and are in the weight file. What needs them is
   /// fatal where there are none.
   Bool_t HasMVAPdfs() const { return fCreateMVAPdfs; }
   virtual void CreateMVAPdfs();
   PDF *MVAPdfS() const; ///< nullptr if there is none
   PDF *MVAPdfB() const;
   /// Probability that an event of this response is signal, if a fraction `ap_sig` of all events, between 0 and 1, is.
   virtual Double_t GetProba(Double_t mvaVal, Double_t ap_sig);
   virtual Double_t GetProba(const Event *event); ///< of equal numbers of signal and background events
   /// Fraction of the events of kind `reftype` that have a smaller response.
   virtual Double_t GetRarity(Double_t mvaVal, Types::ESBType reftype = Types::kBackground) const;
   ///@}

   /// \name Evaluation of the responses kept in the DataSet (MethodBaseEvaluation.cxx)
   ///@{
   /// Each makes the histograms that WriteEvaluationHistosToFile writes; fatal if responses are missing or not finite.
   virtual void TestClassification();
   virtual void TestMulticlass();
   virtual void TestRegression();
   /// The numbers of the first target and one sample: mean, mean absolute value and standard deviation of the deviation, and
   /// mutual information (nat), each also of the events (T) that deviate by no more than two standard deviations; linear
   /// correlation of response and target.
   virtual void TestRegression(Double_t &bias, Double_t &biasT, Double_t &dev, Double_t &devT, Double_t &rms,
                               Double_t &rmsT, Double_t &mInf, Double_t &mInfT, Double_t &corr, Types::ETreeType type);
   virtual void WriteEvaluationHistosToFile(Types::ETreeType type);
   void WriteMonitoringHistosToFile() const override;
   /// `spec` "": area; "Efficiency:0.1": signal efficiency of the test sample at that background efficiency.
   virtual Double_t GetEfficiency(const TString &spec, Types::ETreeType type, Double_t &error);
   virtual Double_t GetTrainingEfficiency(const TString &spec);
   /// Multiclass: the efficiency of the class of a row at background efficiency `effB` (between 0 and 1), where the class
   /// of the column is the background. Numbers on the diagonal mean nothing.
   virtual TMatrixD GetMulticlassConfusionMatrix(Double_t effB, Types::ETreeType type);
   virtual Double_t GetSignificance() const;
   /// Of two histograms of the same binning, or of two densities; without them of smooth curves through the test responses
   /// (after TestClassification()).
   virtual Double_t GetSeparation(TH1 *signal = nullptr, TH1 *background = nullptr) const;
   virtual Double_t GetSeparation(PDF *signal, PDF *background) const;
   /// Area below the curve of signal efficiency and background rejection of the same. See also Factory::GetROCIntegral,
   /// which needs no curves.
   virtual Double_t GetROCIntegral(TH1D *signal = nullptr, TH1D *background = nullptr) const;
   virtual Double_t GetROCIntegral(PDF *signal, PDF *background) const;
   /// The cut at which S / sqrt(S + B), the `significance`, is largest, for so many events of each kind before it.
   virtual Double_t GetMaximumSignificance(Double_t signalEvents, Double_t backgroundEvents, Double_t &significance) const;
   /// Multiclass: the fraction of each class, and in `purity[0]` of those taken for it, whose largest output is that class.
   /// (Genuine TMVA gives zeros.)
   virtual std::vector<Float_t> GetMulticlassEfficiency(std::vector<std::vector<Float_t>> &purity);
   virtual std::vector<Float_t> GetMulticlassTrainingEfficiency(std::vector<std::vector<Float_t>> &purity);
   ///@}

   /// \name Weight file
   ///@{
   void WriteStateToFile() const; ///< XML, written to a temporary file and renamed
   void ReadStateFromFile();
   void WriteStateToXML(void *parent) const;
   void ReadStateFromXML(void *parent);
   void ReadStateFromXMLString(const char *xmlstr);
   virtual void AddWeightsXMLTo(void *parent) const = 0;
   virtual void ReadWeightsFromXML(void *node) = 0;
   void ReadWeightsFromStream(std::istream &) override = 0;
   TString GetWeightFileName() const;
   void SetWeightFileName(const TString &name) { fWeightFile = name; }
   const TString &GetWeightFileDir() const { return fFileDir; }
   void SetWeightFileDir(TString dir);
   TString GetTrainingTMVAVersionString() const;
   TString GetTrainingROOTVersionString() const;
   /// Writes a stand-alone C++ class. This one writes nothing, and says how to apply the method instead: only PyKeras has a
   /// class here.
   void MakeClass(const TString &classFileName = TString("")) const override;
   ///@}

   /// \name Output file
   ///@{
   /// Made on first use; nullptr if there is no output file.
   TDirectory *BaseDir() const;       ///< <dataset>/Method_<Type>/<title> of the output file
   TDirectory *MethodBaseDir() const; ///< <dataset>/Method_<Type>
   void SetFile(TFile *file) { fFile = file; }
   void SetMethodBaseDir(TDirectory *dir) { fMethodBaseDir = dir; }
   void SetMethodDir(TDirectory *dir) { fBaseDir = dir; }
   ///@}

   void PrintHelpMessage() const override;
   Double_t GetTrainTime() const { return fTrainTime; }
   Double_t GetTestTime() const { return fTestTime; }

   TrainingHistory fTrainHistory; ///< what a method noted per epoch; written as TrainingHistory_<title>_<name>

protected:
   void Init() override = 0;
   void DeclareOptions() override = 0;
   void ProcessOptions() override = 0;
   void GetHelpMessage() const override = 0;
   void MakeClassSpecific(std::ostream &, const TString & = "") const override {}

   /// Responses to events [firstEvt,lastEvt) of the current type; lastEvt < 0: to the end. Methods that can, evaluate in
   /// one go.
   virtual std::vector<Double_t> GetMvaValues(Long64_t firstEvt = 0, Long64_t lastEvt = -1, Bool_t logProgress = false);
   virtual void AddClassifierOutput(Types::ETreeType type);
   virtual void AddClassifierOutputProb(Types::ETreeType type);
   virtual void AddRegressionOutput(Types::ETreeType type);
   virtual void AddMulticlassOutput(Types::ETreeType type);

   /// For ComputeResponses, and as thread-safe as it. The rows of EventTable layout, targets and spectators 0, transformed.
   std::vector<Float_t> MakeTransformedRows(const Float_t *variables, std::size_t nEvents) const;
   /// Takes transformed targets, GetNTargets() for each of these rows, back to their own units. The rows are overwritten.
   void UndoTransformation(std::vector<Float_t> &rows, Float_t *targets) const;

   Bool_t IsConstructedFromWeightFile() const { return fConstructedFromWeightFile; }

private:
   struct VariableList;
   static const VariableList kVariables, kSpectators, kTargets;

   void DeclareBaseOptions();
   void ProcessBaseOptions();
   void InitBase();
   void AddInfoXMLTo(void *parent) const;
   void AddVariablesXMLTo(void *parent, const VariableList &list, const std::vector<VariableInfo> &infos) const;
   void AddClassesXMLTo(void *parent) const;
   void ReadInfoFromXML(void *node);
   void ReadVariablesFromXML(const VariableList &list, std::vector<VariableInfo> &infos, void *parent);
   void AddUndeclaredTargets(void *parent);
   void ReadClassesFromXML(void *node);
   const Event *Prepare(const Event *event, Types::ETreeType type) const;
   DataSet &CurrentDataOf(Types::ETreeType type) const;
   void RequireClassification(const char *caller) const;
   const MvaPdfs &RequirePdfs(const char *caller) const;
   void RequireBoth(const char *caller, const void *signal, const void *background) const;
   void StorePdfHistograms(Results &test) const;
   std::vector<Float_t> AssignClasses(Types::ETreeType type, std::vector<std::vector<Float_t>> &purity) const;
   template <class Measure>
   Double_t OfTestResponses(Measure measure) const;

   /// What old weight files have and is not needed any more.
   struct CompatibilityOptions {
      Bool_t fNormalise = kFALSE;
      Bool_t fDecorrelate = kFALSE;
      TString fTransformType = "Signal";
      Bool_t fTextOnly = kTRUE;
      Int_t fNbinsPdf = 60;
      Int_t fNsmoothPdf = 2;
   };

   CompatibilityOptions fCompatibility;
   TString fJobName;
   TString fMethodName;
   Types::EMVA fMethodType;
   TString fTestvar;
   Types::EAnalysisType fAnalysisType = Types::kNoAnalysisType;
   DataSetInfo &fDataSetInfo;
   std::unique_ptr<TransformationHandler> fTransformationHandler;
   TString fVarTransformString = "None";
   TString fVerbosityLevelString = "Default";
   Bool_t fVerbose = kFALSE;
   Bool_t fHelp = kFALSE;
   Bool_t fCreateMVAPdfs = kFALSE;
   std::unique_ptr<MvaPdfs> fMvaPdfs; ///< nullptr without CreateMVAPdfs
   Bool_t fIgnoreNegWeightsInTraining = kFALSE;
   Bool_t fConstructedFromWeightFile = kFALSE;
   Bool_t fSilentFile = kFALSE;
   Bool_t fModelPersistence = kTRUE;
   Bool_t fMakesClass = kFALSE;
   Double_t fSignalReferenceCut = 0.5;
   Double_t fSignalReferenceCutOrientation = 1; ///< negative: signal has the smaller responses
   Double_t fTrainTime = 0;
   Double_t fTestTime = 0;
   TString fFileDir;
   TString fWeightFile;
   TString fTrainingTMVAVersion;
   TString fTrainingROOTVersion;
   TFile *fFile = nullptr;
   mutable TDirectory *fBaseDir = nullptr;
   mutable TDirectory *fMethodBaseDir = nullptr;
   mutable Event fWeightlessEvent;           ///< copy handed out where a negative weight is hidden
   mutable const Event *fTmpEvent = nullptr; ///< event given from outside, while it is evaluated
   std::mutex fComputing;                    ///< held by the ComputeResponses of this class
};

} // namespace TMVA

#endif
