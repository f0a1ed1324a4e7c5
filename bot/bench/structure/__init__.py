"""Figures of the code's structure, in this checkout or another: folders, imports between them, files passed."""
