#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Zero-filled memory for `count` elements, given lazily by the system where it is large.
func zeroed<Element: BitwiseCopyable>(
  _ count: Int, of type: Element.Type, for name: @autoclosure () -> String
) throws -> UnsafeMutablePointer<Element> {
  guard count >= 0, let memory = calloc(Swift.max(count, 1), MemoryLayout<Element>.stride) else {
    throw InterpreterError.outOfMemory(state: name(), elements: count)
  }
  return memory.bindMemory(to: type, capacity: Swift.max(count, 1))
}

/// Gives memory of `zeroed` back.
func freeMemory(_ memory: UnsafeMutablePointer<some Any>) { free(memory) }
