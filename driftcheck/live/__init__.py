"""The live side: sources that fetch the list of numbers, whole or not at all; one a file."""
