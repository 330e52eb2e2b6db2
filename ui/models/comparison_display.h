// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the Compare page shows: a baseline, the runs laid beside it, and the comparison of each with it.
#pragma once

#include <QObject>
#include <QString>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "profiler/analysis/comparison.h"
#include "ui/models/run_library.h"

namespace attnscope {

/// One run beside the baseline. The comparison points into both runs.
struct ComparedRun {
  std::shared_ptr<const Run> run;
  RunComparison comparison;
};

class ComparisonDisplay : public QObject {
  Q_OBJECT
 public:
  explicit ComparisonDisplay(RunLibrary& library, QObject* parent = nullptr);

  /// Chooses both at once; the baseline is left out of the others. A run that cannot be loaded is said and
  /// left out.
  void choose(const std::string& base_id, const std::vector<std::string>& other_ids);
  void set_base(const std::string& run_id) { choose(run_id, other_ids_); }
  void set_others(const std::vector<std::string>& run_ids) { choose(base_id_, run_ids); }
  /// Loads again what has changed in the library, and drops what is gone.
  void follow_library();

  const std::string& base_id() const { return base_id_; }
  const std::vector<std::string>& other_ids() const { return other_ids_; }
  const Run* base() const { return base_.run.get(); }
  const std::vector<ComparedRun>& compared() const { return compared_; }
  /// Points joined, over all runs.
  std::size_t joined_points() const;
  /// Shapes and implementations of the joined points, in the baseline's order.
  std::vector<Problem> shapes() const;
  std::vector<std::string> implementations() const;

 signals:
  void changed();
  void problem(const QString& message);

 private:
  struct Loaded {
    std::shared_ptr<const Run> run;
    std::int64_t outcomes = 0;  ///< of its summary when it was loaded
    std::string name;
  };
  Loaded load(const std::string& run_id);
  bool is_current(const Loaded& loaded) const;
  void compare();

  RunLibrary& library_;
  std::string base_id_;
  std::vector<std::string> other_ids_;
  Loaded base_;
  std::vector<Loaded> others_;
  std::vector<ComparedRun> compared_;
};

}  // namespace attnscope
