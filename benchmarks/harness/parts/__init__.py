"""The parts of a run: each has NAME, run(options) to results, and table(results), lines of Markdown."""
