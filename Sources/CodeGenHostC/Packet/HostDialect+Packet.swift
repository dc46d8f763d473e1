import CodeGenSupport
import IR

extension HostDialect {
  mutating func change(_ operation: Operation, _ code: inout CFunction) throws(CodeGenError) {
    throw .unknown(what: "a change of the packet", block: code.block)
  }

  mutating func value(of operation: Operation, _ code: inout CFunction) throws(CodeGenError) -> String {
    throw .unknown(what: "a reading of the packet", block: code.block)
  }
}
