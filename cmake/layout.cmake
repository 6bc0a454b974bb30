# SPDX-License-Identifier: MIT
# Where what is installed goes beside what GNUInstallDirs says.  Three components:
# lib, the objects to preload; tools, the launcher and its commands; dev, the
# public header.  Debian's packages are one of each, with directories for
# documents of their own; everywhere else it is one package.

# What names no component: the commands.
set(CMAKE_INSTALL_DEFAULT_COMPONENT_NAME tools)

set(SAFECANCEL_TOOLS_DOCDIR ${CMAKE_INSTALL_DOCDIR})
set(SAFECANCEL_DEV_DOCDIR ${CMAKE_INSTALL_DOCDIR})
set(SAFECANCEL_ZSHDIR ${CMAKE_INSTALL_DATADIR}/zsh/site-functions)
if(SAFECANCEL_PACKAGE STREQUAL DEB)
  set(SAFECANCEL_LIB_DOCDIR ${CMAKE_INSTALL_DATADIR}/doc/libsafecancel)
  set(SAFECANCEL_TOOLS_DOCDIR ${CMAKE_INSTALL_DATADIR}/doc/safecancel)
  set(SAFECANCEL_DEV_DOCDIR ${CMAKE_INSTALL_DATADIR}/doc/libsafecancel-dev)
  set(SAFECANCEL_ZSHDIR ${CMAKE_INSTALL_DATADIR}/zsh/vendor-completions)
endif()

# safecancel_compress(RESULT FILE...): copies of the files in the build directory, with .gz behind
# their names, the same whenever and wherever they are made.
function(safecancel_compress result)
  set(compressed "")
  foreach(file ${ARGN})
    get_filename_component(name ${file} NAME)
    set(copy ${CMAKE_CURRENT_BINARY_DIR}/${name}.gz)
    add_custom_command(OUTPUT ${copy} COMMAND gzip -9nc ${file} > ${copy} DEPENDS ${file} VERBATIM)
    list(APPEND compressed ${copy})
  endforeach()
  set(${result} ${compressed} PARENT_SCOPE)
endfunction()
