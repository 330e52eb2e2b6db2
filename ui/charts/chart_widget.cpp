// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/chart_widget.h"

#include <QAccessible>
#include <QAction>
#include <QApplication>
#include <QBuffer>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QHelpEvent>
#include <QJsonObject>
#include <QMenu>
#include <QMimeData>
#include <QMouseEvent>
#include <QPainter>
#include <QSvgGenerator>
#include <QTimer>
#include <QToolTip>
#include <QWheelEvent>
#include <algorithm>
#include <cmath>

#include "ui/charts/chart_description.h"
#include "ui/charts/chart_header.h"
#include "ui/charts/chart_plot.h"
#include "ui/theme/card.h"
#include "ui/theme/theme.h"

namespace attnscope {
namespace {

constexpr int side_margin = 2;  // the plot lies inside the card's hairline
constexpr int card_bottom_margin = 5;
constexpr double reach = 24;  // pixels from which the mouse finds a point
constexpr double least_octaves = 1;
constexpr int settle_ms = 150;  // after the last move of a drag everything is drawn again

QCPRange octaves_of(const QCPRange& lengths) {
  return {std::log2(lengths.lower), std::log2(lengths.upper)};
}
QCPRange lengths_of(const QCPRange& octaves) {
  return {std::exp2(octaves.lower), std::exp2(octaves.upper)};
}

/// Moved and cut so that it lies within `whole`.
QCPRange within(QCPRange range, const QCPRange& whole) {
  const double size = std::clamp(range.size(), std::min(least_octaves, whole.size()), whole.size());
  const double center = std::clamp(range.center(), whole.lower + size / 2, whole.upper - size / 2);
  return {center - size / 2, center + size / 2};
}

}  // namespace

struct ChartWidget::Private {
  explicit Private(ChartWidget* widget) : self(widget), plot(new ChartPlot(widget)) {
    settle.setSingleShot(true);
    settle.setInterval(settle_ms);
    QObject::connect(&settle, &QTimer::timeout, self, [this] { plot->setQuick(false); });
  }

  void lay_out() {
    header.lay_out(plot->spec().title, plot->spec().subtitle, self->width());
    const int top = std::min(header.height(), self->height());
    plot->setGeometry(side_margin, top, std::max(1, self->width() - 2 * side_margin),
                      std::max(1, self->height() - top - card_bottom_margin));
  }

  QPointF in_plot(const QPointF& at) const { return at - QPointF(plot->pos()); }

  void show_range(const QCPRange& octaves) {
    const QCPRange whole = octaves_of(plot->whole_range());
    const QCPRange wanted = within(octaves, whole);
    user_range = wanted.size() < whole.size() - 1e-9;
    plot->setQuick(true);
    plot->setLengthRange(lengths_of(wanted));
    settle.start();
  }

  void change_range(const QCPRange& octaves) {
    show_range(octaves);
    const QCPRange lengths = plot->length_range();
    emit self->lengthRangeChanged(lengths.lower, lengths.upper);
  }

  void show_all() {
    user_range = false;
    plot->setLengthRange(plot->whole_range());
    emit self->lengthRangeChanged(0, 0);
  }

  void zoom(double factor, double center_octave) {
    const QCPRange now = octaves_of(plot->length_range());
    change_range({center_octave - (center_octave - now.lower) * factor,
                  center_octave + (now.upper - center_octave) * factor});
  }

  const ChartPoint* point(PointReference reference) const {
    const auto& series = plot->spec().series;
    return reference.series < series.size() && reference.point < series[reference.series].points.size()
               ? &series[reference.series].points[reference.point]
               : nullptr;
  }

  void highlight(std::optional<PointReference> reference, bool by_key) {
    current = reference;
    plot->setHighlight(reference);
    const ChartPoint* at = reference ? point(*reference) : nullptr;
    const double length = at != nullptr ? at->x : 0;
    if (length != hovered_length) {
      hovered_length = length;
      emit self->lengthHovered(length);
    }
    self->setAccessibleDescription(at != nullptr ? at->tooltip : summary());
    if (at == nullptr) {
      QToolTip::hideText();
      return;
    }
    const QPointF place = plot->position_of(*reference)
                              .value_or(QPointF(plot->pixel_of_length(at->x), plot->plot_rect().bottom()));
    show_tool_tip(place, at->tooltip);
    if (by_key) {
      QAccessibleEvent changed(self, QAccessible::DescriptionChanged);
      QAccessible::updateAccessibility(&changed);
    }
  }

  void show_tool_tip(const QPointF& at_plot, const QString& text) {
    if (!text.isEmpty()) {
      // Escaped: what a label says is text, never markup.
      const QString lines = text.toHtmlEscaped().replace(QLatin1Char('\n'), QStringLiteral("<br>"));
      const QPoint at = plot->mapToGlobal((at_plot + QPointF(6, 2)).toPoint());
      QToolTip::showText(at, QStringLiteral("<p style='white-space:pre; margin:0'>%1</p>").arg(lines), self);
    }
  }

