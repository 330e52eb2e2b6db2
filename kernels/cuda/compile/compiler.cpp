// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/cuda/compile/compiler.h"

#include <algorithm>
#include <charconv>
#include <memory>

#include "kernels/cuda/compile/device_source.h"
#include "profiler/loader/nvrtc.h"

namespace attnscope {
namespace {

/// Owns an NVRTC program.
class Program {
 public:
  Program(const Nvrtc& nvrtc, nvrtcProgram program) : nvrtc_(nvrtc), program_(program) {}
  Program(const Program&) = delete;
  Program& operator=(const Program&) = delete;
  ~Program() { nvrtc_.nvrtcDestroyProgram(&program_); }

  nvrtcProgram get() const { return program_; }

  /// Reads one of NVRTC's texts: a size function and the function that fills a buffer of that size.
  template <typename SizeFunction, typename ReadFunction>
  std::string read(SizeFunction size_of, ReadFunction read_into) const {
    std::size_t size = 0;
    if (size_of(program_, &size) != NVRTC_SUCCESS) return {};
    std::string text(size, '\0');
    if (size == 0 || read_into(program_, text.data()) != NVRTC_SUCCESS) return {};
    return text;
  }

  std::string log() const {
    std::string text = read(nvrtc_.nvrtcGetProgramLogSize, nvrtc_.nvrtcGetProgramLog);
    while (!text.empty() && (text.back() == '\0' || text.back() == '\n')) text.pop_back();
    return text;
  }

 private:
  const Nvrtc& nvrtc_;
  nvrtcProgram program_;
};

/// The number in front of `unit` in `line`, as in "16 bytes stack frame".
std::int64_t number_before(std::string_view line, std::string_view unit) {
  const std::size_t at = line.find(unit);
  if (at == std::string_view::npos) return 0;
  std::size_t first = at;
  while (first > 0 && line[first - 1] >= '0' && line[first - 1] <= '9') --first;
  std::int64_t number = 0;
  std::from_chars(line.data() + first, line.data() + at, number);
  return number;
}

}  // namespace

CompilerReport parse_compiler_log(std::string_view log) {
  CompilerReport report;
  KernelResources& resources = report.resources;
  while (!log.empty()) {
    const std::size_t end = std::min(log.find('\n'), log.size());
    const std::string_view line = log.substr(0, end);
    log.remove_prefix(std::min(end + 1, log.size()));
    // Performance remarks such as C7510 come as "info" from some versions of the assembler.
    const auto says = [&](std::string_view words) { return line.find(words) != std::string_view::npos; };
    if (says("warning") || says("Warning") || says("(C75")) report.warnings.emplace_back(line);
    if (const auto count = number_before(line, " registers"); count > 0)
      resources.registers = static_cast<int>(count);
    resources.stack_bytes += number_before(line, " bytes stack frame");
    resources.spill_store_bytes += number_before(line, " bytes spill stores");
    resources.spill_load_bytes += number_before(line, " bytes spill loads");
    resources.static_shared_bytes += number_before(line, " bytes smem");
  }
  return report;
}

Result<CompiledKernel> compile(const KernelVariant& variant) {
  const Result<const Nvrtc*> library = nvrtc();
  if (!library) return tl::unexpected(library.error());
  const Nvrtc& nvrtc = **library;

  const std::vector<DeviceSource> sources = device_source_with_includes(variant.source);
  if (sources.empty()) return fail(ErrorKind::failed, "there is no device source named " + variant.source);
  // NVRTC wants C strings; the embedded texts are views.
  std::vector<std::string> names;
  std::vector<std::string> texts;
  for (const DeviceSource& source : sources) {
    names.emplace_back(source.name);
    texts.emplace_back(source.text);
  }
  std::vector<const char*> header_names;
  std::vector<const char*> header_texts;
  for (std::size_t i = 1; i < sources.size(); ++i) {
    header_names.push_back(names[i].c_str());
    header_texts.push_back(texts[i].c_str());
  }

  nvrtcProgram raw = nullptr;
  if (const nvrtcResult created = nvrtc.nvrtcCreateProgram(&raw, texts[0].c_str(), names[0].c_str(),
                                                           static_cast<int>(header_names.size()),
                                                           header_texts.data(), header_names.data());
      created != NVRTC_SUCCESS)
    return fail(ErrorKind::failed, std::string("NVRTC: ") + nvrtc.nvrtcGetErrorString(created));
  const Program program(nvrtc, raw);

  const std::vector<std::string> options = compiler_options(variant);
  std::vector<const char*> option_texts;
  option_texts.reserve(options.size());
  for (const std::string& option : options) option_texts.push_back(option.c_str());
  const nvrtcResult result =
      nvrtc.nvrtcCompileProgram(program.get(), static_cast<int>(option_texts.size()), option_texts.data());
  const std::string log = program.log();
  if (result != NVRTC_SUCCESS)
    return fail(ErrorKind::failed, "compiling " + to_string(variant) + ": " +
                                       nvrtc.nvrtcGetErrorString(result) + (log.empty() ? "" : "\n" + log));

  const bool machine_code = variant.target.rfind("sm_", 0) == 0;
  CompiledKernel kernel{machine_code ? program.read(nvrtc.nvrtcGetCUBINSize, nvrtc.nvrtcGetCUBIN)
                                     : program.read(nvrtc.nvrtcGetPTXSize, nvrtc.nvrtcGetPTX),
                        parse_compiler_log(log)};
  if (kernel.image.empty()) return fail(ErrorKind::failed, "NVRTC gave no code for " + to_string(variant));
  return kernel;
}

}  // namespace attnscope
