# root_library_dictionary(<target> <LinkDef> <header>...): makes G__<target>.cxx, lib<target>_rdict.pcm and
# lib<target>.rootmap beside the library by plain rootcling (ROOT_GENERATE_DICTIONARY bakes absolute paths in).
# Headers are named as a user includes them (TMVA/Factory.h).
function(root_library_dictionary target linkdef)
  set(out ${CMAKE_LIBRARY_OUTPUT_DIRECTORY})
  get_target_property(includes ${target} INCLUDE_DIRECTORIES)
  set(flags)
  set(files)
  foreach(dir ${includes})
    list(APPEND flags -I${dir} -excludePath ${dir})
    file(GLOB headers CONFIGURE_DEPENDS ${dir}/TMVA/*.h) # all of them: a dictionary describes base classes too
    list(APPEND files ${headers})
  endforeach()
  add_custom_command(
    OUTPUT G__${target}.cxx
    BYPRODUCTS ${out}/lib${target}_rdict.pcm ${out}/lib${target}.rootmap
    COMMAND ${CMAKE_COMMAND} -E env "LD_LIBRARY_PATH=${ROOT_LIBRARY_DIR}" $<TARGET_FILE:ROOT::rootcling>
      -f ${CMAKE_CURRENT_BINARY_DIR}/G__${target}.cxx
      -s ${out}/lib${target}.so -rml lib${target}.so -rmf ${out}/lib${target}.rootmap
      -excludePath ${CMAKE_SOURCE_DIR} -excludePath ${CMAKE_BINARY_DIR} -excludePath ${ROOT_INCLUDE_DIRS}
      ${flags} ${ARGN} ${linkdef}
    COMMAND ${CMAKE_COMMAND} -DLINKDEF=${linkdef} -DROOTMAP=${out}/lib${target}.rootmap -DLIBRARY=lib${target}.so
      -P ${CMAKE_SOURCE_DIR}/cmake/AutoloadFunctions.cmake
    DEPENDS ${files} ${linkdef} VERBATIM)
  target_sources(${target} PRIVATE ${CMAKE_CURRENT_BINARY_DIR}/G__${target}.cxx)
  set_source_files_properties(${CMAKE_CURRENT_BINARY_DIR}/G__${target}.cxx PROPERTIES COMPILE_OPTIONS -w)
  install(FILES ${out}/lib${target}_rdict.pcm ${out}/lib${target}.rootmap DESTINATION ${PYTMVA_LIBRARY_DESTINATION})
endfunction()
