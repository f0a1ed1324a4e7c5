"""The command line: a module a command, named in `bot.cli.main.COMMANDS`. Heavy imports stay inside the commands."""
