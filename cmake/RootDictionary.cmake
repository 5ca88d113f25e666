# root_library_dictionary(<target> <LinkDef> <header>...): makes G__<target>.cxx, its pcm file and lib<target>.rootmap
# beside the library by plain rootcling (ROOT_GENERATE_DICTIONARY bakes absolute paths in). Headers are named as a user
# includes them (TMVA/Factory.h).
function(root_library_dictionary target linkdef)
  set(out ${CMAKE_LIBRARY_OUTPUT_DIRECTORY})
  get_target_property(includes ${target} INCLUDE_DIRECTORIES)
  set(flags)
  set(files)
  foreach(dir ${includes})
    list(APPEND flags -I${dir} -excludePath ${dir})
    # All of them: a dictionary describes base classes too.
    file(GLOB headers CONFIGURE_DEPENDS ${dir}/TMVA/*.h ${dir}/TMVA/*.hxx)
    list(APPEND files ${headers})
  endforeach()
  set(pcm ${out}/lib${target}_rdict.pcm)
  if(PYTMVA_CXX_MODULE STREQUAL target)
    list(PREPEND flags -cxxmodule -moduleMapFile=${CMAKE_BINARY_DIR}/include/PyTMVA.modulemap -I${CMAKE_BINARY_DIR}/include)
    set(ARGN ${module_names})
    list(APPEND files ${module_headers})
    set(pcm ${out}/${target}.pcm)
  endif()
  # ROOT loads these before: where ours lies elsewhere, it would not find them.
  get_property(needed GLOBAL PROPERTY PYTMVA_NEEDED)
  get_target_property(libraries ${target} LINK_LIBRARIES)
  list(FILTER libraries INCLUDE REGEX "^ROOT::")
  list(TRANSFORM libraries REPLACE "ROOT::(.*)" "-rml;lib\\1.so")
  list(APPEND needed ${libraries})
  set_property(GLOBAL PROPERTY PYTMVA_NEEDED ${needed})
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
  set_source_files_properties(${CMAKE_CURRENT_BINARY_DIR}/G__${target}.cxx PROPERTIES
    COMPILE_OPTIONS -w INCLUDE_DIRECTORIES ${CMAKE_BINARY_DIR}/include)
  install(FILES ${pcm} ${out}/lib${target}.rootmap DESTINATION ${PYTMVA_LIBRARY_DESTINATION})
endfunction()

# With our core and a ROOT that has C++ modules, all headers are one module, PyTMVACore.pcm, which is also the dictionary of
# that library: Cling then never parses our headers within a macro, which it cannot undo when the macro has a mistake (it
# crashes). ROOT reads lib/module.modulemap beside the library, which names include/PyTMVA.modulemap; and libPyTMVA.rootmap,
# by which it imports the module when it starts (10 ms): so functions are found as classes are, without an include.
# Not in a build tree that is used as it is: with an installed package beside it the module would be defined twice.
if(SKBUILD AND PYTMVA_TMVA_CHOSEN STREQUAL core AND EXISTS "${ROOT_LIBRARY_DIR}/Core.pcm")
  set(PYTMVA_CXX_MODULE PyTMVACore)
  file(GLOB module_headers CONFIGURE_DEPENDS
    ${CMAKE_SOURCE_DIR}/include/*/TMVA/*.h ${CMAKE_SOURCE_DIR}/include/*/TMVA/*.hxx)
  set(modules)
  set(module_names)
  foreach(path ${module_headers})
    get_filename_component(name ${path} NAME)
    file(CREATE_LINK ${path} ${CMAKE_BINARY_DIR}/include/TMVA/${name} SYMBOLIC)
    list(APPEND module_names TMVA/${name})
    string(APPEND modules "  module \"TMVA/${name}\" { header \"TMVA/${name}\" export * }\n")
  endforeach()
  file(CONFIGURE OUTPUT ${CMAKE_BINARY_DIR}/include/PyTMVA.modulemap @ONLY
    CONTENT "module PyTMVACore {\n  requires cplusplus\n${modules}  export *\n}\n")
  file(CONFIGURE OUTPUT ${CMAKE_LIBRARY_OUTPUT_DIRECTORY}/module.modulemap @ONLY
    CONTENT "extern module PyTMVACore \"../include/PyTMVA.modulemap\"\n")
  file(CONFIGURE OUTPUT ${CMAKE_LIBRARY_OUTPUT_DIRECTORY}/libPyTMVA.rootmap @ONLY CONTENT "{ decls }
#if __has_include(\"TMVA/../RConfigure.h\") // only beside ROOT's own libraries are ours found by symbol
#pragma clang module import PyTMVACore
#endif
")
  install(FILES ${CMAKE_BINARY_DIR}/include/PyTMVA.modulemap DESTINATION ${PYTMVA_INCLUDE_DESTINATION})
  install(FILES ${CMAKE_LIBRARY_OUTPUT_DIRECTORY}/module.modulemap ${CMAKE_LIBRARY_OUTPUT_DIRECTORY}/libPyTMVA.rootmap
    DESTINATION ${PYTMVA_LIBRARY_DESTINATION})
endif()
