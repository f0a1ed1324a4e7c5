"""Yardsticks: what the figures are compared with, each a process of its own."""
