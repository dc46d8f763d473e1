import Foundation

/// The machine's huge pages of 2 MiB.
struct HugePages: Hashable {
  var total: Int
  var free: Int

  static var now: HugePages {
    HugePages(total: number("nr_hugepages"), free: number("free_hugepages"))
  }

  /// Asks the kernel for so many; it may give fewer.
  static func reserve(_ count: Int) throws {
    try "\(count)".write(toFile: directory + "nr_hugepages", atomically: false, encoding: .utf8)
  }

  private static let directory = "/sys/kernel/mm/hugepages/hugepages-2048kB/"

  private static func number(_ name: String) -> Int {
    let data = FileManager.default.contents(atPath: directory + name) ?? Data()
    return Int(String(decoding: data, as: UTF8.self).filter(\.isNumber)) ?? 0
  }
}
