"""What is in order here and what is not: one examination a file, put together by `checkup`."""
