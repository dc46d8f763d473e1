import CBPF
import Glibc

/// Loads an object file's maps and programs.
/// - Throws: `CalibrationError` with the verifier's words, or that it takes root.
func loadedObject(_ path: String) throws -> OpaquePointer {
  cbpf_raise_memlock()
  var text = [CChar](repeating: 0, count: 1 << 16)
  guard let object = cbpf_open_file(path, &text, text.count) else { throw CalibrationError(said(text)) }
  let code = cbpf_load(object, &text, text.count)
  guard code == 0 else {
    cbpf_close(object)
    throw code == -EPERM ? CalibrationError.notPermitted : CalibrationError("the kernel refuses \(path): \(said(text))")
  }
  return object
}

private func said(_ text: [CChar]) -> String {
  String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
}
