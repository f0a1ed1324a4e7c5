"""Delivery: what was promised in the outbox goes out to Telegram, each call once, within the limits.

In the order in which a call passes them:

1. `outbox_reader`: claim. Reads calls that wait, the quickest lane first, as many as there is room for.
2. `edits`: joins an edit with the call of the message it is about, sent or not.
3. `send_queue`: order. A queue for each chat, one call of it under way; the quickest lane first.
4. `rate_limit`: pace. The limit of all calls, the headroom of answers, the limits of each chat.
5. `sender`: call. The loop that takes the next call and makes it by `bot.api_client`; `files` where one travels along.
6. `error_policy`: judge. What an answer, or none, means for the call. Pure.
7. `result_handler`: what follows from that for the call, its chat and the edits that wait for it.
8. `result_writer`: write back. Results in small group commits, notices claimed in the same ones.

`metrics` are what Prometheus is told.
"""
