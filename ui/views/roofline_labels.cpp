// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/roofline_labels.h"

#include <QCoreApplication>
#include <QFontMetricsF>
#include <algorithm>
#include <limits>
#include <map>

#include "ui/charts/label_layout.h"
#include "ui/models/labels.h"
#include "ui/theme/theme.h"

namespace attnscope {
namespace {

constexpr double swatch_side = 8;
constexpr double swatch_gap = 5;
constexpr int steps_along = 24;  // a line that a name may stand at

/// 1, 10, 100, 1k, 10k; 0.1 and less in full.
QString power_label(double value) {
  constexpr double thousand = 1000;
  if (value >= thousand) {
    return QString::number(value / thousand, 'g', 6) + QStringLiteral("k");
  }
  return QString::number(value, 'g', 6);
}

class LabelPlacer {
  Q_DECLARE_TR_FUNCTIONS(attnscope::RooflineLabels)

 public:
  LabelPlacer(const RooflineChart& chart, const RooflineScale& scale, const QFont& font, double width)
      : chart_(chart), scale_(scale), metrics_(font), height_(metrics_.height()), width_(width) {}

  RooflineLabels place() {
    place_x_axis();
    place_y_axis();
    avoid_lines();
    place_series();
    place_roofs();
    place_slope();
    return std::move(made_);
  }

 private:
  void place_x_axis() {
    const QRectF& area = scale_.area();
    double free_from = 0;
    for (const double tick : scale_.x_ticks()) {
      const QString text = power_label(tick);
      const double width = metrics_.horizontalAdvance(text);
      const QRectF rect(scale_.x_of(tick) - width / 2, area.bottom() + 4, width, height_);
      if (rect.left() >= free_from && rect.right() <= width_) {
        add(text, rect);
        constexpr double gap = 6;
        free_from = rect.right() + gap;
      }
    }
    const QString name = tr("FLOP per byte of device memory");
    const double width = metrics_.horizontalAdvance(name);
    add(name, {area.right() - width, area.bottom() + 4 + height_, width, height_});
  }

  void place_y_axis() {
    const QRectF& area = scale_.area();
    double free_below = area.bottom() + height_;
    for (const double tick : scale_.y_ticks()) {
      const QString text = power_label(tick);
      const double width = metrics_.horizontalAdvance(text);
      const QRectF rect(area.left() - 8 - width, scale_.y_of(tick) - height_ / 2, width, height_);
      if (rect.bottom() <= free_below && rect.top() > 1 + height_) {
        add(text, rect);
        free_below = rect.top();
      }
    }
    const QString name = tr("TFLOP/s");
    add(name, {area.left() - 8 - metrics_.horizontalAdvance(QStringLiteral("0000")), 1,
               metrics_.horizontalAdvance(name), height_});
  }

  /// What labels had better not cross.
  void avoid_lines() {
    const auto avoid = [&](const QPointF& from, const QPointF& to) { taken_.lines.emplace_back(from, to); };
    const QRectF& area = scale_.area();
    for (const RooflineRoof& roof : chart_.roofs) {
      avoid({area.left(), scale_.y_of(roof.tflops)}, {area.right(), scale_.y_of(roof.tflops)});
    }
    if (chart_.slope) {
      avoid(scale_.slope_at(*chart_.slope, 0), scale_.slope_at(*chart_.slope, 1));
    }
    const RooflineMark* before = nullptr;
    for (const RooflineMark& mark : chart_.marks) {
      const QPointF here = scale_.position_of(mark);
      constexpr double half = roofline_mark_radius + 1;
      avoid(here - QPointF(half, half), here + QPointF(half, half));
      avoid(here - QPointF(half, -half), here + QPointF(half, -half));
      if (before != nullptr && before->implementation == mark.implementation) {
        avoid(scale_.position_of(*before), here);
      }
      before = &mark;
    }
  }

  /// Beside one of a series' marks, the longest length first.
  void place_series() {
    std::map<QString, std::vector<const RooflineMark*>> by_implementation;
    for (const RooflineMark& mark : chart_.marks) {
      by_implementation[mark.implementation].push_back(&mark);
    }
    for (const auto& [name, marks] : by_implementation) {
      const QString text = implementation_label(name.toStdString());
      const double width = swatch_side + swatch_gap + metrics_.horizontalAdvance(text) + 1;
      std::vector<QPointF> corners;
      const std::vector<const RooflineMark*> longest_first(marks.rbegin(), marks.rend());
      for (const RooflineMark* mark : longest_first) {
        const QPointF here = scale_.position_of(*mark);
        constexpr double off = roofline_mark_radius + 9;  // clear of the ring around a selected one
        corners.insert(
            corners.end(),
            {here + QPointF(off, -height_ / 2), here + QPointF(off, 2), here + QPointF(-width / 2, off),
             here + QPointF(-width - off, -height_ / 2), here + QPointF(-width / 2, -height_ - off),
             here + QPointF(-width / 2, 2 * off + height_)});
      }
      const QColor color = Theme::instance().implementation(name);
      if (const auto found = find_room(text, corners, Theme::instance().colors().text, color)) {
        add_leader(*found, name, color);
      }
    }
  }

