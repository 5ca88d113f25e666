#include "TMVA/MethodCategory.h"

#include "method/Category.h"
#include "method/WeightFile.h"

#include "TMVA/ClassifierFactory.h"
#include "TMVA/Ranking.h"
#include "TMVA/Tools.h"

#include "TDirectory.h"

#include <algorithm>

REGISTER_METHOD(Category)

namespace TMVA {

namespace {

/// The value of an option that names a file for the trained model.
TString ModelFileIn(const TString &options)
{
   for (const TString &option : gTools().SplitString(options, ':'))
      if (option.BeginsWith("FilenameTrainedModel=", TString::kIgnoreCase))
         return option(option.Index("=") + 1, option.Length());
   return "";
}

/// The spectator that is this cut; -1 if there is none.
Int_t FindColumn(const TString &cut, const DataSetInfo &info)
{
   const auto &spectators = info.GetSpectatorInfos();
   const auto found = std::find_if(spectators.begin(), spectators.end(), [&](const VariableInfo &spectator) {
      return spectator.GetVarType() == 'C' && spectator.GetExpression() == cut;
   });
   return found == spectators.end() ? -1 : found - spectators.begin();
}

} // namespace

MethodCategory::MethodCategory(const TString &jobName, const TString &methodTitle, DataSetInfo &dsi,
                               const TString &theOption)
   : MethodBase(jobName, Types::kCategory, methodTitle, dsi, theOption)
{
}

MethodCategory::MethodCategory(DataSetInfo &dsi, const TString &weightFile) : MethodBase(Types::kCategory, dsi, weightFile)
{
}

MethodCategory::~MethodCategory() = default;

void MethodCategory::ProcessOptions()
{
   if (GetTransformationHandler().GetNumOfTransformations() > 0 || IgnoreEventsWithNegWeightsInTraining())
      Log() << kFATAL << "Method " << GetMethodName() << " (Category) has no events of its own to transform or to ignore. "
            << "Give VarTransform and IgnoreNegWeightsInTraining to its methods, in the options of AddMethod" << Endl;
}

void MethodCategory::CheckSetup()
{
   MethodBase::CheckSetup();
   for (const Category &category : fCategories)
      category.fMethod->CheckSetup();
}

// --- adding categories

void MethodCategory::RequireNew(const TString &cut, const TString &title, const TString &modelFile) const
{
   const TString who = "Method " + GetMethodName() + " (Category): ";
   if (DataInfo().HasDataSet() && !Data()->GetAllResults(Types::kTraining).empty())
      Log() << kFATAL << who << "AddMethod(\"" << cut << "\", ..., \"" << title << "\") comes too late: methods were "
            << "trained with this data set, which would have to be read again. Add all methods before TrainAllMethods" << Endl;
   if (cut == "" || title == "")
      Log() << kFATAL << who << "AddMethod needs a cut and a title, got \"" << cut << "\" and \"" << title
            << "\". A cut that all events pass is \"1\"" << Endl;
   for (const Category &other : fCategories) {
      if (other.fMethod->GetMethodName() == title)
         Log() << kFATAL << who << "a method \"" << title << "\" was added already. Give each a title of its own" << Endl;
      if (modelFile != "" && other.fModelFile == modelFile)
         Log() << kFATAL << who << "FilenameTrainedModel=" << modelFile << " of \"" << title << "\" is the file of \""
               << other.fMethod->GetMethodName() << "\" already. Give each its own, or leave it out: it is then named after "
               << "the title" << Endl;
   }
}

/// `names` are those of variables, with colons between.
std::unique_ptr<DataSubset> MethodCategory::MakeSubset(TString names, const TString &title) const
{
   names.ReplaceAll(" ", "");
   const TString who = "Method " + GetMethodName() + " (Category): \"" + title + "\" has ";
   std::vector<DataSubset::Column> columns;
   for (const TString &name : gTools().SplitString(names, ':')) {
      const auto found = DataSubset::Find(name, DataInfo());
      if (name != "" && found.empty()) {
         TString known;
         for (const VariableInfo &info : DataInfo().GetVariableInfos())
            known += (known == "" ? "" : ", ") + info.GetLabel();
         Log() << kFATAL << who << "the variables \"" << names << "\", but data set \"" << DataInfo().GetName()
               << "\" has no variable \"" << name << "\"; there are: " << known << ". Declare it with "
               << "DataLoader::AddVariable, or AddSpectator, before the method is booked" << Endl;
      }
      columns.insert(columns.end(), found.begin(), found.end());
   }
   if (columns.empty())
      Log() << kFATAL << who << "no variables. Name them, with colons between: \"var1:var2\"" << Endl;
   return std::make_unique<DataSubset>(DataInfo(), title + "_dsi", columns);
}

MethodCategory::Category MethodCategory::MakeCategory(const TString &cut, const TString &variables, const TString &title)
{
   Category category;
   category.fCut = cut;
   category.fVariables = variables;
   category.fSubset = MakeSubset(variables, title);
   const auto select = [this, cut](const EventTable &events) {
      EventTable::Rows rows;
      const Int_t column = FindColumn(cut, DataInfo());
      for (std::size_t row = 0; row < events.GetNRows() && column >= 0; ++row)
         if (IsPassed(events.GetSpectators(row)[column]))
            rows.push_back(row);
      return rows;
   };
   category.fSubset->SetSelection(select, !IsConstructedFromWeightFile());
   return category;
}

std::unique_ptr<MethodBase> MethodCategory::Create(Category &category, const TString &type, const TString &job,
                                                   const TString &title, const TString &options) const
{
   std::unique_ptr<IMethod> created(
      ClassifierFactory::Instance().Create(type.Data(), job, title, category.fSubset->GetInfo(), options));
   std::unique_ptr<MethodBase> method(dynamic_cast<MethodBase *>(created.get()));
   if (!method)
      Log() << kFATAL << "Method " << GetMethodName() << " (Category): method \"" << type << "\" does not derive from "
            << "TMVA::MethodBase: it cannot be used here" << Endl;
   created.release();
   method->SetAnalysisType(GetAnalysisType());
   method->SetWeightFileName(GetWeightFileName());
   method->SetModelPersistence(kFALSE); // it is written into the weight file of this method
   method->SetSilentFile(kTRUE);
   return method;
}

std::unique_ptr<MethodBase> MethodCategory::Book(Category &category, Types::EMVA type, const TString &title,
                                                 const TString &options) const
{
   const TString typeName = Types::Instance().GetMethodName(type), who = "Method " + GetMethodName() + " (Category): ";
   if (type == GetMethodType())
      Log() << kFATAL << who << "\"" << title << "\" cannot have categories of its own. Give all cuts to one method, such "
            << "as \"eta>1 && pt>2\"" << Endl;
   std::unique_ptr<MethodBase> method = Create(category, typeName, GetJobName(), title, options);
   if (!method->HasAnalysisType(GetAnalysisType(), DataInfo().GetNClasses(), DataInfo().GetNTargets()))
      Log() << kFATAL << who << "method " << typeName << " of \"" << title << "\" cannot do the analysis of data set \""
            << DataInfo().GetName() << "\" (" << DataInfo().GetNClasses() << " classes, " << DataInfo().GetNTargets()
            << " targets)" << Endl;
   method->SetWeightFileDir(GetWeightFileDir());
   method->SetupMethod();
   method->ParseOptions();
   method->ProcessSetup();
   method->CheckSetup();
   return method;
}

/// Makes the cut a spectator of the data set, so that it is evaluated when trees are read; the number of the spectator.
Int_t MethodCategory::DeclareCut(const TString &cut, const TString &title)
{
   if (!EventFormula(cut, DataInfo()).IsValid())
      Log() << kWARNING << "The cut \"" << cut << "\" of \"" << title << "\" is no formula of variables and spectators: a "
            << "TMVA::Reader will not be able to apply method " << GetMethodName()
            << ". Declare what it uses with DataLoader::AddSpectator" << Endl;
   if (FindColumn(cut, DataInfo()) < 0)
      DataInfo().AddSpectator(TString::Format("%s_cat%zu:=", GetName(), fCategories.size() + 1) + cut,
                              GetMethodName() + ":" + title, "pass", 0, 0, 'C');
   return FindColumn(cut, DataInfo());
}

MethodBase *MethodCategory::AddMethod(const TCut &cut, const TString &variables, Types::EMVA type, const TString &title,
                                      const TString &options)
{
   TString text = cut.GetTitle();
   text.ReplaceAll(" ", ""); // as in VariableInfo
   const TString modelFile = ModelFileIn(options);
   RequireNew(text, title, modelFile);
   Category category = MakeCategory(text, variables, title);
   category.fModelFile = modelFile;
   category.fMethod = Book(category, type, title, options);
   category.fColumn = DeclareCut(text, title);
   fCategories.push_back(std::move(category));
   MethodBase &method = *fCategories.back().fMethod;
   Log() << kINFO << "Adding sub-classifier: " << method.GetMethodTypeName() << "::" << title << " for events with " << text
         << Endl;
   return &method;
}

// --- training

void MethodCategory::RequireCategories() const
{
   if (fCategories.empty())
      Log() << kFATAL << "Method " << GetMethodName() << " (Category) has no categories. Call AddMethod of what BookMethod "
            << "returns: dynamic_cast<TMVA::MethodCategory *>(method)->AddMethod(...)" << Endl;
}

void MethodCategory::RequireEvents(const Category &category) const
{
   const DataSetInfo &info = category.fSubset->GetInfo();
   const EventTable &training = Data()->GetTable(Types::kTraining);
   std::vector<Long64_t> count(info.GetNClasses());
   for (std::size_t row = 0; row < training.GetNRows(); ++row)
      count[training.GetClass(row)] += IsPassed(training.GetSpectators(row)[category.fColumn]);
   for (UInt_t cls = 0; cls < info.GetNClasses(); ++cls)
      if (count[cls] == 0)
         Log() << kFATAL << "Method " << GetMethodName() << " (Category): no training event of class "
               << info.GetClassInfo(Int_t(cls))->GetName() << " passes the cut \"" << category.fCut << "\" of \""
               << category.fMethod->GetMethodName() << "\". Check the cut, or leave this category out" << Endl;
}

void MethodCategory::Train()
{
   RequireCategories();
   for (const Types::ETreeType type : {Types::kTraining, Types::kTesting})
      FindCategories(Data()->GetTable(type)); // fatal before the time is spent, if categories overlap
   for (const Category &category : fCategories)
      RequireEvents(category);
   Log() << kINFO << "Train all sub-classifiers for " << fCategories.size() << " categories ..." << Endl;
   for (Category &category : fCategories)
      TrainCategory(category);
}

void MethodCategory::TrainCategory(Category &category)
{
   MethodBase &method = *category.fMethod;
   category.fSubset->Update();
   if (TDirectory *directory = BaseDir()) {
      const TString type = method.GetMethodTypeName();
      method.SetMethodBaseDir(directory->mkdir("Method_" + type, "Directory for all " + type + " methods", kTRUE));
   }
   Log() << kINFO << "Train method: " << method.GetMethodName() << Endl;
   method.TrainMethod();
   method.WriteMonitoringHistosToFile();
   Log() << kINFO << "Training finished" << Endl;
   if (const Ranking *ranking = method.DoRegression() ? nullptr : method.CreateRanking())
      ranking->Print();
}

// --- weight file

void MethodCategory::AddWeightsXMLTo(void *parent) const
{
   void *weights = gTools().AddChild(parent, "Weights");
   gTools().AddAttr(weights, "NSubMethods", fCategories.size());
   for (std::size_t i = 0; i < fCategories.size(); ++i) {
      const MethodBase &method = *fCategories[i].fMethod;
      void *node = gTools().AddChild(weights, "SubMethod");
      gTools().AddAttr(node, "Index", i);
      gTools().AddAttr(node, "Method", (method.GetMethodTypeName() + "::" + method.GetMethodName()).Data());
      gTools().AddAttr(node, "Cut", fCategories[i].fCut.Data());
      gTools().AddAttr(node, "Variables", fCategories[i].fVariables.Data());
      method.WriteStateToXML(node);
   }
}

MethodCategory::Category MethodCategory::ReadCategory(void *node)
{
   TString cut, variables;
   gTools().ReadAttr(node, "Cut", cut);
   gTools().ReadAttr(node, "Variables", variables);
   const TString title = WeightFile::TitleOf(node);
   cut.ReplaceAll(" ", "");
   Category category = MakeCategory(cut, variables, title);
   category.fColumn = FindColumn(cut, DataInfo());
   if (category.fColumn < 0) {
      category.fFormula = std::make_unique<EventFormula>(cut, DataInfo());
      if (!category.fFormula->IsValid())
         Log() << kFATAL << "Weight file " << GetWeightFileName() << ": the cut \"" << cut << "\" of \"" << title
               << "\" is no formula of the variables and spectators that are declared. Declare what it uses with "
               << "AddSpectator, in the training and here" << Endl;
   }
   category.fMethod = Create(category, WeightFile::TypeOf(node), "", "", GetWeightFileName());
   category.fMethod->SetupMethod();
   category.fMethod->DeclareCompatibilityOptions();
   category.fMethod->ReadStateFromXML(node);
   return category;
}

void MethodCategory::ReadWeightsFromXML(void *weights)
{
   std::vector<Category> categories;
   for (void *node = gTools().GetChild(weights, "SubMethod"); node; node = gTools().GetNextChild(node, "SubMethod"))
      categories.push_back(ReadCategory(node));
   std::size_t expected = 0;
   gTools().ReadAttr(weights, "NSubMethods", expected);
   if (categories.empty() || categories.size() != expected)
      Log() << kFATAL << "Weight file " << GetWeightFileName() << " has " << categories.size() << " nodes SubMethod, "
            << "expected " << expected << ". It is damaged, train the method again" << Endl;
   fCategories = std::move(categories);
}

void MethodCategory::ReadWeightsFromStream(std::istream &)
{
   Log() << kFATAL << "Method " << GetMethodName() << ": weight files in text form are not read, only those in XML" << Endl;
}

void MethodCategory::GetHelpMessage() const
{
   Log() << kINFO << "Category divides the events by cuts, on variables or spectators, and gives each category a method of "
         << "its own, with variables of its own." << Endl;
   Log() << kINFO << "It helps where the variables are distributed differently in regions, such as barrel and end-caps of a "
         << "detector. Each event should be in one category." << Endl;
}

} // namespace TMVA
