// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// The tables of a database, how a file says that it is ours, and whether a file's tables are the ones that
// this version reads. SCHEMA.md explains the tables to people.
#pragma once

#include <SQLiteCpp/Database.h>

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "kernels/problem/result.h"

namespace attnscope::store {

/// "attn", big-endian, at byte 68 of the file.
inline constexpr std::int32_t application_id = 0x6174746E;
inline constexpr std::int32_t schema_version = 6;

/// The columns that spell out a Problem, in the order that columns.h binds and reads them.
inline constexpr std::string_view problem_column_names =
    "batch, query_heads, kv_heads, query_seqlen, kv_seqlen, head_dim, dtype, causal, window_left, "
    "window_right, softmax_scale, layout, soft_cap, alibi, dropout, dropout_seed";

/// The same for reading a file of an older version, whose problems have plain scores: what it lacks is spelt
/// out.
std::string problem_columns_of(SQLite::Database& database);

/// The columns of `points` that only a measured one fills.
inline constexpr std::string_view measured_column_names =
    "output_bytes, scratch_bytes, library_bytes, input_bytes, peak_bytes, predicted_bytes, "
    "memory_from_records, error_max_abs, error_relative_rms, error_rows_checked, theoretical_percent, "
    "occupancy_limiter, achieved_percent, wave_fill_percent, balance_percent, measured_balance_percent, "
    "mask_density_percent, tile_block_m, tile_block_n, tile_stages, tile_warps, tile_persistent, "
    "timing_source, cold_l2, dropped_records, tile_packed_heads, tile_kv_splits";

/// The same for reading a file of an older version, whose tiles were stored without packed heads and splits.
std::string measured_columns_of(SQLite::Database& database);

/// The columns of a pending point's chosen tile, and the same for reading a file of an older version, which
/// forgot it.
inline constexpr std::string_view chosen_tile_column_names =
    "tile_block_m, tile_block_n, tile_stages, tile_warps";
std::string chosen_tile_columns_of(SQLite::Database& database);

/// What each version added to the one before, from version 1 on: the migration steps, and in one go a new
/// file's schema, word for word.
std::span<const char* const> schema_steps();

/// Creates all tables, indexes and views in an empty database, and marks it as ours. Throws
/// SQLite::Exception; call within a transaction.
void create_schema(SQLite::Database& database);

/// Makes the views for people anew, as this version words them. Throws SQLite::Exception.
void refresh_views(SQLite::Database& database);

/// Ok if every table and index of a format version has exactly the definition that attnscope gave it then,
/// and nothing on those tables could run SQL of its own (triggers, other indexes). Throws SQLite::Exception
/// where the file cannot be read.
Result<void> verify_schema(SQLite::Database& database, std::int32_t version, const std::string& file_name);

}  // namespace attnscope::store
