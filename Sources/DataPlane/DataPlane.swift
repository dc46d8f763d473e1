/// DataPlane.
