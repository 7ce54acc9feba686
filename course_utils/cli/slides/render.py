"""From a deck to one HTML file that carries everything along: style, script, pictures."""

import html
import re
from pathlib import Path

import jinja2
from nbconvert.filters import markdown2html
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

from course_utils.cli import typefaces
from course_utils.cli.stored import shown, text_of

HERE = Path(__file__).parent
FOLDED_FROM = 7  # lines: so much code is folded if it shows something; beside a figure, all is
REVEAL = ("reveal.js/dist/reveal.js", "reveal.js/plugin/notes/notes.js")
MATHJAX = "mathjax/es5/tex-svg.js"
STYLES = ("reveal.js/dist/reset.css", "reveal.js/dist/reveal.css")


def page(deck, modules):
    """The deck as the text of one HTML file; `modules` is the folder of the npm packages."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(HERE),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    environment.filters |= {"line": in_line, "text": in_html}
    return environment.get_template("deck.html.jinja").render(
        deck=deck,
        parts_of=lambda slide: [part_in_html(part, deck.week) for part in slide.parts],
        styles="\n".join([*styles(modules), (HERE / "deck.css").read_text("utf-8")]),
        mathjax=script(modules / MATHJAX),
        reveal="\n".join(script(modules / name) for name in REVEAL),
        own=script(HERE / "deck.js"),
    )


def styles(modules):
    """The style sheets that are not the course's own, with the typefaces inside."""
    yield typefaces.font_faces(modules, (typefaces.SANS, typefaces.CODE), typefaces.embedded)
    for name in STYLES:
        yield (modules / name).read_text("utf-8")
    yield HtmlFormatter(style="xcode", nobackground=True).get_style_defs(".code")


def script(path):
    """A script, so that nothing in it ends the element in which it stands."""
    text = path.read_text("utf-8").replace("</script", r"<\/script").replace("<!--", r"<\!--")
    return re.sub(r"^//# sourceMappingURL=.*$", "", text, flags=re.MULTILINE)


def part_in_html(part, week):
    """A part for the template: its id, whether it is a fragment, its HTML, its notes."""
    body = in_html(part.source) if part.cell["cell_type"] == "markdown" else code(part.cell, week)
    return {
        "id": part.cell["id"],
        "fragment": part.fragment,
        "body": body,
        "note": in_html(part.note) if part.note else "",
        "in_full": in_html(part.in_full) if part.in_full else "",
    }


def in_html(source):
    """Markdown as HTML, without the links that lead nowhere from a slide."""
    text = markdown2html(source)
    text = re.sub(r'<a class="anchor-link".*?</a>', "", text)
    text = re.sub(r'(<h\d) id="[^"]*"', r"\1", text)  # the same heading may stand on two slides
    text = re.sub(r'<a href="(?!https?:)[^"]*">(.*?)</a>', r"\1", text, flags=re.DOTALL)
    return text.replace("<table>", '<table class="table">')


def in_line(source):
    """A line of markdown, a heading for instance, as HTML without a paragraph around it."""
    return re.sub(r"^<p>(.*)</p>\s*$", r"\1", in_html(source), flags=re.DOTALL)


def code(cell, week):
    """A code cell: its code, small or folded, and what it shows, large."""
    source = text_of(cell["source"])
    outputs = list(shown(cell))
    if any(output.kind == "still" for output in outputs):
        listing = ""  # one line that opens the widget tells a class nothing
    else:
        pictures = any(output.kind == "figure" for output in outputs)
        long = source.count("\n") + 1 >= FOLDED_FROM
        listing = listed(source, folded=pictures or (long and bool(outputs)))
    return listing + "".join(output_in_html(output, week) for output in outputs)


def listed(source, folded):
    """Code with its colours, or a line to unfold it."""
    body = highlight(source, PythonLexer(stripnl=False), HtmlFormatter(nowrap=True)).rstrip()
    listing = (
        f'<pre class="code" tabindex="0" data-widest="{widest(source)}"><code>{body}</code></pre>'
    )
    if not folded:
        return listing
    count = source.count("\n") + 1
    lines = "1 line" if count == 1 else f"{count} lines"
    return f'<details class="folded"><summary>Code · {lines}</summary>{listing}</details>'


def widest(text):
    """The length of the longest line."""
    return max(map(len, text.splitlines()), default=0)


def output_in_html(output, week):
    """What a cell has shown."""
    if output.kind == "printed":
        wide = widest(output.content)
        return f'<pre class="printed" data-widest="{wide}">{html.escape(output.content)}</pre>'
    if output.kind == "figure":
        return f'<figure class="figure">{output.content}</figure>'
    if output.kind == "still":
        return (
            f'<figure class="figure still">{output.content}<figcaption><strong>{output.title}'
            f"</strong> is a widget. It stands still here and lives in JupyterLab: "
            f"<code>python course.py lab --present {week}</code></figcaption></figure>"
        )
    return f'<div class="shown">{output.content}</div>'
