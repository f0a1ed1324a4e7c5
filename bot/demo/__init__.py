"""The town that `python -m bot demo` opens: its directory, its people, its clock."""
