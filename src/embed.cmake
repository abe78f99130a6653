# Run by collab_embed(): writes FILES to OUT as TEXT_FILE("name", R"(contents)") lines.
set(text "")
foreach(file IN LISTS FILES)
  cmake_path(GET file FILENAME name)
  file(READ "${file}" contents)
  string(APPEND text "TEXT_FILE(\"${name}\", R\"text(${contents})text\")\n")
endforeach()
file(WRITE "${OUT}" "${text}")
