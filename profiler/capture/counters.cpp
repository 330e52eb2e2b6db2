// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "profiler/capture/counters.h"

#include <algorithm>
#include <charconv>
#include <cstring>
#include <optional>

#include "profiler/capture/counter_schedule.h"
#include "profiler/capture/cupti_host.h"

namespace attnscope {
namespace {

/// The range profiler switched on for a context, off again when it goes out of scope.
class EnabledProfiler {
 public:
  static Result<EnabledProfiler> enable(const Cupti& library, CUcontext context) {
    CUpti_RangeProfiler_Enable_Params asked{};
    asked.structSize = CUpti_RangeProfiler_Enable_Params_STRUCT_SIZE;
    asked.ctx = context;
    const Result<void> enabled =
        check_cupti(library, library.cuptiRangeProfilerEnable(&asked), "switching counters on");
    if (!enabled) return tl::unexpected(enabled.error());
    return EnabledProfiler(library, asked.pRangeProfilerObject);
  }
  EnabledProfiler(EnabledProfiler&& other) noexcept
      : library_(other.library_), object_(std::exchange(other.object_, nullptr)) {}
  EnabledProfiler& operator=(EnabledProfiler&&) = delete;
  ~EnabledProfiler() {
    if (object_ == nullptr) return;
    CUpti_RangeProfiler_Disable_Params asked{};
    asked.structSize = CUpti_RangeProfiler_Disable_Params_STRUCT_SIZE;
    asked.pRangeProfilerObject = object_;
    library_->cuptiRangeProfilerDisable(&asked);
  }
  CUpti_RangeProfiler_Object* object() const { return object_; }

 private:
  EnabledProfiler(const Cupti& library, CUpti_RangeProfiler_Object* object)
      : library_(&library), object_(object) {}
  const Cupti* library_;
  CUpti_RangeProfiler_Object* object_;
};

}  // namespace

struct CounterReader::State {
  const Cupti* library = nullptr;
  CUcontext context = nullptr;
  CounterSchedule schedule;
  std::optional<CuptiHost> host;
  std::vector<const char*> metric_names;
  std::vector<std::uint8_t> image;

  Result<void> check(CUptiResult result, const char* doing) const {
    return check_cupti(*library, result, doing);
  }

  /// Room for `ranges` kernels, and the profiler set up to fill it.
  Result<void> set_up(CUpti_RangeProfiler_Object* profiler, std::size_t ranges) {
    CUpti_RangeProfiler_GetCounterDataSize_Params size{};
    size.structSize = CUpti_RangeProfiler_GetCounterDataSize_Params_STRUCT_SIZE;
    size.pRangeProfilerObject = profiler;
    size.pMetricNames = metric_names.data();
    size.numMetrics = metric_names.size();
    size.maxNumOfRanges = ranges;
    size.maxNumRangeTreeNodes = static_cast<std::uint32_t>(ranges);
    if (const auto told = check(library->cuptiRangeProfilerGetCounterDataSize(&size), "sizing counters");
        !told)
      return told;
    image.assign(size.counterDataSize, 0);

    CUpti_RangeProfiler_CounterDataImage_Initialize_Params empty{};
    empty.structSize = CUpti_RangeProfiler_CounterDataImage_Initialize_Params_STRUCT_SIZE;
    empty.pRangeProfilerObject = profiler;
    empty.counterDataSize = image.size();
    empty.pCounterData = image.data();
    if (const auto done =
            check(library->cuptiRangeProfilerCounterDataImageInitialize(&empty), "preparing counters");
        !done)
      return done;

    CUpti_RangeProfiler_SetConfig_Params config{};
    config.structSize = CUpti_RangeProfiler_SetConfig_Params_STRUCT_SIZE;
    config.pRangeProfilerObject = profiler;
    config.configSize = schedule.config_image.size();
    config.pConfig = schedule.config_image.data();
    config.counterDataImageSize = image.size();
    config.pCounterDataImage = image.data();
    config.range = CUPTI_AutoRange;
    config.replayMode = CUPTI_UserReplay;
    config.maxRangesPerPass = ranges;
    config.numNestingLevels = 1;
    config.minNestingLevel = 1;
    config.passIndex = 0;
    config.targetNestingLevel = 1;
    return check(library->cuptiRangeProfilerSetConfig(&config), "setting counters up");
  }

  /// One pass; true when it was the last.
  Result<bool> run_pass(CUpti_RangeProfiler_Object* profiler, const std::function<Result<void>()>& call) {
    CUpti_RangeProfiler_Start_Params start{};
    start.structSize = CUpti_RangeProfiler_Start_Params_STRUCT_SIZE;
    start.pRangeProfilerObject = profiler;
    if (const auto started = check(library->cuptiRangeProfilerStart(&start), "starting counters"); !started)
      return tl::unexpected(started.error());
    const Result<void> called = call();
    CUpti_RangeProfiler_Stop_Params stop{};
    stop.structSize = CUpti_RangeProfiler_Stop_Params_STRUCT_SIZE;
    stop.pRangeProfilerObject = profiler;
    const Result<void> stopped = check(library->cuptiRangeProfilerStop(&stop), "stopping counters");
    if (!called) return tl::unexpected(called.error());
    if (!stopped) return tl::unexpected(stopped.error());
    return stop.isAllPassSubmitted != 0;
  }

