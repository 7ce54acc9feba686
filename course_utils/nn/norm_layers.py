"""The layers that behave differently in training: batch norm and dropout."""
# ruff: noqa: D102 - what forward, backward and the rest do is said once, in Layer

import numpy as np

from course_utils.nn import normalization as norm
from course_utils.nn.layers import Layer
from course_utils.nn.validation import check_count, check_number


class BatchNorm(Layer):
    """Batch norm over n features, of columns or of images' channels.

    In training the batch's mean and variance are used, and enter running averages with weight
    1 - momentum; otherwise the running averages are used. (They average the variance divided by m;
    PyTorch averages the one divided by m - 1, and calls 0.1 the momentum that is 0.9 here.)
    """

    def __init__(self, n, momentum=0.9, epsilon=1e-5):
        super().__init__()
        check_count("n", n)
        self.momentum = check_number("momentum", momentum, 0, 1)
        self.epsilon = check_number("epsilon", epsilon, 0, 1, open_low=True)
        self.shapes = {"gamma": (n, 1), "beta": (n, 1)}
        self.params = {"gamma": np.ones((n, 1)), "beta": np.zeros((n, 1))}
        self.state = {"mean": np.zeros((n, 1)), "var": np.ones((n, 1))}

    def forward(self, Z, training=False):
        if training:
            A, cache = norm.batch_norm_forward(Z, **self.params, epsilon=self.epsilon)
            for name, running in self.state.items():
                norm.update_running_average(running, getattr(cache, name), self.momentum)
            self.cache = norm.batch_norm_backward, cache
        else:
            A, cache = norm.batch_norm_inference(
                Z, **self.params, **self.state, epsilon=self.epsilon
            )
            self.cache = norm.batch_norm_inference_backward, cache
        return A

    def backward(self, dA):
        backward, cache = self.cache
        dZ, self.grads["dgamma"], self.grads["dbeta"] = backward(dA, cache)
        return dZ

    def multiplications(self, shape):
        return int(np.prod(shape))

    def config(self):
        n, _ = self.shapes["gamma"]
        return {"n": n, "momentum": self.momentum, "epsilon": self.epsilon}


class Dropout(Layer):
    """Inverted dropout: in training each unit is kept with probability keep_prob, by rng."""

    def __init__(self, keep_prob, rng=None):
        super().__init__()
        self.keep_prob = check_number("keep_prob", keep_prob, 0, 1, open_low=True)
        self.rng = rng

    def forward(self, A_prev, training=False):
        if not training or self.keep_prob == 1:
            self.cache = 1.0
            return A_prev
        if self.rng is None:
            raise RuntimeError(f"{self!r} needs rng=np.random.default_rng(...) to train.")
        A, self.cache = norm.dropout_forward(A_prev, self.keep_prob, self.rng)
        return A

    def backward(self, dA):
        return norm.dropout_backward(dA, self.cache)

    def config(self):
        return {"keep_prob": self.keep_prob}
