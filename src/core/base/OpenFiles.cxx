#include "base/OpenFiles.h"

#include "TCollection.h"
#include "TROOT.h"

Bool_t TMVA::IsOpenFile(const TObject *file)
{
   for (const TObject *open : *gROOT->GetListOfFiles())
      if (open == file)
         return kTRUE;
   return kFALSE;
}
