import ArgumentParser
import Driver
import Plan

struct Status: ParsableCommand {
  static let configuration = CommandConfiguration(abstract: "Shows what a running corad tells of itself.")

  @Option(help: ArgumentHelp("The daemon's instance.", valueName: "NAME"))
  var instance = "cora"

  @Option(help: ArgumentHelp("The daemon's socket, if it is not the instance's usual one.", valueName: "PATH"))
  var socket: String?

  @Flag(help: "The daemon's JSON as it is.")
  var json = false

  func run() throws {
    let client = DaemonClient(socket ?? DaemonProtocol.socketPath(instance: instance))
    try put(json ? client.line(.status) : StatusText(client.status()).text)
  }
}
