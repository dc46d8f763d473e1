/// The kernel's own firewall and NAT, written for the same job as `firewall.nf` and `nat.nf`.
enum KernelRules {
  static let firewall = """
    table inet oracle {
      chain forward {
        type filter hook forward priority 0; policy drop;
        ct state established accept
        iifname "in" tcp flags & (fin | syn | rst | ack) == syn ct state new accept
        iifname "in" meta l4proto udp ct state new accept
        iifname "in" icmp type echo-request ct state new accept
        iifname "in" icmpv6 type echo-request ct state new accept
      }
    }
    """

  static let nat = """
    table ip oracle {
      chain forward {
        type filter hook forward priority 0; policy drop;
        iifname "in" accept
        ct state established,related accept
      }
      chain postrouting {
        type nat hook postrouting priority 100;
        oifname "out" snat to 203.0.113.1
      }
    }
    """

  /// The same, and what inside sends to the mappings of `HairpinRun` goes to their owner.
  static let hairpin = """
    table ip oracle {
      chain prerouting {
        type nat hook prerouting priority -100;
        iifname "in" ip daddr 203.0.113.1 udp dport \(HairpinRun.udpPort) dnat to \(Hosts.secondClient)
        iifname "in" ip daddr 203.0.113.1 tcp dport \(HairpinRun.tcpPort) dnat to \(Hosts.secondClient)
      }
      chain postrouting {
        type nat hook postrouting priority 100;
        snat to 203.0.113.1
      }
    }
    """

  /// At most so many connections for each address of a client.
  static func connectionLimit(_ most: Int) -> String {
    """
    table ip oracle {
      set clients {
        type ipv4_addr
        size 65536
        flags dynamic
      }
      chain forward {
        type filter hook forward priority 0;
        iifname "in" ct state new tcp flags & (fin | syn | rst | ack) == syn add @clients { ip saddr ct count over \(most) } drop
        ct state invalid drop
      }
    }
    """
  }

  /// The rates of `policer.nf` for each inside address. In packets, of which all have one size: nftables makes a bucket that
  /// counts bytes larger than its burst, by what the rate gives in a second.
  static func policer(_ rates: PolicerRates) -> String {
    let marks = rates.committed.map { "iifname \"out\" update @committed { ip daddr \(limit($0)) } ip dscp set af13" }
    return """
      table ip oracle {
        set peak { type ipv4_addr; size 65536; flags dynamic; }
        set committed { type ipv4_addr; size 65536; flags dynamic; }
        chain forward {
          type filter hook forward priority 0;
          iifname "out" update @peak { ip daddr \(limit(rates.peak)) } drop
          \(marks ?? "")
        }
      }
      """
  }

  private static func limit(_ bucket: PolicerRates.Bucket) -> String {
    "limit rate over \(bucket.perSecond)/second burst \(bucket.burst) packets"
  }
}
