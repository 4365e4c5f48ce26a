"""Tests that somebody's safety or privacy hangs on. Each of them also fails on a build that is broken on purpose."""
