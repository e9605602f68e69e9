# slipburst_compile_by_folder(<target> [APART <folder>...]): with CMAKE_UNITY_BUILD=ON the target's sources in a folder
# of host/ or tests/ are compiled as one. A build from nothing is then much shorter, and one after a change longer.
# Sources of the kernels and of the folders that stand apart stay by themselves: on this depends how quick they are.
function(slipburst_compile_by_folder target)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "APART")
  get_target_property(sources ${target} SOURCES)
  foreach(source IN LISTS sources)
    cmake_path(RELATIVE_PATH source BASE_DIRECTORY "${PROJECT_SOURCE_DIR}" OUTPUT_VARIABLE folder)
    cmake_path(GET folder PARENT_PATH folder)
    if(source MATCHES "\\.cpp$" AND folder MATCHES "^(host|tests)/" AND NOT folder IN_LIST arg_APART)
      string(MAKE_C_IDENTIFIER "${folder}" group)
      set_source_files_properties("${source}" PROPERTIES UNITY_GROUP ${group})
    endif()
  endforeach()
  set_target_properties(${target} PROPERTIES UNITY_BUILD_MODE GROUP)
endfunction()
