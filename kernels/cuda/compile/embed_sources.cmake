# SPDX-FileCopyrightText: 2026 The attnscope authors
# SPDX-License-Identifier: Apache-2.0
#
# cmake -DROOT=… -DFILES=a.cu|b.cuh -DOUTPUT=… -P embed_sources.cmake
# Writes a C++ file that holds the device sources as raw strings, sorted by name.
string(REPLACE "|" ";" FILES "${FILES}")
list(SORT FILES)
set(text "// Generated from the device sources; do not edit.\n#include \"kernels/cuda/compile/device_source.h\"\n\n")
string(APPEND text "namespace attnscope {\n\nconst std::vector<DeviceSource>& device_sources() {\n")
string(APPEND text "  static const std::vector<DeviceSource> sources{\n")
foreach(file IN LISTS FILES)
  file(READ "${ROOT}/${file}" source)
  string(APPEND text "      {\"${file}\", R\"device(${source})device\"},\n")
endforeach()
string(APPEND text "  };\n  return sources;\n}\n\n}  // namespace attnscope\n")
file(WRITE "${OUTPUT}" "${text}")
