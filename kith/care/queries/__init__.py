"""What a viewer may see, as frozen values: one query per screen, always with `viewer=` and `at=`."""
