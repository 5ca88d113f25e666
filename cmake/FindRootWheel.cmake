# The ROOT wheel's exported targets point at <site-packages>/../mock_site_packages/ROOT, a left-over of how it was built.
# Give find_package(ROOT) a symlinked tree of that name. An installed ROOT (ROOT_DIR or ROOTSYS given) is left alone.
# Recomputed at every configure, since the wheel may have moved.
if((NOT ROOT_DIR OR ROOT_DIR MATCHES "rootwheel/mock_site_packages") AND NOT DEFINED ENV{ROOTSYS})
  execute_process(
    COMMAND ${Python_EXECUTABLE} -c
      "import importlib.util as u, os; s = u.find_spec('ROOT'); print(os.path.dirname(os.path.dirname(s.origin)) if s and s.origin else '')"
    OUTPUT_VARIABLE _site_packages OUTPUT_STRIP_TRAILING_WHITESPACE)
  if(_site_packages AND EXISTS "${_site_packages}/ROOT/cmake/ROOTConfig.cmake")
    set(_mock "${CMAKE_BINARY_DIR}/rootwheel/mock_site_packages")
    file(MAKE_DIRECTORY "${CMAKE_BINARY_DIR}/rootwheel")
    file(CREATE_LINK "${_site_packages}" "${_mock}" SYMBOLIC)
    set(ROOT_DIR "${_mock}/ROOT/cmake" CACHE PATH "CMake files of ROOT" FORCE)
  endif()
endif()

find_package(ROOT QUIET COMPONENTS Core RIO Tree TreePlayer Hist Matrix MathCore Physics XMLIO Graf Gpad Net)
if(NOT ROOT_FOUND)
  message(FATAL_ERROR
    "No ROOT found for ${Python_EXECUTABLE}. Install the wheel (pip install root==0.1a12) into that Python, or point "
    "ROOTSYS or -DROOT_DIR at an installed ROOT.")
endif()
