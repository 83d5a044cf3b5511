# embed_text(OUT_VAR NAMESPACE FILE…): makes a .cpp that holds each text file as a string_view, found by its name:
#   std::string_view NAMESPACE::embedded(std::string_view name);   // "" when there is none
# Guides, profiles, code lists and pages stay readable files in the tree and still travel inside the one binary.
set(EMBED_SCRIPT "${CMAKE_CURRENT_LIST_DIR}/embed.cmake")
function(embed_text out_var namespace)
  string(REPLACE "::" "_" stem "${namespace}")
  set(generated "${CMAKE_CURRENT_BINARY_DIR}/${stem}_embedded.cpp")
  set(files "")
  foreach(file ${ARGN})
    get_filename_component(full "${file}" ABSOLUTE)
    list(APPEND files "${full}")
  endforeach()
  string(REPLACE ";" "|" packed "${files}")
  add_custom_command(OUTPUT "${generated}"
    COMMAND ${CMAKE_COMMAND} "-DFILES=${packed}" "-DNAMESPACE=${namespace}" "-DOUT=${generated}" -P "${EMBED_SCRIPT}"
    DEPENDS ${files} "${EMBED_SCRIPT}" VERBATIM)
  set(${out_var} "${generated}" PARENT_SCOPE)
endfunction()
