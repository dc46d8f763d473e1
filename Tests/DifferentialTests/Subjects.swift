import Agreement

/// Programs of the library that tests name, some changed so that they do what those of the library do not.
extension Subject {
  static let nat = Subject(name: "nat")
  static let firewall = Subject(name: "firewall")
  static let balancer = Subject(name: "lb")
  static let policer = Subject(name: "policer")
  static let monitor = Subject(name: "flowmon")
  /// Exact eviction needs one owner that keeps the order of age: the NIC half can have no records of these two.
  static let evictingBalancer = Subject(
    name: "lb", changes: [#"full drop "connection table full""#: "full evict oldest"], note: "evicting")
  static let evictingPolicer = Subject(
    name: "policer", changes: [#"full drop "bucket table full""#: "full evict oldest"], note: "evicting")

  /// With a decision between rewrites, so that plans may hand a packet over that is half rewritten.
  static let steppedNAT = Subject(
    name: "nat",
    changes: [
      "ip.source = public": #"ip.source = public if ip.ttl < 2 { drop "too old" }"#,
      "l4.source = mapped": "l4.source = mapped if ip.dscp == 9 { forward inside }",
      "ip.destination = inner.address": #"ip.destination = inner.address if ip.ttl < 2 { drop "too old" }"#,
    ], note: "in steps")
  static let steppedBalancer = Subject(
    name: "lb",
    changes: [
      "ip.destination = backends[backend].address":
        #"ip.destination = backends[backend].address if ip.ttl < 2 { drop "too old" }"#,
      "ip.source = vip": #"ip.source = vip if ip.ttl < 2 { drop "too old" }"#,
    ], note: "in steps")

  static let smallNAT = Subject(
    name: "nat",
    changes: steppedNAT.changes.merging(
      ["capacity 65_536": "capacity 30", "1024...65_535": "1024...1050", "120s": "20ms"]) { $1 }, note: "small")
  static let smallFirewall = Subject(
    name: "firewall",
    changes: [
      "capacity 65_536": "capacity 20", "120s": "10ms",
      "by life": "by life { opening 5ms  answered 8ms  established 20ms  otherwise 10ms }",
    ], note: "small")
  static let smallBalancer = Subject(
    name: "lb", changes: steppedBalancer.changes.merging(["capacity 65_536": "capacity 20", "120s": "10ms"]) { $1 },
    note: "small")
  static let smallPolicer = Subject(
    name: "policer", changes: ["capacity 65_536": "capacity 5", "60s": "10ms"], note: "small")
  static let smallMonitor = Subject(
    name: "flowmon", changes: ["capacity 65_536": "capacity 20", "60s": "10ms"], note: "small")
  static let smallEvictingBalancer = Subject(
    name: "lb", changes: evictingBalancer.changes.merging(["capacity 65_536": "capacity 20", "120s": "10ms"]) { $1 },
    note: "small and evicting")
  static let smallEvictingPolicer = Subject(
    name: "policer", changes: evictingPolicer.changes.merging(["capacity 65_536": "capacity 3", "60s": "10ms"]) { $1 },
    note: "small and evicting")

  static let variants = [
    evictingBalancer, evictingPolicer, steppedNAT, steppedBalancer, smallNAT, smallFirewall, smallBalancer,
    smallPolicer, smallMonitor, smallEvictingBalancer, smallEvictingPolicer,
  ]
}
