// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The commands of the charts: what the second chart shows, axes, tables, isolated series, marking lengths.
// They stand in the View menu, in each chart's own menu, and through both in the command palette.
#pragma once

#include <QList>
#include <QObject>
#include <QSet>
#include <QString>
#include <map>

#include "profiler/analysis/metrics.h"

class QAction;
class QActionGroup;
class QMenu;
class QWidget;

namespace attnscope {

class ChartCell;
class RunDisplay;

class ChartsMenu : public QObject {
  Q_OBJECT
 public:
  ChartsMenu(RunDisplay& display, const QList<ChartCell*>& cells, QWidget* parent);

  QMenu* menu() const { return menu_; }
  QAction* marking() const { return marking_; }
  /// What can be isolated, and what is.
  void set_series(const QStringList& labels, const QSet<QString>& isolated);

 signals:
  void isolationRequested(const QString& label, bool addition);  ///< empty: show all series again

 private:
  void build_figures();
  void build_axes(const QList<ChartCell*>& cells);
  void build_tables(const QList<ChartCell*>& cells);
  void build_series(const QList<ChartCell*>& cells);
  QAction* add(QMenu* menu, const QString& text, const QKeySequence& keys, const QString& tip);
  void follow_display();

  RunDisplay& display_;
  QWidget* owner_;
  QMenu* menu_;
  QMenu* series_menu_ = nullptr;
  QActionGroup* figures_ = nullptr;  ///< data: Metric as int
  QAction* linear_lengths_ = nullptr;
  QAction* all_series_ = nullptr;
  QAction* marking_ = nullptr;
  std::map<Metric, QAction*> logarithmic_;
  QList<QAction*> log_of_chart_;  ///< in the charts' own menus: speedup, second chart, memory
};

}  // namespace attnscope
