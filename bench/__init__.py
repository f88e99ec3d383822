"""How fast the pages are: `python -m bench` seeds a site, measures, and prints one table. A benchmark, never a timed test."""
