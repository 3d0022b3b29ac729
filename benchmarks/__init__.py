"""How big and how fast: see README.md beside this file, and dev/bench."""
