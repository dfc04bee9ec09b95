"""Figures as people read them. A result is what tools.summary gives: key to median, min, max."""


def value(result, key):
    return result[key]["median"]


def nanoseconds(ns):
    if ns < 1e3:
        return "%.3g ns" % ns
    if ns < 1e6:
        return "%.3g us" % (ns / 1e3)
    return "%.3g ms" % (ns / 1e6)


def time(result, key):
    return nanoseconds(value(result, key)) if key in result else ""


def ms(result, key):
    return "%.3g ms" % value(result, key) if value(result, key) < 1000 else (
        "%.0f ms" % value(result, key))


def times(x):
    return "%.0f x" % x if x >= 10 else "%.2g x" % x


def ratio(theirs, mine, key):
    return times(value(theirs, key) / value(mine, key))


def row(cells):
    return "| " + " | ".join(cells) + " |"
