/// Planner.
