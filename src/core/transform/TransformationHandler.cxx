#include "TMVA/TransformationHandler.h"

#include "TMVA/DataSet.h"
#include "TMVA/DataSetInfo.h"
#include "TMVA/Tools.h"
#include "TMVA/VariableDecorrTransform.h"
#include "TMVA/VariableGaussTransform.h"
#include "TMVA/VariableIdentityTransform.h"
#include "TMVA/VariableNormalizeTransform.h"
#include "TMVA/VariablePCATransform.h"
#include "base/Progress.h"
#include "transform/VarTransform.h"

#include <algorithm>

namespace TMVA {
namespace {

VariableTransformBase *NewTransformation(Types::EVariableTransform kind, DataSetInfo &info)
{
   switch (kind) {
   case Types::kNormalized: return new VariableNormalizeTransform(info);
   case Types::kDecorrelated: return new VariableDecorrTransform(info);
   case Types::kPCA: return new VariablePCATransform(info);
   case Types::kUniform:
   case Types::kGauss: return new VariableGaussTransform(info, kind);
   default: return new VariableIdentityTransform(info);
   }
}

/// What a Transform node of a weight file is; kIdentity, which leaves none, stands for one that is not known.
Types::EVariableTransform KindOf(void *node)
{
   TString name, shape;
   gTools().ReadAttr(node, "Name", name);
   if (name == "Normalize")
      return Types::kNormalized;
   if (name == "Decorrelation")
      return Types::kDecorrelated;
   if (name == "PCA")
      return Types::kPCA;
   if (name != "Gauss")
      return Types::kIdentity;
   gTools().ReadAttr(node, "FlatOrGauss", shape);
   return shape == "Flat" ? Types::kUniform : Types::kGauss;
}

constexpr std::size_t kRowsBetweenUpdates = 4096;

std::size_t NumberOfColumns(const DataSetInfo &info)
{
   return info.GetVariableInfos().size() + info.GetTargetInfos().size() + info.GetSpectatorInfos().size();
}

} // namespace

TransformationHandler::TransformationHandler(DataSetInfo &info, const TString &callerName) : fInfo(info)
{
   SetCallerName(callerName);
}

TransformationHandler::~TransformationHandler() = default;

void TransformationHandler::SetCallerName(const TString &name)
{
   fLogger.SetSource((name == "" ? "TFHandler" : "TFHandler_" + name).Data());
}

TString TransformationHandler::GetName() const
{
   TString name;
   for (const Step &step : fSteps)
      name += (name == "" ? "" : "_") + step.fTransformation->GetName();
   return name == "" ? "Id" : name;
}

VariableTransformBase *TransformationHandler::AddTransformation(VariableTransformBase *transformation, Int_t cls)
{
   fSteps.push_back({std::unique_ptr<VariableTransformBase>(transformation), cls});
   return transformation;
}

void TransformationHandler::AddTransformations(const TString &definition)
{
   for (const VarTransformStep &step : ParseVarTransform(definition, fInfo, Log())) {
      VariableTransformBase *added = AddTransformation(NewTransformation(step.fKind, fInfo), step.fClass);
      added->SelectColumns(step.fColumns);
      Log() << kINFO << "[" << fInfo.GetName() << "] : Transformation " << added->GetName() << " of "
            << added->NamesOfColumns() << ", constants from "
            << (step.fClass < 0 ? "all classes" : fInfo.GetClassInfo(step.fClass)->GetName()) << Endl;
   }
}

void TransformationHandler::CalcTransformations(const DataSet &data)
{
   if (fSteps.empty())
      return;
   const EventTable &training = data.GetTable(Types::kTraining);
   EventTable transformed; // by all steps but the last one, where there are several
   for (const Step &step : fSteps) {
      const bool isFirst = &step == &fSteps.front();
      step.fTransformation->Prepare(isFirst ? training : transformed, step.fClass);
      if (&step == &fSteps.back())
         continue;
      if (isFirst)
         transformed = training;
      Progress progress("Transforming by " + step.fTransformation->GetName(), transformed.GetNRows());
      for (std::size_t row = 0; row < transformed.GetNRows(); ++row) {
         step.fTransformation->Transform(transformed.GetRow(row), step.fClass);
         if (row % kRowsBetweenUpdates == 0)
            progress.Update(row);
      }
   }
   PrintStatistics(fSteps.size() == 1 ? training : transformed, &fSteps.back());
}

void TransformationHandler::Transform(Float_t *rows, std::size_t nRows) const
{
   const std::size_t nColumns = NumberOfColumns(fInfo);
   for (const Step &step : fSteps)
      for (std::size_t row = 0; row < nRows; ++row)
         step.fTransformation->Transform(rows + row * nColumns, step.fClass);
}

void TransformationHandler::InverseTransform(Float_t *rows, std::size_t nRows) const
{
   const std::size_t nColumns = NumberOfColumns(fInfo);
   for (auto step = fSteps.rbegin(); step != fSteps.rend(); ++step)
      for (std::size_t row = 0; row < nRows; ++row)
         step->fTransformation->InverseTransform(rows + row * nColumns, step->fClass);
}

void TransformationHandler::FillRow(const Event &event) const
{
   fRow.assign(NumberOfColumns(fInfo), 0);
   auto variables = fRow.begin();
   auto targets = variables + fInfo.GetVariableInfos().size();
   auto spectators = targets + fInfo.GetTargetInfos().size();
   std::copy(event.GetValues().begin(), event.GetValues().end(), variables);
   std::copy(event.GetTargets().begin(), event.GetTargets().end(), targets);
   std::copy(event.GetSpectators().begin(), event.GetSpectators().end(), spectators);
}

const Event *TransformationHandler::FromRow(const Event &event, Event &copy) const
{
   copy = event;
   const Float_t *value = fRow.data();
   const Float_t *targets = value + fInfo.GetVariableInfos().size();
   const Float_t *spectators = targets + fInfo.GetTargetInfos().size();
   for (UInt_t i = 0; i < event.GetNVariables(); ++i)
      copy.SetVal(i, value[i]);
   for (UInt_t i = 0; i < event.GetNTargets(); ++i)
      copy.SetTarget(i, targets[i]);
   for (UInt_t i = 0; i < event.GetNSpectators(); ++i)
      copy.SetSpectator(i, spectators[i]);
   return &copy;
}

const Event *TransformationHandler::Transform(const Event *event) const
{
   if (fSteps.empty())
      return event;
   FillRow(*event);
   Transform(fRow.data(), 1);
   return FromRow(*event, fTransformed);
}

const Event *TransformationHandler::InverseTransform(const Event *event, Bool_t suppressIfNoTargets) const
{
   if (fSteps.empty() || (suppressIfNoTargets && event->GetNTargets() == 0))
      return event;
   FillRow(*event);
   InverseTransform(fRow.data(), 1);
   return FromRow(*event, fInverse);
}

void TransformationHandler::AddXMLTo(void *parent) const
{
   void *transformations = gTools().AddChild(parent, "Transformations");
   gTools().AddAttr(transformations, "NTransformations", fSteps.size());
   for (const Step &step : fSteps) {
      void *node = step.fTransformation->AttachXMLTo(transformations);
      // Genuine TMVA ignores this attribute, and forgets the class.
      if (node && step.fClass >= 0)
         gTools().AddAttr(node, "ReferenceClass", fInfo.GetClassInfo(step.fClass)->GetName());
   }
}

void TransformationHandler::ReadFromXML(void *transformationsNode)
{
   fSteps.clear();
   void *node = gTools().GetChild(transformationsNode, "Transform");
   for (; node; node = gTools().GetNextChild(node, "Transform")) {
      const Types::EVariableTransform kind = KindOf(node);
      if (kind == Types::kIdentity) {
         TString name;
         gTools().ReadAttr(node, "Name", name);
         Log() << kFATAL << "The weight file has a transformation \"" << name << "\", this version reads Normalize, "
               << "Decorrelation, PCA and Gauss. Train the method with VarTransform made of I, N, D, P, U and G" << Endl;
      }
      Int_t cls = -1;
      if (gTools().HasAttr(node, "ReferenceClass")) {
         TString className;
         gTools().ReadAttr(node, "ReferenceClass", className);
         const ClassInfo *known = fInfo.GetClassInfo(className);
         if (!known)
            Log() << kFATAL << "The weight file transforms with the constants of class \"" << className
                  << "\", which is not among its classes: the file is damaged" << Endl;
         cls = known->GetNumber();
      }
      AddTransformation(NewTransformation(kind, fInfo), cls)->ReadFromXML(node);
   }
}

} // namespace TMVA
