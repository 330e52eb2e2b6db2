# SPDX-FileCopyrightText: 2026 The attnscope authors
# SPDX-License-Identifier: Apache-2.0
#
# Build options and the one target that carries warnings and sanitizers.

option(BUILD_TESTING "Build the tests" ON)
option(ATTNSCOPE_WINDOW "Build attnscope itself; off builds only the worker" ON)
option(ATTNSCOPE_WARNINGS_AS_ERRORS "Fail on compiler warnings; on in dev and test (sanitizers raise false ones)" OFF)
option(ATTNSCOPE_SANITIZE "Build with AddressSanitizer and UndefinedBehaviorSanitizer" OFF)

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
if(NOT CMAKE_BUILD_TYPE AND NOT CMAKE_CONFIGURATION_TYPES)
  set(CMAKE_BUILD_TYPE Release CACHE STRING "" FORCE)
endif()
# The programs find each other, and the sample runs, beside themselves: in the build as when installed.
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/bin")
set(CMAKE_LIBRARY_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/lib")
set(CMAKE_BUILD_RPATH_USE_ORIGIN ON)
set(CMAKE_INSTALL_RPATH "$ORIGIN/../lib")
# The old kind of rpath also serves the libraries of libraries, so that a bundle finds all of its own.
add_link_options(-Wl,--disable-new-dtags)

add_library(attnscope_warnings INTERFACE)
target_compile_options(attnscope_warnings INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor
  -Woverloaded-virtual)
if(ATTNSCOPE_WARNINGS_AS_ERRORS)
  target_compile_options(attnscope_warnings INTERFACE -Werror)
endif()
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  # GCC 12 sees overlaps and overflows in `"literal" + std::string` that are not there (GCC bug 105651).
  target_compile_options(attnscope_warnings INTERFACE -Wno-restrict -Wno-stringop-overflow)
endif()
if(CMAKE_UNITY_BUILD AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # It takes a merged source for a header.
  target_compile_options(attnscope_warnings INTERFACE -Wno-subobject-linkage)
endif()

if(ATTNSCOPE_SANITIZE)
  add_compile_options(-fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer)
  add_link_options(-fsanitize=address,undefined)
endif()
