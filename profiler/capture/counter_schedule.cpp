// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "profiler/capture/counter_schedule.h"

#include <algorithm>

#include "profiler/capture/cupti_host.h"

namespace attnscope {
namespace {

/// Each line is one figure under the names it has on different chips; the first that exists is taken.
const std::vector<std::vector<std::string>>& wanted() {
  static const std::vector<std::vector<std::string>> names = {
      {"sm__warps_active.avg.pct_of_peak_sustained_active"},
      {"sm__pipe_tensor_cycles_active.avg.pct_of_peak_sustained_elapsed",
       "sm__inst_executed_pipe_tensor.avg.pct_of_peak_sustained_elapsed"},
      {"dram__bytes_read.sum", "dram__bytes_op_read.sum"},
      {"dram__bytes_write.sum", "dram__bytes_op_write.sum"},
      {"lts__t_bytes.sum"},
      {"sm__cycles_elapsed.max"},
      {"sm__inst_executed_pipe_xu.sum"},
      {"gpu__time_duration.sum"},
  };
  return names;
}

bool exists(const Cupti& library, CUpti_Profiler_Host_Object* host, const std::string& metric) {
  const std::string base = metric.substr(0, metric.find('.'));
  CUpti_Profiler_Host_GetSubMetrics_Params asked{};
  asked.structSize = CUpti_Profiler_Host_GetSubMetrics_Params_STRUCT_SIZE;
  asked.pHostObject = host;
  asked.metricType = CUPTI_METRIC_TYPE_COUNTER;
  asked.pMetricName = base.c_str();
  if (library.cuptiProfilerHostGetSubMetrics(&asked) != CUPTI_SUCCESS) return false;
  const std::string rest = metric.substr(base.size() + 1);
  return std::any_of(asked.ppSubMetrics, asked.ppSubMetrics + asked.numOfSubmetrics, [&](const char* name) {
    const std::string_view known(name);
    // Listed as "sum" or ".sum", depending on CUPTI's version.
    return known == rest || (!known.empty() && known.front() == '.' && known.substr(1) == rest);
  });
}

}  // namespace

Result<std::vector<std::string>> countable_chips() {
  const Result<const Cupti*> library = cupti();
  if (!library) return tl::unexpected(library.error());
  CUpti_Profiler_Host_GetSupportedChips_Params asked{};
  asked.structSize = CUpti_Profiler_Host_GetSupportedChips_Params_STRUCT_SIZE;
  const Result<void> answered = check_cupti(**library, (*library)->cuptiProfilerHostGetSupportedChips(&asked),
                                            "asking CUPTI for its chips");
  if (!answered) return tl::unexpected(answered.error());
  return std::vector<std::string>(asked.ppChipNames, asked.ppChipNames + asked.numChips);
}

Result<CounterSchedule> schedule_counters(const std::string& chip) {
  Result<CuptiHost> host = CuptiHost::open(chip);
  if (!host) return tl::unexpected(host.error());
  const Cupti& library = host->library();

  CounterSchedule schedule;
  schedule.chip = chip;
  for (const std::vector<std::string>& names : wanted()) {
    const auto name = std::find_if(names.begin(), names.end(), [&](const std::string& candidate) {
      return exists(library, host->object(), candidate);
    });
    if (name != names.end()) schedule.metrics.push_back(*name);
  }
  if (schedule.metrics.empty())
    return fail(ErrorKind::unsupported, "CUPTI knows none of the counters on " + chip);

  // All in one call: metrics added one by one are scheduled one pass each.
  std::vector<const char*> names;
  for (const std::string& metric : schedule.metrics) names.push_back(metric.c_str());
  CUpti_Profiler_Host_ConfigAddMetrics_Params add{};
  add.structSize = CUpti_Profiler_Host_ConfigAddMetrics_Params_STRUCT_SIZE;
  add.pHostObject = host->object();
  add.ppMetricNames = names.data();
  add.numMetrics = names.size();
  if (const auto added =
          check_cupti(library, library.cuptiProfilerHostConfigAddMetrics(&add), "scheduling counters");
      !added)
    return tl::unexpected(added.error());

  CUpti_Profiler_Host_GetConfigImageSize_Params size{};
  size.structSize = CUpti_Profiler_Host_GetConfigImageSize_Params_STRUCT_SIZE;
  size.pHostObject = host->object();
  if (const auto told =
          check_cupti(library, library.cuptiProfilerHostGetConfigImageSize(&size), "scheduling counters");
      !told)
    return tl::unexpected(told.error());
  schedule.config_image.resize(size.configImageSize);

  CUpti_Profiler_Host_GetConfigImage_Params image{};
  image.structSize = CUpti_Profiler_Host_GetConfigImage_Params_STRUCT_SIZE;
  image.pHostObject = host->object();
  image.configImageSize = schedule.config_image.size();
  image.pConfigImage = schedule.config_image.data();
  if (const auto told =
          check_cupti(library, library.cuptiProfilerHostGetConfigImage(&image), "scheduling counters");
      !told)
    return tl::unexpected(told.error());

  CUpti_Profiler_Host_GetNumOfPasses_Params passes{};
  passes.structSize = CUpti_Profiler_Host_GetNumOfPasses_Params_STRUCT_SIZE;
  passes.configImageSize = schedule.config_image.size();
  passes.pConfigImage = schedule.config_image.data();
  if (const auto told =
          check_cupti(library, library.cuptiProfilerHostGetNumOfPasses(&passes), "scheduling counters");
      !told)
    return tl::unexpected(told.error());
  schedule.passes = passes.numOfPasses;
  return schedule;
}

}  // namespace attnscope
