// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Everything about the pinned point: figures, samples, tile occupancy, kernels, circumstances.
#pragma once

#include <QScrollArea>
#include <optional>

class QBoxLayout;
class QVBoxLayout;

namespace attnscope {

struct PointDetails;
struct DetailRow;
struct MeterRow;

class InspectorPanel : public QScrollArea {
  Q_OBJECT
 public:
  explicit InspectorPanel(QWidget* parent = nullptr);

  void show_details(const std::optional<PointDetails>& details);

 protected:
  void resizeEvent(QResizeEvent* event) override;

 private:
  QVBoxLayout* new_column();
  void arrange();
  void add_heading(QVBoxLayout* column, const QString& text);
  void add_row(QVBoxLayout* column, const DetailRow& row);
  void add_meter(QVBoxLayout* column, const MeterRow& meter, const std::string& implementation);
  void add_samples(QVBoxLayout* column, const PointDetails& details);
  void add_occupancy(QVBoxLayout* column, const PointDetails& details);
  void add_circumstances(QVBoxLayout* column, const PointDetails& details);

  QBoxLayout* parts_ = nullptr;
};

}  // namespace attnscope
