// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What a chart has drawn, as JSON and as a table.
#pragma once

#include <QJsonObject>
#include <QPoint>
#include <QString>

namespace attnscope {

class ChartHeader;
class ChartPlot;

/// `card` and `plot_offset`: where the card lies in its window, and the plot in the card.
QJsonObject describe_chart(ChartPlot& plot, const ChartHeader& header, const QRect& card, QPoint plot_offset);

QString chart_csv(const ChartPlot& plot);

}  // namespace attnscope
