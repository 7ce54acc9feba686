"""The computation graph J = 3(a + bc): values forward, derivatives backward."""

from course_utils.notebook.controls import whole_slider
from course_utils.notebook.figures.c1w2 import draw_graph
from course_utils.notebook.live import Canvas
from course_utils.notebook.picture import course_style, new_figure
from course_utils.notebook.widgets import Explorer, Goal


def graph_state(a, b, c):
    """Values and derivatives of J = 3(a + bc), forward and then backward."""
    u = b * c
    v = a + u
    J = 3 * v
    dv = 3  # dJ/dv
    da, du = dv * 1, dv * 1
    db, dc = du * c, du * b
    return {"a": a, "b": b, "c": c, "u": u, "v": v, "J": J,
            "da": da, "db": db, "dc": dc, "du": du, "dv": dv}  # fmt: skip


@course_style()
def computation_graph():
    """Change a, b and c; see the values run forward and the derivatives run backward."""
    figure, axes = new_figure(width=9.4, height=3.6)
    texts = draw_graph(axes)
    canvas = Canvas(figure, texts.values())

    def paint(state):
        for name, text in texts.items():
            text.set_text(
                f"{state[name]:g}" if name[0] != "d" else f"d{name[1:]} = {state[name]:g}"
            )
        return (
            f"The graph of J = 3(a + bc): u = bc = {state['u']:g}, v = a + u = {state['v']:g}, "
            f"J = 3v = {state['J']:g}. Derivatives of J: da = {state['da']:g}, "
            f"db = {state['db']:g}, dc = {state['dc']:g}."
        )

    return Explorer(
        "The computation graph J = 3(a + bc)",
        {
            "a": whole_slider("a", 5, -10, 10),
            "b": whole_slider("b", 3, -10, 10),
            "c": whole_slider("c", 2, -10, 10),
        },
        graph_state,
        paint,
        canvas,
        goals=[
            Goal("find values for which nudging b changes nothing at all.",
                 lambda s: s["db"] == 0,
                 "db = 0: with c = 0 nothing of b comes through the multiplication."),
            Goal("make J fall by 12 for every 1 that c rises.",
                 lambda s: s["dc"] == -12,
                 "dc = 3b = -12: the other factor of a product is its derivative."),
        ],
        say=lambda s: f"Raise b by 1 and J becomes {3 * (s['a'] + (s['b'] + 1) * s['c'])}: "
        f"it was {s['J']}, and the difference is db = {s['db']}.",
    )  # fmt: skip
