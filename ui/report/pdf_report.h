// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// A report as PDF: A4, charts as vectors, fonts embedded, the same bytes for the same report.
#pragma once

#include <QByteArray>

#include "ui/report/report_document.h"

namespace attnscope {

/// Needs a QApplication.
QByteArray pdf_of(const ReportDocument& document);

}  // namespace attnscope
