# SPDX-License-Identifier: MIT
# The packages that scripts/build-packages makes with CPack.  SAFECANCEL_PACKAGE
# says which generator the tree is laid out for:
#   DEB        libsafecancel (the objects, which of several architectures can be
#              installed beside each other), safecancel (launcher, commands) and
#              libsafecancel-dev (header); native packages: no other version of theirs
#   RPM, TGZ   one package with all of it
# Nothing is run when a package is installed or removed, and no file of it is one to edit.
set(CPACK_PACKAGE_NAME safecancel)
set(CPACK_PACKAGE_VENDOR "The libsafecancel authors")
set(CPACK_PACKAGE_CONTACT "The libsafecancel authors <safecancel@localhost>" CACHE STRING "Maintainer of the packages")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "race-free thread cancellation for programs as they are")
set(CPACK_PACKAGE_DIRECTORY ${PROJECT_BINARY_DIR}/packages)
set(CPACK_PACKAGE_FILE_NAME safecancel-${PROJECT_VERSION}-${CMAKE_SYSTEM_PROCESSOR})
if(NOT SAFECANCEL_PACKAGE STREQUAL TGZ) # which is unpacked anywhere
  set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
endif()
set(CPACK_STRIP_FILES ON)
set(CPACK_GENERATOR ${SAFECANCEL_PACKAGE})
set(CPACK_THREADS 1)

set(package_dir ${CMAKE_CURRENT_LIST_DIR}/package)
set(description
  "A thread that is cancelled can lose the result of a call that has completed:
an open file, a connection, a message. This object is preloaded and makes
pthread_cancel free of that race, in programs as they are, on glibc from 2.31
on.")

# What goes with every package: whose it is, and what has changed.
if(SAFECANCEL_PACKAGE STREQUAL DEB)
  safecancel_compress(changelog ${package_dir}/changelog)
  add_custom_target(safecancel_changelog ALL DEPENDS ${changelog})
  foreach(component LIB TOOLS DEV)
    string(TOLOWER ${component} name)
    install(FILES ${package_dir}/copyright ${changelog} DESTINATION ${SAFECANCEL_${component}_DOCDIR} COMPONENT ${name})
  endforeach()
else()
  install(FILES LICENSE ${package_dir}/copyright DESTINATION ${CMAKE_INSTALL_DOCDIR} COMPONENT tools)
endif()

# The control fields.  CPack knows Multi-Arch since 3.31 only; before, a field can bring another line along.
function(safecancel_debian component package architecture multiarch section)
  set(prefix CPACK_DEBIAN_${component})
  set(${prefix}_PACKAGE_NAME ${package} PARENT_SCOPE)
  if(architecture)
    set(${prefix}_PACKAGE_ARCHITECTURE ${architecture} PARENT_SCOPE)
  endif()
  if(CMAKE_VERSION VERSION_LESS 3.31)
    set(${prefix}_PACKAGE_SECTION "${section}\nMulti-Arch: ${multiarch}" PARENT_SCOPE)
  else()
    set(${prefix}_PACKAGE_SECTION ${section} PARENT_SCOPE)
    set(${prefix}_PACKAGE_MULTIARCH ${multiarch} PARENT_SCOPE)
  endif()
  set(${prefix}_PACKAGE_PRIORITY optional PARENT_SCOPE)
endfunction()

if(SAFECANCEL_PACKAGE STREQUAL DEB)
  set(CPACK_DEB_COMPONENT_INSTALL ON)
  # Of an architecture whose commands are not built there are the objects alone.
  set(CPACK_COMPONENTS_ALL lib)
  if(SAFECANCEL_TOOLS)
    list(APPEND CPACK_COMPONENTS_ALL tools dev)
  endif()
  set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
  set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS OFF) # build-packages holds what is needed to what is said here
  set(CPACK_DEBIAN_PACKAGE_GENERATE_SHLIBS OFF)
  set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
  safecancel_debian(LIB libsafecancel "" same libs)
  safecancel_debian(TOOLS safecancel "" foreign admin)
  safecancel_debian(DEV libsafecancel-dev all foreign libdevel)
  set(CPACK_DEBIAN_LIB_PACKAGE_DEPENDS "libc6 (>= 2.31), libgcc-s1")
  set(CPACK_DEBIAN_TOOLS_PACKAGE_DEPENDS "libsafecancel (= ${PROJECT_VERSION}), libc6 (>= 2.31), libgcc-s1")
  foreach(part
      "LIB:This package has the object that is preloaded, and the one that verifies it."
      "TOOLS:This package has the launcher and the commands for operators."
      "DEV:This package has the header for cancellation as an error. Nothing is linked.")
    string(REGEX MATCH "^([A-Z]+):(.*)$" part "${part}")
    set(CPACK_DEBIAN_${CMAKE_MATCH_1}_DESCRIPTION "${description}\n.\n${CMAKE_MATCH_2}")
  endforeach()
elseif(SAFECANCEL_PACKAGE)
  set(CPACK_MONOLITHIC_INSTALL ON)
  set(CPACK_RPM_FILE_NAME RPM-DEFAULT)
  set(CPACK_RPM_PACKAGE_LICENSE MIT)
  set(CPACK_RPM_PACKAGE_GROUP System/Base)
  set(CPACK_RPM_PACKAGE_DESCRIPTION "${description}")
  set(CPACK_RPM_PACKAGE_REQUIRES "glibc >= 2.31")
  # The pkg-config file is for whoever has pkg-config; nobody looks for build IDs of what is stripped.
  set(CPACK_RPM_SPEC_MORE_DEFINE "%define __requires_exclude ^/usr/bin/pkg-config$\n%define _build_id_links none")
  # What other packages own too.
  set(CPACK_RPM_EXCLUDE_FROM_AUTO_FILELIST_ADDITION
    /usr/share/man /usr/share/man/man1 /usr/share/man/man3 /usr/share/man/man7 /usr/libexec /usr/share/cmake
    /usr/share/pkgconfig /usr/share/bash-completion /usr/share/bash-completion/completions
    /usr/share/zsh /usr/share/zsh/site-functions)
endif()
if(SAFECANCEL_PACKAGE)
  include(CPack)
endif()
