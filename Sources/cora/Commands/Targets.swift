import ArgumentParser
import Driver

struct Targets: ParsableCommand {
  static let configuration = CommandConfiguration(abstract: "Lists the devices that are built in.")

  func run() throws { try put(DeviceList.text()) }
}
