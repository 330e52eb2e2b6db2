// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/report/html_report.h"

#include <QColor>
#include <kainjow/mustache.hpp>
#include <string>

#include "ui/report/chart_drawing.h"
#include "ui/report/report_html.h"
#include "ui/theme/theme_colors.h"

namespace attnscope {
namespace {

using Data = kainjow::mustache::data;

Data text(const QString& words) {
  return Data(words.toStdString());
}

/// The roles of the page as CSS declarations.
std::string role_declarations(bool dark) {
  const ThemeColors& colors = theme_colors(dark);
  const std::pair<const char*, QColor> roles[] = {
      {"background", colors.background}, {"panel", colors.panel}, {"line", colors.line},
      {"hover", colors.hover},           {"text", colors.text},   {"secondary", colors.secondary},
      {"accent", colors.accent},
  };
  std::string css;
  for (const auto& [role, color] : roles) {
    css += std::string("--") + role + ":" + color.name().toStdString() + ";";
  }
  return css;
}

std::string chart_declarations(const std::vector<PairedColor>& colors, bool dark) {
  std::string css;
  for (std::size_t index = 0; index < colors.size(); ++index) {
    const QString& color = dark ? colors[index].dark : colors[index].light;
    css += "--c" + std::to_string(index) + ":" + color.toStdString() + ";";
  }
  return css;
}

Data table_data(const ReportTable& table) {
  Data columns(Data::type::list);
  for (const ReportColumn& column : table.columns) {
    Data cell;
    cell.set("text", text(column.heading));
    cell.set("number", column.is_number);
    columns.push_back(cell);
  }
  Data rows(Data::type::list);
  for (const QStringList& row : table.rows) {
    Data cells(Data::type::list);
    for (qsizetype index = 0; index < row.size(); ++index) {
      Data cell;
      cell.set("text", text(row[index]));
      cell.set("number", table.columns[static_cast<std::size_t>(index)].is_number);
      cells.push_back(cell);
    }
    Data line;
    line.set("cells", cells);
    rows.push_back(line);
  }
  Data data;
  data.set("caption", table.caption.isEmpty() ? Data(false) : text(table.caption));
  data.set("columns", columns);
  data.set("rows", rows);
  return data;
}

/// The blocks of a section, charts beside each other gathered into one group.
class Blocks {
 public:
  explicit Blocks(ChartDrawing& drawing) : drawing_(drawing) {}

  Data of(const std::vector<ReportBlock>& blocks) {
    for (const ReportBlock& block : blocks) std::visit(*this, block);
    end_charts();
    return result_;
  }

  void operator()(const ReportSubheading& heading) { add("subheading", text(heading.text)); }
  void operator()(const ReportParagraph& paragraph) { add("paragraph", text(paragraph.text)); }
  void operator()(const ReportCode& code) { add("code", text(code.text)); }
  void operator()(const ReportTable& table) { add("table", table_data(table)); }
  void operator()(const ReportChart& chart) {
    Data figure;
    figure.set("svg", Data(drawing_.themed_svg(chart.spec).toStdString()));
    charts_.push_back(figure);
    has_charts_ = true;
  }

 private:
  void add(const char* kind, const Data& content) {
    end_charts();
    Data block;
    Data inner;
    inner.set("content", content);
    block.set(kind, inner);
    result_.push_back(block);
  }

  void end_charts() {
    if (!has_charts_) return;
    Data group;
    group.set("figures", charts_);
    Data block;
    block.set("charts", group);
    result_.push_back(block);
    charts_ = Data(Data::type::list);
    has_charts_ = false;
  }

  ChartDrawing& drawing_;
  Data result_{Data::type::list};
  Data charts_{Data::type::list};
  bool has_charts_ = false;
};

}  // namespace

QByteArray html_of(const ReportDocument& document) {
  ChartDrawing drawing;
  Data sections(Data::type::list);
  for (const ReportSection& section : document.sections) {
    Data data;
    data.set("heading", text(section.heading));
    data.set("blocks", Blocks(drawing).of(section.blocks));
    sections.push_back(data);
  }
  Data page;
  page.set("title", text(document.title));
  page.set("cover", text(document.cover));
  page.set("byline", text(document.byline));
  page.set("light", Data(role_declarations(false) + chart_declarations(drawing.colors(), false)));
  page.set("dark", Data(role_declarations(true) + chart_declarations(drawing.colors(), true)));
  page.set("sections", sections);
  kainjow::mustache::mustache page_template{std::string(report_html)};
  return QByteArray::fromStdString(page_template.render(page));
}

}  // namespace attnscope
