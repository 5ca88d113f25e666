/// The forms in which C++ programs call the Reader, and its refusals there.
#include "Check.h"

#include "TMVA/MethodBase.h"
#include "TMVA/MsgLogger.h"
#include "TMVA/Reader.h"

#include <string>
#include <vector>

int main(int, char **argv)
{
   const TString file = TString(argv[1]) + "/reader/plain.weights.xml";
   const std::string path = file.Data();

   TMVA::Reader reader("!Color:Silent");
   Float_t values[3] = {0.5, -0.25, 1.5};
   Int_t number = 0;
   reader.AddVariable("var1", &values[0]);
   reader.AddVariable(TString("var2"), &values[1]);
   reader.AddVariable(std::string("var3"), &values[2]);
   CHECK_THROWS(TMVA::FatalError, reader.AddVariable("number", &number));

   const TString tag = "A";
   reader.BookMVA(tag, file);
   reader.BookMVA("B", file);
   reader.BookMVA(std::string("C"), path);
   reader.BookMVA(TString("D") + 1, path.c_str());
   CHECK_THROWS(TMVA::FatalError, reader.BookMVA("A", file));

   const Double_t golden = -0.386944347;
   const auto isGolden = [golden](Double_t response) { return std::abs(response - golden) < 1e-7; };
   CHECK(isGolden(reader.EvaluateMVA("A")));
   CHECK(isGolden(reader.EvaluateMVA(TString("B"))));
   CHECK(isGolden(reader.EvaluateMVA(std::string("C"), 0.9)));
   CHECK(isGolden(reader.EvaluateMVA("D1")));
   auto *method = dynamic_cast<TMVA::MethodBase *>(reader.FindMVA("A"));
   CHECK(isGolden(reader.EvaluateMVA(method)));
   CHECK(isGolden(reader.EvaluateMVA(std::vector<Float_t>{0.5, -0.25, 1.5}, "A")));
   CHECK(isGolden(reader.EvaluateMVA(std::vector<Double_t>{0.5, -0.25, 1.5}, tag)));
   CHECK(!reader.FindCutsMVA("A"));
   CHECK_THROWS(TMVA::FatalError, reader.EvaluateMulticlass("A"));
   CHECK_THROWS(TMVA::FatalError, reader.EvaluateRegression(0, tag));

   // Two Readers with variables of their own.
   TMVA::Reader other(std::vector<TString>{"var1", "var2", "var3"}, "!Color:Silent");
   other.BookMVA("A", file);
   CHECK(isGolden(other.EvaluateMVA(std::vector<Float_t>{0.5, -0.25, 1.5}, "A")));
   values[0] = 7;
   CHECK(!isGolden(reader.EvaluateMVA("A")));
   CHECK(isGolden(other.EvaluateMVA(std::vector<Float_t>{0.5, -0.25, 1.5}, "A")));
}
