"""The camera that takes the pictures of the user guide, and what it is pointed at."""
