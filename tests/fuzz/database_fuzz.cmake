# SPDX-FileCopyrightText: 2026 The attnscope authors
# SPDX-License-Identifier: Apache-2.0
get_target_property(_store_sources attnscope_store SOURCES)
list(FILTER _store_sources INCLUDE REGEX "\\.cpp$")
list(TRANSFORM _store_sources PREPEND "profiler/store/")
foreach(_target database_fuzz import_fuzz)
  attnscope_fuzz(${_target}
    SOURCE ${_target}.cpp
    LIBRARY attnscope_store
    CORPUS database
    INSTRUMENTED kernels/problem/problem.cpp profiler/protocol/codec.cpp profiler/protocol/json_reader.cpp ${_store_sources}
    LINK -lSQLiteCpp -lsqlite3)
endforeach()
