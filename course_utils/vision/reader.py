"""Published weights lie in plain files of numbers, one array behind the other."""

import numpy as np


class Reader:
    """Takes arrays from a file of bytes, one behind the other."""

    def __init__(self, path):
        self.path, self.content, self.position = path, path.read_bytes(), 0

    def take(self, count, dtype):
        """The next `count` numbers; raises ValueError where the file ends before."""
        end = self.position + count * np.dtype(dtype).itemsize
        if end > len(self.content):
            raise ValueError(
                f"{self.path} ends after {len(self.content)} bytes, in the middle of a layer: "
                "delete it, so that it is fetched again."
            )
        numbers = np.frombuffer(self.content[self.position : end], dtype)
        self.position = end
        return numbers

    def expect_the_end(self):
        """Raise ValueError where bytes are left."""
        rest = len(self.content) - self.position
        if rest:
            raise ValueError(f"{self.path} is no weights of this network: {rest} bytes are left.")
