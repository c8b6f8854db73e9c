"""What firms are offered: kinds of project by theme, ``KINDS`` of each file."""
