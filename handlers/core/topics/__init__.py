"""Topics suggested from the text by a small model, which learns from what staff confirmed and corrected."""
