import CodeGenSupport
import IR

extension NICDialect {
  mutating func change(_ operation: Operation, _ code: inout CFunction) throws(CodeGenError) {
    throw refuse("does something to packets that this generator does not know", code)
  }

  mutating func value(of operation: Operation, _ code: inout CFunction) throws(CodeGenError) -> String {
    throw refuse("reads something of packets that this generator does not know", code)
  }
}
