"""One request in time: attempts, deadlines, proxies, certificates. Takes paths, not settings."""
