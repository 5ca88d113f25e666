# Sets PYTMVA_TMVA_CHOSEN to root or core, as PYTMVA_TMVA asks and the ROOT found allows, and PYTMVA_HAS_PYMVA.
find_library(_tmva TMVA PATHS ${ROOT_LIBRARY_DIR} NO_DEFAULT_PATH NO_CACHE)
find_library(_pymva PyMVA PATHS ${ROOT_LIBRARY_DIR} NO_DEFAULT_PATH NO_CACHE)
if(PYTMVA_TMVA STREQUAL auto)
  if(_tmva)
    set(PYTMVA_TMVA_CHOSEN root)
  else()
    set(PYTMVA_TMVA_CHOSEN core)
  endif()
elseif(PYTMVA_TMVA STREQUAL root AND NOT _tmva)
  message(FATAL_ERROR
    "PYTMVA_TMVA=root, but the ROOT in ${ROOT_LIBRARY_DIR} has no libTMVA. Use PYTMVA_TMVA=core (or auto), or a ROOT that "
    "was built with -Dtmva=ON.")
elseif(PYTMVA_TMVA STREQUAL core AND _tmva)
  message(FATAL_ERROR
    "PYTMVA_TMVA=core, but the ROOT in ${ROOT_LIBRARY_DIR} has a TMVA of its own (${_tmva}): two in one process would "
    "clash. Use PYTMVA_TMVA=root or auto.")
elseif(PYTMVA_TMVA MATCHES "^(root|core)$")
  set(PYTMVA_TMVA_CHOSEN ${PYTMVA_TMVA})
else()
  message(FATAL_ERROR "PYTMVA_TMVA=${PYTMVA_TMVA}: expected auto, root or core.")
endif()
if(_pymva)
  set(PYTMVA_HAS_PYMVA ON)
endif()
