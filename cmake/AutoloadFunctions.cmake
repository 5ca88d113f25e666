# Run with -DLINKDEF=<file> -DROOTMAP=<file> -DLIBRARY=<name>. rootcling lists classes only in a rootmap; a function of a
# namespace is found by root.exe and PyROOT, without its header, if it is listed as a class is.
file(STRINGS ${LINKDEF} functions REGEX "pragma link C\\+\\+ function ")
if(functions)
  list(TRANSFORM functions REPLACE ".*function ([A-Za-z0-9_:]+);.*" "class \\1")
  list(JOIN functions "\n" lines)
  file(APPEND ${ROOTMAP} "{ decls }\nnamespace TMVA {  }\n\n[ ${LIBRARY} ]\n${lines}\n")
endif()
