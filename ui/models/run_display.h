// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the charts and the inspector show: the run looked at, those laid over it, the options, the pinned
// point.
#pragma once

#include <QObject>
#include <QString>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "ui/models/chart_builder.h"
#include "ui/models/point_details.h"
#include "ui/models/run_library.h"

namespace attnscope {

class RunDisplay : public QObject {
  Q_OBJECT
 public:
  explicit RunDisplay(RunLibrary& library, QObject* parent = nullptr);

  /// Loads the run and shows it; on failure the one shown stays.
  Result<void> show(const std::string& run_id);
  void set_overlays(const std::vector<std::string>& run_ids);
  /// From now on draws the points of `run_id` as those of `first` where that is shown.
  void join(const std::string& first, const std::string& run_id);
  /// Shows no run.
  void clear();
  /// Loads again whatever has changed in the library; another run where this one is gone.
  void follow_library();

  const Run* run() const { return run_ ? &*run_ : nullptr; }
  std::string run_id() const { return run_ ? run_->header.id : std::string(); }
  const ChartSet& charts() const { return charts_; }
  const ChartOptions& options() const { return options_; }
  std::vector<Problem> shapes() const;
  std::vector<DeviceDescription> devices() const;
  /// Implementations of the run that flash can be laid beside: the standard ones first, then all others.
  std::vector<std::string> baselines() const;

  /// Metric::time, throughput or percent_of_peak.
  void set_speed(Metric metric);
  void set_linear_lengths(bool linear);
  void set_logarithmic(Metric metric, bool logarithmic);
  void set_shape(const Problem& shape);
  void set_only_device(const std::optional<std::string>& uuid);
  void set_occupancy(const std::optional<OccupancyKind>& kind);
  void set_baseline(const std::string& baseline);
  void set_flop_convention(FlopConvention convention);
  void set_memory_with_inputs(bool with_inputs);

  /// By ChartPoint::point_id.
  void pin(int point_id);
  /// The point of an implementation at a length ("flash:8192") of the run looked at; false if it has none.
  bool pin(const std::string& implementation, std::int64_t seqlen);
  /// By its place among the points of the run looked at; its shape is shown.
  void pin_point(std::size_t index);
  /// Pins one of these points of the run looked at, the longest of what the first one is of, and rings all of
  /// them, until another run or shape is shown or clear_evidence() is called. `words` is what they show.
  void show_evidence(const std::vector<std::size_t>& points, const QString& words);
  void clear_evidence();
  /// Ringed points, by their places in the run looked at.
  const std::set<std::size_t>& evidence() const { return options_.evidence; }
  const QString& evidence_words() const { return evidence_words_; }
  /// The pinned point, where it is one of the run looked at.
  std::optional<std::size_t> pinned_point() const;
  std::optional<PointDetails> details() const;
  /// The pinned point's ChartPoint::point_id, -1 where nothing is pinned or it is not drawn.
  int pinned_id() const;
  /// A peak is published for one of the run's devices.
  bool has_peak() const;
  /// Whether a run is the one looked at or joins it.
  bool shows(const std::string& run_id) const;
  /// The measured limits of devices, as of the last look.
  const std::vector<CeilingMeasurement>& ceilings() const { return ceilings_; }
  /// Looks again; pinChanged() where they differ.
  void read_ceilings();
  /// Length of the pinned point; 0 where nothing is pinned.
  double selected_length() const;

 signals:
  void chartsChanged();
  void runChanged();
  void pinChanged();
  void problem(const QString& message);

 private:
  std::vector<ShownRun> shown() const;
  const Run* run_of(const PointHandle& handle) const;
  void rebuild();
  void reload_joined();
  void load_joined();
  void load_overlays();
  void unring();
  void pin_default();

  RunLibrary& library_;
  std::optional<Run> run_;
  std::vector<std::string> overlay_ids_;                     ///< as they are ticked
  std::vector<Run> overlays_;                                ///< those that are not shown otherwise
  std::map<std::string, std::vector<std::string>> joining_;  ///< runs measured finer, by what they join
  std::vector<Run> joined_;                                  ///< numbered after the run, before the overlays
  ChartOptions options_;
  ChartSet charts_;
  std::optional<PointHandle> pinned_;
  QString evidence_words_;
  std::vector<CeilingMeasurement> ceilings_;
};

}  // namespace attnscope
