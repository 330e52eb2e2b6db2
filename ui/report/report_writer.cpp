// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/report/report_writer.h"

#include "profiler/session/export_runs.h"
#include "ui/report/html_report.h"
#include "ui/report/markdown_report.h"
#include "ui/report/pdf_report.h"

namespace attnscope {

Result<ReportFormat> report_format_of(const QString& path) {
  const auto ends = [&path](const char* ending) {
    return path.endsWith(QLatin1String(ending), Qt::CaseInsensitive);
  };
  if (ends(".html") || ends(".htm")) return ReportFormat::html;
  if (ends(".pdf")) return ReportFormat::pdf;
  if (ends(".md")) return ReportFormat::markdown;
  return fail(ErrorKind::usage,
              "the file's name must end with .html, .pdf or .md, not \"" + path.toStdString() + '"');
}

QByteArray render_report(const ReportDocument& document, ReportFormat format) {
  switch (format) {
    case ReportFormat::html:
      return html_of(document);
    case ReportFormat::pdf:
      return pdf_of(document);
    case ReportFormat::markdown:
      return markdown_of(document);
  }
  return {};
}

Result<void> write_report(const ReportDocument& document, const QString& path) {
  const auto format = report_format_of(path);
  if (!format) return tl::unexpected(format.error());
  return write_atomically(path, render_report(document, *format));
}

}  // namespace attnscope
