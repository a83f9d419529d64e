"""Why a file cannot be read: a word for the reason, and what the sentence about it needs."""


class Refused(Exception):
    """`reason` is a key of `exchange.reading.sentences`; the parameters are plain JSON."""

    def __init__(self, reason, **params):
        super().__init__(reason, params)
        self.reason, self.params = reason, params
