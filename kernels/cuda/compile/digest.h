// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// A 128-bit content hash for cache keys and checksums: two FNV-1a streams. Against accidents, not attackers.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace attnscope {

class Digest {
 public:
  /// Adds bytes and their count, so that ("ab", "c") and ("a", "bc") differ.
  void add(std::string_view bytes) {
    for (const char byte : bytes) step(static_cast<unsigned char>(byte));
    for (std::uint64_t count = bytes.size(), i = 0; i < 8; ++i, count >>= 8) step(count & 0xff);
  }

  std::string hexadecimal() const {
    std::string text;
    for (const std::uint64_t half : {first_, second_})
      for (int shift = 60; shift >= 0; shift -= 4) text += "0123456789abcdef"[(half >> shift) & 15];
    return text;
  }

 private:
  void step(std::uint64_t byte) {
    first_ = (first_ ^ byte) * prime;
    second_ = ((second_ ^ byte) * prime) ^ (second_ >> 29);
  }

  static constexpr std::uint64_t prime = 0x100000001b3;
  std::uint64_t first_ = 0xcbf29ce484222325;
  std::uint64_t second_ = 0x9ae16a3b2f90404f;
};

}  // namespace attnscope
