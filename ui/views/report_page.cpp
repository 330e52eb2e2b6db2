// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/report_page.h"

#include <QApplication>
#include <QCheckBox>
#include <QClipboard>
#include <QFileDialog>
#include <QGridLayout>
#include <QListWidget>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QSignalBlocker>
#include <QStackedWidget>
#include <QTextBrowser>
#include <QTextDocument>
#include <QVBoxLayout>
#include <set>

#include "profiler/session/export_runs.h"
#include "ui/models/labels.h"
#include "ui/models/run_display.h"
#include "ui/models/run_list_model.h"
#include "ui/report/markdown_report.h"
#include "ui/report/text_report.h"
#include "ui/theme/fonts.h"
#include "ui/theme/segmented_control.h"
#include "ui/theme/theme_colors.h"
#include "ui/views/focus_ring.h"
#include "ui/views/parts.h"

namespace attnscope {
namespace {

constexpr int choices_width = 296;
constexpr int paper_width = 660;  // CSS pixels, about an A4 page between its margins
constexpr int paper_room = 60;    // its margins and the scroll bar
constexpr int settle_ms = 120;    // several ticks in a row make one preview
constexpr int id_role = Qt::UserRole;

/// "Export…" writes what the format is called.
QString file_filter(ReportFormat format) {
  switch (format) {
    case ReportFormat::html:
      return ReportPage::tr("HTML (*.html)");
    case ReportFormat::pdf:
      return ReportPage::tr("PDF (*.pdf)");
    case ReportFormat::markdown:
      return ReportPage::tr("Markdown (*.md)");
  }
  return {};
}

QString file_ending(ReportFormat format) {
  switch (format) {
    case ReportFormat::html:
      return QStringLiteral(".html");
    case ReportFormat::pdf:
      return QStringLiteral(".pdf");
    case ReportFormat::markdown:
      return QStringLiteral(".md");
  }
  return {};
}

}  // namespace

ReportPage::ReportPage(const PageParts& parts, QWidget* parent)
    : Page(parent), library_(parts.library), display_(parts.display) {
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(0);
  row->addWidget(build_choices());
  row->addWidget(build_preview(), 1);
  update_.setSingleShot(true);
  update_.setInterval(settle_ms);
  connect(&update_, &QTimer::timeout, this, &ReportPage::update_report);
  connect(&library_, &RunLibrary::changed, this, &ReportPage::list_runs);
  list_runs();
  // What Explore shows is what people most likely mean.
  std::vector<std::string> shown = parts.runs.overlays();
  if (display_.run() != nullptr) shown.push_back(display_.run_id());
  take_runs(shown);
  update_report();
}

ReportPage::~ReportPage() {
  // The view lives a little longer than the text.
  paper_->setDocument(nullptr);
}

QWidget* ReportPage::build_choices() {
  auto* panel = new QWidget(this);
  set_role(panel, Role::panel);
  panel->setFixedWidth(choices_width);
  auto* column = new QVBoxLayout(panel);
  column->setContentsMargins(14, 12, 14, 14);
  column->setSpacing(6);
  column->addWidget(make_label(tr("Runs"), Role::heading, panel));
  runs_ = new QListWidget(panel);
  runs_->setAccessibleName(tr("Runs to report"));
  runs_->setAccessibleDescription(tr("The space bar ticks the run of the line"));
  runs_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  runs_->setTextElideMode(Qt::ElideRight);
  runs_->setMinimumHeight(90);
  connect(runs_, &QListWidget::itemChanged, this, &ReportPage::update_later);
  column->addWidget(runs_, 1);
  column->addWidget(make_paragraph(tr("The first ticked run is the one that the others are compared with."),
                                   Role::caption, panel));
  column->addSpacing(6);
  column->addWidget(make_label(tr("Sections"), Role::heading, panel));
  auto* sections = new QGridLayout;  // two columns: the list of runs needs the height
  sections->setVerticalSpacing(6);
  const int rows = (static_cast<int>(all_report_parts().size()) + 1) / 2;
  int at = 0;
  for (const ReportPart part : all_report_parts()) {
    auto* box = new QCheckBox(report_part_label(part), panel);
    box->setChecked(true);
    connect(box, &QCheckBox::toggled, this, &ReportPage::update_later);
    parts_[part] = box;
    sections->addWidget(box, at % rows, at / rows);
    ++at;
  }
  column->addLayout(sections);
  column->addSpacing(6);
  column->addWidget(make_label(tr("FLOPs"), Role::heading, panel));
  flops_ = new SegmentedControl(panel);
  flops_->setChoices(tr("FLOPs"), {tr("unmasked pairs"), tr("causal as half")});
  flops_->setToolTip(
      tr("What a TFLOP/s counts: the query–key pairs that the mask leaves, or as papers do half "
         "of all pairs of causal attention. The report says which."));
  flops_->setCurrentIndex(display_.options().metric.flops == FlopConvention::exact ? 0 : 1);
  connect(flops_, &SegmentedControl::currentChanged, this, &ReportPage::update_later);
  column->addWidget(flops_);
  column->addSpacing(6);
  column->addWidget(make_label(tr("Format"), Role::heading, panel));
  formats_ = new SegmentedControl(panel);
  formats_->setChoices(tr("Format"), {tr("HTML"), tr("PDF"), tr("Markdown")});
  connect(formats_, &SegmentedControl::currentChanged, this, [this] { show_preview(); });
  column->addWidget(formats_);
  note_ = make_paragraph({}, Role::caption, panel);
  column->addWidget(note_);
  export_ = new QPushButton(tr("Export report…"), panel);
  export_->setDefault(true);
  connect(export_, &QPushButton::clicked, this, &ReportPage::export_report);
  column->addWidget(export_);
  copy_ = new QPushButton(tr("Copy as Markdown"), panel);
  connect(copy_, &QPushButton::clicked, this, &ReportPage::copy_markdown);
  column->addWidget(copy_);
  return panel;
}

QWidget* ReportPage::build_preview() {
  preview_ = new QStackedWidget(this);
  paper_ = new QTextBrowser;
  paper_->setAccessibleName(tr("Preview of the report"));
  paper_->setFrameShape(QFrame::NoFrame);
  new FocusRing(paper_);
  paper_->setOpenLinks(false);
  paper_->setLineWrapMode(QTextEdit::FixedPixelWidth);
  paper_->setLineWrapColumnOrWidth(paper_width);
  // Paper is light, whatever the theme of the window.
  const ThemeColors& colors = theme_colors(false);
  paper_->setStyleSheet(QStringLiteral("QTextBrowser{background:%1;color:%2;padding:16px 14px}")
                            .arg(colors.panel.name(), colors.text.name()));
  markdown_ = new QPlainTextEdit(preview_);
  markdown_->setAccessibleName(tr("The report as Markdown"));
  markdown_->setReadOnly(true);
  markdown_->setFrameShape(QFrame::NoFrame);
  new FocusRing(markdown_);
  markdown_->setFont(mono_font());
  empty_ = make_paragraph({}, Role::secondary, preview_);
  empty_->setAlignment(Qt::AlignCenter);
  empty_->setMargin(24);
  auto* desk = new QWidget(preview_);
  auto* row = new QHBoxLayout(desk);
  row->setContentsMargins(0, 0, 0, 0);
  row->addStretch(1);
  row->addWidget(paper_, 100);
  row->addStretch(1);
  paper_->setMaximumWidth(paper_width + paper_room);
  preview_->addWidget(desk);
  preview_->addWidget(markdown_);
  preview_->addWidget(empty_);
  return preview_;
}

std::vector<std::string> ReportPage::runs() const {
  std::vector<std::string> ids;
  for (int row = 0; row < runs_->count(); ++row) {
    const QListWidgetItem* item = runs_->item(row);
    if (item->checkState() == Qt::Checked) ids.push_back(item->data(id_role).toString().toStdString());
  }
  return ids;
}

bool ReportPage::take_runs(const std::vector<std::string>& run_ids) {
  const std::set<std::string> wanted(run_ids.begin(), run_ids.end());
  for (int row = 0; row < runs_->count(); ++row) {
    QListWidgetItem* item = runs_->item(row);
    if (wanted.count(item->data(id_role).toString().toStdString()) > 0) item->setCheckState(Qt::Checked);
  }
  return true;
}

/// Keeps the ticks.
void ReportPage::list_runs() {
  const std::vector<std::string> before = runs();
  const std::set<std::string> ticked(before.begin(), before.end());
  const QSignalBlocker quiet(runs_);
  runs_->clear();
  const QDateTime now = QDateTime::currentDateTime();
  for (const RunEntry& entry : library_.entries()) {
    const RunHeader& header = entry.summary.header;
    const QString name = to_label(header.name).simplified();
    auto* item = new QListWidgetItem(name, runs_);
    item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsUserCheckable);
    item->setData(id_role, QString::fromStdString(header.id));
    item->setCheckState(ticked.count(header.id) > 0 ? Qt::Checked : Qt::Unchecked);
    const QString where =
        QStringLiteral("%1 · %2").arg(devices_label(header), date_label(header.created_ms, now));
    item->setToolTip(QStringLiteral("%1\n%2").arg(name, where).toHtmlEscaped().replace('\n', "<br>"));
    item->setData(Qt::AccessibleDescriptionRole, where);
  }
  if (runs() != before || before.empty()) update_later();
}

