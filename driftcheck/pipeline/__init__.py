"""Where the stages meet, and the only place: a configuration in, one report out."""
