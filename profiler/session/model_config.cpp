// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "profiler/session/model_config.h"

#include <QFile>
#include <algorithm>
#include <array>
#include <cmath>
#include <initializer_list>
#include <nlohmann/json.hpp>

namespace attnscope {
namespace {

using Json = nlohmann::json;

constexpr qint64 largest_config = 1 << 20;
constexpr std::int64_t most_heads_of_a_model = 1024;

/// The first of the keys that holds a whole number.
std::optional<std::int64_t> number_of(const Json& config, std::initializer_list<const char*> keys) {
  for (const char* key : keys) {
    const auto found = config.find(key);
    if (found != config.end() && found->is_number_integer()) {
      return found->get<std::int64_t>();
    }
  }
  return std::nullopt;
}

std::string text_of(const Json& config, const char* key) {
  const auto found = config.find(key);
  return found != config.end() && found->is_string() ? found->get<std::string>() : std::string();
}

bool is_true(const Json& config, const char* key, bool otherwise) {
  const auto found = config.find(key);
  return found != config.end() && found->is_boolean() ? found->get<bool>() : otherwise;
}

/// Encoders look both ways; all else is taken for a decoder.
bool is_causal(const Json& config) {
  static constexpr std::array encoders{"bert",    "roberta", "xlm-roberta", "distilbert", "electra", "albert",
                                       "deberta", "vit",     "modernbert",  "deberta-v2", "mpnet"};
  const std::string type = text_of(config, "model_type");
  const bool encoder = std::find(encoders.begin(), encoders.end(), type) != encoders.end();
  return !encoder || is_true(config, "is_decoder", false);
}

std::optional<Dtype> dtype_of(const Json& config) {
  for (const char* key : {"torch_dtype", "dtype"}) {
    const std::string name = text_of(config, key);
    if (name == "bfloat16") return Dtype::bf16;
    if (name == "float16") return Dtype::fp16;
  }
  return std::nullopt;
}

/// A number above 0, as a whole one or not.
std::optional<double> positive_of(const Json& config, const char* key) {
  const auto found = config.find(key);
  if (found == config.end() || !found->is_number()) return std::nullopt;
  const auto value = found->get<double>();
  return value > 0 ? std::optional(value) : std::nullopt;
}

/// BLOOM has nothing else; Falcon says it at the top, MPT in a part of its own.
bool has_alibi(const Json& config) {
  const auto part = config.find("attn_config");
  return text_of(config, "model_type") == "bloom" || is_true(config, "alibi", false) ||
         (part != config.end() && part->is_object() && is_true(*part, "alibi", false));
}

/// What is done to the scores. Gemma names a number whose inverse root is the scale.
void add_scores(const Json& config, Problem& shape) {
  shape.soft_cap = positive_of(config, "attn_logit_softcapping");
  shape.alibi = has_alibi(config);
  const auto scalar = positive_of(config, "query_pre_attn_scalar");
  if (scalar && *scalar != static_cast<double>(shape.head_dim)) shape.softmax_scale = 1 / std::sqrt(*scalar);
}

Result<Problem> shape_from(const Json& config) {
  if (config.contains("kv_lora_rank")) {
    return fail(ErrorKind::unsupported,
                "its attention is latent (kv_lora_rank): keys and values differ in their head dimension");
  }
  const auto heads = number_of(config, {"num_attention_heads", "n_head", "num_heads", "n_heads"});
  if (!heads) return fail(ErrorKind::failed, "it names no attention heads (num_attention_heads)");
  Problem shape;
  shape.query_heads = *heads;
  const bool multi_query = is_true(config, "multi_query", false);
  shape.kv_heads = number_of(config, {"num_key_value_heads", "num_kv_heads", "n_head_kv"})
                       .value_or(multi_query ? 1 : *heads);
  for (const std::int64_t count : {shape.query_heads, shape.kv_heads}) {
    if (count < 1 || count > most_heads_of_a_model) {
      return fail(ErrorKind::failed, std::to_string(count) + " attention heads make no sense");
    }
  }
  const auto head_dim = number_of(config, {"head_dim", "d_kv", "attention_head_dim"});
  const auto width = number_of(config, {"hidden_size", "n_embd", "d_model", "dim"});
  if (!head_dim && !width) {
    return fail(ErrorKind::failed, "it names neither a head dimension (head_dim) nor a hidden_size");
  }
  shape.head_dim = head_dim ? *head_dim : *width / shape.query_heads;
  if (!head_dim && *width % shape.query_heads != 0) {
    return fail(ErrorKind::failed, "its hidden_size of " + std::to_string(*width) + " cannot be shared by " +
                                       std::to_string(shape.query_heads) + " heads");
  }
  shape.dtype = dtype_of(config).value_or(Dtype::bf16);
  shape.causal = is_causal(config);
  const auto window = number_of(config, {"sliding_window"});
  if (window && *window > 0 && is_true(config, "use_sliding_window", true) && shape.causal) {
    shape.window_left = *window - 1;  // the query's own position is counted in
  }
  add_scores(config, shape);
  if (const auto valid = validate(shape); !valid) return fail(ErrorKind::unsupported, valid.error().message);
  return shape;
}

}  // namespace

Result<Preset> preset_from_config(const std::filesystem::path& path) {
  const std::string name = path.string();
  std::error_code ignored;
  if (std::filesystem::exists(path, ignored) && !std::filesystem::is_regular_file(path, ignored)) {
    return fail(ErrorKind::failed, name + " is not a file");
  }
  QFile file(QString::fromStdString(name));
  if (!file.open(QIODevice::ReadOnly)) {
    return fail(ErrorKind::not_found, name + " cannot be read: " + file.errorString().toStdString());
  }
  if (file.size() > largest_config) {
    return fail(ErrorKind::failed, name + " is too large for a model's config.json");
  }
  const Json document = Json::parse(file.readAll().toStdString(), nullptr, false);
  if (!document.is_object()) return fail(ErrorKind::failed, name + " is not a model's config.json");
  const auto text_part = document.find("text_config");
  const bool has_text_part = text_part != document.end() && text_part->is_object();
  const auto shape = shape_from(has_text_part ? *text_part : document);
  if (!shape) {
    return fail(shape.error().kind, name + " gives no shape to measure: " + shape.error().message);
  }
  Preset preset;
  preset.name = text_of(document, "_name_or_path");
  if (preset.name.empty()) preset.name = text_of(document, "model_type");
  if (preset.name.empty()) preset.name = path.filename().string();
  preset.source = name;
  preset.shape = *shape;
  return preset;
}

}  // namespace attnscope
