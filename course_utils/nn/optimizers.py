"""Optimisers change a dict of parameters in place, by a dict of their gradients.

`adam.step({"W1": W1, "b1": b1}, {"dW1": dW1, "db1": db1})` changes W1 and b1 themselves. What an
optimiser remembers between steps is in `state`, under names like "v_W1", and `t` counts its steps.
epsilon stands outside the root and after the bias correction, as in PyTorch. Intermediate results
go to one `work` array per parameter (`out=work`), since new memory costs more time than the sums.
"""

import numpy as np

from course_utils.nn.validation import check_number, check_shape, explain_keywords, nearest

CONSTANTS = ("beta1", "beta2", "epsilon")
NEW = "Build a new optimiser for a new network."


class Optimizer:
    """What all optimisers share: `update` changes one parameter."""

    def __init_subclass__(cls):
        cls.__init__ = explain_keywords(cls.__init__)

    def __init__(self, learning_rate):
        self.learning_rate = learning_rate
        self.t = 0
        self.state, self.work = {}, {}

    @property
    def learning_rate(self):
        """The step size; may be changed between steps. Raises ValueError where negative."""
        return self._learning_rate

    @learning_rate.setter
    def learning_rate(self, learning_rate):
        self._learning_rate = check_number("learning_rate", learning_rate, 0, np.inf)

    def step(self, params, grads):
        """Change each of params, in place, by its gradient: grads["dW1"] for params["W1"].

        Raises KeyError for a missing gradient, ValueError for one of the wrong shape.
        """
        for name, parameter in params.items():
            if f"d{name}" not in grads:
                known = ", ".join(grads) or "none"
                raise KeyError(
                    f"no gradient 'd{name}' for the parameter {name!r}; there are {known}."
                    f"{nearest(f'd{name}', grads)} Call backward before step."
                )
            shape = parameter.shape
            check_shape(f"d{name}", grads[f"d{name}"], shape, f"{name} has shape {shape}")
            if name not in self.work:
                self.work[name] = np.empty_like(parameter)
            check_shape(name, parameter, self.work[name].shape, "had another shape before", NEW)
        self.t += 1
        for name, parameter in params.items():
            self.update(name, parameter, grads[f"d{name}"], self.work[name])

    def update(self, name, parameter, gradient, work):
        """Change one parameter in place; `work` is an array of its shape to write on."""
        raise NotImplementedError

    def average(self, kind, name, beta, values, work):
        """Exponentially weighted average: beta * average + (1 - beta) * values, kept in state."""
        key = f"{kind}_{name}"
        if key not in self.state:
            self.state[key] = np.zeros_like(work)
        average = self.state[key]
        average *= beta
        average += np.multiply(1 - beta, values, out=work)
        return average

    def config(self):
        """Class and constants but the learning rate, as JSON can hold them: for checkpoints."""
        constants = {name: value for name, value in vars(self).items() if name in CONSTANTS}
        return {"optimizer": type(self).__name__} | constants


class GradientDescent(Optimizer):
    """W := W - learning_rate dW."""

    def update(self, name, parameter, gradient, work):
        """W := W - learning_rate dW."""
        parameter -= np.multiply(self.learning_rate, gradient, out=work)


class Momentum(Optimizer):
    """v := beta1 v + (1 - beta1) dW; W := W - learning_rate v.

    PyTorch leaves out the factor (1 - beta1): its learning rate is ours times (1 - beta1).
    """

    def __init__(self, learning_rate, beta1=0.9):
        super().__init__(learning_rate)
        self.beta1 = check_number("beta1", beta1, 0, 1, open_high=True)

    def update(self, name, parameter, gradient, work):
        """W := W - learning_rate v."""
        v = self.average("v", name, self.beta1, gradient, work)
        parameter -= np.multiply(self.learning_rate, v, out=work)


class RMSprop(Optimizer):
    """s := beta2 s + (1 - beta2) dW²; W := W - learning_rate dW / (sqrt(s) + epsilon)."""

    def __init__(self, learning_rate, beta2=0.9, epsilon=1e-8):
        super().__init__(learning_rate)
        self.beta2 = check_number("beta2", beta2, 0, 1, open_high=True)
        self.epsilon = check_number("epsilon", epsilon, 0, np.inf)

    def update(self, name, parameter, gradient, work):
        """W := W - learning_rate dW / (sqrt(s) + epsilon)."""
        square = np.multiply(gradient, gradient, out=work)
        s = self.average("s", name, self.beta2, square, work)
        root = np.sqrt(s, out=work)
        root += self.epsilon
        ratio = np.divide(gradient, root, out=work)
        ratio *= self.learning_rate
        parameter -= ratio


class Adam(Optimizer):
    """Momentum and RMSprop together, each corrected for its start at 0 (Kingma and Ba 2014).

    W := W - learning_rate v_hat / (sqrt(s_hat) + epsilon), with v_hat = v / (1 - beta1^t) and
    s_hat = s / (1 - beta2^t).
    """

    def __init__(self, learning_rate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8):
        super().__init__(learning_rate)
        self.beta1 = check_number("beta1", beta1, 0, 1, open_high=True)
        self.beta2 = check_number("beta2", beta2, 0, 1, open_high=True)
        self.epsilon = check_number("epsilon", epsilon, 0, np.inf)

    def update(self, name, parameter, gradient, work):
        """W := W - learning_rate v_hat / (sqrt(s_hat) + epsilon), the corrections taken together.

        With c = sqrt(1 - beta2^t) the quotient is c / (1 - beta1^t) * v / (sqrt(s) + c epsilon).
        """
        v = self.average("v", name, self.beta1, gradient, work)
        square = np.multiply(gradient, gradient, out=work)
        s = self.average("s", name, self.beta2, square, work)
        c = (1 - self.beta2**self.t) ** 0.5
        root = np.sqrt(s, out=work)
        root += c * self.epsilon
        ratio = np.divide(v, root, out=work)
        ratio *= self.learning_rate * c / (1 - self.beta1**self.t)
        parameter -= ratio
