#ifdef __CLING__
#pragma link off all globals;
#pragma link off all classes;
#pragma link off all functions;
#pragma link C++ class pytmva_keras::MethodPyKeras;
#if !__has_include("TMVA/MethodPyRandomForest.h")
#pragma link C++ typedef TMVA::MethodPyKeras;
#pragma link C++ class TMVA::PyMethodBase-;
#pragma link C++ function TMVA::Python_Executable;
#endif
#endif
