#include "transform/Columns.h"

#include "TMVA/DataSetInfo.h"

std::vector<TMVA::Column> TMVA::ColumnsOf(const DataSetInfo &info)
{
   std::vector<Column> columns;
   for (const VariableInfo &variable : info.GetVariableInfos())
      columns.push_back({"Variable", &variable, kFALSE});
   for (const VariableInfo &target : info.GetTargetInfos())
      columns.push_back({"Target", &target, kTRUE});
   for (const VariableInfo &spectator : info.GetSpectatorInfos())
      columns.push_back({"Spectator", &spectator, kFALSE});
   return columns;
}
