"""How cost grows with the work: trees, depth, features, rows, hashing width."""

from harness import made, tools
from harness.parts import bundles
from harness.show import nanoseconds, row, value

NAME = "growth"


def rows_of(name, n):
    bundle, frame = bundles.find(name)
    return (bundle, frame, "--rows", str(n))


class Axis:
    def __init__(self, points, at, unit, n_units=lambda x: x):
        self.points = points
        self.at = at            # a point to (bundle, frame, options of cleap bench...)
        self.unit = unit        # what the cost of a row is divided by; None: by nothing
        self.n_units = n_units  # how many of it a row has at a point


DEPTH, TREES = 6, 50
AXES = {
    "trees": Axis([1, 3, 10, 30, 100, 300, 1000, 3000, 5000], lambda n: made.forest(n, DEPTH),
                  "a node visit", lambda n: n * DEPTH),
    "depth": Axis([2, 4, 6, 8, 10, 12], lambda n: made.forest(TREES, n), "a node visit",
                  lambda n: n * TREES),
    "features": Axis([10, 30, 100, 300, 1000, 3000, 10000, 30000], made.linear, "a feature"),
    "hashing width": Axis([2 ** k for k in range(10, 21, 2)], made.hashed_text, None,
                          lambda n: 1),
    "rows, airbnb": Axis([1, 3, 10, 30, 100, 300, 1000, 10000, 100000, 1000000],
                         lambda n: rows_of("perf_airbnb_linear_regression", n), "a row",
                         lambda n: 1),
    "rows, forest 500 x 10": Axis([1, 3, 10, 30, 100, 300, 1000, 10000, 100000],
                                  lambda n: rows_of("perf_random_forest_500x10", n), "a row",
                                  lambda n: 1),
}


def is_of_rows(name):
    return name.startswith("rows")


def prepare():
    """Makes the bundles that are not there yet."""
    for axis in AXES.values():
        for x in axis.points:
            axis.at(x)


def run(options):
    results = {}
    rounds = min(options.rounds, 3)
    length = max(int(options.seconds * 30), 10)
    for name in options.pick(AXES):
        axis = AXES[name]
        tools.say(NAME, name)
        jobs = {x: axis.at(x) for x in (axis.points[::3] if options.quick else axis.points)}
        # All points in one round, so that what else the machine does falls on all of them.
        measured = tools.in_turn(rounds, {
            x: lambda job=job: tools.cleap(job[0], job[1], length, *job[2:])
            for x, job in jobs.items()})
        results[name] = {str(x): r for x, r in measured.items()}
    return results


def costs(name, points):
    """(x, ns of a row in turn, ns of a row of a batch) of each point. The axes of rows have no
    other row than that of the batch."""
    found = []
    for x, r in points.items():
        batch = value(r, "batch_p50_ns") / value(r, "batch_rows")
        found.append((int(x), None if is_of_rows(name) else value(r, "row_cold_p50_ns"),
                      batch))
    return found


def unit_costs(name, points):
    """(x, ns a unit) of the single row; of the row of a batch where the axis is the batch."""
    return [(x, (batch if is_of_rows(name) else single) / AXES[name].n_units(x))
            for x, single, batch in costs(name, points)]


def knees(name, points):
    """Where the cost of a unit stops falling, and each place where it rises by a quarter."""
    units = unit_costs(name, points)
    least = min(cost for _, cost in units)
    flat = next(x for x, cost in units if cost <= 1.25 * least)
    found = []
    if flat != units[0][0]:
        found.append("what a call costs at all is carried from %d on" % flat)
    low = None
    for x, cost in units:
        if x < flat:
            continue
        if low is not None and cost > 1.25 * low[1]:
            found.append("between %d and %d it rises from %s to %s"
                         % (low[0], x, nanoseconds(low[1]), nanoseconds(cost)))
            low = (x, cost)
        elif low is None or cost <= low[1] * 1.05:
            low = (x, cost)
    return found or ["none"]


def lines(name, points):
    unit = AXES[name].unit
    for (x, single, batch), (_, cost) in zip(costs(name, points), unit_costs(name, points)):
        yield row([name, "%d" % x, nanoseconds(single) if single is not None else "",
                   nanoseconds(batch), nanoseconds(cost) + " " + unit if unit else ""])


def table(results):
    return ["### Growth", "",
            "Forests of 50 features and depth 6, or of 50 trees; a linear model over a dense vector;"
            " 20 words hashed into a vector below a linear model; and batches of two golden bundles."
            " *One row*: rows in turn. *Of a batch*: a row of 1000, or of as many as the axis says.",
            "", row(["axis", "", "one row", "a row of a batch", "per unit"]), row(["---"] * 5),
            *(line for axis, points in results.items() for line in lines(axis, points)), "",
            "Knees, found by the run: a unit's cost, and where it rises by a quarter or more.", "",
            *("- **%s**: %s" % (axis, "; ".join(knees(axis, points)))
              for axis, points in results.items())]
