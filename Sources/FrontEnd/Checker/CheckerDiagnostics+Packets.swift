import Diagnostics

/// The checker's messages about statements on the packet as a whole.
extension Diagnostic {
  static func floodNeedsPorts(at span: SourceSpan) -> Diagnostic {
    .error("two-ports-needed", "'flood' needs an nf of two ports at least", at: span)
  }
  static func notAHeader(_ name: Name) -> Diagnostic {
    .error("not-a-header", "'\(name.text)' is no header of the packet", at: name.span)
  }
  static func noChecksum(_ name: Name, of kind: String) -> Diagnostic {
    .error("no-checksum", "'\(name.text)', \(kind), has no checksum that could be made anew", at: name.span)
  }
  static func usedAfterPop(_ name: String, popped: SourceSpan, at span: SourceSpan) -> Diagnostic {
    .error(
      "used-after-pop", "the header '\(name)' may be gone here", at: span, notes: notes(popped, "it is taken away here"))
  }
  static func badPlace(_ what: String, before place: Name) -> Diagnostic {
    .error("bad-place", "\(what) cannot stand before '\(place.text)'", at: place.span)
  }
  static func notAppendable(_ kind: Name) -> Diagnostic {
    .error("bad-place", "only a declared header without 'length' can stand at the end, not '\(kind.text)'", at: kind.span)
  }
  static func tooManyBytes(atMost limit: Int, at span: SourceSpan) -> Diagnostic {
    .error("too-many-bytes", "a packet can be given \(limit) bytes at most, all in all", at: span)
  }
  static func unlabelledField(at span: SourceSpan) -> Diagnostic {
    .error("unlabelled-field", "say which field this is, as in 'vlan(id: 7)'", at: span)
  }
  static func missingField(_ field: String, of kind: String, at span: SourceSpan) -> Diagnostic {
    .error("missing-field", "\(kind) needs '\(field)'", at: span)
  }
  static func popNeedsEnd(_ name: Name) -> Diagnostic {
    .error(
      "bad-pop", "say up to which header, as in 'pop \(name.text) to inside': the pattern names none behind '\(name.text)'",
      at: name.span)
  }
  static func badPop(_ first: Name, upTo last: Name) -> Diagnostic {
    .error("bad-pop", "'\(last.text)' does not stand behind '\(first.text)' in the pattern", at: last.span)
  }
  static func rivalHeaders(_ name: Name, other: String) -> Diagnostic {
    .error(
      "rival-headers",
      "'\(name.text)' and '\(other)' stand at the same place, and nothing before tells them apart: "
        + "make one header of both, or tell them apart by a field that comes before",
      at: name.span)
  }
  static func badHeader(_ why: String, at span: SourceSpan) -> Diagnostic {
    .error("bad-header", why, at: span)
  }
  static func unalignedWrite(_ name: String, at span: SourceSpan) -> Diagnostic {
    .error(
      "unaligned-write",
      "'\(name)' cannot be changed: it does not lie in whole 16-bit words of what the checksum around it covers", at: span)
  }
  static func needsIP(at span: SourceSpan) -> Diagnostic {
    .error("needs-ip", "an ICMP error is about an IP packet: the pattern must name its header", at: span)
  }
}
