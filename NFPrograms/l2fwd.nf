/// Layer 2 forwarder: each frame leaves by the other port, with the addresses of that link.
///
/// The source becomes this station's address on the port it leaves by, the destination the neighbour's there: what DPDK's
/// example of the same name does.
///
/// Limits: two ports, one neighbour on each; broadcast is forwarded like anything else.
nf L2Forwarder {
  param leftStation: mac = 02:00:00:00:01:01
  param leftNeighbour: mac = 02:00:00:00:01:02
  param rightStation: mac = 02:00:00:00:02:01
  param rightNeighbour: mac = 02:00:00:00:02:02
  port left, right

  on packet(eth) from left {
    eth.source = rightStation
    eth.destination = rightNeighbour
    forward right
  }

  on packet(eth) from right {
    eth.source = leftStation
    eth.destination = leftNeighbour
    forward left
  }

  otherwise drop "no Ethernet"
}
