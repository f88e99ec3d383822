"""What the web server loads."""

import gc

gc.disable()  # What a start makes stays: looking through it for what can go takes a tenth of the start.

from clustercourse import create_app  # noqa: E402

app = create_app()
gc.enable()
gc.freeze()  # What is loaded stays: the collector need not look at it again, and workers go on sharing its memory.
