/// Wire.
