"""The guide: short pieces on what to raise and how, as data that county staff change."""
