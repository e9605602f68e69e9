# slipburst_embed(<folder of a room>): puts the text of each file `data/NAME.toml` of a room into the program, as the
# `const std::string_view NAME_toml` that the room's data.hpp declares.
function(slipburst_embed folder)
  slipburst_room_name(room ${folder})
  file(GLOB files CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/${folder}/data/*.toml")
  set(slipburst_texts "")
  foreach(file IN LISTS files)
    cmake_path(GET file STEM name)
    file(READ "${file}" text)
    string(APPEND slipburst_texts "const std::string_view ${name}_toml = R\"text(${text})text\";\n")
  endforeach()
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${files})
  set(source "${PROJECT_BINARY_DIR}/embedded/${folder}/data.cpp")
  file(CONFIGURE OUTPUT "${source}" @ONLY CONTENT
    "#include \"${folder}/data.hpp\"\n\nnamespace slipburst::host {\n@slipburst_texts@}  // namespace slipburst::host\n")
  target_sources(${room} PRIVATE "${source}")
endfunction()
