// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/chart_description.h"

#include <QJsonArray>
#include <QStringList>
#include <cmath>

#include "ui/charts/chart_header.h"
#include "ui/charts/chart_plot.h"
#include "ui/charts/series_graph.h"

namespace attnscope {
namespace {

QJsonArray rectangle(const QRectF& rect) {
  return {rect.x(), rect.y(), rect.width(), rect.height()};
}

QJsonObject text_object(const DrawnText& text, QPointF offset) {
  QJsonObject object{{QStringLiteral("text"), text.text},
                     {QStringLiteral("rect"), rectangle(text.rect.translated(offset))},
                     {QStringLiteral("color"), text.color.name()},
                     {QStringLiteral("background"), text.background.name()}};
  if (!text.full_text.isEmpty()) {
    object.insert(QStringLiteral("elided"), true);
    object.insert(QStringLiteral("full_text"), text.full_text);
  }
  return object;
}

QJsonValue number(double value) {
  return std::isnan(value) ? QJsonValue() : QJsonValue(value);
}

QJsonValue optional_number(const std::optional<double>& value) {
  return value ? QJsonValue(*value) : QJsonValue();
}

/// The value that a graph plots at a length; not a number where there is none.
double value_at(const QCPGraph* graph, double key) {
  if (graph == nullptr) {
    return std::nan("");
  }
  const auto found = graph->data()->findBegin(key, false);
  return found != graph->data()->constEnd() && found->key == key ? found->value : std::nan("");
}

QJsonObject series_object(const ChartSeries& series, const PlottedSeries& plotted,
                          const std::vector<DrawnMark>& marks, std::size_t index) {
  QJsonArray x, y, low, high, drawn_marks, ringed;
  for (const ChartPoint& point : series.points) {
    if (point.ringed) {
      ringed.append(point.x);
    }
  }
  for (const QCPGraphData& data : *plotted.line->data()) {
    if (std::isnan(data.value)) {
      continue;
    }
    x.append(data.key);
    y.append(data.value);
    low.append(number(value_at(plotted.band_low, data.key)));
    high.append(number(value_at(plotted.band_high, data.key)));
  }
  for (const DrawnMark& mark : marks) {
    if (mark.series == index) {
      drawn_marks.append(QJsonObject{{QStringLiteral("kind"), mark_name(mark.kind)},
                                     {QStringLiteral("words"), mark_words(mark.kind)},
                                     {QStringLiteral("x"), mark.x},
                                     {QStringLiteral("y"), mark.y ? QJsonValue(*mark.y) : QJsonValue()}});
    }
  }
  return {{QStringLiteral("label"), series.label},
          {QStringLiteral("implementation"), series.style.implementation},
          {QStringLiteral("device"), series.style.device_index},
          {QStringLiteral("prediction"), series.style.thin},
          {QStringLiteral("color"), plotted.color.name()},
          {QStringLiteral("faint"), plotted.faint},
          {QStringLiteral("x"), x},
          {QStringLiteral("y"), y},
          {QStringLiteral("low"), low},
          {QStringLiteral("high"), high},
          {QStringLiteral("ringed"), ringed},
          {QStringLiteral("marks"), drawn_marks}};
}

QString unit(ValueFormat format) {
  switch (format) {
    case ValueFormat::ratio:
      return QStringLiteral("ratio");
    case ValueFormat::microseconds:
      return QStringLiteral("microseconds");
    case ValueFormat::tflops:
      return QStringLiteral("tflops");
    case ValueFormat::bytes:
      return QStringLiteral("bytes");
    case ValueFormat::percent:
      return QStringLiteral("percent");
  }
  return {};
}

/// Quoted; a text that a spreadsheet would take for a formula is kept a text.
QString cell(const QString& text) {
  QString safe = text;
  if (!safe.isEmpty() && QStringLiteral("=+-@\t\r").contains(safe.front())) {
    safe.prepend(QLatin1Char('\''));
  }
  safe.replace(QLatin1Char('"'), QStringLiteral("\"\""));
  return QLatin1Char('"') + safe + QLatin1Char('"');
}

QString cell(double value) {
  return std::isnan(value) ? QString() : QString::number(value, 'g', 17);
}

}  // namespace

QJsonObject describe_chart(ChartPlot& plot, const ChartHeader& header, const QRect& card,
                           QPoint plot_offset) {
  QJsonArray texts, series, lines;
  const QPointF origin = card.topLeft();
  for (const DrawnText& text : header.texts()) {
    texts.append(text_object(text, origin));
  }
  const std::vector<DrawnText> none;
  for (const DrawnText& text : plot.isHidden() ? none : plot.drawn_texts()) {  // a table may be in its place
    texts.append(text_object(text, origin + plot_offset));
  }
  const std::vector<DrawnMark>& marks = plot.drawn_marks();
  for (std::size_t index = 0; index < plot.plotted().size(); ++index) {
    series.append(series_object(plot.spec().series[index], plot.plotted()[index], marks, index));
  }
  for (const ReferenceLine& line : plot.spec().lines) {
    lines.append(QJsonObject{{QStringLiteral("y"), line.y},
                             {QStringLiteral("label"), line.label},
                             {QStringLiteral("warning"), line.warning}});
  }
  QJsonArray length_marks;
  for (const LengthMark& mark : plot.spec().length_marks) {
    length_marks.append(QJsonObject{{QStringLiteral("label"), mark.label},
                                    {QStringLiteral("at"), optional_number(mark.at)},
                                    {QStringLiteral("low"), optional_number(mark.low)},
                                    {QStringLiteral("high"), optional_number(mark.high)}});
  }
  const QCPRange lengths = plot.length_range();
  return {{QStringLiteral("title"), plot.spec().title},
          {QStringLiteral("unit"), unit(plot.spec().format)},
          {QStringLiteral("rect"), rectangle(card)},
          {QStringLiteral("plot_rect"), rectangle(QRectF(plot.plot_rect()).translated(origin + plot_offset))},
          {QStringLiteral("length_range"), QJsonArray{lengths.lower, lengths.upper}},
          {QStringLiteral("value_range"), QJsonArray{plot.values().low, plot.values().high}},
          {QStringLiteral("texts"), texts},
          {QStringLiteral("series"), series},
          {QStringLiteral("lines"), lines},
          {QStringLiteral("length_marks"), length_marks},
          {QStringLiteral("linear_lengths"), plot.spec().linear_lengths}};
}

QString chart_csv(const ChartPlot& plot) {
  const ChartSpec& spec = plot.spec();
  QStringList rows{QStringLiteral("series,implementation,device,sequence_length,%1,low,high,outcome")
                       .arg(unit(spec.format))};
  for (std::size_t index = 0; index < spec.series.size(); ++index) {
    const ChartSeries& series = spec.series[index];
    const PlottedSeries& plotted = plot.plotted()[index];
    const QString label =
        series.style.thin ? series.style.implementation + QStringLiteral(" (predicted)") : series.label;
    for (const ChartPoint& point : series.points) {
      double value = value_at(plotted.line, point.x);
      if (std::isnan(value)) {
        value = value_at(plotted.marks, point.x);
      }
      rows.append(QStringList{cell(label), cell(series.style.implementation),
                              QString::number(series.style.device_index), cell(point.x), cell(value),
                              cell(value_at(plotted.band_low, point.x)),
                              cell(value_at(plotted.band_high, point.x)), mark_name(point.mark)}
                      .join(QLatin1Char(',')));
    }
  }
  return rows.join(QLatin1Char('\n')) + QLatin1Char('\n');
}

}  // namespace attnscope
