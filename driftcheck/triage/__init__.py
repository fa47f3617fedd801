"""What counts: selection, waivers, baseline."""
