import Glibc

/// Natural logarithm of a size; 0 for none.
func logarithm(_ size: Int) -> Double { size > 0 ? log(Double(size)) : 0 }
