// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/text_walker.h"

#include <QAbstractButton>
#include <QAbstractScrollArea>
#include <QAction>
#include <QCheckBox>
#include <QComboBox>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QMenuBar>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QStyleOptionButton>
#include <QStyleOptionComboBox>
#include <QTabBar>
#include <QTableView>
#include <QTextBlock>
#include <QToolButton>

#include "ui/charts/chart_widget.h"
#include "ui/views/parts.h"
#include "ui/views/roofline_view.h"

namespace attnscope {
namespace {

/// "&File" is painted "File".
QString without_mnemonic(QString text) {
  text.replace(QLatin1String("&&"), QString(QChar(1)));
  text.remove('&');
  return text.replace(QChar(1), '&');
}

class Walker {
 public:
  explicit Walker(const QWidget& window) : window_(window) {}

  std::vector<ShownText> take() { return std::move(texts_); }

  void visit(const QWidget& widget) {
    if (qobject_cast<const ChartWidget*>(&widget) != nullptr) {
      return;
    }
    read(widget);
    for (const QObject* child : widget.children()) {
      const auto* inner = qobject_cast<const QWidget*>(child);
      if (inner != nullptr && inner->isVisible() && !inner->isWindow()) {
        visit(*inner);
      }
    }
  }

 private:
  void read(const QWidget& widget) {
    if (const auto* elided = qobject_cast<const ElidedLabel*>(&widget)) {
      read_elided(*elided);
    } else if (const auto* label = qobject_cast<const QLabel*>(&widget)) {
      read_label(*label);
    } else if (const auto* button = qobject_cast<const QAbstractButton*>(&widget)) {
      read_button(*button);
    } else if (const auto* combo = qobject_cast<const QComboBox*>(&widget)) {
      read_combo(*combo);
    } else if (const auto* line = qobject_cast<const QLineEdit*>(&widget)) {
      read_line(*line);
    } else if (const auto* text = qobject_cast<const QPlainTextEdit*>(&widget)) {
      read_text(*text);
    } else if (const auto* tabs = qobject_cast<const QTabBar*>(&widget)) {
      read_tabs(*tabs);
    } else if (const auto* roofline = qobject_cast<const RooflineView*>(&widget)) {
      for (const RooflineView::DrawnText& drawn : roofline->drawn_texts()) {
        add(*roofline, drawn.text, drawn.rect.toAlignedRect(), roofline->rect());
      }
    } else if (const auto* menus = qobject_cast<const QMenuBar*>(&widget)) {
      read_menus(*menus);
    } else if (const auto* header = qobject_cast<const QHeaderView*>(&widget)) {
      read_header(*header);
    } else if (const auto* table = qobject_cast<const QTableView*>(&widget)) {
      read_cells(*table);
    }
  }

  void read_label(const QLabel& label) {
    const QRect room =
        label.contentsRect().adjusted(label.margin(), label.margin(), -label.margin(), -label.margin());
    int flags = static_cast<int>(label.alignment());
    if (label.wordWrap()) {
      flags |= Qt::TextWordWrap;
    }
    const QRect needed = label.fontMetrics().boundingRect(room, flags, label.text());
    add(label, label.text(), needed, room);
  }

  void read_elided(const ElidedLabel& label) {
    const QString shown = label.shown_text();
    const QRect needed =
        label.fontMetrics().boundingRect(label.contentsRect(), static_cast<int>(label.alignment()), shown);
    if (add(label, shown, needed, label.contentsRect()) && label.is_elided()) {
      texts_.back().full_text = label.full_text();
      texts_.back().elided = true;
    }
  }

  void read_button(const QAbstractButton& button) {
    const QString text = without_mnemonic(button.text());
    QRect room = button.rect();
    int flags = Qt::AlignCenter;
    if (qobject_cast<const QCheckBox*>(&button) != nullptr) {
      QStyleOptionButton option;
      option.initFrom(&button);
      option.text = button.text();
      room = button.style()->subElementRect(QStyle::SE_CheckBoxContents, &option, &button);
      flags = Qt::AlignLeft | Qt::AlignVCenter;
    } else if (const auto* push = qobject_cast<const QPushButton*>(&button);
               push != nullptr && !push->isFlat()) {
      constexpr int least_beside = 8;  // a text that touches its button's frame has too little room
      room.adjust(least_beside, 0, -least_beside, 0);
    }
    add(button, text, button.fontMetrics().boundingRect(room, flags, text), room);
  }

  void read_combo(const QComboBox& combo) {
    QStyleOptionComboBox option;
    option.initFrom(&combo);
    option.frame = combo.hasFrame();
    const QRect room =
        combo.style()->subControlRect(QStyle::CC_ComboBox, &option, QStyle::SC_ComboBoxEditField, &combo);
    const QString shown =
        combo.fontMetrics().elidedText(combo.currentText(), Qt::ElideRight, room.width() - 2);
    const QRect needed = combo.fontMetrics().boundingRect(room, Qt::AlignLeft | Qt::AlignVCenter, shown);
    if (add(combo, shown, needed, room) && shown != combo.currentText()) {
      texts_.back().full_text = combo.currentText();
      texts_.back().elided = true;
    }
  }

