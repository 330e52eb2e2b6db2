// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/advice_texts.h"

#include <QCoreApplication>
#include <QLocale>
#include <algorithm>
#include <cmath>

#include "profiler/session/peers.h"
#include "ui/models/labels.h"

namespace attnscope {
namespace {

struct AdviceText {
  Q_DECLARE_TR_FUNCTIONS(attnscope::AdviceText)
};

QString lengths_words(const std::vector<std::int64_t>& lengths) {
  return lengths.size() == 1
             ? AdviceText::tr("At %1").arg(length_label(lengths.front()))
             : AdviceText::tr("%1 to %2").arg(length_label(lengths.front()), length_label(lengths.back()));
}

QString length_list(const std::vector<std::int64_t>& lengths) {
  QStringList names;
  for (const std::int64_t length : lengths) {
    names << length_label(length);
  }
  return names.join(QStringLiteral(", "));
}

/// "1.9 to 4.0×"; one figure where both read the same.
QString ratios_words(const Interval& ratio) {
  const QString low = ratio_label(ratio.low);
  const QString high = ratio_label(ratio.high);
  return low == high ? high : AdviceText::tr("%1 to %2").arg(low, high);
}

QString names_words(const std::vector<std::string>& implementations, const QString& joined_by) {
  QStringList names;
  for (const std::string& name : implementations) {
    names << implementation_label(name);
  }
  return names.join(joined_by);
}

void add_savings(AdviceCard& card, const AdvisedRange& range, const Advice& advice) {
  const QString reference =
      advice.reference_is_in_app
          ? AdviceText::tr("attnscope's %1 attention").arg(implementation_label(advice.reference))
          : implementation_label(advice.reference);
  if (range.speedup) {
    card.facts << (range.speedup->low > 1 ? AdviceText::tr("%1 faster than %2.")
                                          : AdviceText::tr("%1 the speed of %2."))
                      .arg(ratios_words(*range.speedup), reference);
  }
  for (const AdviceRival& rival : range.rivals) {
    card.facts << (rival.speedup.low > 1 ? AdviceText::tr("%1 faster than %2.")
                                         : AdviceText::tr("%1 the speed of %2."))
                      .arg(ratios_words(rival.speedup), implementation_label(rival.implementation));
  }
  if (range.memory_ratio && range.memory_ratio->high > 1.05) {
    card.facts
        << AdviceText::tr("%1 needs %2 the peak memory.").arg(reference, ratios_words(*range.memory_ratio));
  }
  if (!range.reference_out_of_memory.empty()) {
    card.facts << AdviceText::tr("%1 does not fit at %2.")
                      .arg(reference, length_list(range.reference_out_of_memory));
  }
}

AdviceCard range_card(const AdvisedRange& range, const Advice& advice, const Problem& shape) {
  AdviceCard card;
  const bool several = range.implementations.size() > 1;
  card.headline =
      AdviceText::tr("%1: use %2")
          .arg(lengths_words(range.lengths), names_words(range.implementations, AdviceText::tr(" or ")));
  if (several) {
    card.facts << AdviceText::tr(
                      "Within 1 % of each other, or not to be told apart: the lines below are for %1.")
                      .arg(implementation_label(range.implementations.front()));
  }
  if (range.implementations.front() == "torch-math") {
    card.facts << AdviceText::tr("Standard attention is the better choice here.");
  }
  add_savings(card, range, advice);
  card.code = switch_on_lines(range.implementations.front(), shape);
  card.needs = switch_on_needs(range.implementations.front());
  card.evidence = range.evidence;
  return card;
}

std::vector<std::size_t> evidence_at(const Run& run, const std::string& implementation,
                                     const std::vector<std::int64_t>& lengths, const Problem& shape,
                                     const std::string& device_uuid) {
  std::vector<std::size_t> found;
  for (std::size_t index = 0; index < run.points.size(); ++index) {
    const Point& point = run.points[index];
    if (point.implementation == implementation && point.device_uuid == device_uuid &&
        shape_of(point.problem) == shape &&
        std::find(lengths.begin(), lengths.end(), point.problem.kv_seqlen) != lengths.end()) {
      found.push_back(index);
    }
  }
  return found;
}

AdviceCard beyond_card(const BeyondAdvice& beyond) {
  AdviceCard card;
  card.headline = AdviceText::tr("How far one could go");
  card.facts << AdviceText::tr(
                    "attnscope's own %1 kernel is %2 faster than what is advised at %3. PyTorch cannot call "
                    "it: it shows that more is possible on this GPU.")
                    .arg(implementation_label(beyond.implementation), ratios_words(beyond.speedup),
                         length_list(beyond.lengths));
  card.evidence = beyond.evidence;
  return card;
}

AdviceCard in_app_card(const InAppComparison& comparison) {
  AdviceCard card;
  card.headline = AdviceText::tr("What the in-app kernels show");
  const QString flash = implementation_label(comparison.implementation);
  const QString baseline = implementation_label(comparison.baseline);
  if (comparison.speedup) {
    card.facts << AdviceText::tr("%1 is %2 faster than %3 at %4: a flash kernel pays off there.")
                      .arg(flash, ratios_words(*comparison.speedup), baseline,
                           length_list(comparison.faster));
  }
  if (!comparison.not_faster.empty()) {
    card.facts << AdviceText::tr("At %1 it is not faster: standard attention may be the better choice.")
                      .arg(length_list(comparison.not_faster));
  }
  card.facts << AdviceText::tr(
      "PyTorch cannot call these kernels. For advice on backends measure them too: attnscope "
      "run --impl torch-flash,torch-cudnn,torch-efficient,torch-math");
  card.evidence = comparison.evidence;
  return card;
}

QString sdpa_lines(const char* backend, const Problem& shape) {
  QString arguments = QStringLiteral("q, k, v");
  if (shape.causal) {
    arguments += QStringLiteral(", is_causal=True");
  }
  if (shape.query_heads != shape.kv_heads) {
    arguments += QStringLiteral(", enable_gqa=True");
  }
  return QStringLiteral(
             "from torch.nn.attention import SDPBackend, sdpa_kernel\n"
             "with sdpa_kernel(SDPBackend.%1):\n"
             "    out = torch.nn.functional.scaled_dot_product_attention(%2)")
      .arg(QString::fromLatin1(backend), arguments);
}

QString flash_attn_lines(const char* module, const Problem& shape) {
  return QStringLiteral("from %1 import flash_attn_func\nout = flash_attn_func(q, k, v%2)")
      .arg(QString::fromLatin1(module), shape.causal ? QStringLiteral(", causal=True") : QString());
}

/// What is known of an implementation that users can call.
struct Recipe {
  const char* name;
  const char* backend;  ///< of SDPBackend
  const char* module;   ///< of a flash_attn_func
  const char* needs;
};

constexpr Recipe recipes[] = {
    {"torch-flash", "FLASH_ATTENTION", nullptr,
     QT_TRANSLATE_NOOP(
         "attnscope::AdviceText",
         "fp16 or bf16, head dim up to 256, causal or no mask, compute capability 8.0 or newer")},
    {"torch-cudnn", "CUDNN_ATTENTION", nullptr,
     QT_TRANSLATE_NOOP(
         "attnscope::AdviceText",
         "PyTorch 2.5 or newer with cuDNN 9, fp16 or bf16, head dim up to 128 (256 on Hopper), compute "
         "capability 8.0 or newer")},
    {"torch-efficient", "EFFICIENT_ATTENTION", nullptr,
     QT_TRANSLATE_NOOP("attnscope::AdviceText", "fp16, bf16 or fp32; any mask as a tensor")},
    {"torch-math", "MATH", nullptr,
     QT_TRANSLATE_NOOP("attnscope::AdviceText", "nothing; its memory grows with the square of the length")},
    {"flash-attn", nullptr, "flash_attn",
     QT_TRANSLATE_NOOP(
         "attnscope::AdviceText",
         "the flash-attn package, fp16 or bf16, head dim up to 256, compute capability 8.0 or newer; "
         "tensors [batch, length, heads, head dim]")},
    {"flash-attn-3", nullptr, "flash_attn_interface",
     QT_TRANSLATE_NOOP(
         "attnscope::AdviceText",
         "FlashAttention-3, built from its repository, fp16 or bf16, head dim up to 256, a Hopper GPU; "
         "tensors [batch, length, heads, head dim]")},
    {"flash-attn-4", nullptr, "flash_attn.cute",
     QT_TRANSLATE_NOOP(
         "attnscope::AdviceText",
         "FlashAttention-4, fp16 or bf16, a Hopper or Blackwell GPU; tensors [batch, length, heads, head "
         "dim]")},
};

const Recipe* recipe_of(const std::string& implementation) {
  for (const Recipe& recipe : recipes) {
    if (implementation == recipe.name) {
      return &recipe;
    }
  }
  return nullptr;
}

}  // namespace

QString switch_on_lines(const std::string& implementation, const Problem& shape) {
  if (implementation == "xformers") {
    return QStringLiteral(
               "from xformers.ops import memory_efficient_attention%1\n"
               "out = memory_efficient_attention(q, k, v%2)")
        .arg(shape.causal ? QStringLiteral(", LowerTriangularMask") : QString(),
             shape.causal ? QStringLiteral(", attn_bias=LowerTriangularMask()") : QString());
  }
  if (implementation == "flashinfer") {
    return QStringLiteral(
               "import flashinfer\n"
               "out = flashinfer.single_prefill_with_kv_cache(q, k, v, causal=%1)")
        .arg(shape.causal ? QStringLiteral("True") : QStringLiteral("False"));
  }
  const Recipe* recipe = recipe_of(implementation);
  if (recipe == nullptr) {
    return {};
  }
  return recipe->backend != nullptr ? sdpa_lines(recipe->backend, shape)
                                    : flash_attn_lines(recipe->module, shape);
}

QString switch_on_needs(const std::string& implementation) {
  if (implementation == "xformers") {
    return AdviceText::tr("the xformers package; tensors [batch, length, heads, head dim]");
  }
  if (implementation == "flashinfer") {
    return AdviceText::tr("the flashinfer package, fp16 or bf16; one sequence a call");
  }
  const Recipe* recipe = recipe_of(implementation);
  return recipe != nullptr ? AdviceText::tr(recipe->needs) : QString();
}

AdviceSheet advice_sheet(const Run& run, const Problem& shape, const std::string& device_uuid) {
  const Advice advice = advise(run, shape, device_uuid, peer_names());
  AdviceSheet sheet;
  QString device = to_label(device_uuid);
  for (const Environment& environment : run.header.environments) {
    if (environment.device.uuid == device_uuid) {
      device = device_label(environment.device);
    }
  }
  sheet.subtitle = AdviceText::tr("%1 · %2 · from measured points only").arg(device, shape_label(shape));
  for (const AdvisedRange& range : advice.ranges) {
    sheet.cards.push_back(range_card(range, advice, shape));
  }
  if (!advice.standard_wins.empty()) {
    AdviceCard card;
    card.headline =
        AdviceText::tr("Standard attention is faster at %1").arg(length_list(advice.standard_wins));
    card.facts << AdviceText::tr(
                      "attnscope's %1 attention beats everything above: there, a matrix product, a softmax "
                      "and a second product are worth trying.")
                      .arg(implementation_label(advice.reference));
    card.evidence = evidence_at(run, advice.reference, advice.standard_wins, shape, device_uuid);
    sheet.cards.push_back(std::move(card));
  }
  if (advice.beyond) {
    sheet.cards.push_back(beyond_card(*advice.beyond));
  }
  if (advice.in_app) {
    sheet.cards.push_back(in_app_card(*advice.in_app));
  }
  if (!advice.ranges.empty()) {
    const std::size_t ranges = advice.ranges.size();
    sheet.title =
        ranges == 1 ? AdviceText::tr("%1 is the fastest that PyTorch can use, at every length measured")
                          .arg(names_words(advice.ranges.front().implementations, AdviceText::tr(" or ")))
                    : AdviceText::tr("Which backend is fastest depends on the length: %1 ranges").arg(ranges);
  } else if (advice.in_app) {
    sheet.title = AdviceText::tr("No backend that PyTorch can use was measured here");
  } else {
    sheet.title = AdviceText::tr("Nothing was measured that advice could rest on");
    sheet.empty_text = AdviceText::tr(
        "Measure what PyTorch can use, for example: attnscope run --impl "
        "torch-flash,torch-cudnn,torch-efficient,torch-math, or tick these implementations in Explore.");
  }
  return sheet;
}

QString advice_text(const AdviceSheet& sheet) {
  QStringList lines{sheet.title, sheet.subtitle};
  for (const AdviceCard& card : sheet.cards) {
    lines << QString() << card.headline;
    for (const QString& fact : card.facts) {
      lines << QStringLiteral("  ") + fact;
    }
    for (const QString& line : card.code.split('\n', Qt::SkipEmptyParts)) {
      lines << QStringLiteral("    ") + line;
    }
    if (!card.needs.isEmpty()) {
      lines << AdviceText::tr("  Needs %1.").arg(card.needs);
    }
  }
  if (!sheet.empty_text.isEmpty()) {
    lines << QString() << sheet.empty_text;
  }
  return lines.join('\n') + '\n';
}

}  // namespace attnscope
