/* SPDX-FileCopyrightText: 2026 The attnscope authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * The door for attention implementations from outside attnscope, in plain C. A shared library that calls
 * attnscope_register when it is loaded (`attnscope-worker --load LIBRARY`) is measured exactly as the in-app
 * kernels are. Pointers are raw, memory is stated beforehand, and nothing is allocated when launched. A
 * program that brings implementations and then runs the worker's own loop, as resources/peers does from
 * Python, loads this library, registers them and calls attnscope_serve.
 *
 * Functions that can fail return ATTNSCOPE_DONE when all is well and otherwise write one plain sentence to
 * `why`. All calls come from one thread, on a GPU with the device's primary context current.
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define ATTNSCOPE_INTERFACE_VERSION 3

enum attnscope_device_kind { ATTNSCOPE_HOST_CPU = 0, ATTNSCOPE_CUDA = 1 };
enum attnscope_dtype { ATTNSCOPE_FP16 = 0, ATTNSCOPE_BF16 = 1, ATTNSCOPE_FP32 = 2, ATTNSCOPE_FP8_E4M3 = 3 };
enum attnscope_status {
  ATTNSCOPE_DONE = 0,
  ATTNSCOPE_FAILED = 1, /* anything that is none of the others */
  ATTNSCOPE_UNSUPPORTED = 2,
  ATTNSCOPE_OUT_OF_MEMORY = 3
};
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
  double soft_cap;      /* 0: none */
  int32_t alibi;
  double dropout; /* 0: none */
  uint64_t dropout_seed;
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
  /* Null, or parts of the names of the kernels that are its own, separated by "|". A call that launches none
   * of them is shown as having fallen back to the kernel that ran. */
  const char* own_kernels;
  void* self; /* handed to each function */

  /* Anything but ATTNSCOPE_DONE means unsupported. */
  int (*supports)(void* self, const attnscope_problem* problem, char* why, size_t why_size);
  int (*workspace)(void* self, const attnscope_problem* problem, uint64_t* scratch, uint64_t* library,
                   char* why, size_t why_size);
  int (*prepare)(void* self, const attnscope_problem* problem, void** prepared, char* why, size_t why_size);
  /* `stream` is a CUstream on a GPU, null on the Host CPU. */
  int (*launch)(void* self, void* prepared, const attnscope_tensors* tensors, void* stream, char* why,
                size_t why_size);
  /* Null, or called once before the output is looked at, and never inside a timed call: moves the result to
   * where the problem's layout says, for an implementation that leaves it in a layout of its own. */
  int (*deliver)(void* self, void* prepared, const attnscope_tensors* tensors, void* stream, char* why,
                 size_t why_size);
  void (*release)(void* self, void* prepared);
} attnscope_implementation;

/* Copies the struct; the strings must outlive the process. 0, or -1 where the version or a function is
 * missing or the name is taken. Before the worker serves requests. */
int attnscope_register(const attnscope_implementation* implementation);

/* --- The worker itself --- */

typedef struct attnscope_worker_options {
  const char* lock_folder; /* null: the usual one */
  int32_t use_cupti;       /* 0 leaves CUPTI to another profiler */
} attnscope_worker_options;

/* Serves standard input until it ends (profiler/protocol/FORMAT.md); the process's exit code. */
int attnscope_serve(const attnscope_worker_options* options);

/* Carries out the requests in the file `plan` and writes the events to `out`; the process's exit code. */
int attnscope_run_batch(const attnscope_worker_options* options, const char* plan, const char* out);

/* --- Memory of a framework that allocates inside its calls ---
 *
 * The framework is given attnscope_memory_take and _give_back for its allocator (PyTorch's pluggable
 * allocator takes them as they are). A dry run of a call records what it asks for; that is what `workspace`
 * states. In each later call the framework finds the same pieces in the scratch that the measuring loop
 * gives, and its result in the output: nothing is allocated, nothing is copied, and no cache can hide what a
 * call needs. */

typedef struct attnscope_call_memory attnscope_call_memory;

/* Throws a C++ std::runtime_error where there is no memory left, as frameworks in C++ expect. */
void* attnscope_memory_take(ptrdiff_t bytes, int device, void* stream);
void attnscope_memory_give_back(void* data, ptrdiff_t bytes, int device, void* stream);
/* Bytes taken and not given back, outside of calls; and what would have been in use had the last take that
 * failed succeeded. */
uint64_t attnscope_memory_in_use(void);
uint64_t attnscope_memory_wanted(void);

void attnscope_memory_begin_dry_run(void);
/* `result` is where the call left its result of `output_bytes`, which must not have been given back yet. What
 * comes back in `memory` is the caller's, until attnscope_memory_forget. With `memory` null the dry run is
 * given up. */
int attnscope_memory_end_dry_run(const void* result, uint64_t output_bytes, attnscope_call_memory** memory,
                                 char* why, size_t why_size);
uint64_t attnscope_memory_scratch_bytes(const attnscope_call_memory* memory);
/* Where a call leaves its result: an offset in the output (`*in_output` is 1) or in the scratch. */
uint64_t attnscope_memory_result_offset(const attnscope_call_memory* memory, int* in_output);
void attnscope_memory_forget(attnscope_call_memory* memory);

void attnscope_memory_begin_call(const attnscope_call_memory* memory, void* scratch, void* output);
/* Fails where the call asked for other memory than its dry run. */
int attnscope_memory_end_call(char* why, size_t why_size);

#ifdef __cplusplus
}
#endif
