import CBPF
import Glibc

/// `/sys/fs/bpf/cora/<instance>/`: where the NIC half's maps and programs have names, for bpftool and for the next daemon.
/// Mounts the BPF file system where it is missing and unmounts it again if nobody else has come to use it.
final class PinDirectory {
  static let root = "/sys/fs/bpf"
  /// Pins of programs begin with it; the others are maps.
  static let programPrefix = "program-"
  let path: String
  private var mounted = false
  private var exists = false

  init(instance: String) throws(DaemonError) {
    path = "\(Self.root)/cora/\(instance)"
    try mountIfMissing()
    for directory in ["\(Self.root)/cora", path] where mkdir(directory, 0o700) != 0 && errno != EEXIST {
      let reason = errnoText()
      unmount()
      throw .failed("cannot create \(directory): \(reason)")
    }
    exists = true
  }

  private func mountIfMissing() throws(DaemonError) {
    let kind = cbpf_is_bpffs(Self.root)
    guard kind >= 0 else { throw .failed("\(Self.root) is not there: \(errnoText(-kind))") }
    guard kind == 0 else { return }
    let error = cbpf_ensure_bpffs(Self.root)
    guard error == 0 else { throw .failed("cannot mount a BPF file system at \(Self.root): \(errnoText(-error))") }
    mounted = true
  }

  /// What is pinned, by name.
  var names: [String] { Self.names(in: path) }

  private static func names(in path: String) -> [String] {
    guard let directory = opendir(path) else { return [] }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  func path(of name: String) -> String { "\(path)/\(name)" }

  /// Pins an object, in the place of one that a killed daemon left.
  func pin(_ descriptor: Int32, as name: String) throws(DaemonError) {
    unlink(path(of: name))
    let error = cbpf_pin(descriptor, path(of: name))
    guard error == 0 else { throw .failed("cannot pin \(path(of: name)): \(errnoText(-error))") }
  }

  /// Pins the program with this id, under the name of the interface it stands at.
  func pin(program id: UInt32, as interface: String) throws(DaemonError) {
    let descriptor = cbpf_program_fd_by_id(id)
    guard descriptor >= 0 else { throw .failed("XDP program \(id) is gone: \(errnoText(-descriptor))") }
    defer { _ = cbpf_close_fd(descriptor) }
    try pin(descriptor, as: Self.programPrefix + interface)
  }

  /// Unpins everything.
  func clear() {
    for name in names { unlink(path(of: name)) }
  }

  func remove() {
    guard exists else { return }
    exists = false
    clear()
    rmdir(path)
    rmdir("\(Self.root)/cora")
    unmount()
  }

  private func unmount() {
    guard mounted else { return }
    mounted = false
    // Without other pins the mount is nobody's; the kernel puts two views of its own into a new one.
    if Self.names(in: Self.root).allSatisfy({ $0 == "maps.debug" || $0 == "progs.debug" }) { _ = cbpf_unmount(Self.root) }
  }

  deinit { remove() }
}