  /// The point looked at, in a spec that takes the place of this one: live values must not make it jump.
  std::optional<PointReference> same_point(const ChartSpec& next) const {
    const ChartPoint* now = current ? point(*current) : nullptr;
    if (now == nullptr) {
      return std::nullopt;
    }
    const QString& label = plot->spec().series[current->series].label;
    for (std::size_t index = 0; index < next.series.size(); ++index) {
      const auto& points = next.series[index].points;
      const auto found = std::find_if(points.begin(), points.end(),
                                      [now](const ChartPoint& other) { return other.x == now->x; });
      if (next.series[index].label == label && !next.series[index].style.thin && found != points.end()) {
        return PointReference{index, static_cast<std::size_t>(found - points.begin())};
      }
    }
    return std::nullopt;
  }

  /// For screen readers, while no point is looked at: the finding, how it is drawn, and what there is.
  QString summary() const {
    QStringList labels;
    for (const ChartSeries& series : plot->spec().series) {
      if (!series.style.thin && !series.label.isEmpty()) {
        labels.append(series.label);
      }
    }
    if (labels.isEmpty()) {
      return plot->spec().title + QStringLiteral(". ") + plot->spec().empty_text;
    }
    return tr("%1. %2. Series: %3.")
        .arg(plot->spec().title, plot->spec().subtitle, labels.join(QStringLiteral(", ")));
  }

  /// Gaps have no place to point at: the strip below the plot answers for its length.
  QString gap_text_at(const QPointF& at) const {
    if (at.y() < plot->plot_rect().bottom() || plot->is_empty()) {
      return {};
    }
    QStringList reasons;
    for (const ChartSeries& series : plot->spec().series) {
      for (const ChartPoint& gap : series.points) {
        const bool is_gap = gap.mark != ChartMark::value && !gap.tooltip.isEmpty();
        if (is_gap && std::abs(plot->pixel_of_length(gap.x) - at.x()) < reach / 2) {
          reasons.append(gap.tooltip);
        }
      }
    }
    return reasons.join(QStringLiteral("\n\n"));
  }

  std::vector<std::size_t> walkable_series() const {
    std::vector<std::size_t> found;
    for (std::size_t index = 0; index < plot->spec().series.size(); ++index) {
      const ChartSeries& series = plot->spec().series[index];
      if (!series.style.thin && !series.points.empty()) {
        found.push_back(index);
      }
    }
    return found;
  }

  void walk(int points, int series_steps) {
    const std::vector<std::size_t> order = walkable_series();
    if (order.empty()) {
      return;
    }
    if (!current) {
      highlight(PointReference{order.front(), 0}, true);
      return;
    }
    const auto at = std::find(order.begin(), order.end(), current->series);
    const auto count = static_cast<std::ptrdiff_t>(order.size());
    const std::ptrdiff_t rank = at == order.end() ? 0 : at - order.begin();
    PointReference next = *current;
    if (series_steps != 0) {
      next.series = order[static_cast<std::size_t>((rank + series_steps + count) % count)];
      // The same length in the other series, or the one nearest to it.
      const double length = point(*current) != nullptr ? point(*current)->x : 1;
      const auto& candidates = plot->spec().series[next.series].points;
      const auto nearest = std::min_element(
          candidates.begin(), candidates.end(), [&](const ChartPoint& one, const ChartPoint& other) {
            return std::abs(std::log2(one.x / length)) < std::abs(std::log2(other.x / length));
          });
      next.point = static_cast<std::size_t>(nearest - candidates.begin());
    }
    const auto last = static_cast<std::ptrdiff_t>(plot->spec().series[next.series].points.size()) - 1;
    next.point = static_cast<std::size_t>(
        std::clamp<std::ptrdiff_t>(static_cast<std::ptrdiff_t>(next.point) + points, 0, last));
    highlight(next, true);
  }

  void pin(std::optional<PointReference> reference) {
    const ChartPoint* at = reference ? point(*reference) : nullptr;
    if (at != nullptr && at->point_id >= 0) {
      emit self->pointClicked(at->point_id);
    }
  }

  void add_action(const QString& text, const QKeySequence& shortcut, std::function<void()> act) {
    auto* action = new QAction(text, self);
    action->setShortcut(shortcut);
    action->setShortcutContext(Qt::WidgetShortcut);
    QObject::connect(action, &QAction::triggered, self, std::move(act));
    self->addAction(action);
  }

