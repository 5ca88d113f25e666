#ifndef ROOT_TMVA_MsgLogger
#define ROOT_TMVA_MsgLogger

#include "TMVA/Types.h"

#include "TString.h"

#include <sstream>
#include <stdexcept>
#include <string>

class TObject;

namespace TMVA {

/// What a kFATAL message throws. `what()` is the whole message (genuine TMVA only says "FATAL error").
/// Uncaught in root.exe it ends the process with exit code 1 and no stack dump (see base/Terminate.cxx).
class FatalError : public std::runtime_error {
public:
   using std::runtime_error::runtime_error;
};

/// Stream of messages: `Log() << kWARNING << "text " << 3 << Endl;`
///
/// A message is printed when its type is at least the minimum type; kINFO lines carry no source, others do. kFATAL
/// always prints and then throws FatalError. Nothing else is printed while the configuration is silent. Not thread-safe.
class MsgLogger : public std::ostringstream {
public:
   explicit MsgLogger(EMsgType minType = kINFO);
   explicit MsgLogger(const std::string &source, EMsgType minType = kINFO);
   /// The source's GetName() is asked for at every message.
   explicit MsgLogger(const TObject *source, EMsgType minType = kINFO);
   MsgLogger(const MsgLogger &other);
   MsgLogger &operator=(const MsgLogger &other);

   void SetSource(const std::string &source);
   std::string GetSource() const;
   std::string GetPrintedSource() const;
   EMsgType GetMinType() const { return fMinType; }
   void SetMinType(EMsgType type) { fMinType = type; }

   MsgLogger &operator<<(EMsgType type);
   MsgLogger &operator<<(MsgLogger &(*manipulator)(MsgLogger &)) { return manipulator(*this); }
   MsgLogger &operator<<(std::ios &(*manipulator)(std::ios &));
   MsgLogger &operator<<(std::ostream &(*manipulator)(std::ostream &));
   template <class T>
   MsgLogger &operator<<(const T &value)
   {
      static_cast<std::ostringstream &>(*this) << value;
      return *this;
   }

   /// Ends a message: prints it, throws if it is fatal.
   static MsgLogger &Endmsg(MsgLogger &logger);
   /// Switches all printing (but fatal messages) off and on, in the whole process; calls do not nest.
   static void InhibitOutput();
   static void EnableOutput();

private:
   void Send();

   const TObject *fSourceObject = nullptr;
   std::string fSource;
   EMsgType fActiveType = kINFO;
   EMsgType fMinType = kINFO;
};

inline MsgLogger &Endl(MsgLogger &logger)
{
   return MsgLogger::Endmsg(logger);
}

} // namespace TMVA

#endif
