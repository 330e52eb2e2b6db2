// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/run_library.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <algorithm>
#include <iterator>
#include <unordered_set>

namespace attnscope {
namespace {

constexpr int poll_interval_ms = 1000;

}  // namespace

RunLibrary::RunLibrary(QObject* parent) : QObject(parent) {
  timer_.setInterval(poll_interval_ms);
  connect(&timer_, &QTimer::timeout, this, &RunLibrary::poll);
}

RunLibrary::~RunLibrary() = default;

Result<void> RunLibrary::open_own(const std::filesystem::path& path) {
  own_path_ = path;
  std::error_code ignored;
  std::filesystem::create_directories(path.parent_path(), ignored);
  auto store = Store::open(path, OpenMode::read_write);
  if (!store) {
    // What cannot be written, on a full disk for one, may still be read: the saved runs stay in sight.
    static_cast<void>(open_own_read_only(path));
    own_problem_ = QString::fromStdString(store.error().message);
    return tl::unexpected<Error>(store.error());
  }
  own_writable_ = true;
  sources_.insert(sources_.begin(), Source{std::move(*store), RunOrigin::own, {}});
  return {};
}

Result<void> RunLibrary::open_own_read_only(const std::filesystem::path& path) {
  own_path_ = path;
  std::error_code ignored;
  if (!std::filesystem::exists(path, ignored)) {
    return {};
  }
  auto store = Store::open(path, OpenMode::read_only);
  if (!store) {
    own_problem_ = QString::fromStdString(store.error().message);
    return tl::unexpected<Error>(store.error());
  }
  sources_.insert(sources_.begin(), Source{std::move(*store), RunOrigin::own, {}});
  return {};
}

Result<Store> RunLibrary::open_for_sweep() const {
  return Store::open(own_path_, OpenMode::read_write);
}

void RunLibrary::add_samples(const std::filesystem::path& folder) {
  std::error_code error;
  std::vector<std::filesystem::path> files;
  for (std::filesystem::directory_iterator file(folder, error), end; !error && file != end;
       file.increment(error)) {
    if (file->path().extension() == ".db") {
      files.push_back(file->path());
    }
  }
  std::sort(files.begin(), files.end());
  for (const std::filesystem::path& file : files) {
    if (auto added = add_database(file, RunOrigin::sample); !added) {
      emit problem(QString::fromStdString(added.error().message));
    }
  }
}

Result<std::string> RunLibrary::open_file(const std::filesystem::path& path) {
  if (looks_like_database(path)) {
    auto id = add_database(path, RunOrigin::opened);
    refresh();
    return id;
  }
  const auto imported = import(path);
  if (!imported) {
    return tl::unexpected<Error>(imported.error());
  }
  if (imported->ids.empty()) {
    return fail(ErrorKind::not_found,
                tr("%1 holds no runs.").arg(QString::fromStdString(path.string())).toStdString());
  }
  return imported->ids.front();
}

Result<Imported> RunLibrary::import(const std::filesystem::path& path) {
  const auto target = own_store();
  if (!target) {
    return tl::unexpected<Error>(target.error());
  }
  auto imported = import_file(QString::fromStdString(path.string()), **target);
  refresh();
  return imported;
}

Result<Store*> RunLibrary::own_store() {
  if (!own_writable_) {
    return fail(ErrorKind::failed, tr("Your own database cannot be written.").toStdString());
  }
  return &sources_.front().store;
}

QString RunLibrary::edit_problem(const std::string& run_id) const {
  const RunEntry* found = entry(run_id);
  if (found == nullptr) {
    return tr("No run is chosen");
  }
  if (found->origin != RunOrigin::own) {
    return tr("Only runs of your own database can be changed; File > Import brings others there");
  }
  return own_writable_ ? QString() : tr("Your own database cannot be written");
}

Result<void> RunLibrary::annotate(const std::string& run_id, const RunAnnotation& annotation) {
  const auto store = own_store();
  if (!store) {
    return tl::unexpected<Error>(store.error());
  }
  auto done = (*store)->rename_run(run_id, annotation.name);
  if (done) {
    done = (*store)->set_tags(run_id, annotation.tags);
  }
  if (done) {
    done = (*store)->set_note(run_id, annotation.note);
  }
  refresh();
  return done;
}

Result<void> RunLibrary::delete_run(const std::string& run_id) {
  const auto store = own_store();
  auto done = store ? (*store)->delete_run(run_id) : Result<void>(tl::unexpected<Error>(store.error()));
  refresh();
  return done;
}

Result<void> RunLibrary::restore_run(const std::string& run_id) {
  const auto store = own_store();
  auto done = store ? (*store)->restore_run(run_id) : Result<void>(tl::unexpected<Error>(store.error()));
  refresh();
  return done;
}

Result<std::string> RunLibrary::add_database(const std::filesystem::path& path, RunOrigin origin) {
  auto store = Store::open(path, OpenMode::read_only);
  if (!store) {
    return tl::unexpected<Error>(store.error());
  }
  auto runs = store->runs();
  if (!runs) {
    return tl::unexpected<Error>(runs.error());
  }
  if (runs->empty()) {
    return fail(ErrorKind::not_found,
                tr("%1 holds no runs.").arg(QString::fromStdString(path.string())).toStdString());
  }
  const std::string newest = runs->front().header.id;
  const QString file = QFileInfo(QString::fromStdString(path.string())).fileName();
  sources_.push_back(Source{std::move(*store), origin, file});
  return newest;
}

const RunEntry* RunLibrary::entry(const std::string& run_id) const {
  const auto found = std::find_if(entries_.begin(), entries_.end(), [&run_id](const RunEntry& entry) {
    return entry.summary.header.id == run_id;
  });
  return found == entries_.end() ? nullptr : &*found;
}

RunLibrary::Source* RunLibrary::source_of(const std::string& run_id) {
  for (std::size_t index = 0; index < entries_.size(); ++index) {
    if (entries_[index].summary.header.id == run_id) {
      return &sources_[entry_sources_[index]];
    }
  }
  return nullptr;
}

Result<Run> RunLibrary::load(const std::string& run_id) {
  Source* source = source_of(run_id);
  if (source == nullptr) {
    return fail(ErrorKind::not_found,
                tr("There is no run %1.").arg(QString::fromStdString(run_id)).toStdString());
  }
  return source->store.load(run_id);
}

std::vector<NoiseMeasurement> RunLibrary::noise() {
  std::vector<NoiseMeasurement> all;
  for (Source& source : sources_) {
    auto found = source.store.noise();
    if (!found) {
      emit problem(QString::fromStdString(found.error().message));
      continue;
    }
    std::move(found->begin(), found->end(), std::back_inserter(all));
  }
  return all;
}

std::vector<CeilingMeasurement> RunLibrary::ceilings() {
  std::vector<CeilingMeasurement> all;
  for (Source& source : sources_) {
    auto found = source.store.ceilings();
    if (!found) {
      emit problem(QString::fromStdString(found.error().message));
      continue;
    }
    std::move(found->begin(), found->end(), std::back_inserter(all));
  }
  return all;
}

Result<void> RunLibrary::add_ceilings(const CeilingMeasurement& measurement) {
  const auto store = own_store();
  if (!store) {
    return tl::unexpected<Error>(store.error());
  }
  if (const auto added = (*store)->add_ceilings(measurement); !added) {
    return tl::unexpected<Error>(added.error());
  }
  emit changed();
  return {};
}

void RunLibrary::refresh() {
  std::vector<RunEntry> entries;
  std::vector<std::size_t> entry_sources;
  std::unordered_set<std::string> known;
  for (const RunOrigin origin : {RunOrigin::own, RunOrigin::opened, RunOrigin::sample}) {
    for (std::size_t index = 0; index < sources_.size(); ++index) {
      Source& source = sources_[index];
      if (source.origin != origin) {
        continue;
      }
      auto runs = source.store.runs();
      if (!runs) {
        emit problem(QString::fromStdString(runs.error().message));
        continue;
      }
      for (RunSummary& summary : *runs) {
        if (known.insert(summary.header.id).second) {
          entries.push_back(RunEntry{std::move(summary), origin, source.file});
          entry_sources.push_back(index);
        }
      }
    }
  }
  entries_ = std::move(entries);
  entry_sources_ = std::move(entry_sources);
  emit changed();
}

void RunLibrary::start_polling() {
  if (own_writable_) {
    timer_.start();
  }
}

void RunLibrary::poll() {
  if (sources_.empty() || sources_.front().origin != RunOrigin::own) {
    return;
  }
  const auto version = sources_.front().store.data_version();
  if (!version) {
    timer_.stop();  // said once, not every second
    emit problem(QString::fromStdString(version.error().message));
    return;
  }
  if (*version != seen_version_) {
    seen_version_ = *version;
    refresh();
  }
}

std::vector<std::filesystem::path> sample_folders() {
  const std::filesystem::path program = QCoreApplication::applicationDirPath().toStdString();
  return {program / "../share/attnscope/samples", program / "../resources/samples"};
}

}  // namespace attnscope
