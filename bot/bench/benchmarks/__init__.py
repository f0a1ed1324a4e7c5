"""Benchmarks: one module a figure or a family of figures."""
