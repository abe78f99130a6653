# What is installed beside the program, and the Debian package of it all (./x deb).

# Completions are what the program itself prints.
foreach(shell bash zsh fish)
  add_custom_command(OUTPUT "${PROJECT_BINARY_DIR}/completions/${shell}"
    COMMAND ${CMAKE_COMMAND} -E make_directory "${PROJECT_BINARY_DIR}/completions"
    COMMAND collab completion ${shell} > "${PROJECT_BINARY_DIR}/completions/${shell}"
    DEPENDS collab VERBATIM)
  list(APPEND completions "${PROJECT_BINARY_DIR}/completions/${shell}")
endforeach()
add_custom_target(completions ALL DEPENDS ${completions})
install(FILES "${PROJECT_BINARY_DIR}/completions/bash" DESTINATION "${CMAKE_INSTALL_DATADIR}/bash-completion/completions" RENAME collab)
install(FILES "${PROJECT_BINARY_DIR}/completions/zsh" DESTINATION "${CMAKE_INSTALL_DATADIR}/zsh/vendor-completions" RENAME _collab)
install(FILES "${PROJECT_BINARY_DIR}/completions/fish" DESTINATION "${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d" RENAME collab.fish)

install(DIRECTORY "${PROJECT_SOURCE_DIR}/schemas" "${PROJECT_SOURCE_DIR}/examples"
  DESTINATION "${CMAKE_INSTALL_DATADIR}/collab" USE_SOURCE_PERMISSIONS)
install(FILES "${PROJECT_SOURCE_DIR}/src/package/copyright" "${PROJECT_SOURCE_DIR}/README.md"
  DESTINATION "${CMAKE_INSTALL_DOCDIR}")

# A native package's changelog; its date is that of the sources.
string(TIMESTAMP package_date "%a, %d %b %Y %H:%M:%S +0000" UTC)  # SOURCE_DATE_EPOCH, where it is set
set(CPACK_PACKAGE_CONTACT "The collab developers <maintainers@collab.example>")
file(CONFIGURE OUTPUT "${PROJECT_BINARY_DIR}/package/changelog" @ONLY CONTENT
"collab (@PROJECT_VERSION@) unstable; urgency=medium

  * What is new is in CHANGELOG.md of the sources.

 -- @CPACK_PACKAGE_CONTACT@  @package_date@
")
add_custom_command(OUTPUT "${PROJECT_BINARY_DIR}/package/changelog.gz"
  COMMAND ${GZIP} -9nc "${PROJECT_BINARY_DIR}/package/changelog" > "${PROJECT_BINARY_DIR}/package/changelog.gz"
  DEPENDS "${PROJECT_BINARY_DIR}/package/changelog" VERBATIM)
add_custom_target(package_changelog ALL DEPENDS "${PROJECT_BINARY_DIR}/package/changelog.gz")
install(FILES "${PROJECT_BINARY_DIR}/package/changelog.gz" DESTINATION "${CMAKE_INSTALL_DOCDIR}")
install(FILES "${PROJECT_SOURCE_DIR}/src/package/lintian-overrides"
  DESTINATION "${CMAKE_INSTALL_DATADIR}/lintian/overrides" RENAME collab)

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME collab)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION utils)
set(CPACK_DEBIAN_PACKAGE_DEPENDS tzdata)
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "ledger for experiments in how a retailer works with its consumers")
set(CPACK_DEBIAN_PACKAGE_DESCRIPTION
"Experiments are YAML files whose plans are sealed before data arrive; metrics
are recorded into one SQLite file, where nothing is lost, doubled or silently
changed; comparisons between variants and cycles are statistically honest, and
each cycle ends in a decision that starts the next one.")
set(CPACK_STRIP_FILES ON)
set(CPACK_DEB_COMPONENT_INSTALL OFF)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
include(CPack)
