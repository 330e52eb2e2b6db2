// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/tiles_page.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QScrollArea>
#include <QSignalBlocker>
#include <QSplitter>
#include <QVBoxLayout>
#include <algorithm>

#include "kernels/problem/cost.h"
#include "profiler/analysis/metrics.h"
#include "profiler/analysis/statistics.h"
#include "profiler/analysis/tile_timeline.h"
#include "profiler/session/inspect_session.h"
#include "ui/models/labels.h"
#include "ui/models/run_display.h"
#include "ui/models/run_list_model.h"
#include "ui/models/sweep_control.h"
#include "ui/models/tile_targets.h"
#include "ui/models/tile_texts.h"
#include "ui/theme/card.h"
#include "ui/views/measure_gate.h"
#include "ui/views/parts.h"
#include "ui/views/tile_colors.h"
#include "ui/views/tile_controls.h"
#include "ui/views/tile_map_view.h"
#include "ui/views/tile_timeline_view.h"

namespace attnscope {
namespace {

constexpr int tiles_sidebar_width = 292;
constexpr int typing_pause_ms = 300;
/// Of the Host CPU: whole panels of every set of instructions.
constexpr TileConfig usual_host_tile{192, 128, 1, 1, false};

/// A square of one of the tiles' colours.
class TileSwatch : public QWidget {
 public:
  TileSwatch(QColor TileColors::*color, QWidget* parent) : QWidget(parent), color_(color) {
    setFixedSize(11, 11);
    connect(&Theme::instance(), &Theme::changed, this, [this] { update(); });
  }

 protected:
  void paintEvent(QPaintEvent* /*event*/) override {
    QPainter painter(this);
    painter.fillRect(rect(), tile_colors().*color_);
    painter.setPen(Theme::instance().colors().line);
    painter.drawRect(rect().adjusted(0, 0, -1, -1));
  }

