"""Optimisers change a dict of parameters in place, by a dict of their gradients.

`adam.step({"W1": W1, "b1": b1}, {"dW1": dW1, "db1": db1})` changes W1 and b1 themselves. Where more
than one operation is needed, all the gradients are first copied into one long vector: a few
operations on it are faster than many on the parts, and it may be written on, which spares new
memory. What is remembered between steps, v and s, are vectors of this kind in `state`; `t` counts
the steps. epsilon stands outside the root and after the bias correction, as in PyTorch.
"""

import numpy as np

from course_utils.nn.validation import check_number, check_shape, explain_keywords, nearest

CONSTANTS = ("beta1", "beta2", "epsilon")


class Optimizer:
    """What all optimisers share; `change` is what makes one of them."""

    def __init_subclass__(cls):
        cls.__init__ = explain_keywords(cls.__init__)

    def __init__(self, learning_rate):
        self.learning_rate = learning_rate
        self.t = 0
        self.state = {}
        self.shapes = None  # of the parameters of the first step
        self.gradient = None  # the long vector

    @property
    def learning_rate(self):
        """The step size; may be changed between steps. Raises ValueError where negative."""
        return self._learning_rate

    @learning_rate.setter
    def learning_rate(self, learning_rate):
        self._learning_rate = check_number("learning_rate", learning_rate, 0, np.inf)

    def step(self, params, grads):
        """Change each of params, in place, by its gradient: grads["dW1"] for params["W1"].

        Raises KeyError for a missing gradient; ValueError for one of the wrong shape, or where the
        parameters are others than at the first step; TypeError for parameters that aren't floats.
        """
        self.check(params, grads)
        self.t += 1
        self.update(params, grads)

    def update(self, params, grads):
        """Subtract `change` of all gradients, as one vector, from the parameters."""
        parts = [grads[f"d{name}"].ravel() for name in params]
        if self.gradient is None:
            self.gradient = np.empty(sum(map(len, parts)), np.result_type(*params.values()))
        change = self.change(np.concatenate(parts, out=self.gradient))
        end = 0
        for parameter in params.values():
            start, end = end, end + parameter.size
            parameter -= change[start:end].reshape(parameter.shape)

    def change(self, gradient):
        """What to subtract from the parameters; `gradient` is a vector that may be written on."""
        raise NotImplementedError

    def remember(self, name):
        """The vector `name` of state, which begins as zeros."""
        if name not in self.state:
            self.state[name] = np.zeros_like(self.gradient)
        return self.state[name]

    def check(self, params, grads):
        """Check params and grads, and that the parameters are those of the first step."""
        for name, parameter in params.items():
            gradient = grads.get(f"d{name}")
            if gradient is None:
                known = ", ".join(grads) or "none"
                raise KeyError(
                    f"no gradient 'd{name}' for the parameter {name!r}; there are {known}."
                    f"{nearest(f'd{name}', grads)} Call backward before step."
                )
            shape = parameter.shape
            check_shape(f"d{name}", gradient, shape, f"{name} has shape {shape}")
            if parameter.dtype.kind != "f":
                raise TypeError(
                    f"{name} has dtype {parameter.dtype} but must hold floats to be changed in "
                    f"place: use {name}.astype(float)."
                )
        shapes = {name: parameter.shape for name, parameter in params.items()}
        if self.shapes is None:
            self.shapes = shapes
        elif self.shapes != shapes:
            raise ValueError(
                f"the parameters were {self.shapes} but are {shapes}: "
                "build a new optimiser for new parameters."
            )

    def config(self):
        """Class and constants but the learning rate, as JSON can hold them: for checkpoints."""
        constants = {name: value for name, value in vars(self).items() if name in CONSTANTS}
        return {"optimizer": type(self).__name__} | constants


class GradientDescent(Optimizer):
    """W := W - learning_rate dW."""

    def update(self, params, grads):
        """Subtract learning_rate dW: one operation, so each parameter is changed where it is."""
        for name, parameter in params.items():
            parameter -= self.learning_rate * grads[f"d{name}"]


class Momentum(Optimizer):
    """v := beta1 v + (1 - beta1) dW; W := W - learning_rate v.

    PyTorch leaves out the factor (1 - beta1): its learning rate is ours times (1 - beta1).
    """

    def __init__(self, learning_rate, beta1=0.9):
        super().__init__(learning_rate)
        self.beta1 = check_number("beta1", beta1, 0, 1, open_high=True)

    def change(self, gradient):
        """learning_rate v."""
        v = self.remember("v")
        v *= self.beta1
        gradient *= 1 - self.beta1
        v += gradient
        return np.multiply(self.learning_rate, v, out=gradient)


class RMSprop(Optimizer):
    """s := beta2 s + (1 - beta2) dW²; W := W - learning_rate dW / (sqrt(s) + epsilon)."""

    def __init__(self, learning_rate, beta2=0.9, epsilon=1e-8):
        super().__init__(learning_rate)
        self.beta2 = check_number("beta2", beta2, 0, 1, open_high=True)
        self.epsilon = check_number("epsilon", epsilon, 0, np.inf)

    def change(self, gradient):
        """learning_rate dW / (sqrt(s) + epsilon)."""
        s = self.remember("s")
        s *= self.beta2
        s += (1 - self.beta2) * gradient**2
        gradient *= self.learning_rate
        gradient /= np.sqrt(s) + self.epsilon
        return gradient


class Adam(Optimizer):
    """Momentum and RMSprop together, each corrected for its start at 0 (Kingma and Ba 2014).

    v := beta1 v + (1 - beta1) dW; s := beta2 s + (1 - beta2) dW²;
    W := W - learning_rate v_hat / (sqrt(s_hat) + epsilon),
    with v_hat = v / (1 - beta1^t) and s_hat = s / (1 - beta2^t).
    """

    def __init__(self, learning_rate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8):
        super().__init__(learning_rate)
        self.beta1 = check_number("beta1", beta1, 0, 1, open_high=True)
        self.beta2 = check_number("beta2", beta2, 0, 1, open_high=True)
        self.epsilon = check_number("epsilon", epsilon, 0, np.inf)

    def change(self, gradient):
        """learning_rate v_hat / (sqrt(s_hat) + epsilon), every operation in place.

        Kept are V = v / (1 - beta1) and S = s / (1 - beta2), which spares two passes over all
        numbers: V := beta1 V + dW, S := beta2 S + dW². With v_hat = a V and s_hat = b² S the
        result is learning_rate a / b * V / (sqrt(S) + epsilon / b).
        """
        V, S = self.remember("v"), self.remember("s")
        V *= self.beta1
        V += gradient
        S *= self.beta2
        gradient *= gradient
        S += gradient
        a = (1 - self.beta1) / (1 - self.beta1**self.t)
        b = ((1 - self.beta2) / (1 - self.beta2**self.t)) ** 0.5
        root = np.sqrt(S, out=gradient)
        root += self.epsilon / b
        quotient = np.divide(V, root, out=gradient)
        quotient *= self.learning_rate * a / b
        return quotient
