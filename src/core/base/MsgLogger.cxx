#include "TMVA/MsgLogger.h"

#include "TMVA/Config.h"
#include "base/FatalContext.h"
#include "base/WarningsOnly.h"

#include "TObject.h"

#include <algorithm>
#include <atomic>
#include <iomanip>
#include <iostream>
#include <utility>

namespace {

constexpr std::size_t kSourceWidth = 25;
std::atomic<bool> gInhibited{false};
thread_local std::string gFatalContext;

/// How a type is shown: its name in front of the line, or (with colours) the escape sequence around it.
struct Style {
   const char *fLabel;
   const char *fColour;
};

Style StyleOf(TMVA::EMsgType type)
{
   switch (type) {
   case TMVA::kDEBUG: return {"DEBUG", "\033[34m"};
   case TMVA::kVERBOSE: return {"VERBOSE", ""};
   case TMVA::kWARNING: return {"WARNING", "\033[31m"};
   case TMVA::kERROR: return {"ERROR", "\033[31m"};
   case TMVA::kFATAL: return {"FATAL", "\033[37;41;1m"};
   case TMVA::kHEADER: return {"HEADER", ""};
   default: return {"", ""};
   }
}

/// "<HEADER> Factory                  : "; plain information shows neither its type nor where it comes from.
std::string Prefix(TMVA::EMsgType type, const std::string &source)
{
   const bool colours = TMVA::gConfig().UseColor();
   const Style style = StyleOf(type);
   std::string shown = type == TMVA::kINFO || type == TMVA::kVERBOSE ? "" : source;
   shown.resize(std::max(shown.size(), kSourceWidth), ' ');
   if (*style.fLabel && !(colours && type == TMVA::kHEADER))
      shown = std::string("<") + style.fLabel + "> " + shown;
   if (colours && *style.fColour)
      shown = style.fColour + shown + "\033[0m";
   return shown + ": ";
}

} // namespace

TMVA::MsgLogger::MsgLogger(EMsgType minType) : fMinType(minType) {}

TMVA::MsgLogger::MsgLogger(const std::string &source, EMsgType minType) : fSource(source), fMinType(minType) {}

TMVA::MsgLogger::MsgLogger(const TObject *source, EMsgType minType) : fSourceObject(source), fMinType(minType) {}

TMVA::MsgLogger::MsgLogger(const MsgLogger &other)
   : std::basic_ios<char>(), std::ostringstream(), fSourceObject(other.fSourceObject), fSource(other.fSource),
     fMinType(other.fMinType)
{
}

TMVA::MsgLogger &TMVA::MsgLogger::operator=(const MsgLogger &other)
{
   fSourceObject = other.fSourceObject;
   fSource = other.fSource;
   fMinType = other.fMinType;
   return *this;
}

void TMVA::MsgLogger::SetSource(const std::string &source)
{
   fSourceObject = nullptr;
   fSource = source;
}

std::string TMVA::MsgLogger::GetSource() const
{
   return fSourceObject ? fSourceObject->GetName() : fSource;
}

/// The source as it is printed: shortened where it is too long for its column.
std::string TMVA::MsgLogger::GetPrintedSource() const
{
   const std::string source = GetSource();
   return source.size() > kSourceWidth ? source.substr(0, kSourceWidth - 3) + "..." : source;
}

TMVA::MsgLogger &TMVA::MsgLogger::operator<<(EMsgType type)
{
   fActiveType = type;
   return *this;
}

TMVA::MsgLogger &TMVA::MsgLogger::operator<<(std::ios &(*manipulator)(std::ios &))
{
   manipulator(*this);
   return *this;
}

TMVA::MsgLogger &TMVA::MsgLogger::operator<<(std::ostream &(*manipulator)(std::ostream &))
{
   manipulator(*this);
   return *this;
}

TMVA::MsgLogger &TMVA::MsgLogger::Endmsg(MsgLogger &logger)
{
   logger.Send();
   return logger;
}

void TMVA::MsgLogger::InhibitOutput()
{
   gInhibited = true;
}

void TMVA::MsgLogger::EnableOutput()
{
   gInhibited = false;
}

void TMVA::MsgLogger::Send()
{
   std::string text = str();
   const EMsgType type = fActiveType;
   if (type == kFATAL && text.find(gFatalContext) == std::string::npos)
      text += " (reading " + gFatalContext + ")";
   str("");
   clear();
   fActiveType = kINFO;

   const bool information = type < kWARNING || type == kHEADER;
   const bool silent = gConfig().IsSilent() || gInhibited || (WarningsOnly::Active() && information);
   if (type == kFATAL || (!silent && type >= fMinType)) {
      const std::string prefix = Prefix(type, GetPrintedSource());
      std::istringstream lines(text);
      std::string line;
      do {
         std::getline(lines, line);
         std::cout << prefix << line << '\n';
      } while (!lines.eof());
      std::cout.flush();
   }
   if (type == kFATAL)
      throw FatalError(text);
}

bool &TMVA::WarningsOnly::Active()
{
   thread_local bool active = false;
   return active;
}

TMVA::FatalContext::FatalContext(const std::string &what) : fBefore(std::exchange(gFatalContext, what)) {}

TMVA::FatalContext::~FatalContext()
{
   gFatalContext = std::move(fBefore);
}
