"""Password hashing for an office where a county logs in within fifteen minutes of the morning."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class OfficeArgon2Hasher(Argon2PasswordHasher):
    """Argon2id with 19 MiB, two passes, one lane: about 20 ms a login on one core."""

    memory_cost = 19_456
    time_cost = 2
    parallelism = 1
