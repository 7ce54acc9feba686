"""The benchmark runs and reports; how long anything takes is never asserted."""

import csv
import json

import numpy as np
import pytest

from course_utils import nn
from course_utils.cli import benchmark
from course_utils.cli.benchmark import contender, in_loops, in_numpy, race, report
from course_utils.cli.benchmark.cases import BOTH, CASES, STYLE, TRAINING, Case, squeezenet, yolo

SMALL = {"SqueezeNet": (67, 67, 3), "style 256 px": (64, 64, 3)}


def small(case):
    """The same case on a single small example, as far as its network allows."""
    return Case(
        case.name,
        case.does,
        case.network,
        SMALL.get(case.name, case.shape),
        2 if case.does in (TRAINING, BOTH) else 1,
        case.target,
        case.cost,
        case.optimizer,
        case.against,
    )


each_case = pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])


@each_case
def test_every_case_takes_a_step(case):
    step, outputs = in_numpy.prepare(small(case))
    before = outputs()
    step()
    assert np.isfinite(before).all()
    after = outputs()
    assert after.shape == before.shape
    if case.does == TRAINING:
        assert not np.array_equal(after, before)
    elif case.does != BOTH:  # batch norm's running averages change there
        np.testing.assert_array_equal(after, before)


@pytest.mark.torch
@each_case
def test_pytorch_computes_the_same_outputs_and_the_same_step(case):
    pytest.importorskip("torch")
    if case.against != "PyTorch":
        return
    from course_utils.cli.benchmark import in_torch

    case = small(case)
    step, ours = in_numpy.prepare(case)
    other_step, theirs = in_torch.prepare(case)
    measures = [np.sum(outputs().astype(float) ** 2) for outputs in (ours, theirs)]
    assert measures[0] == pytest.approx(measures[1], rel=1e-3)
    step()
    other_step()


@pytest.mark.torch
def test_a_layer_without_counterpart_is_named():
    pytest.importorskip("torch")
    from course_utils.cli.benchmark import in_torch

    with pytest.raises(TypeError, match=r"Upsample\(factor=2\) has no counterpart"):
        in_torch.convert(nn.Upsample(), (4, 4, 1))


def test_the_loops_compute_what_the_library_does():
    (case,) = [case for case in CASES if case.against == "four loops"]
    case = Case(case.name, case.does, case.network, (5, 5, 16), 1, case.target)
    _, ours = in_numpy.prepare(case)
    _, theirs = in_loops.prepare(case)
    np.testing.assert_allclose(ours(), theirs(), rtol=1e-4, atol=1e-4)


def test_the_networks_are_as_large_as_they_say():
    rng = np.random.default_rng(0)
    assert 165_000 < yolo(rng).summary((96, 96, 3)).parameters < 180_000
    assert yolo(rng).output_shape((96, 96, 3)) == (6 * 6 * 16,)
    assert squeezenet()(rng).output_shape((227, 227, 3)) == (1, 1, 1000)
    assert 1.2e6 < squeezenet()(rng).summary((227, 227, 3)).parameters < 1.3e6
    style, content = in_numpy.style_layers(squeezenet(last=7)(rng))
    assert len(style) == 6
    assert style[-2] < content < style[-1]


def test_the_style_step_follows_the_gradient():
    (case,) = [case for case in CASES if case.does == STYLE]
    network, X, _ = small(case).build()
    style, content = in_numpy.style_layers(network)
    _, kept = network.forward(X, keep=[*style, content])
    A, gram = in_numpy.gram_matrix(kept[style[0]])
    assert gram.shape == (96, 96)
    np.testing.assert_allclose(gram, gram.T, rtol=1e-5)
    assert A.dtype == np.float32


def test_a_contender_answers_each_line():
    answers = []
    case = CASES.index(next(case for case in CASES if case.name == "784-128-64-10"))
    contender.serve("in_numpy", CASES[case], ["\n", "\n"], answers.append)
    assert answers[0]["outputs"][0] == 10 * 64
    assert len(answers) == 3
    assert all(isinstance(seconds, float) and seconds > 0 for seconds in answers[1:])
    json.dumps(answers)


def test_the_command_writes_its_report(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(race, "torch_is_installed", lambda: False)
    monkeypatch.setattr(benchmark, "torch_is_installed", lambda: False)
    arguments = ["--quick", "--only", "64x1797", "--output", str(tmp_path / "report")]
    assert benchmark.main(arguments) == 0
    printed = capsys.readouterr().out
    assert "PyTorch is not installed" in printed
    assert "logistic 64x1797" in printed
    assert "| logistic 64x1797 |" in (tmp_path / "report" / "results.md").read_text()
    (line,) = csv.DictReader((tmp_path / "report" / "results.csv").read_text().splitlines())
    assert float(line["ours"]) > 0
    assert line["ratio"] == ""
    assert not (tmp_path / "report" / "ratios.png").exists()


def test_an_unknown_case_is_answered_with_the_known_ones(capsys):
    assert benchmark.main(["--only", "nothing like it"]) == 2
    assert "LeNet-5" in capsys.readouterr().err


def test_a_contender_that_dies_is_noticed(monkeypatch):
    monkeypatch.setitem(race.SIDES, "PyTorch", "no_such_side")
    monkeypatch.setattr(race, "torch_is_installed", lambda: True)
    with pytest.raises(RuntimeError, match="ended early"):
        race.compare(CASES[1], rounds=1)


def result(**changes):
    values = {"name": "a", "does": TRAINING, "against": "PyTorch", "ours": 0.01, "theirs": 0.02}
    values |= {"ratio": 0.5, "target": 0.6, "agree": True}
    return race.Result(**values | changes)


def test_reports_say_what_was_reached_and_what_differs(tmp_path):
    results = [result(), result(name="b", ratio=0.7), result(name="c", agree=False)]
    assert [entry.cells()[-1] for entry in results] == ["reached", "missed", "DIFFERENT RESULTS"]
    paths = report.write_report(results, tmp_path)
    assert [path.name for path in paths] == ["results.md", "results.csv", "ratios.png"]
    assert paths[-1].read_bytes().startswith(b"\x89PNG")
    assert "a 0.50, b 0.70" in report.ratios(results).alt


def test_different_results_fail_the_command(tmp_path, monkeypatch):
    monkeypatch.setattr(benchmark, "compare", lambda case, rounds: result(agree=False))
    assert benchmark.main(["--only", "LeNet", "--output", str(tmp_path)]) == 1


def test_the_report_names_the_kernels_that_multiplied_matrices(monkeypatch):
    assert report.blas() in report.machine()
    monkeypatch.setattr(report, "threadpool_info", list)
    assert report.blas() == "an unknown BLAS"
    kernels = {"user_api": "blas", "internal_api": "openblas", "version": "1.2"}
    monkeypatch.setattr(report, "threadpool_info", lambda: [kernels])
    assert report.blas() == "openblas 1.2 (unknown kernels)"
