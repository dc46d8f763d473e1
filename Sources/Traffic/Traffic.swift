/// Traffic.
