// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// A report into a file, for the command line and the window alike.
#pragma once

#include <QByteArray>
#include <QString>

#include "kernels/problem/result.h"
#include "ui/report/report_document.h"

namespace attnscope {

enum class ReportFormat { html, pdf, markdown };

/// By the name's ending: .html, .htm, .pdf, .md; another one is a usage error.
Result<ReportFormat> report_format_of(const QString& path);

/// The same bytes for the same report. Needs a QApplication.
QByteArray render_report(const ReportDocument& document, ReportFormat format);

/// The file is replaced as a whole or not at all.
Result<void> write_report(const ReportDocument& document, const QString& path);

}  // namespace attnscope
