"""What the planted references call, from a module of its own."""


def half(n):
    return n // 2


def steps(n, halve=half):
    count = 0
    while n > 1:
        n = halve(n)
        count = count + 1
    return count
