"""Made-up electrocardiograms: the voltage that a heart gives, over time, with its beats marked."""

import numpy as np

RATE = 100  # samples in a second
# The waves of a beat: name, seconds after the R peak, width in seconds, height in millivolts.
WAVES = (
    ("P", -0.17, 0.022, 0.15),
    ("Q", -0.026, 0.010, -0.12),
    ("R", 0.0, 0.011, 1.0),
    ("S", 0.027, 0.011, -0.22),
    ("T", 0.27, 0.045, 0.32),
)
EARLY = (("R", 0.0, 0.040, 0.9), ("T", 0.28, 0.06, -0.35))  # an extra beat: early, and broad


def heartbeats(m, seconds, rng):
    """Draw m traces X (m, n, 1) in millivolts, 100 samples a second, and their beats.

    The beats are a list of m arrays: the sample of each R peak, the sharp one. People differ in
    rate (50 to 110 beats a minute) and in the heights of the waves, and each trace is disturbed:
    by breathing, by muscles, by jolts of the cable; in some there are early, broad beats, which
    count as beats.
    """
    if m < 1 or seconds < 2:
        raise ValueError(f"m is {m} and seconds {seconds}: ask for a trace of 2 seconds at least.")
    traces = [_trace(round(seconds * RATE), rng) for _ in range(m)]
    return np.array([x for x, _ in traces])[..., None], [beats for _, beats in traces]


def _trace(n, rng):
    """One trace (n,) and the samples of its beats."""
    t = np.arange(n) / RATE
    x = np.zeros(n)
    pause = 60 / rng.uniform(50, 110)  # seconds between beats
    person = rng.uniform(0.6, 1.4, len(WAVES)) * np.array([1, 1, 1, 1, rng.uniform(0.5, 2.4)])
    often_early = 0.15 if rng.random() < 0.3 else 0.0
    at, beats = rng.uniform(-0.5, 0.5), []
    while at < t[-1] + 1:
        early = rng.random() < often_early
        if early:
            at -= 0.35 * pause
        for k, (_, after, width, height) in enumerate(EARLY if early else WAVES):
            scale = rng.uniform(0.9, 1.1) if early else person[k] * rng.uniform(0.92, 1.08)
            x += scale * height * np.exp(-0.5 * ((t - at - after) / width) ** 2)
        beats.append(at)
        at += pause * rng.uniform(0.9, 1.1) * (1.5 if early else 1)
    x *= rng.uniform(0.5, 1.5)
    beats = np.rint(np.array(beats) * RATE).astype(int)
    return x + _disturbance(t, rng), beats[(beats >= 0) & (beats < n)]


def _disturbance(t, rng):
    """Breathing, muscles, and jolts."""
    breath = rng.uniform(0.05, 0.4) * np.sin(
        2 * np.pi * (rng.uniform(0.15, 0.4) * t + rng.random())
    )
    muscles = rng.uniform(0.01, 0.08) * rng.normal(size=t.size)
    jolts = np.zeros(t.size)
    for _ in range(rng.poisson(t[-1] / 8)):
        at, width = rng.uniform(0, t[-1]), rng.uniform(0.06, 0.2)
        jolts += rng.choice((-1, 1)) * rng.uniform(0.4, 1.2) * np.exp(-(((t - at) / width) ** 2))
    return breath + muscles + jolts
