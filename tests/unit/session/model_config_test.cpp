// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "profiler/session/model_config.h"

#include <gtest/gtest.h>

#include <QFile>
#include <QTemporaryDir>

namespace attnscope {
namespace {

class ModelConfigTest : public ::testing::Test {
 protected:
  Result<Preset> read(const QByteArray& content) const {
    const QString path = folder_.filePath("config.json");
    QFile file(path);
    EXPECT_TRUE(file.open(QIODevice::WriteOnly));
    file.write(content);
    file.close();
    return preset_from_config(path.toStdString());
  }

  std::string refusal(const QByteArray& content) const {
    const auto preset = read(content);
    return preset ? std::string("accepted") : preset.error().message;
  }

  QTemporaryDir folder_;
};

TEST_F(ModelConfigTest, GroupedHeadsTypeAndWindow) {
  const auto mistral = read(R"({"model_type": "mistral", "hidden_size": 4096, "num_attention_heads": 32,
                                "num_key_value_heads": 8, "sliding_window": 4096, "torch_dtype": "float16"})");
  ASSERT_TRUE(mistral.has_value()) << mistral.error().message;
  EXPECT_EQ(mistral->name, "mistral");
  EXPECT_EQ(mistral->shape.query_heads, 32);
  EXPECT_EQ(mistral->shape.kv_heads, 8);
  EXPECT_EQ(mistral->shape.head_dim, 128);
  EXPECT_EQ(mistral->shape.dtype, Dtype::fp16);
  EXPECT_TRUE(mistral->shape.causal);
  EXPECT_EQ(mistral->shape.window_left, 4095) << "the query's own position is counted in";
}

TEST_F(ModelConfigTest, AHeadDimOfItsOwnGoesBeforeTheWidth) {
  const auto gemma = read(R"({"hidden_size": 3072, "num_attention_heads": 16, "head_dim": 256})");
  ASSERT_TRUE(gemma.has_value());
  EXPECT_EQ(gemma->shape.head_dim, 256);
  EXPECT_EQ(gemma->shape.kv_heads, 16);
}

TEST_F(ModelConfigTest, AWindowThatIsSwitchedOffIsNone) {
  const auto qwen = read(R"({"hidden_size": 3584, "num_attention_heads": 28, "num_key_value_heads": 4,
                             "sliding_window": 131072, "use_sliding_window": false})");
  ASSERT_TRUE(qwen.has_value());
  EXPECT_FALSE(qwen->shape.window_left.has_value());
}

TEST_F(ModelConfigTest, EncodersLookBothWays) {
  EXPECT_FALSE(
      read(R"({"model_type": "bert", "hidden_size": 768, "num_attention_heads": 12})")->shape.causal);
}

TEST_F(ModelConfigTest, TheTextPartOfSeveralAndOlderNames) {
  EXPECT_EQ(read(R"({"text_config": {"hidden_size": 4096, "num_attention_heads": 32}})")->shape.query_heads,
            32);
  EXPECT_EQ(read(R"({"n_embd": 768, "n_head": 12})")->shape.head_dim, 64);
}

TEST_F(ModelConfigTest, SoftCapScaleAndAlibi) {
  const auto gemma = read(R"({"model_type": "gemma2", "hidden_size": 4608, "num_attention_heads": 32,
                              "num_key_value_heads": 16, "head_dim": 128, "sliding_window": 4096,
                              "attn_logit_softcapping": 50.0, "query_pre_attn_scalar": 144})");
  ASSERT_TRUE(gemma.has_value()) << gemma.error().message;
  EXPECT_EQ(gemma->shape.soft_cap, 50.0);
  EXPECT_DOUBLE_EQ(gemma->shape.softmax_scale.value_or(0), 1.0 / 12);
  EXPECT_EQ(gemma->shape.window_left, 4095);
  EXPECT_FALSE(gemma->shape.alibi);
  const auto newer = read(R"({"head_dim": 256, "num_attention_heads": 8, "query_pre_attn_scalar": 256,
                              "attn_logit_softcapping": null})");
  ASSERT_TRUE(newer.has_value());
  EXPECT_FALSE(newer->shape.soft_cap.has_value());
  EXPECT_FALSE(newer->shape.softmax_scale.has_value()) << "the usual scale is not said again";
  EXPECT_TRUE(
      read(R"({"model_type": "bloom", "n_embed": 1, "hidden_size": 4096, "n_head": 32})")->shape.alibi);
  EXPECT_TRUE(read(R"({"d_model": 4096, "n_heads": 32, "attn_config": {"alibi": true}})")->shape.alibi);
  EXPECT_TRUE(read(R"({"alibi": true, "hidden_size": 64, "n_head": 1})")->shape.alibi);
}

TEST_F(ModelConfigTest, WhatIsNoConfigIsRefusedWithASentence) {
  EXPECT_NE(refusal("not json").find("is not a model's config.json"), std::string::npos);
  EXPECT_NE(refusal("[1, 2]").find("is not a model's config.json"), std::string::npos);
  EXPECT_NE(refusal("{}").find("names no attention heads"), std::string::npos);
  EXPECT_NE(refusal(R"({"num_attention_heads": 8})").find("hidden_size"), std::string::npos);
  EXPECT_NE(refusal(R"({"num_attention_heads": 0, "hidden_size": 64})").find("make no sense"),
            std::string::npos);
  EXPECT_NE(refusal(R"({"num_attention_heads": 1e300, "hidden_size": 64})").find("names no"),
            std::string::npos);
  EXPECT_NE(refusal(R"({"num_attention_heads": 7, "hidden_size": 100})").find("cannot be shared"),
            std::string::npos);
  EXPECT_NE(refusal(R"({"num_attention_heads": 6, "num_key_value_heads": 4, "hidden_size": 384})"),
            "accepted");
  EXPECT_NE(refusal(R"({"num_attention_heads": 4, "head_dim": 512, "hidden_size": 2048})"), "accepted");
  EXPECT_NE(
      refusal(R"({"num_attention_heads": 128, "kv_lora_rank": 512, "hidden_size": 7168})").find("latent"),
      std::string::npos);
  EXPECT_NE(refusal(QByteArray(2 << 20, ' ')).find("too large"), std::string::npos);
  EXPECT_FALSE(preset_from_config("/nonexistent/config.json").has_value());
}

}  // namespace
}  // namespace attnscope
