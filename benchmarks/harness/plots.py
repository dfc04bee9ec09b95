"""The results drawn, as SVG."""

import os

import matplotlib

matplotlib.use("svg")
import matplotlib.pyplot as plt  # noqa: E402
from matplotlib import ticker  # noqa: E402

from harness.parts import growth, models  # noqa: E402
from harness.show import value  # noqa: E402

plt.rcParams.update({"svg.hashsalt": "cleap", "svg.fonttype": "none", "font.size": 9,
                     "axes.spines.top": False, "axes.spines.right": False, "axes.grid": True,
                     "grid.alpha": 0.3, "figure.constrained_layout.use": True})
OURS, THEIRS, OTHERS = "#c0392b", "#7f8c8d", ["#34495e", "#2980b9", "#27ae60", "#8e44ad", "#d68910"]


def save(figure, folder, name):
    path = os.path.join(folder, name + ".svg")
    figure.savefig(path, metadata=dict.fromkeys(("Creator", "Date", "Format", "Type")))
    plt.close(figure)
    return path


def plain_numbers(axis, subs=(1, 2, 5)):
    """On a logarithmic axis 1, 2, 5, 10 instead of powers."""
    axis.set_major_locator(ticker.LogLocator(subs=subs, numticks=8))
    axis.set_major_formatter(ticker.StrMethodFormatter("{x:g}"))
    axis.set_minor_formatter(ticker.NullFormatter())


def pairs(axis, names, theirs, ours, label):
    places = range(len(names))
    axis.barh([p + 0.2 for p in places], theirs, 0.38, color=THEIRS, label="MLeap on the JVM")
    axis.barh([p - 0.2 for p in places], ours, 0.38, color=OURS, label="cleap")
    axis.set(xscale="log", xlabel=label, yticks=list(places), yticklabels=names,
             ylim=(len(names) - 0.5, -0.5))
    axis.grid(axis="y", visible=False)


def latency(parts, folder):
    part = parts["bundles"]
    figure, axes = plt.subplots(1, 2, figsize=(10, 0.5 * len(part) + 1.4), sharey=True)
    for axis, key, title in zip(axes, ("bytes_cold_p50_ns", "row_cold_p50_ns"),
                                ("JSON to JSON", "in process")):
        pairs(axis, list(part), [value(r["mleap"], key) / 1e3 for r in part.values()],
              [value(r["cleap"], key) / 1e3 for r in part.values()], "microseconds, one row")
        axis.set_title(title)
    figure.legend(*axes[0].get_legend_handles_labels(), loc="outside lower center", ncols=2)
    return save(figure, folder, "latency")


def systems(parts, folder):
    part = parts["models"]
    columns = 3
    lines = -(-len(part) // columns)
    figure, axes = plt.subplots(lines, columns, figsize=(11, 2.4 * lines), squeeze=False)
    for axis in axes.flat[len(part):]:
        axis.set_visible(False)
    for axis, (name, each) in zip(axes.flat, part.items()):
        places = range(len(each))
        single = [value(r, "row_cold_p50_ns") / 1e3 for r in each.values()]
        batch = [models.batch_row_ns(r) / 1e3 for r in each.values()]
        colors = [OURS if t == "cleap" else THEIRS for t in each]
        axis.barh([p - 0.2 for p in places], single, 0.38, color=colors, label="one row")
        axis.barh([p + 0.2 for p in places], batch, 0.38, color=colors, alpha=0.45,
                  label="a row of 1000")
        axis.set(xscale="log", title=name, xlabel="microseconds", yticks=list(places),
                 yticklabels=list(each))
        axis.invert_yaxis()
        axis.grid(axis="y", visible=False)
        plain_numbers(axis.xaxis)
    handles = axes.flat[0].get_legend_handles_labels()
    figure.legend(*handles, loc="outside lower center", ncols=2)
    return save(figure, folder, "systems")


def grown(parts, folder):
    axes_of = [a for a in parts["growth"] if not growth.is_of_rows(a)]
    figure, axes = plt.subplots(2, 2, figsize=(10, 7))
    for axis, name in zip(axes.flat, axes_of):
        costs = growth.costs(name, parts["growth"][name])
        axis.plot([c[0] for c in costs], [c[1] for c in costs], "o-", color=OURS, label="one row")
        axis.plot([c[0] for c in costs], [c[2] for c in costs], "s--", color=OTHERS[1],
                  label="a row of 1000")
        axis.set(xscale="log", xlabel=name, ylabel="nanoseconds a row")
        many_decades = costs[-1][0] > 100 * costs[0][0]
        plain_numbers(axis.xaxis, (1,) if many_decades else (1, 2, 5))
        if costs[-1][1] > 2 * costs[0][1]:
            axis.set(yscale="log")
            plain_numbers(axis.yaxis)
        else:
            axis.set(ylim=(0, 1.3 * max(c[1] for c in costs)))
        axis.legend()
    return save(figure, folder, "growth")


def batches(parts, folder):
    figure, axis = plt.subplots(figsize=(7, 4))
    drawn = [(n, p) for n, p in parts["growth"].items() if growth.is_of_rows(n)]
    for color, (name, points) in zip(OTHERS, drawn):
        costs = growth.costs(name, points)
        axis.plot([c[0] for c in costs], [c[2] for c in costs], "o-", color=color,
                  label=name.split(", ")[1])
    axis.set(xscale="log", yscale="log", xlabel="rows of a batch", ylabel="nanoseconds a row")
    plain_numbers(axis.yaxis)
    if drawn:
        axis.legend()
    return save(figure, folder, "batches")


def starting(parts, folder):
    part, jvm = parts["start"], parts["bundles"]
    names = [n for n in part if n in jvm]
    figure, axes = plt.subplots(1, 2, figsize=(10, 0.5 * len(names) + 1.4), sharey=True)
    pairs(axes[0], names, [value(jvm[n]["mleap"], "start_to_first_row_ms") for n in names],
          [value(part[n]["cleap"], "first_row_ms") for n in names], "milliseconds to the first row")
    pairs(axes[1], names, [value(jvm[n]["mleap"], "rss_kb") / 1024 for n in names],
          [value(part[n]["cleap"], "rss_kb") / 1024 for n in names], "MB resident")
    figure.legend(*axes[0].get_legend_handles_labels(), loc="outside lower center", ncols=2)
    return save(figure, folder, "start")


PLOTS = [("latency", latency, ["bundles"], "One row: cleap and MLeap on the JVM"),
         ("systems", systems, ["models"], "Forests and layers, by system"),
         ("growth", grown, ["growth"], "Cost as work grows"),
         ("batches", batches, ["growth"], "Cost of a row by the size of its batch"),
         ("start", starting, ["start", "bundles"], "From exec to the first row, and memory")]


def draw(parts, folder):
    """Draws what there are results for; the plots as (path, title)."""
    os.makedirs(folder, exist_ok=True)
    return [(plot(parts, folder), title) for _, plot, needed, title in PLOTS
            if all(parts.get(n) for n in needed)]
