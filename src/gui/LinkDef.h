#ifdef __CLING__
#pragma link off all globals;
#pragma link off all classes;
#pragma link off all functions;
#pragma link C++ enum TMVA::HistType;
#pragma link C++ enum TMVA::EEfficiencyPlotType;
#pragma link C++ function TMVA::TMVAGui;
#pragma link C++ function TMVA::TMVAMultiClassGui;
#pragma link C++ function TMVA::TMVARegGui;
#pragma link C++ function TMVA::CorrGui;
#pragma link C++ function TMVA::variables;
#pragma link C++ function TMVA::variablesMultiClass;
#pragma link C++ function TMVA::correlations;
#pragma link C++ function TMVA::correlationsMultiClass;
#pragma link C++ function TMVA::correlationscatters;
#pragma link C++ function TMVA::correlationscattersMultiClass;
#pragma link C++ function TMVA::mvas;
#pragma link C++ function TMVA::mvasMulticlass;
#pragma link C++ function TMVA::mvaeffs;
#pragma link C++ function TMVA::efficiencies;
#pragma link C++ function TMVA::efficienciesMulticlass1vsRest;
#pragma link C++ function TMVA::efficienciesMulticlass1vs1;
#pragma link C++ function TMVA::paracoor;
#pragma link C++ function TMVA::probas;
#pragma link C++ function TMVA::training_history;
#pragma link C++ function TMVA::deviations;
#pragma link C++ function TMVA::regression_averagedevs;
#endif
