import atexit
import gc

# What is made while the code is read stays, and a page makes little that counting references does not free: to look for
# cycles as often as Python does by itself took a sixth of every start.
gc.set_threshold(50_000, 20, 20)
# A process that ends leaves its memory to the system: to look for cycles in all of it first, several times, took a
# third of every command.
atexit.register(gc.freeze)
