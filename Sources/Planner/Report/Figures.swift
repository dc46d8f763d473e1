import Glibc

/// Numbers as reports write them.
public enum Figures {
  /// Three significant digits with k, M, G: `18.4 k`, `38.1 M`.
  public static func short(_ number: Double) -> String {
    guard number.isFinite else { return "unlimited" }
    for (scale, unit) in [(1e9, " G"), (1e6, " M"), (1e3, " k")] where number.magnitude >= scale * 0.999_5 {
      return digits(number / scale) + unit
    }
    return digits(number)
  }

  public static func rate(_ packetsPerSecond: Double) -> String {
    guard packetsPerSecond.isFinite else { return "unlimited" }
    if packetsPerSecond >= 999_500 { return digits(packetsPerSecond / 1e6) + " Mpps" }
    if packetsPerSecond >= 999.5 { return digits(packetsPerSecond / 1e3) + " kpps" }
    return digits(packetsPerSecond) + " pps"
  }

  public static func percent(_ share: Double) -> String {
    let percent = share * 100
    if percent > 0, percent < 0.05 { return "< 0.1 %" }
    if percent < 100, percent > 99.95 { return "> 99.9 %" }
    return fixed(percent, 1) + " %"
  }

  public static func bytes(_ bytes: Double) -> String {
    let text = short(bytes)
    return text.last?.isLetter ?? false ? text + "B" : text + " B"
  }

  public static func time(nanoseconds: Double) -> String {
    if nanoseconds >= 1e6 { return digits(nanoseconds / 1e6) + " ms" }
    if nanoseconds >= 1e3 { return digits(nanoseconds / 1e3) + " µs" }
    return digits(nanoseconds) + " ns"
  }

  /// With groups of three: `18,432`.
  public static func grouped(_ number: Int) -> String {
    var groups: [String] = []
    var rest = number.magnitude
    while rest >= 1000 {
      let tail = String(rest % 1000)
      groups.append(String(repeating: "0", count: 3 - tail.count) + tail)
      rest /= 1000
    }
    return (number < 0 ? "-" : "") + ([String(rest)] + groups.reversed()).joined(separator: ",")
  }

  /// Three significant digits, without trailing zeros behind the point.
  public static func digits(_ number: Double) -> String {
    guard number != 0, number.isFinite else { return number == 0 ? "0" : "unlimited" }
    let magnitude = Int(log10(number.magnitude).rounded(.down))
    var text = fixed(number, max(0, 2 - magnitude))
    guard text.contains(".") else { return text }
    while text.last == "0" { text.removeLast() }
    if text.last == "." { text.removeLast() }
    return text
  }

  /// So many digits behind the point.
  public static func fixed(_ number: Double, _ places: Int) -> String {
    let scale = pow(10.0, Double(places))
    let scaled = (number * scale).rounded()
    guard scaled.magnitude < 9e15 else { return "\(number)" }
    let whole = Int(scaled.magnitude) / Int(scale)
    let part = Int(scaled.magnitude) % Int(scale)
    let sign = scaled < 0 ? "-" : ""
    guard places > 0 else { return sign + String(whole) }
    let tail = String(part)
    return "\(sign)\(whole)." + String(repeating: "0", count: places - tail.count) + tail
  }

  /// Six significant digits, so that JSON shows what is known and not the last bit.
  public static func rounded(_ number: Double) -> Double {
    guard number.isFinite, number != 0 else { return number }
    let places = 5 - Int(log10(number.magnitude).rounded(.down))
    if places <= 0 {
      let scale = pow(10.0, Double(-places))
      return (number / scale).rounded() * scale
    }
    let scale = pow(10.0, Double(places))
    return (number * scale).rounded() / scale
  }
}
