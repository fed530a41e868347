"""Tests of the centre."""

import gc

# Until everything is collected nothing is thrown away, of what the first imports make neither.
gc.disable()
