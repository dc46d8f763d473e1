import Glibc

extension Double {
  /// Rounded to so many decimal places, so that a profile's text stays short and reads back to the same value.
  func rounded(toPlaces places: Int) -> Double {
    let scale = pow(10.0, Double(places))
    return (self * scale).rounded() / scale
  }

  /// Rounded to so many significant digits.
  func rounded(toDigits digits: Int) -> Double {
    guard isFinite, self != 0 else { return self }
    let places = digits - 1 - Int(log10(abs(self)).rounded(.down))
    guard places < 0 else { return rounded(toPlaces: places) }
    let scale = pow(10.0, Double(-places))
    return (self / scale).rounded() * scale
  }
}
