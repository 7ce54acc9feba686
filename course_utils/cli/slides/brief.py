"""A page is not a slide: of a long text the slide keeps what a class can take in while you speak.

Headings, formulas, tables, lists, callouts and code stay. Of each paragraph there stay its first
sentence, those with a term in bold, and the one that leads on to a formula. The whole text goes to
the speaker.
"""

import re

LONG = 75  # words: up to here, a text is shown as it is
SENTENCE = re.compile(r"(?:(?<=[.!?…])|(?<=[.!?…][\"”)*]))(?<!\b[A-Z]\.)\s+(?=[A-Z(\"“*$`])")
KEPT = re.compile(r"\s*(#|\||>|[-*+] |\d+\. |```|\$\$|<|!\[)")
NOT_TO_SPLIT = re.compile(r"\([^()]*\)|\$[^$]*\$|`[^`]*`|\*\*[^*]+\*\*")


def brief(source):
    """The text itself where it is short; otherwise what of it belongs on a slide."""
    if len(source.split()) <= LONG:
        return source
    blocks = in_blocks(source)
    following = [*blocks[1:], ""]
    return "\n\n".join(shorten(block, after) for block, after in zip(blocks, following))


def in_blocks(source):
    """The text's paragraphs, tables, formulas, ..., with fenced code in one piece."""
    blocks, fenced = [], False
    for block in re.split(r"\n\s*\n", source.strip()):
        if fenced:
            blocks[-1] += "\n\n" + block
        else:
            blocks.append(block)
        fenced ^= block.count("```") % 2 == 1
    return blocks


def shorten(block, after=""):
    """A paragraph's first sentence, its bold ones, and the last where it leads on to `after`."""
    if KEPT.match(block):
        return block
    sentences = in_sentences(block.strip())
    leads = after.lstrip().startswith(("$$", "```", "|", "- ", "1. ")) or block.rstrip()[-1:] == ":"
    kept = [
        sentence
        for number, sentence in enumerate(sentences)
        if number == 0 or "**" in sentence or (leads and number == len(sentences) - 1)
    ]
    return " ".join(kept)


def in_sentences(block):
    """A paragraph's sentences; nothing is cut inside brackets, formulas, code or bold text."""
    kept = []
    hidden = NOT_TO_SPLIT.sub(lambda m: kept.append(m[0]) or f"${len(kept) - 1}\x00", block)
    return [
        re.sub(r"\$(\d+)\x00", lambda m: kept[int(m[1])], sentence)
        for sentence in SENTENCE.split(hidden)
    ]
