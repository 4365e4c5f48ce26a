"""Password hashing sized for a two-core machine."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class TwoCoreArgon2(Argon2PasswordHasher):
    """Argon2id at the OWASP minimum (19 MiB, 2 passes, 1 lane): 60 log-ins in 15 s must not starve check-ins.

    Below it guessing becomes cheap; at Django's default (100 MiB, 8 lanes) two cores manage 2-4 log-ins a second.
    """

    time_cost = 2
    memory_cost = 19 * 1024
    parallelism = 1
