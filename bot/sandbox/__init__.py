"""A small Telegram on loopback: the public Bot API over HTTP, with a page to chat as everybody, for demo and tests."""
