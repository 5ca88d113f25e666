# root_library_dictionary(<target> <LinkDef> <header>...): makes the dictionary of a library by plain rootcling
# (ROOT_GENERATE_DICTIONARY bakes absolute paths in), with lib<target>.rootmap beside the library. Headers are named as a user
# includes them (TMVA/Factory.h).
#
# With our core and a ROOT that has C++ modules, the dictionary is a C++ module, <target>.pcm: Cling then never parses our
# headers within a macro, which it cannot undo when the macro has a mistake (it crashes). ROOT reads lib/module.modulemap
# beside the library, which names include/PyTMVA.modulemap; and libPyTMVA.rootmap, by which it imports the modules when it
# starts (10 ms): so functions are found as classes are, without an include. Not in a build tree that is used as it is: an installed package
# would define the modules a second time, which is an error.
if(SKBUILD AND PYTMVA_TMVA_CHOSEN STREQUAL core AND EXISTS "${ROOT_LIBRARY_DIR}/Core.pcm")
  set(PYTMVA_CXX_MODULES ON)
endif()

function(root_library_dictionary target linkdef)
  set(out ${CMAKE_LIBRARY_OUTPUT_DIRECTORY})
  get_target_property(includes ${target} INCLUDE_DIRECTORIES)
  set(flags)
  set(files)
  # ROOT loads these before: where ours lies elsewhere, it would not find them.
  get_property(needed GLOBAL PROPERTY PYTMVA_NEEDED)
  get_target_property(libraries ${target} LINK_LIBRARIES)
  list(FILTER libraries INCLUDE REGEX "^ROOT::")
  list(TRANSFORM libraries REPLACE "ROOT::(.*)" "-rml;lib\\1.so")
  list(APPEND needed ${libraries})
  set_property(GLOBAL PROPERTY PYTMVA_NEEDED ${needed})
  foreach(dir ${includes})
    list(APPEND flags -I${dir} -excludePath ${dir})
    file(GLOB headers CONFIGURE_DEPENDS ${dir}/TMVA/*.h) # all of them: a dictionary describes base classes too
    list(APPEND files ${headers})
  endforeach()
  if(PYTMVA_CXX_MODULES)
    add_to_modulemap(${target} "${files}" ${ARGN})
    list(PREPEND flags -cxxmodule -moduleMapFile=${CMAKE_BINARY_DIR}/include/PyTMVA.modulemap -I${CMAKE_BINARY_DIR}/include)
    set(pcm ${out}/${target}.pcm)
    if(NOT target STREQUAL PyTMVACore)
      list(APPEND files ${out}/PyTMVACore.pcm) # which this module imports
    endif()
  else()
    set(pcm ${out}/lib${target}_rdict.pcm)
  endif()
  add_custom_command(
    OUTPUT G__${target}.cxx
    BYPRODUCTS ${pcm} ${out}/lib${target}.rootmap
    COMMAND ${CMAKE_COMMAND} -E env "LD_LIBRARY_PATH=${ROOT_LIBRARY_DIR}" $<TARGET_FILE:ROOT::rootcling>
      -f ${CMAKE_CURRENT_BINARY_DIR}/G__${target}.cxx
      -s ${out}/lib${target}.so -rml lib${target}.so ${needed} -rmf ${out}/lib${target}.rootmap
      -excludePath ${CMAKE_SOURCE_DIR} -excludePath ${CMAKE_BINARY_DIR} -excludePath ${ROOT_INCLUDE_DIRS}
      ${flags} ${ARGN} ${linkdef}
    COMMAND ${CMAKE_COMMAND} -DLINKDEF=${linkdef} -DROOTMAP=${out}/lib${target}.rootmap -DLIBRARY=lib${target}.so
      -P ${CMAKE_SOURCE_DIR}/cmake/AutoloadFunctions.cmake
    DEPENDS ${files} ${linkdef} VERBATIM)
  target_sources(${target} PRIVATE ${CMAKE_CURRENT_BINARY_DIR}/G__${target}.cxx)
  set_source_files_properties(${CMAKE_CURRENT_BINARY_DIR}/G__${target}.cxx PROPERTIES COMPILE_OPTIONS -w)
  install(FILES ${pcm} ${out}/lib${target}.rootmap DESTINATION ${PYTMVA_LIBRARY_DESTINATION})
endfunction()

# Adds the module of a library to PyTMVA.modulemap, and links to its headers, out of `files`, beside that file.
function(add_to_modulemap target files)
  set(map "module ${target} {\n  requires cplusplus\n")
  foreach(header ${ARGN})
    string(APPEND map "  module \"${header}\" { header \"${header}\" export * }\n")
    set(file ${files})
    list(FILTER file INCLUDE REGEX "/${header}$")
    file(CREATE_LINK ${file} ${CMAKE_BINARY_DIR}/include/${header} SYMBOLIC)
  endforeach()
  set_property(GLOBAL APPEND_STRING PROPERTY PYTMVA_MODULEMAP "${map}  export *\n}\n")
  set_property(GLOBAL APPEND_STRING PROPERTY PYTMVA_EXTERN_MODULES
    "extern module ${target} \"../include/PyTMVA.modulemap\"\n")
  set_property(GLOBAL APPEND_STRING PROPERTY PYTMVA_IMPORTS "#pragma clang module import ${target}\n")
endfunction()

# To be called after all dictionaries.
function(install_modulemap)
  if(PYTMVA_CXX_MODULES)
    get_property(map GLOBAL PROPERTY PYTMVA_MODULEMAP)
    file(CONFIGURE OUTPUT ${CMAKE_BINARY_DIR}/include/PyTMVA.modulemap CONTENT "${map}" @ONLY)
    install(FILES ${CMAKE_BINARY_DIR}/include/PyTMVA.modulemap DESTINATION ${PYTMVA_INCLUDE_DESTINATION})
    get_property(extern GLOBAL PROPERTY PYTMVA_EXTERN_MODULES)
    file(CONFIGURE OUTPUT ${CMAKE_LIBRARY_OUTPUT_DIRECTORY}/module.modulemap CONTENT "${extern}" @ONLY)
    get_property(imports GLOBAL PROPERTY PYTMVA_IMPORTS)
    string(PREPEND imports "#if __has_include(\"TMVA/../RConfigure.h\") // only beside ROOT's own libraries are ours found by symbol\n")
    file(CONFIGURE OUTPUT ${CMAKE_LIBRARY_OUTPUT_DIRECTORY}/libPyTMVA.rootmap CONTENT "{ decls }\n${imports}#endif\n" @ONLY)
    install(FILES ${CMAKE_LIBRARY_OUTPUT_DIRECTORY}/module.modulemap ${CMAKE_LIBRARY_OUTPUT_DIRECTORY}/libPyTMVA.rootmap
      DESTINATION ${PYTMVA_LIBRARY_DESTINATION})
  endif()
endfunction()
