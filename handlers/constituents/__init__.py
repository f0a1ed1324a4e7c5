"""Talk with constituents, in the order in which an opinion passes.

`drafting` (write it, over several messages) → `previewing` (to whom, about what, how it will read; `representatives`
lists who sits) → `sending` → `following` (where it stands) → `continuing` (add, answer, reopen, appeal, withdraw),
`rating`. `editing` takes edited messages; `disambiguating` asks what was meant where words could belong to several
things; `noted` is what is said once something is in.
"""