  /// Along them, from the right.
  void place_roofs() {
    const QRectF& area = scale_.area();
    for (const RooflineRoof& roof : chart_.roofs) {
      const double width = metrics_.horizontalAdvance(roof.label);
      std::vector<QPointF> corners;
      for (int step = 0; step <= steps_along; ++step) {
        const double x = area.right() - width - 4 - (area.width() - width - 8) * step / steps_along;
        corners.emplace_back(x, scale_.y_of(roof.tflops) - height_ - 2);
        corners.emplace_back(x, scale_.y_of(roof.tflops) + 2);
      }
      find_room(roof.label, corners, line_color(roof.measured), std::nullopt);
    }
  }

  void place_slope() {
    if (!chart_.slope) {
      return;
    }
    const double width = metrics_.horizontalAdvance(chart_.slope->label);
    std::vector<QPointF> corners;
    for (int step = 1; step < steps_along; ++step) {
      const QPointF here = scale_.slope_at(*chart_.slope, static_cast<double>(step) / steps_along);
      corners.emplace_back(here + QPointF(-width - 10, -height_));
      corners.emplace_back(here + QPointF(10, 2));
    }
    find_room(chart_.slope->label, corners, line_color(chart_.slope->measured), std::nullopt);
  }

  static QColor line_color(bool measured) {
    const ThemeColors& colors = Theme::instance().colors();
    return measured ? colors.text : colors.secondary;
  }

  void add(const QString& text, const QRectF& rect) {
    made_.texts.push_back({text, rect, Theme::instance().colors().secondary, std::nullopt});
    taken_.texts.push_back(rect);
  }

  /// Where `text` was placed: at the best of `corners`, its upper left one.
  std::optional<QRectF> find_room(const QString& text, const std::vector<QPointF>& corners,
                                  const QColor& color, const std::optional<QColor>& swatch) {
    const double before = swatch ? swatch_side + swatch_gap : 0;
    const QSizeF size(before + metrics_.horizontalAdvance(text) + 1, height_);
    std::vector<QRectF> candidates;
    candidates.reserve(corners.size());
    for (const QPointF& corner : corners) {
      candidates.emplace_back(corner, size);
    }
    const auto found = free_place(candidates, scale_.area(), taken_);
    if (found) {
      RooflineLabels::Text placed{text, found->adjusted(before, 0, 0, 0), color, std::nullopt};
      if (swatch) {
        const QRectF square(found->left(), found->center().y() - swatch_side / 2, swatch_side, swatch_side);
        placed.swatch = {square, *swatch};
      }
      made_.texts.push_back(std::move(placed));
      taken_.texts.push_back(*found);
    }
    return found;
  }

  /// Where the name is not right beside a mark of its series, or is nearer to one of another series.
  void add_leader(const QRectF& name_at, const QString& implementation, const QColor& color) {
    constexpr double side_by_side = 16;
    std::optional<QLineF> own;
    double nearest_other = std::numeric_limits<double>::infinity();
    for (const RooflineMark& mark : chart_.marks) {
      const QPointF here = scale_.position_of(mark);
      const QPointF edge(std::clamp(here.x(), name_at.left() - 2, name_at.right() + 2),
                         std::clamp(here.y(), name_at.top(), name_at.bottom()));
      const QLineF line(edge, here);
      if (mark.implementation != implementation) {
        nearest_other = std::min(nearest_other, line.length());
      } else if (!own || line.length() < own->length()) {
        own = line;
      }
    }
    if (own && own->length() > roofline_mark_radius + 1 &&
        (own->length() > side_by_side || own->length() > nearest_other)) {
      own->setLength(own->length() - roofline_mark_radius - 1);
      made_.leaders.push_back({*own, color});
    }
  }

  const RooflineChart& chart_;
  const RooflineScale& scale_;
  const QFontMetricsF metrics_;
  const double height_;
  const double width_;
  RooflineLabels made_;
  Obstacles taken_;
};

}  // namespace

RooflineLabels place_labels(const RooflineChart& chart, const RooflineScale& scale, const QFont& font,
                            double width) {
  return LabelPlacer(chart, scale, font, width).place();
}

}  // namespace attnscope
