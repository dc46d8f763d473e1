/// PerfModel.
