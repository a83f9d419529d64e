"""Files to rows. This runs in a process of its own, within limits, and knows nothing of Django.

It says what is wrong as `Refused`; `exchange.reading` starts it and finds the sentences.
"""
