// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/roofline_view.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>
#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

#include "profiler/session/run_csv.h"
#include "ui/charts/label_layout.h"
#include "ui/models/labels.h"
#include "ui/theme/theme.h"
#include "ui/views/copy_actions.h"

namespace attnscope {
namespace {

constexpr double left_room = 62;
constexpr double bottom_room = 42;
constexpr double top_room = 22;
constexpr double right_room = 14;
constexpr double mark_radius = 4;
constexpr double swatch_side = 8;
constexpr double swatch_gap = 5;
constexpr double words_margin = 12;
constexpr double words_height = 22;
constexpr double pointer_reach = 14;  // of the pointer, in pixels

/// 1, 10, 100, 1k, 10k; 0.1 and less in full.
QString power_label(double value) {
  constexpr double thousand = 1000;
  if (value >= thousand) {
    return QString::number(value / thousand, 'g', 6) + QStringLiteral("k");
  }
  return QString::number(value, 'g', 6);
}

/// 1, 2 and 5 times each power of ten where there is room for them, else the powers alone.
std::vector<double> log_ticks(double low, double high, double pixels) {
  constexpr double room_for_three = 150;
  const bool dense = pixels / std::max(high - low, 0.1) >= room_for_three;
  std::vector<double> ticks;
  for (double power = std::floor(low); power <= std::ceil(high); power += 1) {
    for (const double factor : {1.0, 2.0, 5.0}) {
      const double value = factor * std::pow(10.0, power);
      const double place = std::log10(value);
      if ((factor == 1 || dense) && place >= low && place <= high) {
        ticks.push_back(value);
      }
    }
  }
  return ticks;
}

}  // namespace

struct RooflineView::Layout {
  struct Text {
    QString text;
    QRectF rect;
    QColor color;
    std::optional<QColor> swatch;  ///< before the name of a series
  };
  /// From a series' name to the mark that it names, where they are not side by side.
  struct Leader {
    QLineF line;
    QColor color;
  };
  std::vector<Text> texts;
  std::vector<Leader> leaders;
  std::vector<double> x_ticks;
  std::vector<double> y_ticks;
};

RooflineView::RooflineView(QWidget* parent) : QWidget(parent) {
  setMouseTracking(true);
  setFocusPolicy(Qt::StrongFocus);
  setAccessibleName(tr("Roofline"));
  add_copy_actions(*this, {[this] { return chart_.marks.empty(); }, [this] { return to_image(2); },
                           [this] { return to_svg(); }, [this] { return to_csv(); }});
  connect(&Theme::instance(), &Theme::changed, this, [this] { update(); });
}

QSize RooflineView::sizeHint() const {
  return {640, 420};
}
QSize RooflineView::minimumSizeHint() const {
  return {320, 220};
}

void RooflineView::show_chart(RooflineChart chart) {
  chart_ = std::move(chart);
  current_.reset();
  fit();
  emit currentChanged();
  update();
}

/// All marks, the roofs above them, and the ridge where slope and roofs meet.
void RooflineView::fit() {
  if (chart_.marks.empty()) {
    return;
  }
  double x_low = chart_.marks.front().intensity;
  double x_high = x_low;
  double y_low = chart_.marks.front().tflops;
  double y_high = y_low;
  for (const RooflineMark& mark : chart_.marks) {
    x_low = std::min(x_low, mark.intensity);
    x_high = std::max(x_high, mark.intensity);
    y_low = std::min(y_low, mark.tflops);
    y_high = std::max(y_high, mark.tflops);
  }
  for (const RooflineRoof& roof : chart_.roofs) {
    y_high = std::max(y_high, roof.tflops);
    if (chart_.slope) {
      x_high = std::max(x_high, roof.tflops * 1e12 / chart_.slope->bytes_per_second);
    }
  }
  constexpr double room = 0.2;  // of a power of ten, beyond the outermost
  x_ = {std::log10(x_low) - room, std::log10(x_high) + 2 * room};
  y_ = {std::log10(y_low) - room, std::log10(y_high) + room};
}

QRectF RooflineView::plot() const {
  return QRectF(rect()).adjusted(left_room, top_room, -right_room, -bottom_room);
}

double RooflineView::x_of(double intensity) const {
  const QRectF area = plot();
  return area.left() + (std::log10(intensity) - x_.low) / (x_.high - x_.low) * area.width();
}

double RooflineView::y_of(double tflops) const {
  const QRectF area = plot();
  return area.bottom() - (std::log10(tflops) - y_.low) / (y_.high - y_.low) * area.height();
}

QPointF RooflineView::position_of(std::size_t mark) const {
  return {x_of(chart_.marks.at(mark).intensity), y_of(chart_.marks.at(mark).tflops)};
}

RooflineView::Layout RooflineView::layout() const {
  Layout made;
  const QRectF area = plot();
  const ThemeColors& colors = Theme::instance().colors();
  const QFontMetricsF metrics(font());
  const double height = metrics.height();
  Obstacles taken;
  const auto place = [&](const QString& text, const QRectF& rect, const QColor& color) {
    made.texts.push_back({text, rect, color, std::nullopt});
    taken.texts.push_back(rect);
  };
  // The axes.
  made.x_ticks = log_ticks(x_.low, x_.high, area.width());
  made.y_ticks = log_ticks(y_.low, y_.high, area.height());
  double free_from = 0;
  for (const double tick : made.x_ticks) {
    const QString text = power_label(tick);
    const double width = metrics.horizontalAdvance(text);
    const QRectF rect(x_of(tick) - width / 2, area.bottom() + 4, width, height);
    if (rect.left() >= free_from && rect.right() <= this->width()) {
      place(text, rect, colors.secondary);
      constexpr double gap = 6;
      free_from = rect.right() + gap;
    }
  }
  double free_below = area.bottom() + height;
  for (const double tick : made.y_ticks) {
    const QString text = power_label(tick);
    const double width = metrics.horizontalAdvance(text);
    const QRectF rect(area.left() - 8 - width, y_of(tick) - height / 2, width, height);
    if (rect.bottom() <= free_below && rect.top() > 1 + height) {
      place(text, rect, colors.secondary);
      free_below = rect.top();
    }
  }
  const QString x_name = tr("FLOP per byte of device memory");
  place(x_name,
        {area.right() - metrics.horizontalAdvance(x_name), area.bottom() + 4 + height,
         metrics.horizontalAdvance(x_name), height},
        colors.secondary);
  const QString y_name = tr("TFLOP/s");
  place(y_name,
        {area.left() - 8 - metrics.horizontalAdvance(QStringLiteral("0000")), 1,
         metrics.horizontalAdvance(y_name), height},
        colors.secondary);
  // What labels had better not cross.
  const auto add_line = [&](const QPointF& from, const QPointF& to) { taken.lines.emplace_back(from, to); };
  for (const RooflineRoof& roof : chart_.roofs) {
    add_line({area.left(), y_of(roof.tflops)}, {area.right(), y_of(roof.tflops)});
  }
  if (chart_.slope) {
    const auto at = [&](double power) {
      return QPointF(x_of(std::pow(10.0, power)),
                     y_of(std::pow(10.0, power) * chart_.slope->bytes_per_second / 1e12));
    };
    add_line(at(x_.low), at(x_.high));
  }
  for (std::size_t index = 0; index < chart_.marks.size(); ++index) {
    const QPointF here = position_of(index);
    constexpr double half = mark_radius + 1;
    add_line(here - QPointF(half, half), here + QPointF(half, half));
    add_line(here - QPointF(half, -half), here + QPointF(half, -half));
    if (index > 0 && chart_.marks[index - 1].implementation == chart_.marks[index].implementation) {
      add_line(position_of(index - 1), here);
    }
  }
  const auto find_room = [&](const QString& text, const std::vector<QPointF>& corners, const QColor& color,
                             const std::optional<QColor>& swatch) -> std::optional<QRectF> {
    const double before = swatch ? swatch_side + swatch_gap : 0;
    const QSizeF size(before + metrics.horizontalAdvance(text) + 1, height);
    std::vector<QRectF> candidates;
    candidates.reserve(corners.size());
    for (const QPointF& corner : corners) {
      candidates.emplace_back(corner, size);
    }
    const auto found = free_place(candidates, area, taken);
    if (found) {
      made.texts.push_back({text, found->adjusted(before, 0, 0, 0), color, swatch});
      taken.texts.push_back(*found);
    }
    return found;
  };
  // Names of the series: beside one of their marks, the longest length first.
  std::map<QString, std::vector<std::size_t>> by_implementation;
  for (std::size_t index = 0; index < chart_.marks.size(); ++index) {
    by_implementation[chart_.marks[index].implementation].push_back(index);
  }
  for (const auto& [name, marks] : by_implementation) {
    const QString text = implementation_label(name.toStdString());
    const double width = swatch_side + swatch_gap + metrics.horizontalAdvance(text) + 1;
    std::vector<QPointF> corners;
    const std::vector<std::size_t> longest_first(marks.rbegin(), marks.rend());
    for (const std::size_t mark : longest_first) {
      const QPointF here = position_of(mark);
      constexpr double off = mark_radius + 9;  // clear of the ring around a selected one
      corners.insert(
          corners.end(),
          {here + QPointF(off, -height / 2), here + QPointF(off, 2), here + QPointF(-width / 2, off),
           here + QPointF(-width - off, -height / 2), here + QPointF(-width / 2, -height - off),
           here + QPointF(-width / 2, 2 * off + height)});
    }
    const QColor color = Theme::instance().implementation(name);
    if (const auto found = find_room(text, corners, colors.text, color)) {
      add_leader(made, *found, name, color);
    }
  }
  // Names of the roofs: along them.
  constexpr int steps = 24;
  for (const RooflineRoof& roof : chart_.roofs) {
    const double width = metrics.horizontalAdvance(roof.label);
    std::vector<QPointF> corners;
    for (int step = 0; step <= steps; ++step) {
      const double x = area.right() - width - 4 - (area.width() - width - 8) * step / steps;
      corners.emplace_back(x, y_of(roof.tflops) - height - 2);
      corners.emplace_back(x, y_of(roof.tflops) + 2);
    }
    find_room(roof.label, corners, roof.measured ? colors.text : colors.secondary, std::nullopt);
  }
  if (chart_.slope) {
    const double width = metrics.horizontalAdvance(chart_.slope->label);
    std::vector<QPointF> corners;
    for (int step = 1; step < steps; ++step) {
      const double power = x_.low + (x_.high - x_.low) * step / steps;
      const double y = y_of(std::pow(10.0, power) * chart_.slope->bytes_per_second / 1e12);
      const double x = x_of(std::pow(10.0, power));
      corners.emplace_back(x - width - 10, y - height);
      corners.emplace_back(x + 10, y + 2);
    }
    find_room(chart_.slope->label, corners, chart_.slope->measured ? colors.text : colors.secondary,
              std::nullopt);
  }
  return made;
}

/// Where the name is not right beside a mark of its series, or is nearer to one of another series.
void RooflineView::add_leader(Layout& made, const QRectF& name_at, const QString& implementation,
                              const QColor& color) const {
  constexpr double side_by_side = 16;
  std::optional<QLineF> own;
  double nearest_other = std::numeric_limits<double>::infinity();
  for (std::size_t index = 0; index < chart_.marks.size(); ++index) {
    const QPointF mark = position_of(index);
    const QPointF edge(std::clamp(mark.x(), name_at.left() - 2, name_at.right() + 2),
                       std::clamp(mark.y(), name_at.top(), name_at.bottom()));
    const QLineF line(edge, mark);
    if (chart_.marks[index].implementation != implementation) {
      nearest_other = std::min(nearest_other, line.length());
    } else if (!own || line.length() < own->length()) {
      own = line;
    }
  }
  if (own && own->length() > mark_radius + 1 &&
      (own->length() > side_by_side || own->length() > nearest_other)) {
    own->setLength(own->length() - mark_radius - 1);
    made.leaders.push_back({*own, color});
  }
}

std::vector<RooflineView::DrawnText> RooflineView::drawn_texts() const {
  std::vector<DrawnText> texts;
  if (!chart_.marks.empty()) {
    for (const Layout::Text& text : layout().texts) {
      texts.push_back({text.text, text.rect});
    }
  }
  return texts;
}

void RooflineView::paintEvent(QPaintEvent* /*event*/) {
  if (chart_.marks.empty()) {
    return;
  }
  QPainter painter(this);
  paint_chart(painter);
  if (hasFocus()) {
    painter.setPen(QPen(Theme::instance().colors().accent, 1));
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5));
  }
}