void ReportPage::update_later() {
  update_.start();
}

void ReportPage::update_report() {
  update_.stop();
  document_.reset();
  const std::vector<std::string> wanted = runs();
  parts_[ReportPart::comparison]->setEnabled(wanted.size() > 1);
  parts_[ReportPart::comparison]->setToolTip(wanted.size() > 1 ? QString() : tr("Takes two runs or more"));
  if (runs_->count() == 0) {
    return show_nothing(
        tr("No runs yet. Measure one on the Explore page, or open a database with File > Open."));
  }
  if (wanted.empty()) return show_nothing(tr("Tick a run on the left to report it."));
  std::vector<Run> loaded;
  for (const std::string& id : wanted) {
    auto run = library_.load(id);
    if (!run) return show_nothing(to_label(run.error().message));
    loaded.push_back(std::move(*run));
  }
  std::vector<const Run*> reported;
  reported.reserve(loaded.size());
  for (const Run& run : loaded) reported.push_back(&run);
  ReportOptions options;
  options.parts.clear();
  for (const auto& [part, box] : parts_) {
    if (box->isChecked()) options.parts.insert(part);
  }
  options.flops = flops_->currentIndex() == 0 ? FlopConvention::exact : FlopConvention::causal_half;
  auto document = build_report(reported, options);
  if (!document) return show_nothing(to_label(document.error().message));
  document_ = std::move(*document);
  auto text = text_document_of(*document_, paper_width);
  paper_->setDocument(text.get());
  paper_text_ = std::move(text);
  markdown_->setPlainText(QString::fromUtf8(markdown_of(*document_)));
  show_preview();
}

