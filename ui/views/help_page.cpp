// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/help_page.h"

#include <QCoreApplication>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPainter>
#include <QScrollArea>
#include <QScrollBar>
#include <QShortcut>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/theme/card.h"
#include "ui/theme/theme.h"
#include "ui/views/focus_ring.h"
#include "ui/views/help_pictures.h"
#include "ui/views/help_sketch.h"
#include "ui/views/parts.h"

namespace attnscope {
namespace {

constexpr int help_index_width = 232;
constexpr int widest_entry = 860;

/// A picture drawn at its own size.
class HelpPictureView : public QWidget {
 public:
  HelpPictureView(HelpPicture picture, QWidget* parent) : QWidget(parent), picture_(std::move(picture)) {
    setFixedSize(help_picture_size.toSize());
    setAccessibleName(HelpPage::tr("Picture"));
    setAccessibleDescription(picture_.words);
    setToolTip(picture_.words.toHtmlEscaped());
    connect(&Theme::instance(), &Theme::changed, this, [this] { update(); });
  }

 protected:
  void paintEvent(QPaintEvent* /*event*/) override {
    QPainter painter(this);
    HelpSketch sketch(painter);
    picture_.draw(sketch);
  }

 private:
  HelpPicture picture_;
};

}  // namespace

HelpPage::HelpPage(const PageParts& /*parts*/, QWidget* parent) : Page(parent) {
  auto* columns = new QHBoxLayout(this);
  columns->setContentsMargins(0, 0, 0, 0);
  columns->setSpacing(0);
  columns->addWidget(build_index());
  columns->addWidget(build_entries(), 1);
  index_->setCurrentRow(0);
  connect(index_, &QListWidget::currentRowChanged, this, &HelpPage::on_row);
  connect(field_, &QLineEdit::textChanged, this, &HelpPage::search);
  auto* find = new QShortcut(QKeySequence::Find, this);
  find->setContext(Qt::WidgetWithChildrenShortcut);
  connect(find, &QShortcut::activated, field_, [this] {
    field_->setFocus();
    field_->selectAll();
  });
}

QWidget* HelpPage::build_index() {
  auto* side = new QWidget(this);
  side->setFixedWidth(help_index_width);
  set_role(side, Role::panel);
  auto* column = new QVBoxLayout(side);
  column->setContentsMargins(12, 12, 12, 12);
  column->setSpacing(8);
  field_ = new QLineEdit(side);
  field_->setPlaceholderText(tr("Search the help"));
  field_->setAccessibleName(tr("Search the help"));
  field_->setToolTip(tr("Ctrl+F"));
  field_->setClearButtonEnabled(true);
  field_->installEventFilter(this);
  column->addWidget(field_);
  index_ = new QListWidget(side);
  index_->setAccessibleName(tr("Entries"));
  index_->setFrameShape(QFrame::NoFrame);
  index_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  column->addWidget(index_, 1);
  return side;
}

QWidget* HelpPage::build_entries() {
  auto* page = new QWidget;
  auto* column = new QVBoxLayout(page);
  column->setContentsMargins(16, 12, 16, 12);
  column->setSpacing(12);
  for (const HelpEntry& entry : help_entries()) {
    auto* card = new Card(page);
    card->setMaximumWidth(widest_entry);
    auto* row = new QHBoxLayout(card);
    row->setContentsMargins(16, 12, 16, 12);
    row->setSpacing(20);
    auto* words = new QVBoxLayout;
    words->setSpacing(6);
    words->addWidget(make_paragraph(entry.term, Role::title, card));
    QLabel* meaning = make_paragraph(entry.meaning, Role::body, card);
    meaning->setTextInteractionFlags(Qt::TextSelectableByMouse);
    words->addWidget(meaning);
    words->addStretch(1);
    row->addLayout(words, 1);
    QString text = entry.term + ' ' + entry.meaning;
    if (const auto picture = help_picture(entry.topic)) {
      text += ' ' + picture->words;
      row->addWidget(new HelpPictureView(*picture, card), 0, Qt::AlignTop);
    }
    card->setAccessibleName(entry.term);
    column->addWidget(card);
    entries_.push_back({entry.topic, text, card});
    index_->addItem(entry.term);
  }
  nothing_ = make_paragraph({}, Role::secondary, page);
  nothing_->hide();
  column->addWidget(nothing_);
  column->addStretch(1);
  scroll_ = new QScrollArea(this);
  scroll_->setWidgetResizable(true);
  scroll_->setFrameShape(QFrame::NoFrame);
  scroll_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  scroll_->setWidget(page);
  scroll_->setAccessibleName(tr("Help"));
  scroll_->setFocusPolicy(Qt::StrongFocus);
  new FocusRing(scroll_);
  return scroll_;
}

void HelpPage::on_row(int row) {
  if (row < 0) {
    return;
  }
  // Where the card lies is known once the layout has done what is pending.
  QCoreApplication::sendPostedEvents(scroll_->widget(), QEvent::LayoutRequest);
  scroll_->widget()->layout()->activate();
  constexpr int above = 12;
  scroll_->verticalScrollBar()->setValue(entries_[static_cast<std::size_t>(row)].card->y() - above);
}

void HelpPage::show_topic(HelpTopic topic) {
  field_->clear();
  const auto found = std::find_if(entries_.begin(), entries_.end(),
                                  [topic](const Entry& entry) { return entry.topic == topic; });
  if (found == entries_.end()) {
    return;
  }
  const int row = static_cast<int>(found - entries_.begin());
  index_->setCurrentRow(row);
  on_row(row);
  index_->setFocus();
}

void HelpPage::search(const QString& words) {
  const QStringList wanted = words.split(' ', Qt::SkipEmptyParts);
  int first = -1;
  for (std::size_t i = 0; i < entries_.size(); ++i) {
    const Entry& entry = entries_[i];
    const bool shown = std::all_of(wanted.begin(), wanted.end(), [&entry](const QString& word) {
      return entry.text.contains(word, Qt::CaseInsensitive);
    });
    entry.card->setVisible(shown);
    index_->item(static_cast<int>(i))->setHidden(!shown);
    if (shown && first < 0) {
      first = static_cast<int>(i);
    }
  }
  nothing_->setVisible(first < 0);
  nothing_->setText(first < 0 ? tr("The help does not speak of “%1”.").arg(words) : QString());
  index_->setCurrentRow(first);
  scroll_->verticalScrollBar()->setValue(0);
}

std::vector<HelpTopic> HelpPage::shown_topics() const {
  std::vector<HelpTopic> topics;
  for (const Entry& entry : entries_) {
    if (!entry.card->isHidden()) {
      topics.push_back(entry.topic);
    }
  }
  return topics;
}

/// From the search field down into the list.
bool HelpPage::eventFilter(QObject* watched, QEvent* event) {
  if (watched == field_ && event->type() == QEvent::KeyPress) {
    const int key = static_cast<QKeyEvent*>(event)->key();
    if (key == Qt::Key_Down || key == Qt::Key_Return || key == Qt::Key_Enter) {
      index_->setFocus();
      return true;
    }
  }
  return Page::eventFilter(watched, event);
}

}  // namespace attnscope