/// With its words above it, which on the page are labels of their own.
void RooflineView::paint_copy(QPainter& painter) const {
  const ThemeColors& colors = Theme::instance().colors();
  painter.fillRect(QRectF(QPointF(0, 0), copy_size()), colors.panel);
  double top = words_margin;
  const auto write = [&](const QString& words, const QFont& font, const QColor& color) {
    painter.setFont(font);
    painter.setPen(color);
    const QFontMetricsF metrics(font);
    painter.drawText(QRectF(words_margin, top, width(), words_height), Qt::AlignLeft | Qt::AlignVCenter,
                     metrics.elidedText(words, Qt::ElideRight, width()));
    top += words_height;
  };
  QFont bold = font();
  bold.setBold(true);
  write(chart_.title, bold, colors.text);
  write(chart_.bound, font(), colors.text);
  write(chart_.subtitle, font(), colors.secondary);
  painter.setFont(font());
  painter.translate(words_margin, top);
  paint_chart(painter);
}

QSizeF RooflineView::copy_size() const {
  return {width() + 2 * words_margin, height() + 2 * words_margin + 3 * words_height};
}

QImage RooflineView::to_image(double scale) const {
  return painted_image(copy_size(), scale, [this](QPainter& painter) { paint_copy(painter); });
}

QByteArray RooflineView::to_svg() const {
  return painted_svg(copy_size(), chart_.title, [this](QPainter& painter) { paint_copy(painter); });
}

