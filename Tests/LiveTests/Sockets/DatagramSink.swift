import Foundation
import Testbed

/// A UDP socket that counts datagrams by their first byte and the class they arrive with.
final class DatagramSink {
  private let socket: HostSocket
  private let af13: UInt8 = 14

  init(_ socket: HostSocket) throws {
    self.socket = socket
    var on: Int32 = 1, room: Int32 = 32 << 20
    let size = socklen_t(MemoryLayout<Int32>.size)
    guard setsockopt(socket.descriptor, Int32(IPPROTO_IP), IP_RECVTOS, &on, size) == 0,
      setsockopt(socket.descriptor, SOL_SOCKET, SO_RCVBUFFORCE, &room, size) == 0
    else { throw SystemCall.error("prepare the receiving socket") }
  }

  /// The next datagram: its first byte, and yellow when it is of class AF13; nil when none is there.
  func next() throws -> (mark: Int, colour: Colour)? {
    var mark: UInt8 = 0
    var control = [UInt8](repeating: 0, count: 64)
    let received = withUnsafeMutablePointer(to: &mark) { mark in
      control.withUnsafeMutableBytes { control in
        var part = iovec(iov_base: mark, iov_len: 1)
        return withUnsafeMutablePointer(to: &part) { part in
          var message = msghdr()
          message.msg_iov = part
          message.msg_iovlen = 1
          message.msg_control = control.baseAddress
          message.msg_controllen = control.count
          return recvmsg(socket.descriptor, &message, 0)
        }
      }
    }
    guard received >= 0 else {
      guard errno == EAGAIN else { throw SystemCall.error("receive") }
      return nil
    }
    // The only control message there is: a header of 16 bytes, then the byte that holds the class.
    return (Int(mark), control[16] >> 2 == af13 ? .yellow : .green)
  }
}
