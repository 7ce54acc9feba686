"""Damage of every kind, reproducibly: bytes that flip, lengths that lie, texts that are cut up."""

import re

LENGTHS = (0, 1, 2, 3, 127, 128, 255, 256, 2**15, 2**16 - 1, 2**16, 2**31 - 1, 2**31, 2**32 - 1)
LENGTHS += (2**40, 2**63 - 1, 2**64 - 1)
LONGEST = 300_000  # bytes of a damaged input
BYTES = (0, 1, 0x7F, 0x80, 0xFF)
NUMBERS = (
    "0", "-1", "1", "1e309", "-1e309", "nan", "inf", "2147483648", "-9223372036854775809", "0.5",
    "9" * 30, "9" * 5000, "1_000", "٣", "", "x", "1e-400", "0x10", "1,2", "00", "NaN", "true",
)  # fmt: skip
WORDS = (
    "<script>alert(1)</script>", "\x00", "\ufeff", "\r\n", "=", ",", "[", "]", "{", "}", '"', "#",
    "<", ">", "&x;", "%s", "{0}", "中文", "é", "\u202e", "../../etc/passwd", " " * 5000, "a" * 5000,
    "[" * 3000, '{"a":' * 3000, "<a>" * 3000, "\t", "null", "[]", "{}", "\\ud800",
)  # fmt: skip


def damaged(seed, rng, is_text):
    """The bytes of a seed after one to three mutations."""
    content = seed
    for _ in range(rng.integers(1, 4)):
        kinds = TEXT + BINARY[:4] if is_text else BINARY
        content = kinds[rng.integers(len(kinds))](content, rng)[:LONGEST]
    return content


def flip(content, rng):
    """Some bits are wrong."""
    changed = bytearray(content or b"\0")
    for place in rng.integers(len(changed), size=rng.integers(1, 9)):
        changed[place] ^= 1 << rng.integers(8)
    return bytes(changed)


def truncate(content, rng):
    """The end is missing."""
    return content[: rng.integers(len(content) + 1)]


def repeat(content, rng):
    """A piece is there again."""
    start, end = piece(content, rng)
    return content[:end] + content[start:end] * int(rng.integers(1, 4)) + content[end:]


def remove(content, rng):
    """A piece is missing."""
    start, end = piece(content, rng)
    return content[:start] + content[end:]


def overwrite(content, rng):
    """Bytes have become others, those on the edge above all."""
    changed = bytearray(content or b"\0")
    for place in rng.integers(len(changed), size=rng.integers(1, 4)):
        changed[place] = BYTES[rng.integers(len(BYTES))]
    return bytes(changed)


def lie(content, rng):
    """What may be a length or an address says something else."""
    size, order = int(rng.choice([2, 4, 8])), ("little", "big")[rng.integers(2)]
    value = LENGTHS[rng.integers(len(LENGTHS))] % 256**size
    place = int(rng.integers(max(1, len(content) - size)))
    return content[:place] + value.to_bytes(size, order) + content[place + size :]


def move(content, rng):
    """A piece stands elsewhere."""
    start, end = piece(content, rng)
    rest = content[:start] + content[end:]
    place = int(rng.integers(len(rest) + 1))
    return rest[:place] + content[start:end] + rest[place:]


def another_number(content, rng):
    """A number in a text is an absurd one."""
    found = list(re.finditer(rb"-?\d+(\.\d+)?", content))
    return replace_one(content, found, NUMBERS, rng)


def another_word(content, rng):
    """A word in a text is something else altogether."""
    return replace_one(content, list(re.finditer(rb"\w+", content)), WORDS, rng)


def shuffle_lines(content, rng):
    """Two lines change places."""
    lines = content.split(b"\n")
    a, b = rng.integers(len(lines), size=2)
    lines[a], lines[b] = lines[b], lines[a]
    return b"\n".join(lines)


def repeat_line(content, rng):
    """A line comes many times."""
    lines = content.split(b"\n")
    place = rng.integers(len(lines))
    lines[place : place + 1] = [lines[place]] * int(rng.choice([0, 2, 50, 1200]))
    return b"\n".join(lines)


def insert(content, rng):
    """Something that does not belong there."""
    place = int(rng.integers(len(content) + 1))
    return content[:place] + WORDS[rng.integers(len(WORDS))].encode() + content[place:]


def replace_one(content, found, by, rng):
    """The content with one of the matches replaced."""
    if not found:
        return insert(content, rng)
    match = found[rng.integers(len(found))]
    return content[: match.start()] + by[rng.integers(len(by))].encode() + content[match.end() :]


def piece(content, rng):
    """Where a piece of the content begins and ends."""
    start = int(rng.integers(len(content) + 1))
    return start, min(len(content), start + int(rng.integers(1, 65)))


BINARY = (flip, truncate, repeat, remove, overwrite, lie, lie, move)
TEXT = (another_number, another_word, shuffle_lines, repeat_line, insert)
