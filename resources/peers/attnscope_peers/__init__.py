# SPDX-FileCopyrightText: 2026 The attnscope authors
# SPDX-License-Identifier: Apache-2.0
"""Attention implementations that Python packages bring, for attnscope's measuring loop.

Nothing here measures: each implementation states what it computes and what memory that takes, and launches it on
a given stream. libattnscope_measure does all the rest, exactly as for attnscope's own kernels.
"""
