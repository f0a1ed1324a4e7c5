"""The guide: read by everybody, changed by county staff."""
