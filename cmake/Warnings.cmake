# One interface target carries the warnings; every library of ours links it, third-party headers are SYSTEM.
add_library(warnings INTERFACE)
set(shadow -Wshadow)
if(CMAKE_UNITY_BUILD)  # a local does not hide the constant of a neighbour, and a group is no header
  set(shadow $<$<CXX_COMPILER_ID:GNU>:-Wshadow=local> $<$<CXX_COMPILER_ID:GNU>:-Wno-subobject-linkage>)
endif()
target_compile_options(warnings INTERFACE
  -Wall -Wextra -Wpedantic ${shadow} -Wconversion -Wsign-conversion -Wold-style-cast -Wnon-virtual-dtor
  -Woverloaded-virtual -Wimplicit-fallthrough -Werror
  $<$<CXX_COMPILER_ID:GNU>:-Wduplicated-cond -Wlogical-op -Wuseless-cast>)
# g++ 12 reports overlapping copies in "text" + std::string that are none (GCC bug 105651), and only when it optimizes.
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  target_compile_options(warnings INTERFACE $<$<CONFIG:Release>:-Wno-restrict>)
endif()

# precert_library(NAME [SOURCES…]): a static library of this folder's .cpp files, includes written from the root.
function(precert_library name)
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/*.cpp")
  list(REMOVE_ITEM sources "${CMAKE_CURRENT_SOURCE_DIR}/main.cpp")  # the program, not the library
  add_library(${name} STATIC ${sources} ${ARGN})
  target_include_directories(${name} PUBLIC "${PROJECT_SOURCE_DIR}")
  target_link_libraries(${name} PRIVATE warnings)
  unity_groups(${name})
endfunction()
