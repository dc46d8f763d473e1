/// A device file for a NIC half that holds few entries: `xdp` in all else.
enum SmallCard {
  /// `entries` over all states together.
  static func yaml(entries: Int) -> String {
    """
    name: small-card
    title: XDP with room for few entries
    base: xdp
    sites:
      nic:
        limits:
          entries: {value: \(entries), unit: count, source: "[P] small, so that the hot set has to change"}

    """
  }
}
