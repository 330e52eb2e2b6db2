// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// Which of the options between the two products a kernel is compiled with: -D SOFT_CAP, ALIBI, DROPOUT; what
// is not defined leaves no instruction behind.
#pragma once

#ifndef SOFT_CAP
#define SOFT_CAP 0
#endif
#ifndef ALIBI
#define ALIBI 0
#endif
#ifndef DROPOUT
#define DROPOUT 0
#endif