 private:
  QColor TileColors::*color_;
};

QVBoxLayout* card_column(Card* card) {
  auto* column = new QVBoxLayout(card);
  column->setContentsMargins(16, 12, 16, 12);
  column->setSpacing(6);
  return column;
}

QString how_to_point() {
  return TilesPage::tr("Point at a tile, or walk with the arrow keys; + and − zoom.");
}

QString trace_label(const Point& point, const DeviceDescription* device) {
  const auto& measured = std::get<Measured>(point.outcome);
  QString label = implementation_label(point.implementation) + QStringLiteral(" · ") +
                  length_label(point.problem.kv_seqlen) + QStringLiteral(" · ") + shape_label(point.problem);
  if (measured.tile) {
    label += QStringLiteral(" · %1×%2").arg(measured.tile->block_m).arg(measured.tile->block_n);
  }
  return device == nullptr ? label : label + QStringLiteral(" · ") + device_label(*device);
}

/// "1.23 ms (45 TFLOP/s) with 192×128"
QString result_text(const Point& point) {
  const auto* measured = std::get_if<Measured>(&point.outcome);
  if (measured == nullptr) {
    if (const auto* refused = std::get_if<Unsupported>(&point.outcome)) {
      return TilesPage::tr("Not measured: %1").arg(to_label(refused->reason));
    }
    if (const auto* failed = std::get_if<Failed>(&point.outcome)) {
      return TilesPage::tr("It failed: %1").arg(to_label(failed->message));
    }
    return TilesPage::tr("Not measured.");
  }
  const auto middle = median(spans_of(*measured));
  if (!middle || *middle <= 0) {
    return {};
  }
  return TilesPage::tr("%1, %2. The run is laid over Explore's charts.")
      .arg(span_label(*middle), throughput_label(forward_flops(point.problem) / *middle / 1e6));
}

/// An option as it stands in a sentence: lines do not break after its hyphens.
QString unbroken(QString option) {
  const QChar word_joiner(0x2060);
  return option.replace(QStringLiteral("-"), QStringLiteral("-") + word_joiner);
}

}  // namespace

TilesPage::TilesPage(const PageParts& parts, QWidget* parent)
    : Page(parent),
      library_(parts.library),
      display_(parts.display),
      runs_(parts.runs),
      sweeps_(parts.sweeps),
      gate_(parts.gate),
      controls_(new TileControls) {
  auto* scroll = new QScrollArea(this);
  scroll->setWidget(controls_);
  scroll->setWidgetResizable(true);
  scroll->setFrameShape(QFrame::NoFrame);
  scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  scroll->setFocusPolicy(Qt::NoFocus);
  scroll->setFixedWidth(tiles_sidebar_width);

  cards_ = new QSplitter(Qt::Vertical, this);
  cards_->setChildrenCollapsible(false);
  cards_->setObjectName(QStringLiteral("cards"));
  cards_->setHandleWidth(10);
  cards_->addWidget(build_map());
  cards_->addWidget(build_timeline());
  cards_->setStretchFactor(0, 1);
  cards_->setStretchFactor(1, 1);
  cards_->setSizes({500, 500});
  auto* right = new QVBoxLayout;
  right->setContentsMargins(12, 12, 12, 12);
  right->addWidget(cards_);
  auto* columns = new QHBoxLayout(this);
  columns->setContentsMargins(0, 0, 0, 0);
  columns->setSpacing(0);
  columns->addWidget(scroll);
  columns->addLayout(right, 1);

  inspect_soon_.setSingleShot(true);
  inspect_soon_.setInterval(typing_pause_ms);
  connect_parts();
  on_described();
  take_run(display_.run());
}

TilesPage::~TilesPage() = default;

/// Side by side where the room is wide, one above the other where it is not.
void TilesPage::resizeEvent(QResizeEvent* event) {
  Page::resizeEvent(event);
  constexpr double wide = 1.25;
  const double shape = static_cast<double>(width() - tiles_sidebar_width) / std::max(height(), 1);
  const Qt::Orientation wanted = shape >= wide ? Qt::Horizontal : Qt::Vertical;
  if (cards_->orientation() != wanted) {
    cards_->setOrientation(wanted);
    cards_->setSizes({500, 500});
  }
}

QWidget* TilesPage::build_map() {
  auto* card = new Card(this);
  QVBoxLayout* column = card_column(card);
  map_title_ = make_paragraph({}, Role::strong, card);
  column->addWidget(map_title_);
  auto* key = new QWidget(card);
  auto* legend = new QHBoxLayout(key);
  legend->setContentsMargins(0, 0, 0, 0);
  legend->setSpacing(6);
  struct Entry {
    QString name;
    QColor TileColors::*color;
  };
  for (const Entry& entry :
       {Entry{tr("whole"), &TileColors::full}, Entry{tr("partly masked"), &TileColors::partial},
        Entry{tr("skipped"), &TileColors::skipped}}) {
    legend->addWidget(new TileSwatch(entry.color, key));
    legend->addWidget(make_label(entry.name, Role::caption, key));
    legend->addSpacing(8);
  }
  legend->addStretch(1);
  column->addWidget(key);
  map_ = new TileMapView(card);
  set_help_topic(map_, HelpTopic::mask_density);
  column->addWidget(map_, 1);
  map_words_ = new ElidedLabel(how_to_point(), Role::caption, card);
  column->addWidget(map_words_);
  return card;
}

QWidget* TilesPage::build_timeline() {
  auto* card = new Card(this);
  QVBoxLayout* column = card_column(card);
  timeline_title_ = make_paragraph({}, Role::strong, card);
  traces_box_ = new QComboBox(card);
  traces_box_->setObjectName(QStringLiteral("tracedPoints"));
  traces_box_->setAccessibleName(tr("Point whose tiles are shown"));
  traces_box_->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
  column->addWidget(timeline_title_);
  column->addWidget(traces_box_);
  timeline_ = new TileTimelineView(card);
  set_help_topic(timeline_, HelpTopic::wave_fill);
  column->addWidget(timeline_, 1);
  timeline_words_ = new ElidedLabel({}, Role::caption, card);
  column->addWidget(timeline_words_);
  timeline_note_ = make_paragraph({}, Role::caption, card);
  column->addWidget(timeline_note_);
  empty_ = make_paragraph(tr("When did each tile run, and where? The run that Explore shows has recorded no "
                             "tiles. Press Measure here, or add %1 to attnscope run.")
                              .arg(unbroken(QStringLiteral("--keep-tiles"))),
                          Role::secondary, card);
  empty_->setAlignment(Qt::AlignCenter);
  empty_->setAccessibleName(tr("What to do next"));
  column->addWidget(empty_, 1);
  return card;
}

void TilesPage::connect_parts() {
  connect(controls_, &TileControls::changed, this, &TilesPage::on_changed);
  connect(controls_, &TileControls::measureRequested, this, &TilesPage::measure);
  connect(&inspect_soon_, &QTimer::timeout, this, &TilesPage::inspect);
  connect(&sweeps_, &SweepControl::described, this, &TilesPage::on_described);
  connect(&sweeps_, &SweepControl::started, this, &TilesPage::update_obstacle);
  connect(&sweeps_, &SweepControl::ceilingsStarted, this, &TilesPage::update_obstacle);
  connect(&sweeps_, &SweepControl::ceilingsEnded, this, &TilesPage::update_obstacle);
  connect(&sweeps_, &SweepControl::finished, this, &TilesPage::on_sweep_finished);
  connect(&display_, &RunDisplay::runChanged, this, [this] {
    if (display_.run_id() != measured_run_) {
      take_run(display_.run());
    }
  });
  connect(traces_box_, &QComboBox::currentIndexChanged, this, [this](int index) { show_trace(index, true); });
  connect(map_, &TileView::currentChanged, this,
          [this] { map_words_->set_full_text(map_->current() ? map_->current_words() : how_to_point()); });
  connect(timeline_, &TileView::currentChanged, this, [this] {
    timeline_words_->set_full_text(timeline_->current() ? timeline_->current_words() : how_to_point());
  });
}

bool TilesPage::is_settled() const {
  return inspecting_ == nullptr && !inspect_soon_.isActive();
}

bool TilesPage::take_runs(const std::vector<std::string>& run_ids) {
  const auto run = library_.load(run_ids.back());
  if (!run) {
    return false;
  }
  take_run(&*run);
  return !traced_.empty();
}

void TilesPage::on_described() {
  controls_->set_targets(tile_targets(sweeps_.description()));
}

/// The map and host arithmetic follow at once; the compiler is asked when typing pauses.
void TilesPage::on_changed() {
  inspecting_.reset();
  inspect_soon_.stop();
  const TileTarget* const target = controls_->target();
  if (target == nullptr) {
    return;
  }
  update_obstacle();
  const Problem problem = controls_->problem();
  const auto kernel = tiled_kernel(controls_->implementation(), target->compute_capability);
  if (const auto valid = validate(problem); !valid || !kernel) {
    controls_->show_refusal(valid ? QString() : to_label(valid.error().message));
    return;
  }
  if (!target->compute_capability) {
    if (!controls_->choice()) {
      controls_->set_tile(usual_host_tile, true);
    }
    const auto tile = complete_tile(*kernel, problem, controls_->fields(), 0);
    controls_->show_arithmetic(kernel, tile);
    controls_->show_nothing_to_compile();
    if (tile) {
      show_map(*tile);
    }
    return;
  }
  const auto choice = controls_->choice();
  if (choice) {
    const auto tile = complete_tile(*kernel, problem, *choice, *target->compute_capability);
    controls_->show_arithmetic(kernel, tile);
    if (!tile) {
      // The grid is there whether or not a kernel can compute it.
      show_map(TileConfig{choice->block_m, choice->block_n, 1, 1, false});
      controls_->show_refusal({});
      update_obstacle();
      return;
    }
    show_map(*tile);
  }
  controls_->show_compiling();
  inspect_soon_.start();
}

void TilesPage::inspect() {
  const TileTarget* const target = controls_->target();
  if (target == nullptr || !target->compute_capability) {
    return;
  }
  InspectRequest request;
  request.point = {controls_->implementation(), controls_->problem(), controls_->choice()};
  request.compute_capability = target->compute_capability;
  inspecting_ = std::make_unique<InspectSession>(local_worker(), std::move(request));
  connect(inspecting_.get(), &InspectSession::inspected, this, &TilesPage::on_inspected,
          Qt::QueuedConnection);
  connect(
      inspecting_.get(), &InspectSession::failed, this,
      [this](const QString& message) {
        inspecting_.reset();
        controls_->show_refusal(message);
      },
      Qt::QueuedConnection);
  inspecting_->start();
}

void TilesPage::on_inspected(const Inspection& inspection) {
  inspecting_.reset();
  const TileTarget* const target = controls_->target();
  if (target == nullptr || !inspection.tile) {
    return;
  }
  const auto kernel = tiled_kernel(controls_->implementation(), target->compute_capability);
  if (!controls_->choice()) {
    controls_->set_tile(*inspection.tile, true);
  }
  controls_->show_arithmetic(kernel, *inspection.tile);
  controls_->show_inspection(inspection);
  show_map(*inspection.tile);
}

void TilesPage::show_map(const TileConfig& tile) {
  const Problem problem = controls_->problem();
  map_->show_tiles(problem, tile);
  const QString title = tile_map_title(problem, tile);
  map_title_->setText(title);
  map_->setAccessibleDescription(title);
  map_->set_title(title);
}

void TilesPage::take_run(const Run* run) {
  traced_.clear();
  if (run != nullptr) {
    for (const Point& point : run->points) {
      const auto* measured = std::get_if<Measured>(&point.outcome);
      if (measured == nullptr || !measured->tile_trace || !measured->tile) {
        continue;
      }
      const auto environment =
          std::find_if(run->header.environments.begin(), run->header.environments.end(),
                       [&point](const Environment& one) { return one.device.uuid == point.device_uuid; });
      const DeviceDescription* device =
          environment == run->header.environments.end() ? nullptr : &environment->device;
      traced_.push_back(
          {point, device == nullptr ? DeviceDescription{} : *device, trace_label(point, device)});
    }
  }
  {
    const QSignalBlocker quiet(traces_box_);
    traces_box_->clear();
    for (const Traced& traced : traced_) {
      traces_box_->addItem(traced.label);
    }
  }
  show_trace(traced_.empty() ? -1 : 0, true);
}

void TilesPage::show_trace(int index, bool follow) {
  const bool any = index >= 0 && index < static_cast<int>(traced_.size());
  for (QWidget* widget : {static_cast<QWidget*>(timeline_title_), static_cast<QWidget*>(timeline_),
                          static_cast<QWidget*>(timeline_words_), static_cast<QWidget*>(timeline_note_)}) {
    widget->setVisible(any);
  }
  traces_box_->setVisible(traced_.size() > 1);
  empty_->setVisible(!any);
  if (!any) {
    return timeline_->show_nothing();
  }
  const Traced& traced = traced_[static_cast<std::size_t>(index)];
  const auto& measured = std::get<Measured>(traced.point.outcome);
  const bool threads = traced.device.kind == DeviceKind::host_cpu;
  TileTimeline timeline =
      tile_timeline(*measured.tile_trace, traced.device.multiprocessors, measured.tile->persistent);
  const QString title = timeline_title(timeline, *measured.tile_trace, threads);
  const QString note = timeline_note(timeline, *measured.tile_trace, threads);
  timeline_title_->setText(title);
  timeline_note_->setText(note);
  timeline_->setAccessibleDescription(title + QStringLiteral(". ") + note);
  timeline_->set_title(title);
  timeline_->show_timeline(std::move(timeline), traced.point.problem, *measured.tile, threads);
  emit timeline_->currentChanged();
  if (follow) {
    controls_->set_target(traced.device, traced.point.implementation);
    controls_->set_problem(traced.point.problem);
    controls_->set_tile(*measured.tile, false);
    on_changed();
  }
}

void TilesPage::measure() {
  const TileTarget* const target = controls_->target();
  if (target == nullptr || !target->is_here()) {
    return;
  }
  const Problem problem = controls_->problem();
  Sweep sweep;
  const TileChoice tile = controls_->fields();
  sweep.name =
      tr("Tiles %1×%2 of %3").arg(tile.block_m).arg(tile.block_n).arg(shape_label(problem)).toStdString();
  sweep.shapes = {problem};
  sweep.seqlens = {problem.kv_seqlen};
  sweep.batch = 1;
  sweep.implementations = {controls_->implementation()};
  // What stands in the fields is what is measured, and what the command that repeats it says.
  sweep.tile = tile;
  sweep.device_selectors = {target->uuid};
  sweep.options.keep_tiles = true;
  gate_.begin(sweep.device_selectors, [this, sweep] { start(sweep); });
}

void TilesPage::start(const Sweep& sweep) {
  controls_->show_result(tr("Measuring"));
  const auto started = sweeps_.start(sweep);
  if (!started) {
    controls_->show_result({});
    emit Page::problem(to_label(started.error().message));
    return;
  }
  measured_run_ = *started;
  update_obstacle();
}

void TilesPage::on_sweep_finished() {
  update_obstacle();
  if (measured_run_.empty() || sweeps_.run_id() != measured_run_) {
    return;
  }
  const auto run = library_.load(measured_run_);
  if (!run) {
    controls_->show_result({});
    emit Page::problem(to_label(run.error().message));
    return;
  }
  if (!run->points.empty()) {
    controls_->show_result(result_text(run->points.front()));
  }
  library_.refresh();
  const int row = runs_.row_of(measured_run_);
  if (row < runs_.rowCount()) {
    runs_.setData(runs_.index(row, RunListModel::overlay), Qt::Checked, Qt::CheckStateRole);
  }
  take_run(&*run);
}

void TilesPage::update_obstacle() {
  const TileTarget* const target = controls_->target();
  if (target == nullptr) {
    return controls_->set_obstacle(tr("No device is known yet"));
  }
  if (!target->is_here()) {
    return controls_->set_obstacle(tr("This GPU is not here: measure on a machine that has one"));
  }
  if (const QString measuring = sweeps_.obstacle(); !measuring.isEmpty()) {
    return controls_->set_obstacle(measuring);
  }
  if (!library_.can_store()) {
    return controls_->set_obstacle(tr("Runs cannot be stored here"));
  }
  const auto kernel = tiled_kernel(controls_->implementation(), target->compute_capability);
  const auto tile = !kernel ? Result<TileConfig>(fail(ErrorKind::unsupported, "it has no tiles to choose"))
                            : complete_tile(*kernel, controls_->problem(), controls_->fields(),
                                            target->compute_capability.value_or(0));
  controls_->set_obstacle(tile ? QString() : to_label(tile.error().message));
}

}  // namespace attnscope
