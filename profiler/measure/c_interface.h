/* SPDX-FileCopyrightText: 2026 The attnscope authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * The door for attention implementations from outside attnscope, in plain C. A shared library that calls
 * attnscope_register when it is loaded (`attnscope-worker --load LIBRARY`) is measured exactly as the in-app
 * kernels are. Pointers are raw, memory is stated beforehand, and nothing is allocated when launched.
 *
 * Functions that can fail return 0 when all is well and otherwise write one plain sentence to `why`.
 * All calls come from one thread, on a GPU with the device's primary context current.
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define ATTNSCOPE_INTERFACE_VERSION 1

enum attnscope_device_kind { ATTNSCOPE_HOST_CPU = 0, ATTNSCOPE_CUDA = 1 };
enum attnscope_dtype { ATTNSCOPE_FP16 = 0, ATTNSCOPE_BF16 = 1, ATTNSCOPE_FP32 = 2, ATTNSCOPE_FP8_E4M3 = 3 };
enum attnscope_layout { ATTNSCOPE_BHSD = 0, ATTNSCOPE_BSHD = 1 };

/* kernels/problem/problem.h defines each field. */
typedef struct attnscope_problem {
  int64_t batch, query_heads, kv_heads, query_seqlen, kv_seqlen, head_dim;
  int32_t dtype;
  int32_t layout;
  int32_t causal;
  int32_t has_window_left, has_window_right;
  int64_t window_left, window_right;
  double softmax_scale; /* always the one to use */
} attnscope_problem;

typedef struct attnscope_tensors {
  const void* query;
  const void* key;
  const void* value;
  void* output;
  float* log_sum_exp; /* null where not wanted */
  void* scratch;
  void* library_workspace;
} attnscope_tensors;

typedef struct attnscope_implementation {
  uint32_t interface_version; /* ATTNSCOPE_INTERFACE_VERSION */
  int32_t device_kind;
  const char* name;        /* as on command lines; not one that is taken */
  const char* description; /* a few words for people */
  void* self;              /* handed to each function */

  int (*supports)(void* self, const attnscope_problem* problem, char* why, size_t why_size);
  int (*workspace)(void* self, const attnscope_problem* problem, uint64_t* scratch, uint64_t* library);
  int (*prepare)(void* self, const attnscope_problem* problem, void** prepared, char* why, size_t why_size);
  /* `stream` is a CUstream on a GPU, null on the Host CPU. */
  int (*launch)(void* self, void* prepared, const attnscope_tensors* tensors, void* stream, char* why,
                size_t why_size);
  void (*release)(void* self, void* prepared);
} attnscope_implementation;

/* Copies the struct; the strings must outlive the process. 0, or -1 where the version or a function is
 * missing or the name is taken. Before the worker serves requests. */
int attnscope_register(const attnscope_implementation* implementation);

#ifdef __cplusplus
}
#endif
