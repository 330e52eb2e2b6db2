// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "profiler/protocol/codec.h"

#include <exception>

#include "profiler/protocol/json_reader.h"
#include "profiler/protocol/json_writer.h"

namespace attnscope {
namespace {

using json::Complaint;
using json::Json;

constexpr std::string_view runs_format = "attnscope-runs";
constexpr int runs_version = 1;
/// Far above any real export; keeps a wrong file from taking all memory.
constexpr std::size_t max_document_bytes = std::size_t{1} << 30;

Result<Json> parsed(std::string_view text, std::size_t longest, std::string_view what) {
  if (text.size() > longest) {
    return fail(ErrorKind::failed, std::string(what) + " is longer than " + std::to_string(longest) +
                                       " bytes (" + std::to_string(text.size()) + ')');
  }
  Json document = Json::parse(text.begin(), text.end(), nullptr, /*allow_exceptions=*/false);
  if (document.is_discarded()) return fail(ErrorKind::failed, std::string(what) + " is not JSON");
  return document;
}

template <typename T>
Result<T> read_as(const Json& document, std::string_view what) {
  T value;
  Complaint complaint;
  json::read(complaint, document, value);
  if (complaint.none()) return value;
  return fail(ErrorKind::failed, std::string(what) + ": " + complaint.message());
}

/// The JSON library throws only when memory runs out; even that stays inside.
template <typename T, typename Decode>
Result<T> guarded(const Decode& decode) {
  try {
    return decode();
  } catch (const std::exception& exception) {
    return fail(ErrorKind::failed, std::string("the text could not be decoded: ") + exception.what());
  }
}

template <typename T>
Result<T> decode_text(std::string_view text, std::string_view what) {
  return guarded<T>([&]() -> Result<T> {
    const auto document = parsed(text, max_line_bytes, what);
    if (!document) return tl::unexpected(document.error());
    return read_as<T>(*document, what);
  });
}

/// A greeting of another version may look different in everything but "type" and "version".
Result<void> check_version(const Json& document) {
  if (!document.is_object()) return {};
  const auto type = document.find("type");
  const auto version = document.find("version");
  if (type == document.end() || *type != "hello" || version == document.end()) return {};
  if (version->is_number_integer() && (*version < 1 || *version > protocol_version)) {
    return fail(ErrorKind::unsupported, "the worker speaks protocol version " + version->dump() +
                                            ", and this attnscope versions up to " +
                                            std::to_string(protocol_version));
  }
  return {};
}

Result<std::vector<Run>> runs_of(const Json& document) {
  const auto format = document.is_object() ? document.find("format") : document.end();
  if (!document.is_object() || format == document.end() || *format != runs_format) {
    return fail(ErrorKind::failed, "the text is not an export of attnscope");
  }
  const auto version = document.find("version");
  if (version == document.end() || !version->is_number_integer() || *version != runs_version) {
    return fail(ErrorKind::unsupported,
                "the export is of version " + (version == document.end() ? "?" : version->dump()) +
                    ", and this attnscope reads version " + std::to_string(runs_version));
  }
  const auto runs = document.find("runs");
  if (runs == document.end()) return fail(ErrorKind::failed, "the export has no \"runs\"");
  return read_as<std::vector<Run>>(*runs, "runs");
}

}  // namespace

std::string encode(const Request& request) {
  return json::text_of(json::written(request));
}
std::string encode(const Event& event) {
  return json::text_of(json::written(event));
}

Result<Request> decode_request(std::string_view line) {
  return decode_text<Request>(line, "the request");
}

Result<Event> decode_event(std::string_view line) {
  return guarded<Event>([&]() -> Result<Event> {
    const auto document = parsed(line, max_line_bytes, "the line");
    if (!document) return tl::unexpected(document.error());
    if (const auto version = check_version(*document); !version) return tl::unexpected(version.error());
    return read_as<Event>(*document, "the line");
  });
}

std::string encode_runs(const std::vector<Run>& runs) {
  json::OrderedJson document = json::OrderedJson::object();
  document["format"] = runs_format;
  document["version"] = runs_version;
  document["runs"] = json::written(runs);
  return json::text_of(document, 1) + '\n';
}

Result<std::vector<Run>> decode_runs(std::string_view text) {
  return guarded<std::vector<Run>>([&]() -> Result<std::vector<Run>> {
    const auto document = parsed(text, max_document_bytes, "the export");
    if (!document) return tl::unexpected(document.error());
    return runs_of(*document);
  });
}

std::string encode_run(const Run& run) {
  return encode_runs({run});
}

Result<Run> decode_run(std::string_view text) {
  auto runs = decode_runs(text);
  if (!runs) return tl::unexpected(runs.error());
  if (runs->size() != 1) {
    return fail(ErrorKind::failed, "the export holds " + std::to_string(runs->size()) + " runs, not one");
  }
  return std::move(runs->front());
}

std::string encode_environment(const Environment& environment) {
  return json::text_of(json::written(environment));
}
Result<Environment> decode_environment(std::string_view text) {
  return decode_text<Environment>(text, "the environment");
}

std::string encode_options(const MeasurementOptions& options) {
  return json::text_of(json::written(options));
}
Result<MeasurementOptions> decode_options(std::string_view text) {
  return decode_text<MeasurementOptions>(text, "the options");
}

}  // namespace attnscope