  void add_actions() {
    add_action(ChartWidget::tr("Copy picture"), QKeySequence::Copy, [this] {
      auto* data = new QMimeData;
      data->setImageData(self->toImage(2));
      data->setText(self->toCsv());
      QApplication::clipboard()->setMimeData(data);
    });
    add_action(ChartWidget::tr("Copy as SVG"), QKeySequence(Qt::CTRL | Qt::ALT | Qt::Key_C), [this] {
      auto* data = new QMimeData;
      const QByteArray svg = self->toSvg();
      data->setData(QStringLiteral("image/svg+xml"), svg);
      data->setText(QString::fromUtf8(svg));
      QApplication::clipboard()->setMimeData(data);
    });
    add_action(ChartWidget::tr("Copy data"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_C), [this] {
      auto* data = new QMimeData;
      const QString csv = self->toCsv();
      data->setData(QStringLiteral("text/csv"), csv.toUtf8());
      data->setText(csv);
      QApplication::clipboard()->setMimeData(data);
    });
    add_action(ChartWidget::tr("Show all lengths"), QKeySequence(Qt::CTRL | Qt::Key_0),
               [this] { show_all(); });
  }

  /// The card and everything on it.
  void paint_card(QPainter& painter) const {
    draw_card(painter, self->rect(), self->hasFocus());
    header.draw(painter);
  }

  void paint_all(QPaintDevice& device, QCPPainter::PainterModes modes) {
    lay_out();
    plot->refresh();
    QCPPainter painter(&device);
    painter.setModes(modes);
    draw_card(painter, self->rect(), false);
    header.draw(painter);
    painter.translate(plot->pos());
    painter.setAntialiasing(true);
    plot->paint_on(painter);
  }

  ChartWidget* self;
  ChartPlot* plot;
  ChartHeader header;
  QTimer settle;
  bool user_range = false;
  std::optional<PointReference> current;
  double hovered_length = 0;
  bool pressed = false;
  bool dragging = false;
  QPointF press_at;
  QCPRange press_octaves;
};

ChartWidget::ChartWidget(QWidget* parent) : QWidget(parent), private_(std::make_unique<Private>(this)) {
  setFocusPolicy(Qt::StrongFocus);
  setMouseTracking(true);
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
  setAccessibleName(tr("Chart"));  // the owner names it after what it charts
  private_->add_actions();
  connect(&Theme::instance(), &Theme::changed, this, [this] {
    private_->plot->use_theme();
    private_->lay_out();
    update();
  });
}

ChartWidget::~ChartWidget() = default;

void ChartWidget::setSpec(const ChartSpec& spec) {
  Private& p = *private_;
  const std::optional<PointReference> looked_at = p.same_point(spec);
  p.current.reset();
  p.plot->setSpec(spec);
  if (p.user_range) {
    p.plot->setLengthRange(
        lengths_of(within(octaves_of(p.plot->length_range()), octaves_of(p.plot->whole_range()))));
  } else {
    p.plot->setLengthRange(p.plot->whole_range());
  }
  setAccessibleDescription(p.summary());
  p.lay_out();
  if (looked_at) {
    p.current = looked_at;
    p.plot->setHighlight(looked_at);
  }
  update();
}

const ChartSpec& ChartWidget::spec() const {
  return private_->plot->spec();
}

void ChartWidget::setSelectedLength(double seqlen) {
  private_->plot->setSelectedLength(seqlen);
}

void ChartWidget::setLengthRange(double low, double high) {
  if (low > 0 && high > low) {
    private_->show_range(octaves_of({low, high}));
  } else {
    private_->user_range = false;
    private_->plot->setLengthRange(private_->plot->whole_range());
  }
}

QJsonObject ChartWidget::describe() const {
  private_->lay_out();
  private_->plot->refresh();
  const QRect card(mapTo(window(), QPoint(0, 0)), size());
  return describe_chart(*private_->plot, private_->header, card, private_->plot->pos());
}

QImage ChartWidget::toImage(double scale) const {
  QImage image((QSizeF(size()) * scale).toSize(), QImage::Format_ARGB32_Premultiplied);
  image.setDevicePixelRatio(scale);
  image.fill(Qt::transparent);
  private_->paint_all(image, QCPPainter::pmNoCaching);
  return image;
}

QByteArray ChartWidget::toSvg() const {
  QBuffer buffer;
  QSvgGenerator generator;
  generator.setOutputDevice(&buffer);
  generator.setSize(size());
  generator.setViewBox(rect());
  generator.setTitle(spec().title);
  generator.setDescription(spec().subtitle);
  private_->paint_all(generator, QCPPainter::pmVectorized | QCPPainter::pmNoCaching);
  return buffer.data();
}

QString ChartWidget::toCsv() const {
  return chart_csv(*private_->plot);
}

QSize ChartWidget::sizeHint() const {
  return {420, 300};
}
QSize ChartWidget::minimumSizeHint() const {
  return {320, 180};
}

void ChartWidget::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  private_->paint_card(painter);
}