  /// A kernel's place in launch order is the last part of its range's name.
  std::size_t place_of_range(std::size_t range) const {
    CUpti_RangeProfiler_CounterData_GetRangeInfo_Params info{};
    info.structSize = CUpti_RangeProfiler_CounterData_GetRangeInfo_Params_STRUCT_SIZE;
    info.pCounterDataImage = image.data();
    info.counterDataImageSize = image.size();
    info.rangeIndex = range;
    info.rangeDelimiter = "/";
    std::size_t place = range;
    if (library->cuptiRangeProfilerCounterDataGetRangeInfo(&info) == CUPTI_SUCCESS &&
        info.rangeName != nullptr) {
      const char* last = std::strrchr(info.rangeName, '/');
      const char* digits = last == nullptr ? info.rangeName : last + 1;
      std::from_chars(digits, digits + std::strlen(digits), place);
    }
    return place;
  }

  Result<std::vector<KernelCounters>> values() const {
    CUpti_RangeProfiler_GetCounterDataInfo_Params info{};
    info.structSize = CUpti_RangeProfiler_GetCounterDataInfo_Params_STRUCT_SIZE;
    info.pCounterDataImage = image.data();
    info.counterDataImageSize = image.size();
    if (const auto told = check(library->cuptiRangeProfilerGetCounterDataInfo(&info), "reading counters");
        !told)
      return tl::unexpected(told.error());
    std::vector<std::pair<std::size_t, KernelCounters>> placed;
    std::vector<double> numbers(metric_names.size());
    for (std::size_t range = 0; range < info.numTotalRanges; ++range) {
      CUpti_Profiler_Host_EvaluateToGpuValues_Params asked{};
      asked.structSize = CUpti_Profiler_Host_EvaluateToGpuValues_Params_STRUCT_SIZE;
      asked.pHostObject = host->object();
      asked.pCounterDataImage = image.data();
      asked.counterDataImageSize = image.size();
      asked.rangeIndex = range;
      asked.ppMetricNames = const_cast<const char**>(metric_names.data());
      asked.numMetrics = metric_names.size();
      asked.pMetricValues = numbers.data();
      if (const auto told =
              check(library->cuptiProfilerHostEvaluateToGpuValues(&asked), "evaluating counters");
          !told)
        return tl::unexpected(told.error());
      KernelCounters counters;
      for (std::size_t i = 0; i < numbers.size(); ++i) counters[schedule.metrics[i]] = numbers[i];
      placed.emplace_back(place_of_range(range), std::move(counters));
    }
    std::stable_sort(placed.begin(), placed.end(),
                     [](const auto& a, const auto& b) { return a.first < b.first; });
    std::vector<KernelCounters> in_order;
    in_order.reserve(placed.size());
    for (auto& [place, counters] : placed) in_order.push_back(std::move(counters));
    return in_order;
  }
};

CounterReader::CounterReader(std::unique_ptr<State> state) : state_(std::move(state)) {}
CounterReader::~CounterReader() = default;

std::size_t CounterReader::passes() const {
  return state_->schedule.passes;
}

Result<std::unique_ptr<CounterReader>> CounterReader::open(int ordinal, void* context) {
  const Result<const Cupti*> library = cupti();
  if (!library) return tl::unexpected(library.error());
  if (const Result<void> permitted = counters_permitted(); !permitted)
    return tl::unexpected(permitted.error());

  CUpti_Profiler_Initialize_Params start{};
  start.structSize = CUpti_Profiler_Initialize_Params_STRUCT_SIZE;
  if (const auto started =
          check_cupti(**library, (*library)->cuptiProfilerInitialize(&start), "starting CUPTI's profiler");
      !started)
    return tl::unexpected(started.error());
  CUpti_Device_GetChipName_Params chip{};
  chip.structSize = CUpti_Device_GetChipName_Params_STRUCT_SIZE;
  chip.deviceIndex = static_cast<std::size_t>(ordinal);
  if (const auto told = check_cupti(**library, (*library)->cuptiDeviceGetChipName(&chip), "naming the chip");
      !told)
    return tl::unexpected(told.error());

  auto state = std::make_unique<State>();
  state->library = *library;
  state->context = static_cast<CUcontext>(context);
  Result<CounterSchedule> schedule = schedule_counters(chip.pChipName);
  if (!schedule) return tl::unexpected(schedule.error());
  state->schedule = *std::move(schedule);
  Result<CuptiHost> host = CuptiHost::open(state->schedule.chip);
  if (!host) return tl::unexpected(host.error());
  state->host.emplace(*std::move(host));
  for (const std::string& metric : state->schedule.metrics) state->metric_names.push_back(metric.c_str());
  return std::unique_ptr<CounterReader>(new CounterReader(std::move(state)));
}

Result<std::vector<KernelCounters>> CounterReader::read(std::size_t max_kernels,
                                                        const std::function<Result<void>()>& before_pass,
                                                        const std::function<Result<void>()>& call) {
  const Result<EnabledProfiler> profiler = EnabledProfiler::enable(*state_->library, state_->context);
  if (!profiler) return tl::unexpected(profiler.error());
  if (const auto done = state_->set_up(profiler->object(), max_kernels); !done)
    return tl::unexpected(done.error());
  // One pass more than scheduled would never end: CUPTI is not trusted to stop asking.
  for (std::size_t pass = 0;; ++pass) {
    if (pass > state_->schedule.passes)
      return fail(ErrorKind::failed, "CUPTI asks for more passes than it scheduled");
    if (const Result<void> ready = before_pass(); !ready) return tl::unexpected(ready.error());
    const Result<bool> last = state_->run_pass(profiler->object(), call);
    if (!last) return tl::unexpected(last.error());
    if (*last) break;
  }
  CUpti_RangeProfiler_DecodeData_Params decode{};
  decode.structSize = CUpti_RangeProfiler_DecodeData_Params_STRUCT_SIZE;
  decode.pRangeProfilerObject = profiler->object();
  if (const auto decoded =
          state_->check(state_->library->cuptiRangeProfilerDecodeData(&decode), "decoding counters");
      !decoded)
    return tl::unexpected(decoded.error());
  return state_->values();
}

}  // namespace attnscope
