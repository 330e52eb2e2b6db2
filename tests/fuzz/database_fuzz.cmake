# SPDX-FileCopyrightText: 2026 The attnscope authors
# SPDX-License-Identifier: Apache-2.0
attnscope_fuzz(database_fuzz
  SOURCE database_fuzz.cpp
  LIBRARY attnscope_store
  CORPUS database
  INSTRUMENTED
    kernels/problem/problem.cpp
    profiler/protocol/codec.cpp
    profiler/protocol/json_reader.cpp
    profiler/store/columns.cpp
    profiler/store/database.cpp
    profiler/store/file_facts.cpp
    profiler/store/migration.cpp
    profiler/store/private_copy.cpp
    profiler/store/process_identity.cpp
    profiler/store/raw_file.cpp
    profiler/store/reader.cpp
    profiler/store/schema.cpp
    profiler/store/sqlite_error.cpp
    profiler/store/store.cpp
    profiler/store/summary.cpp
    profiler/store/writer.cpp
  LINK -lSQLiteCpp -lsqlite3)