QString RooflineView::to_csv() const {
  const auto cell = [](const QString& words) { return QString::fromUtf8(csv_cell(words.toStdString())); };
  QString csv = QStringLiteral("series,seqlen,flop_per_byte,tflops\n");
  for (const RooflineMark& mark : chart_.marks) {
    csv += QStringLiteral("%1,%2,%3,%4\n")
               .arg(cell(mark.implementation))
               .arg(mark.seqlen)
               .arg(mark.intensity, 0, 'g', 9)
               .arg(mark.tflops, 0, 'g', 9);
  }
  for (const RooflineRoof& roof : chart_.roofs) {
    csv += QStringLiteral("%1,,,%2\n").arg(cell(roof.label)).arg(roof.tflops, 0, 'g', 9);
  }
  if (chart_.slope) {
    csv += QStringLiteral("%1,,,\n").arg(cell(chart_.slope->label));
  }
  return csv;
}

void RooflineView::paint_chart(QPainter& painter) const {
  painter.setRenderHint(QPainter::Antialiasing);
  const QRectF area = plot();
  const ThemeColors& colors = Theme::instance().colors();
  const Layout made = layout();
  painter.setPen(QPen(colors.grid, 1));
  for (const double tick : made.x_ticks) {
    painter.drawLine(QPointF(x_of(tick), area.top()), QPointF(x_of(tick), area.bottom()));
  }
  for (const double tick : made.y_ticks) {
    painter.drawLine(QPointF(area.left(), y_of(tick)), QPointF(area.right(), y_of(tick)));
  }
  painter.setPen(QPen(colors.line, 1));
  painter.drawLine(area.bottomLeft(), area.bottomRight());
  painter.drawLine(area.topLeft(), area.bottomLeft());

  painter.save();
  painter.setClipRect(area);
  const auto roof_pen = [&colors](bool measured) {
    return measured ? QPen(colors.text, 2) : QPen(colors.secondary, 1);
  };
  // The slope ends at the highest roof, a roof begins at the slope.
  double highest = 0;
  for (const RooflineRoof& roof : chart_.roofs) {
    highest = std::max(highest, roof.tflops);
    double from = area.left();
    if (chart_.slope) {
      from = x_of(roof.tflops * 1e12 / chart_.slope->bytes_per_second);
    }
    painter.setPen(roof_pen(roof.measured));
    painter.drawLine(QPointF(from, y_of(roof.tflops)), QPointF(area.right(), y_of(roof.tflops)));
  }
  if (chart_.slope) {
    const double bytes = chart_.slope->bytes_per_second / 1e12;
    const double end = highest > 0 ? highest / bytes : std::pow(10.0, x_.high);
    const double begin = std::pow(10.0, std::min(x_.low, y_.low - std::log10(bytes)));
    painter.setPen(roof_pen(chart_.slope->measured));
    painter.drawLine(QPointF(x_of(begin), y_of(begin * bytes)), QPointF(x_of(end), y_of(end * bytes)));
  }
  for (std::size_t index = 1; index < chart_.marks.size(); ++index) {
    const RooflineMark& mark = chart_.marks[index];
    if (chart_.marks[index - 1].implementation == mark.implementation) {
      painter.setPen(
          QPen(blended(Theme::instance().implementation(mark.implementation), colors.panel, 0.45), 1));
      painter.drawLine(position_of(index - 1), position_of(index));
    }
  }
  painter.restore();

  for (std::size_t index = 0; index < chart_.marks.size(); ++index) {
    const QColor color = Theme::instance().implementation(chart_.marks[index].implementation);
    painter.setPen(QPen(color, 1.5));
    painter.setBrush(is_peer(chart_.marks[index].implementation) ? colors.panel : color);
    painter.drawEllipse(position_of(index), mark_radius, mark_radius);
  }
  painter.setBrush(Qt::NoBrush);
  if (chart_.selected) {
    painter.setPen(QPen(colors.text, 2));
    painter.drawEllipse(position_of(*chart_.selected), mark_radius + 4, mark_radius + 4);
  }
  if (current_) {
    painter.setPen(QPen(colors.accent, 2));
    painter.drawEllipse(position_of(*current_), mark_radius + 7, mark_radius + 7);
  }
  for (const Layout::Leader& leader : made.leaders) {
    painter.setPen(QPen(blended(leader.color, colors.panel, 0.6), 1));
    painter.drawLine(leader.line);
  }
  for (const Layout::Text& text : made.texts) {
    if (text.swatch) {
      painter.fillRect(QRectF(text.rect.left() - swatch_side - swatch_gap,
                              text.rect.center().y() - swatch_side / 2, swatch_side, swatch_side),
                       *text.swatch);
    }
    painter.setPen(text.color);
    painter.drawText(text.rect, Qt::AlignCenter | Qt::TextDontClip, text.text);
  }
}

