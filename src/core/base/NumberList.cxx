#include "base/NumberList.h"

#include "TMVA/Tools.h"

#include "TString.h"

#include <cmath>
#include <limits>
#include <sstream>

void TMVA::WriteNumbers(void *node, const Double_t *numbers, std::size_t n, Int_t precision)
{
   std::ostringstream text;
   text.precision(precision);
   text << std::scientific;
   for (std::size_t i = 0; i < n; ++i)
      text << numbers[i] << " ";
   gTools().AddRawLine(node, text.str().c_str());
}

std::vector<Double_t> TMVA::ReadNumbers(void *node)
{
   const char *content = gTools().GetContent(node);
   std::istringstream text(content ? content : "");
   std::vector<Double_t> numbers;
   for (Double_t number = 0; text >> number && std::abs(number) <= std::numeric_limits<Float_t>::max();)
      numbers.push_back(number);
   return numbers;
}
