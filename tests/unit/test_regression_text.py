"""Numbers in texts agree as far as they are shown; words and whole numbers have to be equal."""

import pytest
from compare_text import MOST, text_differences


@pytest.mark.parametrize(
    ("stored", "computed"),
    [
        ("accuracy 0.913", "accuracy 0.914"),
        ("accuracy 0.913", "accuracy 0.912"),
        ("cost 9.99e-06", "cost 1.00e-05"),
        ("9.99", "10.00"),
        ("0.91", "0.909"),  # shortest notation of a rounded number
        ("1", "0.999"),  # as %g writes it
        ("-0.000", "0.000"),
        ("\N{MINUS SIGN}0.25", "\N{MINUS SIGN}0.26"),
        ("1,234.5 m", "1,234.6 m"),
        ("[ 9.99  1.25]", "[10.00 1.25]"),
        ("a | 99.9 |\nb |  1.0 |", "a | 100.0 |\nb |   1.0 |"),
        ("(0.5, -.25)", "(0.6, -.26)"),
        ("nothing", "nothing"),
    ],
)
def test_texts_that_agree(stored, computed):
    assert text_differences(stored, computed) == []


@pytest.mark.parametrize(
    ("stored", "computed", "said"),
    [
        ("0.913", "0.915", "stored 0.913, computed 0.915, 0.002 apart, 2 units of the last digit"),
        ("0.913", "-0.913", "stored 0.913, computed -0.913, 1.8 apart"),
        ("0.91", "0.9197", "0.0097 apart, 97 units"),
        ("1e-05", "3e-05", "2e-05 apart, 2 units"),
        ("12 of 13", "12 of 14", "stored 13, computed 14, 1 apart"),
        ("shape (3, 4)", "shape (3, 5)", "stored 4, computed 5, 1 apart"),
        ("[1. 2.]", "[1. 3.]", "1 apart"),  # no digit after the point: exactly
        ("1,234", "1,235", "stored 1,234, computed 1,235"),
        ("It is 3.", "It is 4.", "1 apart"),
        ("accuracy 0.91", "precision 0.91", "- accuracy 0.91"),
        ("version 1.2.3", "version 1.2.4", "+ version 1.2.4"),
        ("#0072B2", "#0072B3", "+ #0072B3"),
        ("0x7f", "0x8f", "+ 0x8f"),
        ("c1w2", "c1w3", "+ c1w3"),
        ("0.5\n0.5", "0.5", "- 0.5"),
        ("0.5\n", "0.5", "ends of lines"),
        ("0.5", "nan", "+ nan"),
        ("True", "False", "+ False"),
    ],
)
def test_texts_that_differ_and_by_how_much(stored, computed, said):
    assert said in "\n".join(text_differences(stored, computed))


def test_the_line_is_named():
    assert text_differences("a\nb\nc 0.50 d\n", "a\nb\nc 0.70 d\n") == [
        "line 3: stored 0.50, computed 0.70, 0.2 apart, 20 units of the last digit"
    ]


def test_not_all_of_many_differences_are_listed():
    stored, computed = ("\n".join(f"{i + shift}" for i in range(50)) for shift in (0, 1))
    lines = text_differences(stored, computed)
    assert len(lines) == MOST + 1
    assert lines[-1] == "... and 40 more"
