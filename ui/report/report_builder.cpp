// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/report/report_builder.h"

#include <QCoreApplication>
#include <algorithm>

#include "profiler/analysis/claims.h"
#include "profiler/analysis/cover_finding.h"
#include "profiler/session/point_figures.h"
#include "ui/models/chart_builder.h"
#include "ui/models/comparison_texts.h"
#include "ui/models/labels.h"
#include "ui/report/report_tables.h"
#include "ui/report/report_words.h"

namespace attnscope {
namespace {

struct Reports {
  Q_DECLARE_TR_FUNCTIONS(attnscope::Reports)
};

/// Beyond this many shapes the tables say more than a hundred charts would.
constexpr std::size_t most_charted_shapes = 6;

std::string default_baseline(const Run& run) {
  const std::vector<std::string> possible = baselines_of(run);
  return possible.empty() ? "standard" : possible.front();
}

bool has_points(const Run& run, const Problem& shape) {
  return std::any_of(run.points.begin(), run.points.end(),
                     [&shape](const Point& point) { return shape_of(point.problem) == shape; });
}

/// Of all runs, each once, in the order of the runs.
std::vector<Problem> shapes_of_all(const std::vector<const Run*>& runs) {
  std::vector<Problem> shapes;
  for (const Run* run : runs) {
    for (const Problem& shape : shapes_of(*run)) {
      if (std::find(shapes.begin(), shapes.end(), shape) == shapes.end()) shapes.push_back(shape);
    }
  }
  return shapes;
}

class Builder {
 public:
  Builder(const std::vector<const Run*>& runs, const ReportOptions& options)
      : runs_(runs), options_(options) {
    metric_.baseline = options.baseline.empty() ? default_baseline(*runs.front()) : options.baseline;
    metric_.flops = options.flops;
    subject_ = title_subject(*runs.front(), metric_.baseline);
  }

  ReportDocument build() {
    const Run& first = *runs_.front();
    ReportDocument document;
    document.title = runs_.size() == 1
                         ? name_of_run(first)
                         : Reports::tr("%1 and %2 more").arg(name_of_run(first)).arg(runs_.size() - 1);
    FindingQuestion question;
    question.implementation = subject_;
    question.options = metric_;
    document.cover = cover_line(first, cover_finding(first, question), metric_.baseline);
    document.byline = byline(first);
    document.created_ms = first.header.created_ms;
    for (const ReportPart part : all_report_parts()) {
      if (options_.parts.count(part) == 0) continue;
      ReportSection section{report_part_label(part), {}};
      add(part, section.blocks);
      if (!section.blocks.empty()) document.sections.push_back(std::move(section));
    }
    return document;
  }

 private:
  static QString name_of_run(const Run& run) {
    const QString name = to_label(run.header.name).simplified();
    return name.isEmpty() ? Reports::tr("Run %1").arg(to_label(run.header.id)) : name;
  }

  static QString byline(const Run& run) {
    QStringList parts{Reports::tr("Measured %1").arg(report_time(run.header.created_ms))};
    if (!run.header.environments.empty() && !run.header.environments.front().program_version.empty()) {
      parts << Reports::tr("attnscope %1").arg(to_label(run.header.environments.front().program_version));
    }
    parts << Reports::tr("run %1").arg(to_label(run.header.id));
    if (!run.pending.empty() || run.header.state != RunState::finished) {
      parts << Reports::tr("not complete: %1 of %2 points")
                   .arg(run.points.size())
                   .arg(std::max<std::int64_t>(run.header.planned_points,
                                               static_cast<std::int64_t>(run.points.size())));
    }
    return parts.join(QStringLiteral(" · "));
  }

  void add(ReportPart part, std::vector<ReportBlock>& blocks) {
    switch (part) {
      case ReportPart::notes:
        return add_notes(blocks);
      case ReportPart::claims:
        return each_run(blocks, [&](const Run& run) {
          const std::string baseline = claims_baseline(run, metric_.baseline);
          blocks.emplace_back(claims_table(run, check_claims(run, baseline), baseline));
        });
      case ReportPart::charts:
        return add_charts(blocks);
      case ReportPart::comparison:
        return add_comparisons(blocks);
      case ReportPart::tables:
        return each_run(blocks, [&](const Run& run) {
          for (ReportTable& table : point_tables(run, metric_)) blocks.emplace_back(std::move(table));
        });
      case ReportPart::method:
        return add_method(blocks);
      case ReportPart::environment:
        return each_run(blocks, [&](const Run& run) {
          for (const Environment& environment : run.header.environments) {
            blocks.emplace_back(environment_table(environment));
          }
        });
      case ReportPart::commands:
        return each_run(blocks, [&](const Run& run) {
          blocks.emplace_back(ReportCode{run.header.command.empty() ? Reports::tr("The run does not say.")
                                                                    : to_label(run.header.command)});
        });
    }
  }

  /// With a heading a run where there are several.
  template <typename Add>
  void each_run(std::vector<ReportBlock>& blocks, Add add_run) const {
    for (const Run* run : runs_) {
      if (runs_.size() > 1) blocks.emplace_back(ReportSubheading{name_of_run(*run)});
      add_run(*run);
    }
  }

  /// Of the runs that have any.
  void add_notes(std::vector<ReportBlock>& blocks) const {
    for (const Run* run : runs_) {
      const QStringList lines = note_lines(*run);
      if (lines.isEmpty()) continue;
      if (runs_.size() > 1) blocks.emplace_back(ReportSubheading{name_of_run(*run)});
      for (const QString& line : lines) blocks.emplace_back(ReportParagraph{line});
    }
  }

