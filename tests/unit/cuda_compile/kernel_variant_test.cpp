// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/cuda/compile/kernel_variant.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string>
#include <utility>

#include "kernels/cuda/flash/flash_variants.h"

namespace attnscope {
namespace {

TEST(KernelKey, ChangesWithEverythingThatChangesTheCode) {
  const KernelVariant variant{"flash/mma/flash_sm80.cu", "flash", {"HEAD_DIM=64"}, "sm_80"};
  std::set<std::string> keys{key_of(variant)};
  KernelVariant other = variant;
  other.defines = {"HEAD_DIM=128"};
  keys.insert(key_of(other));
  other = variant;
  other.target = "sm_90a";
  keys.insert(key_of(other));
  other = variant;
  other.entry = "flash2";
  keys.insert(key_of(other));
  other = variant;
  other.source = "flash/mma/flash_sm75.cu";
  keys.insert(key_of(other));
  EXPECT_EQ(keys.size(), 5U);
  EXPECT_EQ(key_of(variant), key_of(variant));
  EXPECT_THAT(key_of(variant), testing::MatchesRegex("[0-9a-f]+"));
  EXPECT_EQ(key_of(variant).size(), 32U);
}

TEST(KernelNames, SayWhatTheKernelDoes) {
  Problem problem;
  const auto name = [&](FlashForm form, bool instrumented = false) {
    return flash_variant(problem, form, flash_tile(problem, form, {8, 0}), "sm_80", instrumented).entry;
  };
  EXPECT_EQ(name(FlashForm::sm80), "flash_sm80_fp16_d128");
  EXPECT_EQ(name(FlashForm::sm90), "flash_sm90_fp16_d128");
  EXPECT_EQ(name(FlashForm::sm75), "flash_sm75_fp16_d128");
  EXPECT_EQ(name(FlashForm::sm80, true), "flash_sm80_fp16_d128_instrumented");
  problem.causal = true;
  problem.dtype = Dtype::bf16;
  problem.head_dim = 72;
  EXPECT_EQ(name(FlashForm::sm80), "flash_sm80_bf16_d96_causal");
  problem.window_left = 3;
  EXPECT_EQ(name(FlashForm::sm80), "flash_sm80_bf16_d96_window");
}

TEST(DefaultKernels, CoverTheDefaultSet) {
  for (const auto& [capability, form] : {std::pair{ComputeCapability{8, 0}, std::string("flash_sm80_")},
                                         std::pair{ComputeCapability{9, 0}, std::string("flash_sm90_")}}) {
    std::set<std::string> names;
    for (const KernelVariant& variant : default_flash_variants(capability)) names.insert(variant.entry);
    std::set<std::string> expected;
    for (const char* dtype : {"fp16", "bf16"})
      for (const char* head_dim : {"_d64", "_d128", "_d256"})
        for (const char* mask : {"", "_causal"}) expected.insert(form + dtype + head_dim + mask);
    for (const char* dtype : {"fp16", "bf16"})
      for (const char* head_dim : {"_d64", "_d128"})
        expected.insert(std::string("flash_decode_") + dtype + head_dim);
    if (capability == ComputeCapability{9, 0}) {
      for (const char* dtype : {"fp16", "bf16"}) {
        for (const char* head_dim : {"_d64", "_d128", "_d256"}) {
          for (const char* mask : {"", "_causal"})
            expected.insert(std::string("flash_sm90_fp8_") + dtype + head_dim + mask);
          for (const char* pass : {"flash_largest_", "flash_quantise_"})
            expected.insert(std::string(pass) + dtype + head_dim);
        }
      }
    }
    EXPECT_EQ(names, expected);
  }
  EXPECT_EQ(default_flash_variants({7, 5}).size(), 6U);
}

}  // namespace
}  // namespace attnscope
