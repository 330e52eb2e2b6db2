// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"
#include "app/cli/compare_source.h"
#include "app/cli/console.h"
#include "app/cli/json.h"
#include "profiler/analysis/metrics.h"
#include "ui/models/advice_texts.h"

namespace attnscope {
namespace {

using Json = nlohmann::ordered_json;

Json sheet_json(const AdviceSheet& sheet) {
  Json cards = Json::array();
  for (const AdviceCard& card : sheet.cards) {
    Json facts = Json::array();
    for (const QString& fact : card.facts) facts.push_back(fact.toStdString());
    cards.push_back({{"headline", card.headline.toStdString()},
                     {"facts", std::move(facts)},
                     {"code", card.code.toStdString()},
                     {"needs", card.needs.toStdString()}});
  }
  return {{"title", sheet.title.toStdString()},
          {"about", sheet.subtitle.toStdString()},
          {"statements", std::move(cards)}};
}

}  // namespace

int advise_command(const QStringList& arguments) {
  CommandOptions options(
      "advise RUN [options]",
      "Says which implementation to use at which lengths, and the lines that switch it on: from "
      "the\nrun's measured points only. RUN is an id, the beginning of one, \"latest\", or a file "
      "(FILE:RUN).");
  if (const auto code = options.parse(arguments)) return *code;
  if (options.positional().size() != 1) {
    return usage_error("advise needs one RUN: an id of attnscope runs, \"latest\" or a file");
  }
  const auto run = CompareSource(options).load(options.positional().first());
  if (!run) return failure(run.error());
  Json sheets = Json::array();
  QStringList pages;
  for (const Environment& environment : run->header.environments) {
    for (const Problem& shape : shapes_of(*run)) {
      const AdviceSheet sheet = advice_sheet(*run, shape, environment.device.uuid);
      sheets.push_back(sheet_json(sheet));
      pages << advice_text(sheet);
    }
  }
  print(options.json() ? json_text({{"advice", std::move(sheets)}}) : pages.join('\n'));
  return exit_done;
}

}  // namespace attnscope
