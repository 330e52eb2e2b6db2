// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// report: runs as a page for people, drawn without a display.
#include "ui/report/report_builder.h"

#include <QApplication>
#include <algorithm>

#include "app/cli/commands.h"
#include "app/cli/compare_source.h"
#include "app/cli/console.h"
#include "app/cli/json.h"
#include "ui/report/report_writer.h"
#include "ui/theme/theme.h"

namespace attnscope {
namespace {

constexpr char report_description[] =
    "Writes runs as a report: what they find in one sentence, well-known claims held against them, charts,\n"
    "tables with intervals, method, environment, and the command that repeats them.\n"
    "The format is the file's ending: .html is one file with charts that follow the reader's theme, .pdf is\n"
    "for paper, .md for an issue. The file is replaced as a whole; the same runs give the same bytes.\n"
    "RUN is an id, the beginning of one, \"latest\", or a file: a database, a .json export or a worker's\n"
    "stream; of a file it is the newest run, FILE:RUN names another. The others are compared with the first.";

QString section_names() {
  QStringList names;
  for (const ReportPart part : all_report_parts()) names << QString::fromStdString(report_part_name(part));
  return names.join(QStringLiteral(", "));
}

Result<std::set<ReportPart>> sections_from(const QStringList& wanted) {
  std::set<ReportPart> parts;
  for (const QString& name : wanted) {
    const auto& all = all_report_parts();
    const auto found = std::find_if(all.begin(), all.end(), [&name](ReportPart part) {
      return report_part_name(part) == name.toStdString();
    });
    if (found == all.end()) {
      return fail(ErrorKind::usage, "there is no section \"" + name.toStdString() + "\"; there are " +
                                        section_names().toStdString());
    }
    parts.insert(*found);
  }
  return parts;
}

Result<FlopConvention> flops_from(const QString& name) {
  if (name == QStringLiteral("unmasked")) return FlopConvention::exact;
  if (name == QStringLiteral("causal-half")) return FlopConvention::causal_half;
  return fail(ErrorKind::usage, "--flops takes unmasked or causal-half, not \"" + name.toStdString() + '"');
}

int write_report_of(CommandOptions& options) {
  const QString path = options.value("output");
  if (path.isEmpty()) return usage_error("report needs -o FILE, and FILE must end with .html, .pdf or .md");
  if (const auto format = report_format_of(path); !format) return failure(format.error());
  if (options.positional().isEmpty()) {
    return usage_error("report needs at least one RUN: an id of attnscope runs, \"latest\", or a file");
  }
  ReportOptions how;
  if (options.has("sections")) {
    auto parts = sections_from(options.list("sections"));
    if (!parts) return failure(parts.error());
    how.parts = std::move(*parts);
  }
  how.baseline = options.value("baseline").toStdString();
  if (options.has("flops")) {
    const auto convention = flops_from(options.value("flops"));
    if (!convention) return failure(convention.error());
    how.flops = *convention;
  }

  CompareSource source(options);
  std::vector<Run> runs;
  for (const QString& wanted : options.positional()) {
    auto run = source.load(wanted);
    if (!run) return failure(run.error());
    runs.push_back(std::move(*run));
  }
  const auto noise = source.noise();
  if (!noise) return failure(noise.error());
  how.noise = *noise;

  std::vector<const Run*> reported;
  reported.reserve(runs.size());
  for (const Run& run : runs) reported.push_back(&run);
  const auto document = build_report(reported, how);
  if (!document) return failure(document.error());
  if (const auto written = write_report(*document, path); !written) return failure(written.error());
  if (options.json()) print(json_text({{"file", path.toStdString()}, {"runs", runs.size()}}));
  return exit_done;
}

}  // namespace

int report_command(int argc, char** argv) {
  qputenv("QT_QPA_PLATFORM", "offscreen");
  qunsetenv("QT_SCALE_FACTOR");
  const QApplication application(argc, argv);
  CommandOptions options("report RUN… -o FILE.{html,pdf,md} [options]", report_description);
  options.add("o,output", "The file to write.", "FILE");
  options.add("sections", "Some sections only: " + section_names() + ".", "LIST");
  options.add("baseline", "The implementation that speedups are over; standard by default.", "IMPL");
  options.add("flops",
              "What a TFLOP/s counts: unmasked query-key pairs (usual), or causal-half: half of all pairs of "
              "causal attention, as papers do.",
              "unmasked|causal-half");
  if (const auto code = options.parse(QCoreApplication::arguments().mid(1))) return *code;
  Theme::instance().apply(ThemeMode::light);
  return write_report_of(options);
}

}  // namespace attnscope
