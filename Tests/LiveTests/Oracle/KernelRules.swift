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
        ct state established accept
      }
      chain postrouting {
        type nat hook postrouting priority 100;
        oifname "out" snat to 203.0.113.1
      }
    }
    """
}