std::optional<std::size_t> RooflineView::mark_at(const QPointF& position) const {
  std::optional<std::size_t> nearest;
  double least = pointer_reach * pointer_reach;
  for (std::size_t index = 0; index < chart_.marks.size(); ++index) {
    const QPointF off = position_of(index) - position;
    const double distance = QPointF::dotProduct(off, off);
    if (distance <= least) {
      least = distance;
      nearest = index;
    }
  }
  return nearest;
}

void RooflineView::set_current(std::optional<std::size_t> mark) {
  if (mark == current_) {
    return;
  }
  current_ = mark;
  emit currentChanged();
  update();
}

QString RooflineView::current_words() const {
  return current_ ? chart_.marks[*current_].words : QString();
}

void RooflineView::mouseMoveEvent(QMouseEvent* event) {
  set_current(mark_at(event->position()));
}

void RooflineView::mousePressEvent(QMouseEvent* event) {
  const auto mark = mark_at(event->position());
  if (event->button() == Qt::LeftButton && mark) {
    emit pointChosen(static_cast<int>(*mark));
  }
}

void RooflineView::leaveEvent(QEvent* /*event*/) {
  if (!hasFocus()) {
    set_current(std::nullopt);
  }
}

void RooflineView::keyPressEvent(QKeyEvent* event) {
  if (chart_.marks.empty()) {
    return QWidget::keyPressEvent(event);
  }
  const std::size_t count = chart_.marks.size();
  const std::size_t here = current_.value_or(chart_.selected.value_or(0));
  const auto same_series = [this](std::size_t left, std::size_t right) {
    return chart_.marks[left].implementation == chart_.marks[right].implementation;
  };
  switch (event->key()) {
    case Qt::Key_Right:
      return set_current(here + 1 < count && same_series(here, here + 1) ? here + 1 : here);
    case Qt::Key_Left:
      return set_current(here > 0 && same_series(here, here - 1) ? here - 1 : here);
    case Qt::Key_Down:
    case Qt::Key_Up: {
      // The next series, at the length nearest to this one's.
      const bool down = event->key() == Qt::Key_Down;
      std::size_t other = here;
      while (same_series(other, here)) {
        if (down ? other + 1 == count : other == 0) {
          return set_current(here);
        }
        other = down ? other + 1 : other - 1;
      }
      std::size_t best = other;
      for (std::size_t index = 0; index < count; ++index) {
        const auto distance = [&](std::size_t mark) {
          return std::abs(chart_.marks[mark].seqlen - chart_.marks[here].seqlen);
        };
        if (same_series(index, other) && distance(index) < distance(best)) {
          best = index;
        }
      }
      return set_current(best);
    }
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_Space:
      emit pointChosen(static_cast<int>(here));
      return;
    default:
      return QWidget::keyPressEvent(event);
  }
}

bool RooflineView::event(QEvent* event) {
  if (event->type() == QEvent::ToolTip) {
    if (current_) {
      QToolTip::showText(static_cast<QHelpEvent*>(event)->globalPos(), current_words().toHtmlEscaped(), this);
    } else {
      QToolTip::hideText();
    }
    return true;
  }
  if (event->type() == QEvent::FocusIn || event->type() == QEvent::FocusOut) {
    update();
  }
  return QWidget::event(event);
}

}  // namespace attnscope
