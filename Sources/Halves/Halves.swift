/// Halves.