void ChartWidget::resizeEvent(QResizeEvent*) {
  private_->lay_out();
}

void ChartWidget::mousePressEvent(QMouseEvent* event) {
  if (event->button() == Qt::LeftButton && !private_->plot->is_empty()) {
    private_->pressed = true;
    private_->dragging = false;
    private_->press_at = event->position();
    private_->press_octaves = octaves_of(private_->plot->length_range());
  }
}

void ChartWidget::mouseMoveEvent(QMouseEvent* event) {
  Private& p = *private_;
  if (p.pressed) {
    const double moved = event->position().x() - p.press_at.x();
    if (!p.dragging && std::abs(moved) >= QApplication::startDragDistance()) {
      p.dragging = true;
      p.highlight(std::nullopt, false);
      setCursor(Qt::ClosedHandCursor);
    }
    if (p.dragging) {
      const double octaves = moved / std::max(1, p.plot->plot_rect().width()) * p.press_octaves.size();
      p.change_range({p.press_octaves.lower - octaves, p.press_octaves.upper - octaves});
    }
    return;
  }
  const QPointF at = p.in_plot(event->position());
  const std::optional<PointReference> found = p.plot->nearest(at, reach);
  if (found != p.current) {
    p.highlight(found, false);
  }
  if (!found) {
    p.show_tool_tip(at, p.gap_text_at(at));
  }
}

void ChartWidget::mouseReleaseEvent(QMouseEvent* event) {
  Private& p = *private_;
  if (event->button() != Qt::LeftButton || !p.pressed) {
    return;
  }
  p.pressed = false;
  if (p.dragging) {
    p.dragging = false;
    unsetCursor();
  } else {
    p.pin(p.plot->nearest(p.in_plot(event->position()), reach));
  }
}

void ChartWidget::mouseDoubleClickEvent(QMouseEvent* event) {
  if (event->button() == Qt::LeftButton) {
    private_->pressed = false;
    private_->show_all();
  }
}

void ChartWidget::wheelEvent(QWheelEvent* event) {
  Private& p = *private_;
  const int turned = event->angleDelta().y();
  if (turned == 0 || p.plot->is_empty()) {
    event->ignore();
    return;
  }
  const double length = p.plot->length_at_pixel(p.in_plot(event->position()).x());
  p.zoom(std::exp2(-turned / 480.0), std::log2(length));
  event->accept();
}

void ChartWidget::leaveEvent(QEvent*) {
  if (!hasFocus()) {
    private_->highlight(std::nullopt, false);
  }
}

void ChartWidget::keyPressEvent(QKeyEvent* event) {
  Private& p = *private_;
  const double center = octaves_of(p.plot->length_range()).center();
  constexpr double zoom_step = 1.25;
  constexpr int all_points = 1 << 20;
  switch (event->key()) {
    case Qt::Key_Left:
      p.walk(-1, 0);
      return;
    case Qt::Key_Right:
      p.walk(1, 0);
      return;
    case Qt::Key_Home:
      p.walk(-all_points, 0);
      return;
    case Qt::Key_End:
      p.walk(all_points, 0);
      return;
    case Qt::Key_Up:
      p.walk(0, -1);
      return;
    case Qt::Key_Down:
      p.walk(0, 1);
      return;
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_Space:
      p.pin(p.current);
      return;
    case Qt::Key_Plus:
    case Qt::Key_Equal:
      p.zoom(1 / zoom_step, center);
      return;
    case Qt::Key_Minus:
      p.zoom(zoom_step, center);
      return;
    case Qt::Key_Escape:
      if (p.current) {
        p.highlight(std::nullopt, true);
        return;
      }
      break;
    default:
      break;
  }
  QWidget::keyPressEvent(event);
}

void ChartWidget::focusInEvent(QFocusEvent* event) {
  QWidget::focusInEvent(event);
  update();
}

void ChartWidget::focusOutEvent(QFocusEvent* event) {
  private_->highlight(std::nullopt, false);
  QWidget::focusOutEvent(event);
  update();
}

void ChartWidget::contextMenuEvent(QContextMenuEvent* event) {
  QMenu menu(this);
  menu.addActions(actions());
  menu.exec(event->globalPos());
}

bool ChartWidget::event(QEvent* event) {
  if (event->type() == QEvent::ToolTip) {
    // Over a shortened title: the whole of it.
    const auto* help = static_cast<QHelpEvent*>(event);
    if (private_->header.is_shortened() && help->pos().y() < private_->header.height()) {
      private_->show_tool_tip(private_->in_plot(help->pos()),
                              spec().title + QLatin1Char('\n') + spec().subtitle);
    }
    return true;
  }
  return QWidget::event(event);
}

}  // namespace attnscope
