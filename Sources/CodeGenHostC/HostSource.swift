import CodeGenSupport
import IR
import Plan

/// The host half of a bundle as one C file: `host.c`, which exports `cora_nf_entry`.
///
/// It holds the whole program, whatever the plan: entered at its first block, or at a resume point of the plan. The
/// file is self-contained; `clang -O3 -shared -fPIC -std=gnu11` and gcc take it without warnings.
///
/// - Throws: `CodeGenError` when the plan is not of this program or hands over what cannot be handed over.
public func hostSource(_ program: Program, _ plan: OffloadPlan) throws(CodeGenError) -> String {
  let points = try ResumePoint.all(of: program, plan)
  try checkMisses(points, program, plan)
  let groups = program.hostGroups(plan)
  let reasons = program.reasons + program.ownReasons(plan)
  let pathCount = PathNumbering(program).count
  let packet = HostPacket(program: program, plan: plan, groups: groups, points: points, pathCount: pathCount)
  let states = HostStates(program: program, groups: groups, pathCount: pathCount, reasonCount: reasons.count)
  let interface = HostInterface(
    program: program, plan: plan, groups: groups, pathCount: pathCount, resumeCount: points.count, reasons: reasons)
  return [
    heading(program, plan), embeddedHeaders(program), "/* ---- States ---- */\n", states.text, try packet.text,
    interface.text,
  ].joined(separator: "\n")
}

/// A miss in a split map means "not mine": a packet that went on behind it would take a record of the host for absent.
private func checkMisses(_ points: [ResumePoint], _ program: Program, _ plan: OffloadPlan) throws(CodeGenError) {
  for point in points {
    guard case .lookup(let state, _, _, _, _) = program[point.from].terminator, point.edge == 1,
      plan.placement(of: program[state].name)?.mode == .split
    else { continue }
    throw .foreignPlan(what: "b\(point.from.index) resumes behind a miss in '\(program[state].name)', which is split")
  }
}

private func heading(_ program: Program, _ plan: OffloadPlan) -> String {
  let source = program.sourceFile.isEmpty ? "" : " of \(program.sourceFile)"
  return """
    /*
     * Host half of \(program.name)\(source), program \(plan.programDigest).
     * Plan: \(plan.strategy.rawValue) for \(plan.target).
     * Written by cora; the same input gives the same bytes.
     */
    #include <stddef.h>
    #include <stdint.h>
    #include <string.h>
    #include <sys/random.h>

    """
}

/// The headers of the interface and of what states are kept in, and the prelude of both generators. What a header includes stands
/// before it.
private func embeddedHeaders(_ program: Program) -> String {
  var headers = [
    PackageResources.cora_punt_h, PackageResources.cora_nf_h, PackageResources.cora_layout_h, PackageResources.cora_index_h,
    PackageResources.cora_expiry_h, PackageResources.cora_table_h, PackageResources.cora_pool_h, PackageResources.cora_bucket_h,
  ]
  if program.hasRows {
    headers += [PackageResources.cora_rows_h, PackageResources.cora_queue_h, PackageResources.cora_tally_h]
  }
  let bytes = program.looksAtBytes ? [text(PackageResources.cora_bytes_h)] : []
  return (headers.map(text) + [CPrelude.text] + bytes).joined(separator: "\n")
}

/// The headers of what tables of records are kept in, without the rest of a half: for measuring them alone. `<stddef.h>`,
/// `<stdint.h>` and `<string.h>` must stand before them.
public var hostTableHeaders: String {
  [
    PackageResources.cora_punt_h, PackageResources.cora_layout_h, PackageResources.cora_index_h, PackageResources.cora_expiry_h,
    PackageResources.cora_table_h, PackageResources.cora_bucket_h,
  ].map(text).joined(separator: "\n")
}

private func text(_ resource: [UInt8]) -> String { withoutIncludes(String(decoding: resource, as: UTF8.self)) }

/// The text without its `#include` lines: what they name stands in the file already.
private func withoutIncludes(_ text: String) -> String {
  text.split(separator: "\n", omittingEmptySubsequences: false).filter { !$0.hasPrefix("#include") }
    .joined(separator: "\n")
}
