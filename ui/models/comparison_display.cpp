// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/comparison_display.h"

#include <algorithm>
#include <map>

#include "profiler/session/point_figures.h"

namespace attnscope {
namespace {

std::int64_t outcomes_of(const RunSummary& summary) {
  return summary.measured + summary.out_of_memory + summary.unsupported + summary.failed + summary.cancelled;
}

}  // namespace

ComparisonDisplay::ComparisonDisplay(RunLibrary& library, QObject* parent)
    : QObject(parent), library_(library) {
  connect(&library_, &RunLibrary::changed, this, &ComparisonDisplay::follow_library);
}

bool ComparisonDisplay::is_current(const Loaded& loaded) const {
  const RunEntry* entry = loaded.run ? library_.entry(loaded.run->header.id) : nullptr;
  return entry != nullptr && outcomes_of(entry->summary) == loaded.outcomes &&
         entry->summary.header.name == loaded.name;
}

ComparisonDisplay::Loaded ComparisonDisplay::load(const std::string& run_id) {
  for (const Loaded& known : others_) {
    if (known.run && known.run->header.id == run_id && is_current(known)) {
      return known;
    }
  }
  if (base_.run && base_.run->header.id == run_id && is_current(base_)) {
    return base_;
  }
  const RunEntry* entry = library_.entry(run_id);
  auto run = library_.load(run_id);
  if (!run) {
    emit problem(QString::fromStdString(run.error().message));
    return {};
  }
  return {std::make_shared<const Run>(std::move(*run)), entry == nullptr ? 0 : outcomes_of(entry->summary),
          entry == nullptr ? std::string() : entry->summary.header.name};
}

void ComparisonDisplay::choose(const std::string& base_id, const std::vector<std::string>& other_ids) {
  std::vector<Loaded> others;
  std::vector<std::string> loaded_ids;
  for (const std::string& id : other_ids) {
    if (id == base_id || std::find(loaded_ids.begin(), loaded_ids.end(), id) != loaded_ids.end()) {
      continue;
    }
    if (Loaded loaded = load(id); loaded.run) {
      others.push_back(std::move(loaded));
      loaded_ids.push_back(id);
    }
  }
  Loaded base = base_id.empty() ? Loaded{} : load(base_id);
  base_id_ = base.run ? base_id : std::string();
  other_ids_ = std::move(loaded_ids);
  base_ = std::move(base);
  others_ = std::move(others);
  compare();
}

void ComparisonDisplay::follow_library() {
  const auto gone = [this](const std::string& id) { return library_.entry(id) == nullptr; };
  const bool all_current = (base_id_.empty() || is_current(base_)) &&
                           std::all_of(others_.begin(), others_.end(),
                                       [this](const Loaded& loaded) { return is_current(loaded); });
  if (all_current) {
    return;
  }
  std::vector<std::string> others = other_ids_;
  std::erase_if(others, gone);
  choose(gone(base_id_) ? std::string() : base_id_, others);
}

void ComparisonDisplay::compare() {
  compared_.clear();
  if (base_.run) {
    const std::vector<NoiseMeasurement> noise = library_.noise();
    const ComparisonOptions options{default_margin, baseline_of(*base_.run), noise};
    for (const Loaded& other : others_) {
      compared_.push_back({other.run, compare_runs(*base_.run, *other.run, options)});
    }
  }
  emit changed();
}

std::size_t ComparisonDisplay::joined_points() const {
  std::size_t count = 0;
  for (const ComparedRun& other : compared_) {
    count += other.comparison.points.size();
  }
  return count;
}

std::vector<Problem> ComparisonDisplay::shapes() const {
  std::vector<Problem> shapes;
  if (!base_.run) {
    return shapes;
  }
  std::map<Problem, bool> joined;
  for (const ComparedRun& other : compared_) {
    for (const ComparedPoint& point : other.comparison.points) {
      joined[shape_of(point.base.point->problem)] = true;
    }
  }
  for (const Problem& shape : shapes_of(*base_.run)) {
    if (joined.contains(shape)) {
      shapes.push_back(shape);
    }
  }
  return shapes;
}

std::vector<std::string> ComparisonDisplay::implementations() const {
  std::vector<std::string> found;
  for (const ComparedRun& other : compared_) {
    for (const ComparedPoint& point : other.comparison.points) {
      const std::string& name = point.base.point->implementation;
      if (std::find(found.begin(), found.end(), name) == found.end()) {
        found.push_back(name);
      }
    }
  }
  return found;
}

}  // namespace attnscope
