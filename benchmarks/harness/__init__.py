"""What benchmarks/run is made of: one file a rival, a part or a way to show results."""
