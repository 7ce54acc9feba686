"""What networks cost and what they answer."""

import numpy as np

from course_utils.notebook.picture import BLUE, RED, new_figure, picture


@picture
def top5(images, answers, title):
    """Photographs, and under each the five likeliest classes: answers are [(name, P), ...] each."""
    n = len(images)
    figure, axes = new_figure(
        2, n, width=2.8 * n, height=4.1, squeeze=False, gridspec_kw={"height_ratios": [1.25, 1]}
    )
    for above, below, image, answer in zip(*axes, images, answers):
        above.imshow(image)
        above.axis("off")
        names, P = zip(*answer[::-1])
        below.barh(range(len(P)), P, color=BLUE, height=0.62)
        for i, (name, p) in enumerate(zip(names, P)):
            inside = p > 0.55
            below.text(
                0.02 if inside else p + 0.02, i, f"{name}  {p:.2f}", va="center", fontsize=8.5,
                color="white" if inside else "black",
            )  # fmt: skip
        below.set(xlim=(0, 1), yticks=[], xlabel="probability")
        below.grid(axis="y", visible=False)
    figure.suptitle(title, fontsize=11, fontweight="bold")
    said = "; ".join(f"{answer[0][0]} ({answer[0][1]:.2f})" for answer in answers)
    return figure, f"{title}. First answers: {said}."


@picture
def costs_of_networks(networks):
    """Networks in the plane of costs: name -> (parameters, multiplications)."""
    figure, axes = new_figure(width=7.5, height=3.9)
    for name, (parameters, multiplications) in networks.items():
        axes.plot(parameters, multiplications, "o", color=BLUE, markersize=9)
        axes.annotate(
            name, (parameters, multiplications), xytext=(8, -13),
            textcoords="offset points",
        )  # fmt: skip
    axes.set(xscale="log", yscale="log", xlim=(3e4, 8e8), ylim=(1.5e5, 8e10))
    axes.set(xlabel="parameters to learn", ylabel="multiplications for one image")
    axes.set_title("More parameters does not mean more work, nor the other way round")
    return figure, (
        f"Parameters against multiplications, both on logarithmic scales, for "
        f"{', '.join(networks)}. SqueezeNet has the fewest parameters of the large ones; VGG-16 "
        "the most of both."
    )


@picture
def shares_of_layers(shares, title):
    """Convolutions and dense layers: name -> ((conv, dense) parameters, (conv, dense) work)."""
    figure, panels = new_figure(1, 2, width=8.6, height=2.9, sharey=True)
    places = np.arange(len(shares))[::-1]
    for axes, which, xlabel in zip(panels, (0, 1), ("parameters (%)", "multiplications (%)")):
        left = np.zeros(len(shares))
        for part, colour, hatch, label in ((0, BLUE, "", "convolutions"), (1, RED, "//", "dense")):
            counts = np.array([value[which] for value in shares.values()], float)
            widths = 100 * counts[:, part] / counts.sum(axis=1)
            axes.barh(places, widths, left=left, color=colour, hatch=hatch, ec="white", label=label)
            left += widths
        axes.set(xlim=(0, 100), xlabel=xlabel, yticks=places, yticklabels=list(shares))
        axes.grid(axis="y", visible=False)
    panels[0].set_title("What has to be learned")
    panels[1].set_title("What has to be computed")
    panels[1].legend(loc="center left", bbox_to_anchor=(1, 0.5))
    return figure, (
        f"{title}: for {', '.join(shares)} the shares of convolutions and dense layers, left of "
        "the parameters, right of the multiplications."
    )
