# unity_groups(TARGET): in a unity build (presets release and fuzz) the files of a folder are compiled about eight at a time: headers
# they share are parsed once a group, which cuts a cold build to a third. A file's group follows from its own name, so a
# new file never moves the others. Helpers in unnamed namespaces of one group need different names: the compiler says so;
# the dev preset compiles file by file.
function(unity_groups target)
  get_target_property(sources ${target} SOURCES)
  set(folders)
  foreach(source IN LISTS sources)
    get_filename_component(folder "${source}" DIRECTORY)
    list(APPEND folders "${folder}")
  endforeach()
  foreach(source folder IN ZIP_LISTS sources folders)
    set(beside "${folders}")
    list(FILTER beside INCLUDE REGEX "^${folder}$")
    list(LENGTH beside count)
    set(groups 1)
    while(count GREATER 12)  # a power of two: it changes rarely
      math(EXPR groups "${groups} * 2")
      math(EXPR count "${count} / 2")
    endwhile()
    get_filename_component(name "${source}" NAME)
    string(MD5 digest "${name}")
    string(SUBSTRING "${digest}" 0 4 digest)
    math(EXPR group "0x${digest} % ${groups}")
    set_property(SOURCE "${source}" PROPERTY UNITY_GROUP "${folder}/${group}")
  endforeach()
  set_target_properties(${target} PROPERTIES UNITY_BUILD_MODE GROUP)
endfunction()
