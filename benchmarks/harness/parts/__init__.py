"""The parts of a run: each has NAME, run(options) and table(results), a list of Markdown lines."""
