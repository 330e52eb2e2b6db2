// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// A report as one HTML file: nothing is loaded, charts follow the reader's theme, paper is light.
#pragma once

#include <QByteArray>

#include "ui/report/report_document.h"

namespace attnscope {

/// Needs a QApplication where the report has charts.
QByteArray html_of(const ReportDocument& document);

}  // namespace attnscope
