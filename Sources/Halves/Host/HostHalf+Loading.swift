import CNFABI
import Glibc
import Plan

/// A shared object, closed with the last use.
final class DynamicLibrary {
  private let path: String
  private let handle: UnsafeMutableRawPointer

  init(path: String) throws(HostHalfError) {
    // A name without a slash would be searched for in the system's library directories.
    guard let handle = dlopen(path.contains("/") ? path : "./" + path, RTLD_NOW | RTLD_LOCAL) else {
      throw .notLoadable(path: path, reason: dlerror().map { String(cString: $0) } ?? "unknown")
    }
    self.path = path
    self.handle = handle
  }

  deinit { dlclose(handle) }

  /// The half's table of functions, once it is found to be of this interface and of the layout's program.
  func entry(fitting layout: ProgramLayout) throws(HostHalfError) -> UnsafePointer<cora_nf_vtable> {
    guard let symbol = dlsym(handle, CORA_NF_ENTRY) else { throw .noEntry(path: path) }
    let entry = UnsafePointer(symbol.assumingMemoryBound(to: cora_nf_vtable.self))
    guard entry.pointee.abi == UInt32(CORA_NF_ABI) else {
      throw .otherInterface(path: path, found: entry.pointee.abi, expected: UInt32(CORA_NF_ABI))
    }
    let digest = entry.pointee.program_digest.map { String(cString: $0) } ?? ""
    guard digest == layout.programDigest else {
      throw .otherProgram(path: path, found: digest, expected: layout.programDigest)
    }
    try check(entry.pointee, layout)
    return entry
  }

  private func check(_ entry: cora_nf_vtable, _ layout: ProgramLayout) throws(HostHalfError) {
    let groups = layout.groups
    guard Int(entry.path_count) == layout.pathCount else { throw .otherShape(path: path, what: "path count") }
    guard Int(entry.stream_count) == layout.streams.count else { throw .otherShape(path: path, what: "stream count") }
    guard Int(entry.group_count) == groups.count else { throw .otherShape(path: path, what: "group count") }
    for (index, members) in groups.enumerated() {
      let group = entry.groups[index]
      let fits =
        Int(group.member_count) == members.count && Int(group.capacity) == members[0].capacity
        && members.indices.allSatisfy {
          Int(group.members[$0].key_size) == members[$0].key.size
            && Int(group.members[$0].value_size) == members[$0].value.size
        }
      guard fits else { throw .otherShape(path: path, what: "group '\(members[0].name)'") }
    }
  }
}

/// Zero-filled memory of an instance; huge pages where the kernel gives them.
final class HostMemory {
  let base: UnsafeMutableRawPointer
  private let bytes: Int

  init(bytes: Int) throws(HostHalfError) {
    let flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE
    guard let base = mmap(nil, max(bytes, 1), PROT_READ | PROT_WRITE, flags, -1, 0), base != MAP_FAILED else {
      throw .outOfMemory(bytes: bytes)
    }
    _ = madvise(base, max(bytes, 1), 14)  // MADV_HUGEPAGE, a wish: not in every libc's module
    self.base = base
    self.bytes = max(bytes, 1)
  }

  /// Makes the kernel give all pages now, so that no packet waits for one later. A wish: an old kernel does nothing.
  func populate() { _ = madvise(base, bytes, 23) }  // MADV_POPULATE_WRITE, since Linux 5.14

  deinit { munmap(base, bytes) }
}
