// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/run_display.h"

#include <algorithm>

#include "profiler/analysis/gpu_table.h"
#include "profiler/session/point_figures.h"
#include "ui/models/labels.h"

namespace attnscope {
namespace {

std::int64_t stored_points(const RunSummary& summary) {
  return summary.measured + summary.out_of_memory + summary.unsupported + summary.failed + summary.cancelled;
}

/// The run in the store is no longer as it was loaded.
bool has_grown(const Run& run, const RunSummary& summary) {
  return summary.header.name != run.header.name ||
         stored_points(summary) != static_cast<std::int64_t>(run.points.size()) ||
         summary.header.state != run.header.state;
}

bool holds(const Run& run, const std::string& implementation) {
  return std::any_of(run.points.begin(), run.points.end(),
                     [&](const Point& point) { return point.implementation == implementation; });
}

}  // namespace

RunDisplay::RunDisplay(RunLibrary& library, QObject* parent) : QObject(parent), library_(library) {
  charts_ = build_charts({}, options_);
}

Result<void> RunDisplay::show(const std::string& run_id) {
  auto loaded = library_.load(run_id);
  if (!loaded) {
    return tl::unexpected<Error>(loaded.error());
  }
  ceilings_ = library_.ceilings();
  const bool is_another = !run_ || run_->header.id != run_id;
  run_ = std::move(*loaded);
  if (is_another) {
    pinned_.reset();
    unring();
    load_joined();
    load_overlays();
    options_.only_device.reset();
    if (!holds(*run_, options_.metric.baseline)) {
      const std::vector<std::string> possible = baselines();
      options_.metric.baseline = possible.empty() ? "standard" : possible.front();
    }
  }
  options_.shape = shown_shape(*run_, options_.shape);
  options_.subject = title_subject(*run_, options_.metric.baseline);
  if (!pinned_) {
    pin_default();
  }
  rebuild();
  emit runChanged();
  emit pinChanged();
  return {};
}

void RunDisplay::set_overlays(const std::vector<std::string>& run_ids) {
  overlay_ids_ = run_ids;
  overlays_.clear();
  load_overlays();
  if (pinned_ && pinned_->run > joined_.size() + overlays_.size()) {
    pin_default();
    emit pinChanged();
  }
  rebuild();
}

/// Those ticked that are neither the run shown nor joined to it. What is loaded already stays as it is.
void RunDisplay::load_overlays() {
  std::vector<Run> overlays;
  for (const std::string& id : overlay_ids_) {
    if (shows(id)) {
      continue;
    }
    const auto is_it = [&id](const Run& run) { return run.header.id == id; };
    if (const auto loaded = std::find_if(overlays_.begin(), overlays_.end(), is_it);
        loaded != overlays_.end()) {
      overlays.push_back(std::move(*loaded));
    } else if (auto found = library_.load(id)) {
      overlays.push_back(std::move(*found));
    } else {
      emit problem(to_label(found.error().message));
    }
  }
  overlays_ = std::move(overlays);
}

/// Runs that have been deleted since are left out.
void RunDisplay::load_joined() {
  joined_.clear();
  if (const auto joining = joining_.find(run_id()); joining != joining_.end()) {
    for (const std::string& id : joining->second) {
      if (auto loaded = library_.load(id)) {
        joined_.push_back(std::move(*loaded));
      }
    }
  }
}

void RunDisplay::join(const std::string& first, const std::string& run_id) {
  std::vector<std::string>& joining = joining_[first];
  if (first == run_id || std::find(joining.begin(), joining.end(), run_id) != joining.end()) {
    return;
  }
  joining.push_back(run_id);
  if (this->run_id() != first) {
    return;
  }
  if (pinned_ && pinned_->run > joined_.size()) {
    pin_default();  // the numbers of the overlays change
  }
  load_joined();
  load_overlays();
  rebuild();
  emit pinChanged();
}

/// Live points of a run that joins the one shown.
void RunDisplay::reload_joined() {
  bool changed = false;
  for (auto run = joined_.begin(); run != joined_.end();) {
    const RunEntry* entry = library_.entry(run->header.id);
    if (entry != nullptr && !has_grown(*run, entry->summary)) {
      ++run;
      continue;
    }
    changed = true;
    if (auto loaded = library_.load(run->header.id); entry != nullptr && loaded) {
      *run++ = std::move(*loaded);
    } else {
      run = joined_.erase(run);
      pin_default();  // the numbers of the runs behind it have changed
    }
  }
  if (changed) {
    rebuild();
    emit pinChanged();
  }
}

void RunDisplay::clear() {
  run_.reset();
  joined_.clear();
  pinned_.reset();
  unring();
  rebuild();
  emit runChanged();
  emit pinChanged();
}

void RunDisplay::follow_library() {
  if (!run_) {
    return;
  }
  const RunEntry* entry = library_.entry(run_->header.id);
  if (entry == nullptr) {
    const std::vector<RunEntry>& left = library_.entries();
    if (left.empty() || !show(left.front().summary.header.id)) {
      clear();
    }
    return;
  }
  read_ceilings();
  reload_joined();
  if (!has_grown(*run_, entry->summary)) {
    return;
  }
  if (const auto shown_again = show(run_->header.id); !shown_again) {
    emit problem(to_label(shown_again.error().message));
  }
}

std::vector<Problem> RunDisplay::shapes() const {
  return run_ ? shapes_of(*run_) : std::vector<Problem>();
}

std::vector<DeviceDescription> RunDisplay::devices() const {
  return devices_of(shown());
}

std::vector<std::string> RunDisplay::baselines() const {
  return run_ ? baselines_of(*run_) : std::vector<std::string>();
}

void RunDisplay::set_speed(Metric metric) {
  if (options_.speed != metric) {
    options_.speed = metric;
    rebuild();
  }
}

void RunDisplay::set_linear_lengths(bool linear) {
  if (options_.linear_lengths != linear) {
    options_.linear_lengths = linear;
    rebuild();
  }
}

void RunDisplay::set_logarithmic(Metric metric, bool logarithmic) {
  const bool changed =
      logarithmic ? options_.logarithmic.insert(metric).second : options_.logarithmic.erase(metric) > 0;
  if (changed) {
    rebuild();
  }
}

void RunDisplay::set_shape(const Problem& shape) {
  options_.shape = shape;
  unring();
  pin_default();
  rebuild();
  emit pinChanged();
}

void RunDisplay::set_only_device(const std::optional<std::string>& uuid) {
  options_.only_device = uuid;
  pin_default();
  rebuild();
  emit pinChanged();
}

void RunDisplay::set_occupancy(const std::optional<OccupancyKind>& kind) {
  options_.occupancy = kind;
  rebuild();
}

void RunDisplay::set_baseline(const std::string& baseline) {
  options_.metric.baseline = baseline;
  if (run_) {
    options_.subject = title_subject(*run_, baseline);
  }
  rebuild();
  emit pinChanged();
}

void RunDisplay::set_flop_convention(FlopConvention convention) {
  options_.metric.flops = convention;
  rebuild();
  emit pinChanged();
}

void RunDisplay::set_memory_with_inputs(bool with_inputs) {
  options_.metric.memory_with_inputs = with_inputs;
  rebuild();
}

void RunDisplay::pin(int point_id) {
  if (point_id < 0 || static_cast<std::size_t>(point_id) >= charts_.handles.size()) {
    return;
  }
  pinned_ = charts_.handles[static_cast<std::size_t>(point_id)];
  rebuild();
  emit pinChanged();
}

bool RunDisplay::pin(const std::string& implementation, std::int64_t seqlen) {
  if (!run_) {
    return false;
  }
  for (std::size_t index = 0; index < run_->points.size(); ++index) {
    const Point& point = run_->points[index];
    if (point.implementation == implementation && point.problem.kv_seqlen == seqlen &&
        (!options_.shape || shape_of(point.problem) == *options_.shape)) {
      pinned_ = PointHandle{0, index};
      rebuild();
      emit pinChanged();
      return true;
    }
  }
  return false;
}

void RunDisplay::pin_point(std::size_t index) {
  if (!run_ || index >= run_->points.size()) {
    return;
  }
  options_.shape = shape_of(run_->points[index].problem);
  pinned_ = PointHandle{0, index};
  rebuild();
  emit pinChanged();
}

void RunDisplay::show_evidence(const std::vector<std::size_t>& points, const QString& words) {
  if (!run_ || points.empty() ||
      std::any_of(points.begin(), points.end(), [&](std::size_t at) { return at >= run_->points.size(); })) {
    return;
  }
  // The longest length of what the statement is about: there it counts most.
  std::size_t best = points.front();
  for (const std::size_t index : points) {
    const Point& point = run_->points[index];
    if (point.implementation == run_->points[points.front()].implementation &&
        point.problem.kv_seqlen > run_->points[best].problem.kv_seqlen) {
      best = index;
    }
  }
  options_.evidence = {points.begin(), points.end()};
  evidence_words_ = words;
  pin_point(best);
}

void RunDisplay::clear_evidence() {
  if (!options_.evidence.empty()) {
    unring();
    rebuild();
  }
}

void RunDisplay::unring() {
  options_.evidence.clear();
  evidence_words_.clear();
}

std::optional<std::size_t> RunDisplay::pinned_point() const {
  return run_ && pinned_ && pinned_->run == 0 && pinned_->point_index < run_->points.size()
             ? std::optional(pinned_->point_index)
             : std::nullopt;
}

void RunDisplay::read_ceilings() {
  std::vector<CeilingMeasurement> found = library_.ceilings();
  if (found != ceilings_) {
    ceilings_ = std::move(found);
    emit pinChanged();
  }
}

std::optional<PointDetails> RunDisplay::details() const {
  const Run* run = pinned_ ? run_of(*pinned_) : nullptr;
  if (run == nullptr || pinned_->point_index >= run->points.size()) {
    return std::nullopt;
  }
  return details_of(*run, pinned_->point_index, options_.metric, ceilings_);
}

int RunDisplay::pinned_id() const {
  const auto found =
      pinned_ ? std::find(charts_.handles.begin(), charts_.handles.end(), *pinned_) : charts_.handles.end();
  return found == charts_.handles.end() ? -1 : static_cast<int>(found - charts_.handles.begin());
}

bool RunDisplay::has_peak() const {
  const std::vector<DeviceDescription> all = devices();
  return std::any_of(all.begin(), all.end(),
                     [](const DeviceDescription& device) { return datasheet_of(device) != nullptr; });
}

bool RunDisplay::shows(const std::string& run_id) const {
  return this->run_id() == run_id || std::any_of(joined_.begin(), joined_.end(), [&](const Run& joined) {
           return joined.header.id == run_id;
         });
}

double RunDisplay::selected_length() const {
  const Run* run = pinned_ ? run_of(*pinned_) : nullptr;
  return run == nullptr || pinned_->point_index >= run->points.size()
             ? 0
             : static_cast<double>(run->points[pinned_->point_index].problem.kv_seqlen);
}

const Run* RunDisplay::run_of(const PointHandle& handle) const {
  if (handle.run == 0) {
    return run();
  }
  const std::size_t number = handle.run - 1;
  if (number < joined_.size()) {
    return &joined_[number];
  }
  return number - joined_.size() < overlays_.size() ? &overlays_[number - joined_.size()] : nullptr;
}

std::vector<ShownRun> RunDisplay::shown() const {
  std::vector<ShownRun> runs;
  if (run_) {
    runs.push_back({&*run_, to_label(run_->header.name)});
    for (const Run& joined : joined_) {
      runs.push_back({&joined, to_label(joined.header.name), true});
    }
    for (const Run& overlay : overlays_) {
      runs.push_back({&overlay, to_label(overlay.header.name)});
    }
  }
  return runs;
}

/// The longest length at which the subject can be compared with the baseline, else its longest one.
void RunDisplay::pin_default() {
  pinned_.reset();
  if (!run_) {
    return;
  }
  std::optional<std::size_t> best;
  std::pair<bool, std::int64_t> best_rank{false, 0};
  for (std::size_t index = 0; index < run_->points.size(); ++index) {
    const Point& point = run_->points[index];
    if (point.implementation != options_.subject || !std::holds_alternative<Measured>(point.outcome) ||
        (options_.shape && shape_of(point.problem) != *options_.shape) ||
        (options_.only_device && point.device_uuid != *options_.only_device)) {
      continue;
    }
    const bool comparable = std::any_of(run_->points.begin(), run_->points.end(), [&](const Point& other) {
      return other.implementation == options_.metric.baseline && other.device_uuid == point.device_uuid &&
             other.problem == point.problem && std::holds_alternative<Measured>(other.outcome);
    });
    const std::pair rank{comparable, point.problem.kv_seqlen};
    if (!best || rank > best_rank) {
      best = index;
      best_rank = rank;
    }
  }
  if (best) {
    pinned_ = PointHandle{0, *best};
  }
}

void RunDisplay::rebuild() {
  const double length = selected_length();
  options_.selected = length > 0 ? std::optional(static_cast<std::int64_t>(length)) : std::nullopt;
  charts_ = build_charts(shown(), options_);
  emit chartsChanged();
}

}  // namespace attnscope
