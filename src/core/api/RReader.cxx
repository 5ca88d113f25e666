#include "TMVA/RReader.hxx"

#include "TMVA/Config.h"
#include "TMVA/MethodBase.h"
#include "TMVA/MsgLogger.h"
#include "TMVA/Reader.h"
#include "TMVA/Tools.h"
#include "base/FatalContext.h"
#include "base/WarningsOnly.h"
#include "method/WeightFile.h"

#include <algorithm>
#include <cmath>
#include <sstream>

namespace TMVA {
namespace Experimental {
namespace {

constexpr Float_t kNaNResponse = -999;
constexpr std::size_t kEventsInBlock = 4096; // with their transformed rows they stay in the cache

MsgLogger Log()
{
   return MsgLogger("RReader"); // one a message: several threads may have something to say
}

std::vector<VariableInfo> ReadVariables(const WeightFile &file, const char *list, const char *item)
{
   std::vector<VariableInfo> infos;
   void *node = gTools().GetChild(file.GetRoot(), list);
   for (node = node ? gTools().GetChild(node, item) : nullptr; node; node = gTools().GetNextChild(node, item))
      infos.emplace_back().ReadFromXML(node);
   return infos;
}

/// The settings of the process, which every Reader sets anew, as they are.
TString SettingsAsOptions()
{
   return TString(gConfig().UseColor() ? "Color" : "!Color") + (gConfig().IsSilent() ? ":Silent" : ":!Silent");
}

/// Thrown and not printed: PyROOT calls an overloaded function that has failed a second time, and shows the error itself.
template <class... Parts>
[[noreturn]] void Refuse(const Parts &...parts)
{
   std::ostringstream text;
   (text << "RReader::Compute: " << ... << parts);
   throw FatalError(text.str());
}

/// Methods of methods, some of which choose one by the spectators of an event.
void RequireNoSpectators(const TString &path, const TString &type, const std::vector<VariableInfo> &spectators)
{
   if (spectators.empty() || (type != "Category" && type != "CrossValidation"))
      return;
   Log() << kFATAL << "RReader: the method " << type << " of " << path << " may look at the spectators of an event, such as "
         << "\"" << spectators[0].GetExpression() << "\", and RReader is given variables only. Apply it with TMVA::Reader"
         << Endl;
}

} // namespace

struct RReader::Content {
   explicit Content(const std::string &path);

   std::vector<std::string> fNames, fExpressions;
   std::unique_ptr<Reader> fReader;
   MethodBase *fMethod; ///< of the Reader
};

RReader::Content::Content(const std::string &path)
{
   const WarningsOnly quiet;
   const FatalContext reading(path);
   const WeightFile file = WeightFile::Read(path);
   const std::vector<VariableInfo> spectators = ReadVariables(file, "Spectators", "Spectator");
   RequireNoSpectators(path, file.GetMethodType(), spectators);
   for (const VariableInfo &info : ReadVariables(file, "Variables", "Variable")) {
      fNames.push_back(info.GetLabel().Data());
      fExpressions.push_back(info.GetExpression().Data());
   }
   fReader = std::make_unique<Reader>(fExpressions, SettingsAsOptions());
   for (const VariableInfo &info : spectators)
      fReader->AddSpectator(info.GetExpression().Data(), static_cast<Float_t *>(nullptr));
   fMethod = dynamic_cast<MethodBase *>(fReader->BookMVA("RReader", path));
}

RReader::RReader(const std::string &path) : fContent(std::make_shared<Content>(path)) {}

const std::vector<std::string> &RReader::GetVariableNames() const
{
   return fContent->fNames;
}

const std::vector<std::string> &RReader::GetVariables() const
{
   return fContent->fExpressions;
}

std::size_t RReader::GetNResponses() const
{
   return fContent->fMethod->GetNResponses();
}

void RReader::RequireVariables(std::size_t given) const
{
   const std::vector<std::string> &names = GetVariableNames();
   if (given == names.size())
      return;
   std::string list;
   for (const std::string &name : names)
      list += (list.empty() ? "" : ", ") + name;
   Refuse(given, " values of an event were given, but ", fContent->fMethod->GetName(), " has ", names.size(),
          " variables. Give one value for each, in this order: ", list);
}

void RReader::ComputeBlock(const Float_t *events, std::size_t nEvents, Float_t *responses) const
{
   const std::size_t nVariables = GetVariableNames().size(), nResponses = GetNResponses();
   const auto isNaN = [](Float_t value) { return std::isnan(value); };
   if (std::none_of(events, events + nEvents * nVariables, isNaN))
      return fContent->fMethod->ComputeResponses(events, nEvents, responses);
   std::vector<Float_t> finite(events, events + nEvents * nVariables);
   std::replace_if(finite.begin(), finite.end(), isNaN, 0.f);
   fContent->fMethod->ComputeResponses(finite.data(), nEvents, responses);
   std::size_t nNaN = 0;
   for (std::size_t i = 0; i < nEvents; ++i)
      if (std::any_of(events + i * nVariables, events + (i + 1) * nVariables, isNaN)) {
         std::fill_n(responses + i * nResponses, nResponses, kNaNResponse);
         ++nNaN;
      }
   Log() << kERROR << nNaN << (nNaN == 1 ? " event has" : " events have") << " a NaN among the variables: the response is "
         << kNaNResponse << ". Remove such events" << Endl;
}

std::vector<Float_t> RReader::Compute(const std::vector<Float_t> &event) const
{
   RequireVariables(event.size());
   std::vector<Float_t> responses(GetNResponses());
   ComputeBlock(event.data(), 1, responses.data());
   return responses;
}

RTensor<Float_t> RReader::Compute(const RTensor<Float_t> &events) const
{
   if (events.GetShape().size() != 2)
      Refuse("a tensor of ", events.GetShape().size(), " dimensions was given, expected is the shape (events, variables)");
   const std::size_t nEvents = events.GetShape()[0], nVariables = events.GetShape()[1];
   RequireVariables(nVariables);
   RTensor<Float_t> responses({nEvents, GetNResponses()});
   const auto &strides = events.GetStrides();
   std::vector<Float_t> block;
   for (std::size_t first = 0; first < nEvents; first += kEventsInBlock) {
      const std::size_t n = std::min(kEventsInBlock, nEvents - first);
      block.clear();
      for (std::size_t i = first; i < first + n; ++i)
         for (std::size_t k = 0; k < nVariables; ++k)
            block.push_back(events.GetData()[i * strides[0] + k * strides[1]]);
      ComputeBlock(block.data(), n, responses.GetData() + first * GetNResponses());
   }
   return responses;
}

} // namespace Experimental
} // namespace TMVA
