// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/cuda/compile/kernel_report.h"

#include <array>
#include <charconv>

#include "kernels/cuda/compile/digest.h"
#include "kernels/cuda/compile/kernel_store.h"

namespace attnscope {

std::string report_key_of(const KernelVariant& variant) {
  Digest digest;
  digest.add(key_of(variant));
  digest.add("report");
  return digest.hexadecimal();
}

std::string report_text(const KernelResources& resources) {
  std::string text = std::to_string(resources.registers);
  for (const std::int64_t bytes : {resources.stack_bytes, resources.spill_store_bytes,
                                   resources.spill_load_bytes, resources.static_shared_bytes})
    text += " " + std::to_string(bytes);
  return text;
}

std::optional<KernelResources> parse_report_text(std::string_view text) {
  std::array<std::int64_t, 5> numbers{};
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    const char* const end = text.data() + text.size();
    const auto read = std::from_chars(text.data(), end, numbers[i]);
    const bool last = i + 1 == numbers.size();
    if (read.ec != std::errc() || last != (read.ptr == end) || (!last && *read.ptr != ' '))
      return std::nullopt;
    text.remove_prefix(static_cast<std::size_t>(read.ptr - text.data()) + (last ? 0 : 1));
  }
  return KernelResources{static_cast<int>(numbers[0]), numbers[1], numbers[2], numbers[3], numbers[4]};
}

Result<KernelReport> kernel_report(const KernelVariant& variant) {
  if (variant.target.rfind("sm_", 0) != 0)
    return fail(ErrorKind::unsupported, variant.entry +
                                            " is compiled by the driver of the GPU it runs on; its "
                                            "registers are known only there");
  const std::string key = report_key_of(variant);
  if (const auto baked = find_baked_kernel(key))
    if (const auto resources = parse_report_text(*baked))
      return KernelReport{*resources, KernelOrigin::baked};
  const std::optional<KernelCache> cache = KernelCache::of_user();
  if (cache)
    if (const auto text = cache->find(key))
      if (const auto resources = parse_report_text(*text))
        return KernelReport{*resources, KernelOrigin::cached};
  const Result<CompiledKernel> compiled = compile(variant);
  if (!compiled) return tl::unexpected(compiled.error());
  if (cache) {
    cache->store(key_of(variant), compiled->image);
    cache->store(key, report_text(compiled->report.resources));
  }
  return KernelReport{compiled->report.resources, KernelOrigin::compiled};
}

}  // namespace attnscope
