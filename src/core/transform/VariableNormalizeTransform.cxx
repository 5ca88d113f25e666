#include "TMVA/VariableNormalizeTransform.h"

#include "TMVA/Tools.h"

#include <algorithm>
#include <limits>

namespace TMVA {

void VariableNormalizeTransform::Prepare(const EventTable &training, Int_t)
{
   constexpr Float_t highest = std::numeric_limits<Float_t>::max();
   const std::vector<std::size_t> &columns = GetColumns();
   fRanges.assign(GetNSets(), std::vector<Range>(columns.size(), {highest, -highest}));
   for (std::size_t row = 0; row < training.GetNRows(); ++row) {
      const Float_t *values = training.GetRow(row);
      for (UInt_t set : {training.GetClass(row), GetNSets() - 1}) {
         for (std::size_t i = 0; i < columns.size(); ++i) {
            Range &range = fRanges[set][i];
            range.fMin = std::min(range.fMin, values[columns[i]]);
            range.fMax = std::max(range.fMax, values[columns[i]]);
         }
      }
   }
   for (std::vector<Range> &ranges : fRanges)
      for (Range &range : ranges)
         if (range.fMin > range.fMax) // a class without training events
            range = {0, 0};
}

void VariableNormalizeTransform::Transform(Float_t *row, Int_t cls) const
{
   const std::vector<Range> &ranges = fRanges[SetOf(cls)];
   for (std::size_t i = 0; i < ranges.size(); ++i) {
      Float_t &value = row[GetColumns()[i]];
      const Float_t width = ranges[i].fMax - ranges[i].fMin;
      const Float_t scale = width > 0 ? 1.f / width : 0.f;
      value = (value - ranges[i].fMin) * scale * 2 - 1;
   }
}

void VariableNormalizeTransform::InverseTransform(Float_t *row, Int_t cls) const
{
   const std::vector<Range> &ranges = fRanges[SetOf(cls)];
   for (std::size_t i = 0; i < ranges.size(); ++i) {
      Float_t &value = row[GetColumns()[i]];
      value = ranges[i].fMin + (value + 1) / 2 * (ranges[i].fMax - ranges[i].fMin);
   }
}

void *VariableNormalizeTransform::AttachXMLTo(void *transformations) const
{
   void *transform = gTools().AddChild(transformations, "Transform");
   gTools().AddAttr(transform, "Name", "Normalize");
   WriteSelection(transform);
   for (std::size_t set = 0; set < fRanges.size(); ++set) {
      void *cls = gTools().AddChild(transform, "Class");
      gTools().AddAttr(cls, "ClassIndex", set);
      void *ranges = gTools().AddChild(cls, "Ranges");
      for (std::size_t i = 0; i < fRanges[set].size(); ++i) {
         void *range = gTools().AddChild(ranges, "Range");
         gTools().AddAttr(range, "Index", i);
         gTools().AddAttr(range, "Min", fRanges[set][i].fMin);
         gTools().AddAttr(range, "Max", fRanges[set][i].fMax);
      }
   }
   return transform;
}

void VariableNormalizeTransform::ReadFromXML(void *transformNode)
{
   ReadSelection(transformNode);
   fRanges.clear();
   for (void *cls = gTools().GetChild(transformNode, "Class"); cls; cls = gTools().GetNextChild(cls, "Class")) {
      std::vector<Range> ranges;
      void *list = gTools().GetChild(cls, "Ranges");
      void *node = list ? gTools().GetChild(list, "Range") : nullptr;
      for (; node; node = gTools().GetNextChild(node, "Range")) {
         Range range{};
         gTools().ReadAttr(node, "Min", range.fMin);
         gTools().ReadAttr(node, "Max", range.fMax);
         ranges.push_back(range);
      }
      if (ranges.size() != GetColumns().size())
         Log() << kFATAL << "The weight file normalises " << GetColumns().size() << " columns, but gives " << ranges.size()
               << " ranges: the file is damaged" << Endl;
      fRanges.push_back(ranges);
   }
   if (fRanges.size() != GetNSets())
      Log() << kFATAL << "The weight file has ranges for " << fRanges.size() << " sets of events, expected are "
            << GetNSets() << " (each class and all): the file is damaged" << Endl;
}

} // namespace TMVA