  void read_line(const QLineEdit& line) {
    const QString text = line.displayText().isEmpty() ? line.placeholderText() : line.displayText();
    const QRect needed = line.fontMetrics().boundingRect(
        line.contentsRect(), static_cast<int>(line.alignment() | Qt::AlignVCenter), text);
    // A line that is longer than its field is moved through with the cursor.
    add(line, text, needed.intersected(line.contentsRect()), line.contentsRect());
  }

  void read_text(const QPlainTextEdit& edit) {
    QRect needed;
    for (QTextBlock block = edit.document()->begin(); block.isValid(); block = block.next()) {
      const QTextLayout* layout = block.layout();
      needed |= layout->boundingRect().toAlignedRect();
    }
    const QRect room = edit.viewport()->rect();
    needed.moveTopLeft(edit.viewport()->mapTo(&edit, room.topLeft()));
    add(edit, edit.toPlainText(), needed.intersected(edit.rect()), edit.rect());
  }

  void read_tabs(const QTabBar& tabs) {
    for (int index = 0; index < tabs.count(); ++index) {
      const QString text = without_mnemonic(tabs.tabText(index));
      const QRect room = tabs.tabRect(index);
      add(tabs, text, tabs.fontMetrics().boundingRect(room, Qt::AlignCenter, text), room);
    }
  }

  void read_menus(const QMenuBar& menus) {
    for (const QAction* action : menus.actions()) {
      const QString text = without_mnemonic(action->text());
      const QRect room = menus.actionGeometry(const_cast<QAction*>(action));
      add(menus, text, menus.fontMetrics().boundingRect(room, Qt::AlignCenter, text), room);
    }
  }

  void read_header(const QHeaderView& header) {
    if (header.orientation() != Qt::Horizontal) {
      return;
    }
    for (int section = 0; section < header.count(); ++section) {
      const QString text = header.model()->headerData(section, Qt::Horizontal).toString();
      const QRect room(header.sectionViewportPosition(section), 0, header.sectionSize(section),
                       header.height());
      const int flags = header.model()->headerData(section, Qt::Horizontal, Qt::TextAlignmentRole).toInt();
      read_cell(header, *header.viewport(), text, room, flags);
    }
  }

  void read_cells(const QTableView& table) {
    const QAbstractItemModel& model = *table.model();
    for (int row = 0; row < model.rowCount(); ++row) {
      for (int column = 0; column < model.columnCount(); ++column) {
        const QModelIndex index = model.index(row, column);
        const int flags = index.data(Qt::TextAlignmentRole).toInt();
        read_cell(table, *table.viewport(), index.data().toString(), table.visualRect(index), flags);
      }
    }
  }

  /// Cells are cut with an ellipsis by their delegate.
  void read_cell(const QAbstractScrollArea& view, const QWidget& viewport, const QString& text,
                 const QRect& cell, int flags) {
    const int margin = view.style()->pixelMetric(QStyle::PM_FocusFrameHMargin, nullptr, &view) + 1;
    const QRect room = cell.adjusted(margin, 0, -margin, 0);
    const QFontMetrics metrics = view.fontMetrics();
    const QString shown = metrics.elidedText(text, Qt::ElideRight, room.width());
    if (add(viewport, shown, metrics.boundingRect(room, flags, shown), room) && shown != text) {
      texts_.back().full_text = text;
      texts_.back().elided = true;
    }
  }

  /// `needed` and `room` are in the widget's coordinates.
  bool add(const QWidget& widget, const QString& text, const QRect& needed, const QRect& room) {
    if (text.trimmed().isEmpty() || needed.isEmpty()) {
      return false;
    }
    ShownText shown;
    shown.text = text;
    shown.full_text = text;
    shown.kind = QString::fromLatin1(widget.metaObject()->className()).remove(QLatin1String("attnscope::"));
    shown.enabled = widget.isEnabled();
    shown.rect = QRect(widget.mapTo(&window_, needed.topLeft()), needed.size());
    // A pixel of antialiasing and of rounding is no lack of room.
    shown.clipped = needed.width() > room.width() + 1 || needed.height() > room.height() + 1;
    shown.visible = shown.rect;
    for (const QWidget* holder = &widget; holder != &window_ && holder != nullptr;
         holder = holder->parentWidget()) {
      const QRect held(holder->mapTo(&window_, QPoint(0, 0)), holder->size());
      const auto* area = qobject_cast<const QAbstractScrollArea*>(holder->parentWidget());
      if (area != nullptr && area->viewport() == holder) {
        shown.scrolls = true;
        shown.visible &= held;
      } else if (!held.adjusted(-1, -1, 1, 1).contains(shown.scrolls ? shown.visible : shown.rect)) {
        shown.clipped = true;
      }
    }
    if (shown.visible.isEmpty()) {
      return false;  // scrolled out of sight
    }
    if (!window_.rect().contains(shown.visible)) {
      shown.clipped = true;
    }
    texts_.push_back(std::move(shown));
    return true;
  }

  const QWidget& window_;
  std::vector<ShownText> texts_;
};

}  // namespace

std::vector<ShownText> shown_texts(const QWidget& window) {
  Walker walker(window);
  walker.visit(window);
  return walker.take();
}

}  // namespace attnscope
