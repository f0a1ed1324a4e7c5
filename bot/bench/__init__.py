"""Measures what docs/performance.md promises, each figure beside a yardstick of the same run."""
