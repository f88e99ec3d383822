"""What the web server loads."""

from clustercourse import create_app

app = create_app()
