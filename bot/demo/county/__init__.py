"""An invented county of a real county's size, written in bulk: what is pleasant with eight representatives is tried."""