void ReportPage::show_preview() {
  const ReportFormat chosen = format();
  switch (chosen) {
    case ReportFormat::html:
      note_->setText(tr("One file for a browser; its charts follow the reader's light or dark theme."));
      break;
    case ReportFormat::pdf:
      note_->setText(tr("A4 pages with vector charts."));
      break;
    case ReportFormat::markdown:
      note_->setText(tr("For an issue or a chat: tables, and in words what the charts find."));
      break;
  }
  if (document_)
    preview_->setCurrentWidget(chosen == ReportFormat::markdown ? markdown_ : paper_->parentWidget());
  offer();
}

void ReportPage::show_nothing(const QString& why) {
  empty_->setText(why);
  preview_->setCurrentWidget(empty_);
  offer();
}

void ReportPage::offer() {
  for (QPushButton* button : {export_, copy_}) {
    button->setEnabled(document_.has_value());
    button->setToolTip(document_ ? QString() : empty_->text());
  }
}

ReportFormat ReportPage::format() const {
  static constexpr ReportFormat formats[] = {ReportFormat::html, ReportFormat::pdf, ReportFormat::markdown};
  return formats[formats_->currentIndex()];
}

Result<void> ReportPage::write_to(const QString& path) const {
  if (!document_) return fail(ErrorKind::usage, "there is no report to write yet");
  return write_atomically(path, render_report(*document_, format()));
}

void ReportPage::export_report() {
  QString path = QFileDialog::getSaveFileName(this, tr("Export the report"),
                                              QStringLiteral("attnscope-report") + file_ending(format()),
                                              file_filter(format()));
  if (path.isEmpty()) return;
  if (!path.contains(QLatin1Char('.'))) path += file_ending(format());
  const auto written = write_to(path);
  emit problem(written ? tr("The report was written to %1.").arg(path) : to_label(written.error().message));
}

void ReportPage::copy_markdown() {
  QApplication::clipboard()->setText(QString::fromUtf8(markdown_of(*document_)));
}

}  // namespace attnscope
