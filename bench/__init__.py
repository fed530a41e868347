"""Benchmarks: every figure is a ratio between our code and the bare work, measured in turn in one run."""