  void add_charts(std::vector<ReportBlock>& blocks) const {
    const std::vector<Problem> shapes = shapes_of_all(runs_);
    std::size_t charted = 0;
    for (const Problem& shape : shapes) {
      if (charted == most_charted_shapes) {
        blocks.emplace_back(
            ReportParagraph{Reports::tr("Charts show the first %1 of %2 shapes; the tables hold all.")
                                .arg(most_charted_shapes)
                                .arg(shapes.size())});
        return;
      }
      std::vector<ShownRun> shown;
      for (const Run* run : runs_) {
        if (has_points(*run, shape)) shown.push_back({run, name_of_run(*run)});
      }
      if (shown.empty()) continue;
      ++charted;
      if (shapes.size() > 1) blocks.emplace_back(ReportSubheading{shape_label(shape)});
      ChartOptions options;
      options.metric = metric_;
      options.shape = shape;
      options.subject = title_subject(*shown.front().run, metric_.baseline);
      ChartSet charts = build_charts(shown, options);
      for (ChartSpec* chart : {&charts.speedup, &charts.time, &charts.memory, &charts.occupancy}) {
        if (!chart->series.empty()) blocks.emplace_back(ReportChart{std::move(*chart)});
      }
    }
  }

  void add_comparisons(std::vector<ReportBlock>& blocks) const {
    const Run& base = *runs_.front();
    for (std::size_t index = 1; index < runs_.size(); ++index) {
      const Run& other = *runs_[index];
      const ComparisonOptions how{default_margin, metric_.baseline, options_.noise};
      const RunComparison comparison = compare_runs(base, other, how);
      blocks.emplace_back(
          ReportSubheading{Reports::tr("%1 against %2").arg(name_of_run(other), name_of_run(base))});
      if (comparison.points.empty()) {
        blocks.emplace_back(ReportParagraph{Reports::tr("The two runs have no point in common.")});
        continue;
      }
      blocks.emplace_back(ReportParagraph{overlap_label(comparison) + ' ' + counts_label(comparison)});
      for (const QString& line : noise_lines(comparison)) blocks.emplace_back(ReportParagraph{line});
      for (ReportTable& table : comparison_tables(comparison)) blocks.emplace_back(std::move(table));
      if (comparison.differences.empty()) {
        blocks.emplace_back(ReportParagraph{Reports::tr("Both were measured in the same environment.")});
      } else {
        blocks.emplace_back(difference_table(comparison));
      }
    }
  }

  void add_method(std::vector<ReportBlock>& blocks) const {
    std::vector<QStringList> said;
    for (const Run* run : runs_) said.push_back(method_lines(*run, metric_));
    const bool same = std::all_of(said.begin(), said.end(),
                                  [&](const QStringList& lines) { return lines == said.front(); });
    for (std::size_t index = 0; index < (same ? 1 : said.size()); ++index) {
      if (!same) blocks.emplace_back(ReportSubheading{name_of_run(*runs_[index])});
      for (const QString& line : said[index]) blocks.emplace_back(ReportParagraph{line});
    }
    if (runs_.size() > 1) {
      blocks.emplace_back(ReportParagraph{
          Reports::tr("Verdicts between runs rest on the samples, on how far they correlate, and on how much "
                      "runs of the very same thing differ on that device.")});
    }
  }

  const std::vector<const Run*>& runs_;
  const ReportOptions& options_;
  MetricOptions metric_;
  std::string subject_;
};

struct PartWords {
  ReportPart part;
  const char* name;
  const char* label;
};
constexpr PartWords part_words[] = {
    {ReportPart::notes, "notes", QT_TRANSLATE_NOOP("attnscope::Reports", "Notes and tags")},
    {ReportPart::claims, "claims", QT_TRANSLATE_NOOP("attnscope::Reports", "Well-known claims")},
    {ReportPart::charts, "charts", QT_TRANSLATE_NOOP("attnscope::Reports", "Charts")},
    {ReportPart::comparison, "comparison", QT_TRANSLATE_NOOP("attnscope::Reports", "Run against run")},
    {ReportPart::tables, "tables", QT_TRANSLATE_NOOP("attnscope::Reports", "Every point")},
    {ReportPart::method, "method", QT_TRANSLATE_NOOP("attnscope::Reports", "Method")},
    {ReportPart::environment, "environment", QT_TRANSLATE_NOOP("attnscope::Reports", "Environment")},
    {ReportPart::commands, "commands", QT_TRANSLATE_NOOP("attnscope::Reports", "Repeat it")},
};

const PartWords& words_of(ReportPart part) {
  return *std::find_if(std::begin(part_words), std::end(part_words),
                       [part](const PartWords& words) { return words.part == part; });
}

}  // namespace

const std::vector<ReportPart>& all_report_parts() {
  static const std::vector<ReportPart> parts = [] {
    std::vector<ReportPart> all;
    for (const PartWords& words : part_words) all.push_back(words.part);
    return all;
  }();
  return parts;
}

QString report_part_label(ReportPart part) {
  return Reports::tr(words_of(part).label);
}

std::string report_part_name(ReportPart part) {
  return words_of(part).name;
}

Result<ReportDocument> build_report(const std::vector<const Run*>& runs, const ReportOptions& options) {
  if (runs.empty()) return fail(ErrorKind::usage, "a report needs at least one run");
  for (const Run* run : runs) {
    if (run->points.empty()) {
      return fail(ErrorKind::usage, "run " + run->header.id + " has no point to report yet");
    }
  }
  return Builder(runs, options).build();
}

}  // namespace attnscope
