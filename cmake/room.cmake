# slipburst_room(<folder> [USES <room>...] [LINKS <library>...] [ALONE] [BUILT_IF <bool>]): makes a library of a
# folder, slipburst_<folder>.
#
# A room sees its own headers and those of the rooms that it uses, directly or through other rooms. An include
# of any other room does not compile. scripts/dev/check-layers reads the list of rooms in CMakeLists.txt and says which
# rule an include breaks.
# With CMAKE_UNITY_BUILD=ON the sources of a room are compiled as one: a build from nothing is then much shorter, one
# after a change longer. ALONE: each source by itself all the same, because the speed of the kernels depends on it.
# BUILT_IF: where false, the room has its headers alone: a backend that this machine cannot build.

function(slipburst_room_name result folder)
  string(REGEX REPLACE "^slipburst/" "shared/" folder "${folder}")
  string(MAKE_C_IDENTIFIER "slipburst_${folder}" name)
  set(${result} ${name} PARENT_SCOPE)
endfunction()

function(slipburst_room folder)
  cmake_parse_arguments(PARSE_ARGV 1 arg "ALONE" "BUILT_IF" "USES;LINKS")
  slipburst_room_name(room ${folder})
  set(source_folder "${PROJECT_SOURCE_DIR}/${folder}")
  if(folder MATCHES "^slipburst/")
    set(source_folder "${PROJECT_SOURCE_DIR}/include/${folder}")
  endif()
  set(sources "")
  if(NOT DEFINED arg_BUILT_IF OR arg_BUILT_IF)
    file(GLOB sources CONFIGURE_DEPENDS "${source_folder}/*.cpp" "${source_folder}/*.cu")
    list(FILTER sources EXCLUDE REGEX "/main\\.cpp$")
  endif()

  # A folder in which this room is the only one.
  set(view "${PROJECT_BINARY_DIR}/rooms/${room}")
  cmake_path(GET folder PARENT_PATH parent)
  file(MAKE_DIRECTORY "${view}/${parent}")
  file(CREATE_LINK "${source_folder}" "${view}/${folder}" SYMBOLIC)

  if(sources)
    add_library(${room} OBJECT ${sources})
    target_link_libraries(${room} PRIVATE slipburst_processor slipburst_warnings)
    set_target_properties(${room} PROPERTIES POSITION_INDEPENDENT_CODE ON UNITY_BUILD_BATCH_SIZE 0)
    if(arg_ALONE)
      set_target_properties(${room} PROPERTIES UNITY_BUILD OFF)
    endif()
    add_dependencies(${room} slipburst_version)
    set(scope PUBLIC)
  else()
    add_library(${room} INTERFACE)
    set(scope INTERFACE)
  endif()
  target_include_directories(${room} ${scope} "${view}")
  target_compile_features(${room} ${scope} cxx_std_20)
  if(NOT folder MATCHES "^slipburst/")
    target_include_directories(${room} ${scope} "${PROJECT_BINARY_DIR}/generated")
    target_link_libraries(${room} ${scope} slipburst_shared slipburst_exact_arithmetic)
  endif()
  foreach(used IN LISTS arg_USES)
    slipburst_room_name(used_room ${used})
    if(NOT TARGET ${used_room})
      message(FATAL_ERROR "${folder} uses ${used}, which is not a room below it")
    endif()
    target_link_libraries(${room} ${scope} ${used_room})
  endforeach()
  target_link_libraries(${room} ${scope} ${arg_LINKS})
  set_property(GLOBAL APPEND PROPERTY slipburst_rooms ${room})
  set_property(GLOBAL APPEND PROPERTY slipburst_folders ${folder})
endfunction()

# slipburst_collect_rooms(<library> <variable>): adds the objects of the rooms made since the last call to a library.
# Lists the rooms with sources in <variable>, the folders of all in <variable>_folders.
function(slipburst_collect_rooms library variable)
  get_property(rooms GLOBAL PROPERTY slipburst_rooms)
  set(built "")
  foreach(room IN LISTS rooms)
    get_target_property(type ${room} TYPE)
    if(type STREQUAL "OBJECT_LIBRARY")
      target_sources(${library} PRIVATE $<TARGET_OBJECTS:${room}>)
      list(APPEND built ${room})
    endif()
  endforeach()
  get_property(folders GLOBAL PROPERTY slipburst_folders)
  set(${variable}_folders ${folders} PARENT_SCOPE)
  set_property(GLOBAL PROPERTY slipburst_rooms "")
  set_property(GLOBAL PROPERTY slipburst_folders "")
  set(${variable} ${built} PARENT_SCOPE)
endfunction()
