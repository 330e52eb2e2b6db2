# SPDX-FileCopyrightText: 2026 The attnscope authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# The made-up runs that several tests of the window use: included by each, made once.
include_guard(GLOBAL)
set(_here "${CMAKE_CURRENT_LIST_DIR}")
add_library(attnscope_fixture_runs STATIC "${_here}/fixture_runs.cpp")
target_include_directories(attnscope_fixture_runs PUBLIC "${PROJECT_SOURCE_DIR}")
target_link_libraries(attnscope_fixture_runs PUBLIC attnscope_analysis PRIVATE attnscope_warnings)

add_executable(make_fixture_database "${_here}/make_fixture_database.cpp")
target_link_libraries(make_fixture_database PRIVATE attnscope_fixture_runs attnscope_store attnscope_warnings)
set_target_properties(make_fixture_database PROPERTIES RUNTIME_OUTPUT_DIRECTORY "${PROJECT_BINARY_DIR}/tests")
