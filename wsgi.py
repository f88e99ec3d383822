"""What the web server loads."""

import gc

from clustercourse import create_app

app = create_app()
gc.freeze()  # What is loaded stays: the collector need not look at it again, and workers go on sharing its memory.
