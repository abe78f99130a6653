# A folder is a registry: collab_registry(<layer> <table> <folder>) compiles every <folder>/*.cpp
# into collab_<layer> and writes <table>.inc with one ENTRY(<stem>) per file, sorted by name.
function(collab_registry layer table folder)
  file(GLOB sources CONFIGURE_DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/${folder}/*.cpp")
  list(SORT sources)
  set(entries "")
  foreach(source IN LISTS sources)
    cmake_path(GET source STEM stem)
    string(APPEND entries "ENTRY(${stem})\n")
  endforeach()
  file(CONFIGURE OUTPUT "${PROJECT_BINARY_DIR}/generated/${layer}/${table}.inc" CONTENT "${entries}" @ONLY)
  target_sources(collab_${layer} PRIVATE ${sources})
endfunction()

# collab_embed(<layer> <table> <glob>): the matching files become TEXT_FILE("name", "contents")
# lines in <table>.inc, sorted by name, regenerated at build time when a file changes.
function(collab_embed layer table glob)
  file(GLOB files CONFIGURE_DEPENDS "${glob}")
  list(SORT files)
  set(out "${PROJECT_BINARY_DIR}/generated/${layer}/${table}.inc")
  add_custom_command(OUTPUT "${out}"
    COMMAND ${CMAKE_COMMAND} -D "OUT=${out}" -D "FILES=${files}" -P "${PROJECT_SOURCE_DIR}/src/embed.cmake"
    DEPENDS ${files} "${PROJECT_SOURCE_DIR}/src/embed.cmake" VERBATIM)
  target_sources(collab_${layer} PRIVATE "${out}")
endfunction()
