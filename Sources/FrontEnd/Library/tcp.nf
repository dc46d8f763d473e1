/// TCP as a box between two hosts sees it.

// How long a connection may be quiet.
const tcpOpening = 120s
const tcpAnswered = 60s
const tcpEstablished = 2h
const tcpClosing = 120s

/// The life of a connection (RFC 9293, 3.3.2): `answer` says that the packet comes from the side that was called. A connection is
/// opened by a SYN; in doubt, it stays as it is. After both FINs it is kept for retransmissions, and for a new SYN of the same ports.
machine TcpLife(tcp: tcp, answer: bool) {
  opening tcpOpening {
    when tcp.rst -> closed
    when answer and tcp.syn and tcp.ack -> answered
  }
  answered tcpAnswered {
    when tcp.rst -> closed
    when tcp.fin and answer -> answererClosing
    when tcp.fin -> openerClosing
    when not answer and tcp.ack and not tcp.syn -> established
  }
  established tcpEstablished {
    when tcp.rst -> closed
    when tcp.fin and answer -> answererClosing
    when tcp.fin -> openerClosing
  }
  openerClosing tcpClosing {
    when tcp.rst -> closed
    when tcp.fin and answer -> closing
  }
  answererClosing tcpClosing {
    when tcp.rst -> closed
    when tcp.fin and not answer -> closing
  }
  closing tcpClosing {
    when tcp.rst -> closed
    when tcp.syn and not tcp.ack and not answer -> opening
  }
  closed
}

/// True for the packet that opens a connection.
fn opensTcp(tcp: tcp) -> bool { return tcp.syn and not (tcp.ack or tcp.rst or tcp.fin) }
