"""The engine: mathematics as pairs of functions, layers as their bookkeeping."""

from course_utils.nn.activations import (
    leaky_relu,
    leaky_relu_backward,
    relu,
    relu_backward,
    sigmoid,
    sigmoid_backward,
    softmax,
    softmax_backward,
    tanh,
    tanh_backward,
)
from course_utils.nn.conv_layers import (
    AveragePool,
    Conv1D,
    Conv2D,
    Conv3D,
    DepthwiseConv2D,
    GlobalAveragePool,
    MaxPool,
    Upsample,
)
from course_utils.nn.convolution import (
    conv_backward,
    conv_backward_loops,
    conv_forward,
    conv_forward_loops,
)
from course_utils.nn.costs import (
    accuracy,
    l1_penalty,
    l2_penalty,
    one_hot,
    sigmoid_cross_entropy,
    softmax_cross_entropy,
    squared_error,
    triplet_cost,
)
from course_utils.nn.dense import linear_backward, linear_forward
from course_utils.nn.depthwise import depthwise_backward, depthwise_forward
from course_utils.nn.fitting import fit
from course_utils.nn.gradient_checking import (
    check_gradients,
    gradient_check,
    numerical_gradient,
    numerical_gradients,
    relative_difference,
)
from course_utils.nn.history import History
from course_utils.nn.initializers import he_normal, small_normal, xavier_normal, zeros
from course_utils.nn.layers import (
    Activation,
    Dense,
    Flatten,
    Layer,
    LeakyReLU,
    ReLU,
    Sigmoid,
    Softmax,
    Tanh,
)
from course_utils.nn.network import Network, Parallel, Residual
from course_utils.nn.norm_layers import BatchNorm, Dropout
from course_utils.nn.normalization import (
    batch_norm_backward,
    batch_norm_forward,
    batch_norm_inference,
    batch_norm_inference_backward,
    dropout_backward,
    dropout_forward,
    update_running_average,
)
from course_utils.nn.optimizers import Adam, GradientDescent, Momentum, Optimizer, RMSprop
from course_utils.nn.pooling import (
    global_average_pool_backward,
    global_average_pool_forward,
    pool_backward,
    pool_forward,
)
from course_utils.nn.schedules import (
    exponential,
    inverse_time,
    square_root,
    staircase,
    step_decay,
)
from course_utils.nn.storage import load, save
from course_utils.nn.summary import summary
from course_utils.nn.training import Progress, Step, predict, training
from course_utils.nn.upsampling import upsample_backward, upsample_forward
from course_utils.nn.windows import output_size, zero_pad
