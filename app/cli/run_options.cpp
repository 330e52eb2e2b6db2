// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/run_options.h"

#include <algorithm>
#include <type_traits>

#include "profiler/session/paper_grid.h"
#include "profiler/session/presets.h"

namespace attnscope {
namespace {

constexpr std::int64_t highest_count = std::int64_t{1} << 24;
constexpr std::int64_t highest_length = std::int64_t{1} << 26;
constexpr std::int64_t highest_tokens = std::int64_t{1} << 40;
constexpr auto highest_seed = static_cast<std::int64_t>(max_dropout_seed);

Result<std::int64_t> whole(const QString& flag, const QString& text, std::int64_t low, std::int64_t high) {
  bool is_number = false;
  const qlonglong value = text.toLongLong(&is_number);
  if (is_number && value >= low && value <= high) return value;
  return fail(ErrorKind::usage, QStringLiteral("--%1 must be a whole number from %2 to %3, not \"%4\"")
                                    .arg(flag)
                                    .arg(low)
                                    .arg(high)
                                    .arg(text)
                                    .toStdString());
}

/// Reads a flag, where it is given, into `target`.
template <typename Target>
Result<void> read(const CommandOptions& options, const QString& flag, std::int64_t low, std::int64_t high,
                  Target& target) {
  if (!options.has(flag)) return {};
  const auto value = whole(flag, options.value(flag), low, high);
  if (!value) return tl::unexpected(value.error());
  if constexpr (std::is_integral_v<Target>) {
    target = static_cast<Target>(*value);
  } else {
    target = static_cast<typename Target::value_type>(*value);
  }
  return {};
}

Result<void> read(const CommandOptions& options, const QString& flag, double high, double& target) {
  if (!options.has(flag)) return {};
  bool is_number = false;
  const double value = options.value(flag).toDouble(&is_number);
  if (!is_number || !(value > 0) || value > high) {
    return fail(ErrorKind::usage, QStringLiteral("--%1 must be a number above 0 and up to %2, not \"%3\"")
                                      .arg(flag)
                                      .arg(high)
                                      .arg(options.value(flag))
                                      .toStdString());
  }
  target = value;
  return {};
}

/// As read, but "none" takes away what a preset has.
Result<void> read_or_none(const CommandOptions& options, const QString& flag, double high,
                          std::optional<double>& target) {
  if (!options.has(flag)) return {};
  target.reset();
  if (options.value(flag) == QStringLiteral("none")) return {};
  return read(options, flag, high, target.emplace());
}

/// The first of several steps that fails.
template <typename... Steps>
Result<void> all_of(const Steps&... steps) {
  Result<void> result;
  (void)(... && (result = steps()).has_value());
  return result;
}

Result<void> read_heads(const CommandOptions& options, Problem& shape) {
  if (options.has("heads") && (options.has("query-heads") || options.has("kv-heads"))) {
    return fail(ErrorKind::usage,
                "--heads sets query and KV heads alike: leave out --query-heads and --kv-heads");
  }
  const bool query_only = options.has("query-heads") && !options.has("kv-heads");
  auto done = all_of([&] { return read(options, "heads", 1, highest_count, shape.query_heads); },
                     [&] { return read(options, "query-heads", 1, highest_count, shape.query_heads); });
  if (!done) return done;
  if (options.has("heads") || query_only) shape.kv_heads = shape.query_heads;
  return read(options, "kv-heads", 1, highest_count, shape.kv_heads);
}

Result<void> read_window(const CommandOptions& options, Problem& shape) {
  if (!options.has("window")) return {};
  const QStringList sides = options.value("window").split(',');
  const auto side = [](const QString& text) -> Result<std::optional<std::int64_t>> {
    if (text == QStringLiteral("none")) return std::nullopt;
    const auto value = whole("window", text, 0, highest_length);
    if (!value) return tl::unexpected(value.error());
    return *value;
  };
  if (sides.size() != 2) {
    return fail(ErrorKind::usage, "--window takes LEFT,RIGHT, each a number of keys or \"none\": 1024,0");
  }
  const auto left = side(sides[0]);
  if (!left) return tl::unexpected(left.error());
  const auto right = side(sides[1]);
  if (!right) return tl::unexpected(right.error());
  shape.window_left = *left;
  shape.window_right = *right;
  return {};
}

Result<void> read_scale_and_layout(const CommandOptions& options, Problem& shape) {
  if (auto done = read_or_none(options, "scale", 1e6, shape.softmax_scale); !done) return done;
  if (options.has("layout")) {
    const auto layout = layout_named(options.value("layout").toStdString());
    if (!layout)
      return fail(ErrorKind::usage,
                  "--layout must be bhsd or bshd, not \"" + options.value("layout").toStdString() + '"');
    shape.layout = *layout;
  }
  return {};
}

Result<void> read_scores(const CommandOptions& options, Problem& shape) {
  if (auto done = read_or_none(options, "soft-cap", 1e6, shape.soft_cap); !done) return done;
  if (options.has("alibi")) {
    const QString value = options.value("alibi");
    if (value != QStringLiteral("yes") && value != QStringLiteral("no"))
      return fail(ErrorKind::usage, "--alibi takes yes or no, not \"" + value.toStdString() + '"');
    shape.alibi = value == QStringLiteral("yes");
  }
  if (options.has("dropout-seed") && !options.has("dropout"))
    return fail(ErrorKind::usage, "--dropout-seed is of use with --dropout only");
  std::int64_t seed = 1;
  auto done = all_of([&] { return read(options, "dropout", 1, shape.dropout); },
                     [&] { return read(options, "dropout-seed", 0, highest_seed, seed); });
  if (done && shape.dropout > 0) shape.dropout_seed = static_cast<std::uint64_t>(seed);
  return done;
}

Result<std::vector<std::int64_t>> head_dims_of(const CommandOptions& options, const Problem& base) {
  if (!options.has("head-dim")) return std::vector{base.head_dim};
  std::vector<std::int64_t> dims;
  for (const QString& text : options.list("head-dim")) {
    const auto dim = whole("head-dim", text, 1, 65536);
    if (!dim) return tl::unexpected(dim.error());
    dims.push_back(*dim);
  }
  return dims;
}

Result<std::vector<Dtype>> dtypes_of(const CommandOptions& options, const Problem& base) {
  if (!options.has("dtype")) return std::vector{base.dtype};
  std::vector<Dtype> dtypes;
  for (const QString& text : options.list("dtype")) {
    const auto dtype = dtype_named(text.toStdString());
    if (!dtype) {
      return fail(ErrorKind::usage,
                  "--dtype must be fp16, bf16, fp32 or fp8, not \"" + text.toStdString() + '"');
    }
    dtypes.push_back(*dtype);
  }
  return dtypes;
}

Result<std::vector<bool>> causals_of(const CommandOptions& options, const Problem& base) {
  if (!options.has("causal")) return std::vector{base.causal};
  const QString value = options.value("causal");
  if (value == QStringLiteral("both")) return std::vector{false, true};
  if (value == QStringLiteral("yes")) return std::vector{true};
  if (value == QStringLiteral("no")) return std::vector{false};
  return fail(ErrorKind::usage, "--causal takes yes, no or both, not \"" + value.toStdString() + '"');
}

Result<std::vector<Problem>> shapes_from(const CommandOptions& options, Problem base) {
  auto done = all_of([&] { return read_heads(options, base); }, [&] { return read_window(options, base); },
                     [&] { return read_scale_and_layout(options, base); },
                     [&] { return read_scores(options, base); });
  if (!done) return tl::unexpected(done.error());
  const auto dims = head_dims_of(options, base);
  if (!dims) return tl::unexpected(dims.error());
  const auto dtypes = dtypes_of(options, base);
  if (!dtypes) return tl::unexpected(dtypes.error());
  const auto causals = causals_of(options, base);
  if (!causals) return tl::unexpected(causals.error());
  std::vector<Problem> shapes;
  for (const Dtype dtype : *dtypes) {
    for (const std::int64_t dim : *dims) {
      for (const bool causal : *causals) {
        Problem shape = base;
        shape.dtype = dtype;
        shape.head_dim = dim;
        shape.causal = causal;
        // A list that names a value twice must not measure it twice.
        if (std::find(shapes.begin(), shapes.end(), shape) == shapes.end()) shapes.push_back(shape);
      }
    }
  }
  return shapes;
}

Result<void> read_measurement(const CommandOptions& options, MeasurementOptions& target) {
  target.cold_l2 = !options.has("warm-l2");
  target.counters = !options.has("no-counters");
  target.error = !options.has("no-error");
  target.tile_balance = !options.has("no-balance");
  target.keep_tiles = options.has("keep-tiles");
  if (target.keep_tiles && !target.tile_balance)
    return fail(ErrorKind::usage,
                "--keep-tiles needs the pass that --no-balance leaves out: give one of them");
  if (options.has("seed")) {
    bool is_number = false;
    target.seed = options.value("seed").toULongLong(&is_number);
    if (!is_number) {
      return fail(ErrorKind::usage,
                  "--seed must be a whole number, not \"" + options.value("seed").toStdString() + '"');
    }
  }
  return all_of([&] { return read(options, "min-samples", 1, 1'000'000, target.min_samples); },
                [&] { return read(options, "max-samples", 1, 1'000'000, target.max_samples); },
                [&] { return read(options, "interval", 1, target.target_interval); },
                [&] { return read(options, "budget", 86'400, target.point_budget_seconds); });
}

Result<std::optional<TileChoice>> tile_from(const CommandOptions& options) {
  if (!options.has("tile")) {
    if (options.has("stages") || options.has("warps"))
      return fail(ErrorKind::usage, "--stages and --warps are of use with --tile only");
    return std::nullopt;
  }
  auto tile = parse_tile_choice(options.value("tile").toStdString());
  if (!tile) return fail(ErrorKind::usage, "--tile: " + tile.error().message);
  auto done = all_of([&] { return read(options, "stages", 1, 64, tile->stages); },
                     [&] { return read(options, "warps", 1, 64, tile->warps); });
  if (!done) return tl::unexpected(done.error());
  return *tile;
}

Result<void> read_lengths(const CommandOptions& options, Sweep& sweep) {
  if (options.has("seqlen")) {
    const auto lengths = parse_seqlens(options.list("seqlen").join(',').toStdString());
    if (!lengths) return tl::unexpected(lengths.error());
    sweep.seqlens = *lengths;
  }
  if (options.has("batch") && options.has("tokens")) {
    return fail(ErrorKind::usage, "give --batch or --tokens, not both");
  }
  if (options.has("batch")) sweep.tokens.reset();
  if (options.has("tokens")) sweep.batch.reset();
  return all_of([&] { return read(options, "batch", 1, highest_count, sweep.batch); },
                [&] { return read(options, "tokens", 1, highest_tokens, sweep.tokens); },
                [&] { return read(options, "query-seqlen", 1, highest_length, sweep.query_seqlen); });
}

std::vector<std::string> words(const QStringList& list) {
  std::vector<std::string> all;
  for (const QString& word : list) {
    if (std::find(all.begin(), all.end(), word.toStdString()) == all.end()) all.push_back(word.toStdString());
  }
  return all;
}

/// The default sweep of the devices chosen, whose shape depends on their kind.
Result<Sweep> defaults_for(const Description& description, const std::vector<std::string>& selectors) {
  const auto devices = select_devices(description, selectors);
  if (!devices) return fail(ErrorKind::usage, devices.error().message);
  Description chosen;
  for (const Description::Device& entry : description.devices) {
    const auto is_this = [&entry](const DeviceDescription& device) {
      return device.uuid == entry.device.uuid;
    };
    if (std::any_of(devices->begin(), devices->end(), is_this)) chosen.devices.push_back(entry);
  }
  Sweep sweep = default_sweep(chosen);
  if (!selectors.empty()) sweep.device_selectors = selectors;
  return sweep;
}

bool any_of(const CommandOptions& options, std::initializer_list<const char*> names) {
  return std::any_of(names.begin(), names.end(), [&options](const char* name) { return options.has(name); });
}

Result<Sweep> grid_from(const CommandOptions& options, const Description& description) {
  if (options.value("grid") != QStringLiteral("paper"))
    return fail(ErrorKind::usage, "--grid takes paper, not \"" + options.value("grid").toStdString() + '"');
  for (const char* fixed :
       {"seqlen", "batch", "tokens", "preset", "heads", "query-heads", "kv-heads", "head-dim", "causal",
        "window", "scale", "layout", "query-seqlen", "soft-cap", "alibi", "dropout", "dropout-seed"}) {
    if (options.has(fixed))
      return fail(ErrorKind::usage, std::string("--grid sets the shapes and lengths: leave out --") + fixed);
  }
  const auto dtypes = dtypes_of(options, Problem{});
  if (!dtypes) return tl::unexpected(dtypes.error());
  Sweep sweep = paper_grid(description, *dtypes);
  sweep.device_selectors = words(options.list("device"));
  return sweep;
}

Result<Sweep> shapes_and_lengths_from(const CommandOptions& options, const Description& description) {
  auto usual = defaults_for(description, words(options.list("device")));
  if (!usual) return usual;
  Sweep sweep = std::move(*usual);
  const bool custom = any_of(options, {"seqlen", "batch", "tokens", "preset", "heads", "query-heads",
                                       "kv-heads", "head-dim", "dtype", "causal", "window", "scale", "layout",
                                       "query-seqlen", "soft-cap", "alibi", "dropout", "dropout-seed"});
  Problem base = sweep.shapes.front();
  if (custom) {
    sweep.name.clear();
    // These are choices of the default sweep; who describes a sweep makes their own.
    base.causal = false;
    sweep.options = {};
  }
  if (options.has("preset")) {
    const auto preset = preset_named(options.value("preset").toStdString());
    if (!preset) return fail(ErrorKind::usage, preset.error().message);
    base = preset->shape;
    sweep.preset = preset->id;
  }
  auto shapes = shapes_from(options, base);
  if (!shapes) return tl::unexpected(shapes.error());
  sweep.shapes = std::move(*shapes);
  if (auto lengths = read_lengths(options, sweep); !lengths) return tl::unexpected(lengths.error());
  return sweep;
}

}  // namespace

void add_run_options(CommandOptions& options) {
  options.add("device",
              "cpu, cuda:N, cuda (every GPU), all, or a UUID; several with commas. Usual: the best.", "LIST");
  options.add(
      "impl",
      "standard, standard-eager, flash, … with commas. Usual: these three. On a GPU also what its machine's "
      "Python has: torch-flash, torch-cudnn, torch-efficient, torch-math, flash-attn, flash-attn-3, "
      "flash-attn-4, xformers, flashinfer.",
      "LIST");
  options.add("tile", "Query rows x keys of flash's tiles, in place of its own choice: 128x64.", "MxN");
  options.add("stages", "With --tile: how many blocks of K and V are held in shared memory.", "N");
  options.add("warps", "With --tile: warps of a CTA.", "N");
  options.add("python", "The interpreter to look for these in. Usual: VIRTUAL_ENV's, else python3.", "PATH");
  options.add(
      "grid",
      "paper: the shapes that papers report (16k tokens, heads × head dim 2,048), flash beside every peer "
      "there is, and a table of their ratios.",
      "NAME");
  options.add("seqlen", "Sequence lengths: 128..16384 (powers of two), or a list; 16k is 16384.", "LENGTHS");
  options.add("batch", "The same batch at every length.", "N");
  options.add("tokens", "Batch = tokens / length at every length, at least 1.", "N");
  options.add("preset", "The shape of a well-known model, such as llama-3-8b.", "MODEL");
  options.add("heads", "Query and KV heads.", "N");
  options.add("query-heads", "Query heads.", "N");
  options.add("kv-heads", "KV heads; they must divide the query heads.", "N");
  options.add("head-dim", "Head dimension; several with commas.", "LIST");
  options.add("dtype", "fp16, bf16, fp32; several with commas. Usual: fp16, on the Host CPU fp32.", "LIST");
  options.add("causal", "Causal mask; --causal alone means yes.", "yes|no|both");
  options.add("window", "Sliding window: keys to the left and right, or none: 1024,0 or 1024,none.", "L,R");
  options.add("scale", "Softmax scale; none: 1/√head_dim, whatever the preset has.", "NUMBER");
  options.add("soft-cap", "Scores become CAP · tanh(score / CAP), as Gemma 2 has it with 50; or none.",
              "CAP");
  options.add(
      "alibi",
      "Scores lose a slope of the head's own for each position between query and key (ALiBi); --alibi "
      "alone means yes.",
      "yes|no");
  options.add("dropout", "This share of the probabilities is set to 0: 0.1.", "PART");
  options.add("dropout-seed", "Which ones. Usual: 1.", "N");
  options.add("layout", "bshd (usual) or bhsd.", "LAYOUT");
  options.add("query-seqlen", "Fixed query length (decode: 1), aligned with the end of the keys.", "N");
  options.add("name", "What to call the run.", "TEXT");
  options.add("no-counters", "Leave out hardware counters.");
  options.add("no-error", "Leave out the comparison with the fp64 reference.");
  options.add("no-balance", "Leave out the instrumented pass for tile balance.");
  options.add("keep-tiles", "Keep where and when each tile ran, for the window's Tiles page.");
  options.add("warm-l2", "Do not fill the L2 cache before each sample.");
  options.add("min-samples", "At least this many samples a point. Usual: 10.", "N");
  options.add("max-samples", "At most this many. Usual: 400.", "N");
  options.add("interval",
              "Stop when the median's 95 % interval is narrower than this part of it. Usual: 0.01.", "PART");
  options.add("budget", "Or when a point has taken this long. Usual: 2.", "SECONDS");
  options.add("seed", "Of the random inputs. Usual: 1.", "N");
  options.add("csv", "Also write the figures to this file.", "FILE");
  options.add("worker-prefix", "Measure elsewhere, for example through \"ssh HOST\".", "COMMAND");
}

QStringList with_switch_values(const QStringList& arguments) {
  const QStringList switches{QStringLiteral("--causal"), QStringLiteral("--alibi")};
  QStringList joined;
  for (qsizetype index = 0; index < arguments.size(); ++index) {
    if (!switches.contains(arguments[index])) {
      joined << arguments[index];
      continue;
    }
    const QString next = arguments.value(index + 1);
    const bool has_value = next == "yes" || next == "no" || next == "both";
    joined << arguments[index] + '=' + (has_value ? next : QStringLiteral("yes"));
    if (has_value) ++index;
  }
  return joined;
}

Result<Sweep> sweep_from(const CommandOptions& options, const Description& description) {
  auto chosen =
      options.has("grid") ? grid_from(options, description) : shapes_and_lengths_from(options, description);
  if (!chosen) return chosen;
  Sweep sweep = std::move(*chosen);
  if (auto read_all = read_measurement(options, sweep.options); !read_all)
    return tl::unexpected(read_all.error());
  const auto tile = tile_from(options);
  if (!tile) return tl::unexpected(tile.error());
  sweep.tile = *tile;
  if (options.has("impl")) sweep.implementations = words(options.list("impl"));
  if (options.has("name")) sweep.name = options.value("name").toStdString();
  sweep.python = options.value("python").toStdString();
  return sweep;
}

}  // namespace attnscope
