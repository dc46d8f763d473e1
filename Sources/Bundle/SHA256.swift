import CCrypto

/// The SHA-256 digest of some bytes, as 64 hex digits.
public func sha256(_ bytes: [UInt8]) -> String {
  var digest = [UInt8](repeating: 0, count: 32)
  let done = bytes.withUnsafeBufferPointer { cora_sha256($0.baseAddress, $0.count, &digest) }
  precondition(done == 1, "libcrypto without SHA-256")
  let digits = Array("0123456789abcdef".utf8)
  return String(decoding: digest.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
}
