import Testbed
import Testing

/// Everything that needs interfaces of its own: one at a time, and only as root.
@Suite(.serialized, .enabled(if: Testbed.unavailable == nil, "\(Testbed.unavailable ?? "")"))
struct LiveTests {}
