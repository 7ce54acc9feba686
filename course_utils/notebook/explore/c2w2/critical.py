"""Level places of a small network's cost: found by Newton's method, judged by their Hessian."""

import numpy as np


class SmallNetwork:
    """One input, `units` tanh units, one output, on 20 noisy points of a sine: 3 units + 1 numbers.

    Squared error and a little weight decay, so that no direction is flat for ever. All methods take
    many parameter vectors at once, P (points, n).
    """

    def __init__(self, units, seed=0, m=20, lambd=0.01):
        rng = np.random.default_rng(seed)
        self.x = rng.normal(size=m)
        self.y = np.sin(2 * self.x) + 0.3 * rng.normal(size=m)
        self.units, self.m, self.lambd, self.n = units, m, lambd, 3 * units + 1

    def parts(self, P):
        """w, b, v (points, units, 1), activations (points, units, m) and errors (points, m)."""
        w, b, v = np.split(P[:, : 3 * self.units, None], 3, axis=1)
        A = np.tanh(w * self.x + b)
        return v, A, np.sum(v * A, axis=1) + P[:, -1:] - self.y

    def cost(self, P):
        """J of every point, (points,)."""
        error = self.parts(P)[2]
        return (error**2).mean(axis=1) / 2 + self.lambd / 2 * (P**2).sum(axis=1)

    def gradient(self, P):
        """The gradient at every point, (points, n)."""
        v, A, error = self.parts(P)
        error = error[:, None] / self.m
        dZ = v * error * (1 - A**2)
        parts = [dZ @ self.x, dZ.sum(axis=2), (A * error).sum(axis=2), error.sum(axis=2)]
        return np.concatenate(parts, axis=1) + self.lambd * P

    def hessian(self, P, nudge=1e-5):
        """The Hessian at every point, (points, n, n), by nudging the gradient."""
        steps = nudge * np.eye(self.n)
        up, down = (
            self.gradient((P[:, None] + sign * steps).reshape(-1, self.n)) for sign in (1, -1)
        )
        H = ((up - down) / (2 * nudge)).reshape(-1, self.n, self.n)
        return (H + H.swapaxes(1, 2)) / 2


def level_places(network, starts, iterations=150, level=1e-9):
    """The critical points that damped Newton steps reach from `starts` (points, n).

    Each step makes the gradient shorter, whether that leads up or down, so that minima, saddles and
    maxima are equally welcome. Points that get stuck where the gradient is not 0 are left out.
    """
    P, damping = starts.copy(), np.full(len(starts), 0.1)
    gradient = network.gradient(P)
    length = (gradient**2).sum(axis=1)
    for _ in range(iterations):
        busy = np.flatnonzero(length > level**2 / 100)
        if not len(busy):
            break
        H = network.hessian(P[busy])
        damped = H @ H + damping[busy, None, None] * np.eye(network.n)
        step = np.linalg.solve(damped, H @ gradient[busy, :, None])[:, :, 0]
        new_gradient = network.gradient(P[busy] - step)
        new_length = (new_gradient**2).sum(axis=1)
        better = new_length < length[busy]
        chosen = busy[better]
        P[chosen] -= step[better]
        gradient[chosen], length[chosen] = new_gradient[better], new_length[better]
        damping[busy] = np.clip(damping[busy] * np.where(better, 0.2, 4.0), 1e-14, 1e6)
    return P[length < level**2]


def descended(network, starts, learning_rate=0.3, steps=4000):
    """Where plain gradient descent from `starts` (points, n) ends."""
    P = starts.copy()
    for _ in range(steps):
        P -= learning_rate * network.gradient(P)
    return P


def share_down(network, P, tolerance=1e-5):
    """The share of directions at every point in which the ground falls: negative eigenvalues."""
    return np.mean(np.linalg.eigvalsh(network.hessian(P)) < -tolerance, axis=1)
