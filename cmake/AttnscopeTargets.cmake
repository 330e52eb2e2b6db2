# SPDX-FileCopyrightText: 2026 The attnscope authors
# SPDX-License-Identifier: Apache-2.0
#
# attnscope_library(NAME [SHARED] SOURCES … HEADERS … [PUBLIC …] [PRIVATE …])
#   One library for one folder. HEADERS are its public face: each must compile alone. Those without a source of
#   their own are checked by the target all_verify_interface_header_sets; the others stand first in their source
#   (tests/structure/check_includes.py sees to it), which the dev build compiles by itself. Includes are written
#   from the repository's root.
# attnscope_test(NAME SOURCES … [SERIAL] [LIBRARIES …] [LABELS …] [ENVIRONMENT …] [TIMEOUT seconds])
#   One GoogleTest program, each of its tests known to ctest. SERIAL where it takes times: ctest then runs
#   nothing beside it, but under sanitizers, where times tell nothing. The tests' own code is not optimized, as it
#   is compiled more often than it runs, but on a GPU, whose time is dear.

function(attnscope_library name)
  cmake_parse_arguments(ARG "SHARED" "" "SOURCES;HEADERS;PUBLIC;PRIVATE" ${ARGN})
  set(kind STATIC)
  if(ARG_SHARED)
    set(kind SHARED)
  elseif(NOT ARG_SOURCES)
    set(kind INTERFACE)
  endif()
  set(scope PUBLIC)
  if(kind STREQUAL INTERFACE)
    set(scope INTERFACE)
  endif()
  add_library(${name} ${kind} ${ARG_SOURCES})
  target_include_directories(${name} ${scope} "${PROJECT_SOURCE_DIR}")
  target_link_libraries(${name} ${scope} ${ARG_PUBLIC})
  if(ARG_SOURCES)
    target_link_libraries(${name} PRIVATE attnscope_warnings ${ARG_PRIVATE})
  endif()
  set(with_source ${ARG_HEADERS})
  set(alone)
  foreach(header IN LISTS ARG_HEADERS)
    string(REGEX REPLACE "\\.h$" ".cpp" source "${header}")
    if(NOT source IN_LIST ARG_SOURCES)
      list(REMOVE_ITEM with_source "${header}")
      list(APPEND alone "${header}")
    endif()
  endforeach()
  target_sources(${name} ${scope} FILE_SET HEADERS BASE_DIRS "${PROJECT_SOURCE_DIR}" FILES ${alone}
    FILE_SET with_source TYPE HEADERS BASE_DIRS "${PROJECT_SOURCE_DIR}" FILES ${with_source})
  set_target_properties(${name} PROPERTIES VERIFY_INTERFACE_HEADER_SETS ON INTERFACE_HEADER_SETS_TO_VERIFY HEADERS)
endfunction()

function(attnscope_test name)
  cmake_parse_arguments(ARG "SERIAL" "TIMEOUT" "SOURCES;LIBRARIES;LABELS;ENVIRONMENT" ${ARGN})
  if(NOT ARG_TIMEOUT)
    set(ARG_TIMEOUT 120)
  endif()
  if(ATTNSCOPE_SANITIZE)
    math(EXPR ARG_TIMEOUT "${ARG_TIMEOUT} * 4")
  endif()
  add_executable(${name} ${ARG_SOURCES})
  target_include_directories(${name} PRIVATE "${PROJECT_SOURCE_DIR}")
  target_link_libraries(${name} PRIVATE attnscope_warnings ${ARG_LIBRARIES} GTest::gmock GTest::gtest_main)
  if(NOT "gpu" IN_LIST ARG_LABELS)
    target_compile_options(${name} PRIVATE -O0)
  endif()
  target_compile_definitions(${name} PRIVATE
    ATTNSCOPE_SOURCE_DIR="${PROJECT_SOURCE_DIR}" ATTNSCOPE_BINARY_DIR="${PROJECT_BINARY_DIR}")
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY "${PROJECT_BINARY_DIR}/tests")
  # An empty value would take the next property's name for its own.
  set(properties TIMEOUT ${ARG_TIMEOUT})
  if(ARG_SERIAL AND NOT ATTNSCOPE_SANITIZE)
    list(APPEND properties RUN_SERIAL ON)
  endif()
  foreach(property LABELS ENVIRONMENT)
    if(ARG_${property})
      list(APPEND properties ${property} "${ARG_${property}}")
    endif()
  endforeach()
  gtest_discover_tests(${name} DISCOVERY_TIMEOUT 60 PROPERTIES ${properties})
endfunction()
