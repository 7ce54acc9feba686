"""The pages: one for each student, with what to mend, and one for the class.

They need no other file, and print well; everything that comes from a submission is escaped.
"""

import re
from collections import Counter, defaultdict
from html import escape

from course_utils.exercises.results import BLANK, PASSED, rich

STYLE = """
body { font: 1rem/1.5 system-ui, sans-serif; color: #222; background: #fff;
       max-width: 46rem; margin: 2rem auto; padding: 0 1rem }
h1, h2, h3 { line-height: 1.2; margin: 1.6em 0 .5em } h3 { font-size: 1.05rem }
section section { break-inside: avoid }
pre { white-space: pre-wrap; background: #f6f6f6; padding: .5em; font-size: .85rem }
table { border-collapse: collapse; width: 100%; margin: 1.5em 0 }
caption { text-align: left; font-weight: bold; padding: .3em .6em }
th, td { text-align: left; vertical-align: top; padding: .3em .6em; border-bottom: 1px solid #ccc }
tbody th { font-weight: normal }
.number { text-align: right; font-variant-numeric: tabular-nums }
summary { cursor: pointer }
@media print { body { margin: 0; max-width: none } a { color: inherit } }
"""
PAGE = """<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{title}</title><style>{style}</style></head>
<body><main>
<h1>{title}</h1>
{body}
</main></body>
</html>
"""
FOLLOWS = re.compile(r"It calls your `\w+`, which is not ")


def earned(one, points):
    """The points of a Graded."""
    worth = points[one.submission.week]
    return sum(worth.get(result.name, 0) for result in one.results if result.passed)


def student_page(student, works, notes, points):
    """What one student is told."""
    parts = [f"<p>{rich(note)}</p>" for note in notes]
    for week, one in sorted(works.items()):
        worth = points[week]
        parts += [
            f"<section><h2>{week.upper()}: {earned(one, points)} of"
            f" {sum(worth.values())} points</h2>",
            *(exercise_part(result, worth[result.name]) for result in one.results),
        ]
        if one.remarks:
            said = "".join(
                f"<li>Cell {number}: {rich(text)}</li>"
                for number, text in sorted(one.remarks.items())
            )
            parts.append(f"<h3>When the notebook was run</h3><ul>{said}</ul>")
        parts.append("</section>")
    return page(f"Feedback for {student}", "\n".join(parts))


def exercise_part(result, worth):
    """The verdict on one exercise."""
    got = worth if result.passed else 0
    unit = "point" if worth == 1 else "points"
    return (
        f"<section><h3><code>{escape(result.name)}</code>: {got} of {worth} {unit}</h3>"
        f"{result._repr_html_()}</section>"
    )


def page(title, body):
    """A whole page, which needs no other file."""
    return PAGE.format(title=escape(title), style=STYLE, body=body)


def class_page(students, names, weeks, points):
    """What a teacher wants to know before the next lesson."""
    parts = []
    for week in weeks:
        works = {name: works[week] for name, works in students.items() if week in works}
        parts += [
            f"<section><h2>{week.upper()}: {len(works)} notebooks</h2>",
            exercise_table(week, works.values(), points),
            mistake_table(week, works, names),
            "</section>",
        ]
    links = "".join(
        f'<li><a href="{escape(names[name])}">{escape(name)}</a></li>'
        for name in sorted(students, key=str.casefold)
    )
    parts.append(f"<section><h2>Pages for the students</h2><ul>{links}</ul></section>")
    return page("What the class has written", "\n".join(parts))


def exercise_table(week, works, points):
    """How many pass each exercise."""
    rows = []
    for name in points[week]:
        statuses = Counter(r.status for one in works for r in one.results if r.name == name)
        wrong = sum(statuses.values()) - statuses[PASSED] - statuses[BLANK]
        cells = "".join(
            f'<td class="number">{n}</td>' for n in (statuses[PASSED], wrong, statuses[BLANK])
        )
        rows.append(f'<tr><th scope="row"><code>{escape(name)}</code></th>{cells}</tr>')
    heads = "".join(
        f'<th scope="col" class="number">{head}</th>'
        for head in ("passed", "not right", "not written")
    )
    return (
        '<table><caption>How many pass</caption><thead><tr><th scope="col">exercise</th>'
        f"{heads}</tr></thead>"
        f"<tbody>{''.join(rows)}</tbody></table>"
    )


def mistake_table(week, works, names):
    """Which mistakes how often, the most frequent first, with who made them."""
    who = defaultdict(list)
    for student, one in works.items():
        for result in one.results:
            if not result.passed and result.message and not FOLLOWS.match(result.message):
                for sentence in result.message.split(" Also: "):
                    who[result.name, sentence].append(student)
    if not who:
        return "<p>There is no mistake to talk about.</p>"
    rows = []
    for (exercise, sentence), those in sorted(who.items(), key=lambda item: -len(item[1])):
        links = ", ".join(f'<a href="{escape(names[s])}">{escape(s)}</a>' for s in sorted(those))
        rows.append(
            f'<tr><td class="number">{len(those)}</td><td><code>{escape(exercise)}</code></td>'
            f"<td><details><summary>{rich(sentence)}</summary>{links}</details></td></tr>"
        )
    heads = "".join(f'<th scope="col">{head}</th>' for head in ("how often", "exercise", "mistake"))
    return (
        "<table><caption>What to talk about: each mistake, the most frequent first</caption>"
        f"<thead><tr>{heads}</tr></thead><tbody>{''.join(rows)}</tbody></table>"
    )
