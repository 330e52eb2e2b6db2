# SPDX-FileCopyrightText: 2026 The attnscope authors
# SPDX-License-Identifier: Apache-2.0
#
# Every outside library, each from Debian's packages. NVIDIA's headers are optional; its libraries
# are never linked, only loaded at run time.

find_package(Threads REQUIRED)
find_package(tl-expected REQUIRED)
find_package(nlohmann_json REQUIRED)
find_package(CLI11 REQUIRED)
find_package(SQLite3 REQUIRED)
find_package(SQLiteCpp REQUIRED)
find_package(Boost REQUIRED)

if(ATTNSCOPE_WINDOW)
  # QCustomPlot needs PrintSupport; D-Bus, which tells what theme the desktop wants, may be missing.
  find_package(Qt6 6.4 REQUIRED COMPONENTS Core Gui Widgets Svg PrintSupport OPTIONAL_COMPONENTS DBus)
  find_package(QCustomPlotQt6 REQUIRED)
  # A header alone, without a package file.
  find_path(ATTNSCOPE_MUSTACHE_INCLUDE_DIR NAMES kainjow/mustache.hpp REQUIRED)
endif()

if(BUILD_TESTING)
  include(GoogleTest)
  find_package(GTest REQUIRED)
  find_package(benchmark REQUIRED)
  if(ATTNSCOPE_WINDOW)
    find_package(Qt6 6.4 REQUIRED COMPONENTS Test)
  endif()
endif()

# Headers of CUDA 12.8 or newer (cuda.h, cupti.h, nvrtc.h, cublasLt.h); the first folder that has all wins.
find_path(ATTNSCOPE_CUDA_INCLUDE_DIR NAMES cupti_range_profiler.h
  HINTS ENV CUDA_HOME ENV CUDA_PATH
  PATHS /usr/local/cuda /opt/cuda /usr/lib/cuda "${PROJECT_BINARY_DIR}/cuda"
  PATH_SUFFIXES include extras/CUPTI/include)
set(ATTNSCOPE_HAS_CUDA OFF)
if(ATTNSCOPE_CUDA_INCLUDE_DIR AND EXISTS "${ATTNSCOPE_CUDA_INCLUDE_DIR}/cuda.h")
  file(STRINGS "${ATTNSCOPE_CUDA_INCLUDE_DIR}/cuda.h" _cuda_version REGEX "^#define CUDA_VERSION ")
  string(REGEX MATCH "[0-9]+" _cuda_version "${_cuda_version}")
  if(_cuda_version GREATER_EQUAL 12080)
    set(ATTNSCOPE_HAS_CUDA ON)
  endif()
endif()
add_library(attnscope_cuda_headers INTERFACE)
if(ATTNSCOPE_HAS_CUDA)
  target_include_directories(attnscope_cuda_headers SYSTEM INTERFACE "${ATTNSCOPE_CUDA_INCLUDE_DIR}")
  target_compile_definitions(attnscope_cuda_headers INTERFACE ATTNSCOPE_HAS_CUDA=1)
  message(STATUS "CUDA device: built with headers of ${ATTNSCOPE_CUDA_INCLUDE_DIR}")
else()
  message(STATUS "CUDA device: left out, no CUDA headers (12.8 or newer) found; set CUDA_HOME to add it")
endif()
