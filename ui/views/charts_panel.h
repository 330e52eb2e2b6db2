// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The four linked charts with their tables, and above them what they show of which run. Zoom, hover, isolated
// series and marked lengths are the same in all four.
#pragma once

#include <QSet>
#include <QString>
#include <QWidget>
#include <array>

class QComboBox;
class QLabel;
class QMenu;
class QPushButton;
class QSettings;

namespace attnscope {

class ChartCell;
class ChartsMenu;
class ChartWidget;
class DataTable;
class ElidedLabel;
class RefineBar;
class RunDisplay;
class SegmentedControl;
class SweepControl;
struct Refinement;

class ChartsPanel : public QWidget {
  Q_OBJECT
 public:
  ChartsPanel(RunDisplay& display, SweepControl& sweeps, QWidget* parent = nullptr);

  std::array<ChartWidget*, 4> charts() const { return charts_; }
  DataTable* table(std::size_t chart) const;
  /// The charts' commands, for the menu bar.
  QMenu* menu() const;
  /// The series that are shown plainly; empty: all.
  const QSet<QString>& isolated() const { return isolated_; }
  /// The marked lengths and what measuring them finer takes.
  const Refinement& refinement() const;
  /// Shows a series plainly and the others faintly, or with `addition` lets it join or leave those that are
  /// plain; an empty label shows all again.
  void isolate(const QString& label, bool addition);
  /// Marks lengths in all charts and offers to measure between them; 0, 0 takes the mark away.
  void mark(double low, double high);
  void unmark();
  void show_tables(bool shown);

  void save(QSettings& settings) const;
  void restore(const QSettings& settings);

  /// Offers the way back while another run than the live one is shown.
  void offer_live(bool offered);

 signals:
  void backToLive();
  void adviceRequested();
  void refinementRequested();  ///< to be measured: see refinement()

 private:
  void build_strip(QWidget* strip);
  void link_charts();
  QStringList labels() const;
  void show_charts();
  void show_choices();

  RunDisplay& display_;
  std::array<ChartCell*, 4> cells_{};
  std::array<ChartWidget*, 4> charts_{};
  ChartsMenu* menu_ = nullptr;
  RefineBar* refine_ = nullptr;
  QSet<QString> isolated_;
  ElidedLabel* name_ = nullptr;
  QPushButton* live_ = nullptr;
  QComboBox* shape_ = nullptr;
  QComboBox* device_ = nullptr;
  QComboBox* occupancy_ = nullptr;
  SegmentedControl* figure_ = nullptr;
};

}  // namespace attnscope
