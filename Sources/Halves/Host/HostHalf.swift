import CNFABI
import Glibc
import Plan

/// A host half: a generated shared object, loaded, with one running instance of its states.
///
/// It belongs to one worker: packets, moves of records and reads of states come from one thread at a time.
public final class HostHalf {
  public let layout: ProgramLayout
  /// The generated functions; valid as long as the half.
  public let functions: UnsafePointer<cora_nf_vtable>
  /// The running instance, for `functions`.
  public let instance: OpaquePointer
  /// Takes records back from the NIC; without it a record that the NIC owns cannot be recalled. Kept weakly.
  public weak var owner: (any RecordOwner)?
  /// Takes copies of packets (bytes, valid during the call, and egress port) that `process` sends. Packets run by `run`
  /// have them in their outcome instead.
  public var onMirror: ((UnsafeRawBufferPointer, _ port: Int) -> Void)?
  /// Takes records for the control plane (stream index, one value for each field, valid during the call) likewise.
  public var onExport: ((_ stream: Int, UnsafeBufferPointer<UInt64>) -> Void)?

  private let memory: HostMemory
  private let handle: DynamicLibrary

  /// Loads `path` and makes an instance with empty states.
  ///
  /// `parameters` has one value per program parameter, in order; without it they have their defaults.
  public init(path: String, layout: ProgramLayout, parameters: [UInt64]? = nil) throws(HostHalfError) {
    let parameters = parameters ?? layout.defaultParameters
    guard parameters.count == layout.parameters.count else {
      throw .parameterCount(found: parameters.count, expected: layout.parameters.count)
    }
    handle = try DynamicLibrary(path: path)
    functions = try handle.entry(fitting: layout)
    self.layout = layout
    memory = try HostMemory(bytes: functions.pointee.size())
    let box = OwnerBox()
    var runtime = cora_runtime(
      context: Unmanaged.passUnretained(box).toOpaque(), recall: recallRecord, discard: discardRecord,
      created: recordCreated, mirror: packetMirrored, export: recordExported)
    guard let instance = functions.pointee.`init`(memory.base, parameters, &runtime) else {
      throw .initFailed(path: path)
    }
    self.instance = instance
    self.box = box
    box.half = self
  }

  /// What the generated code holds a pointer to.
  let box: OwnerBox

  /// Takes all memory of the states now instead of page by page as packets come.
  public func populate() { memory.populate() }

  /// Runs each packet, in order, to its verdict; packets are rewritten in place.
  public func process(_ packets: UnsafeMutableBufferPointer<cora_packet>) {
    functions.pointee.process_burst(instance, packets.baseAddress, UInt32(packets.count))
  }

  /// Frees at most `budget` records that are expired at `now`; returns how many.
  @discardableResult
  public func expire(now: UInt64, budget: Int = .max) -> Int {
    Int(functions.pointee.expire(instance, now, UInt32(clamping: budget)))
  }
}

/// Who moves records between the halves on the host half's demand. Groups and slots are the half's.
public protocol RecordOwner: AnyObject {
  /// Takes the record back with its values and last-seen; true when it is the host's then.
  func recall(group: Int, slot: Int) -> Bool
  /// Takes back a record that is removed next; true when the NIC does not find it any more.
  func discard(group: Int, slot: Int) -> Bool
  /// A record was made.
  func created(group: Int, slot: Int)
}

final class OwnerBox {
  weak var half: HostHalf?
  /// Collects what packets send besides, during a `run`.
  var emissions: Emissions?
}

private func box(_ context: UnsafeMutableRawPointer?) -> (any RecordOwner)? {
  guard let context else { return nil }
  return Unmanaged<OwnerBox>.fromOpaque(context).takeUnretainedValue().half?.owner
}

private func recallRecord(
  _ context: UnsafeMutableRawPointer?, _: OpaquePointer?, _ group: UInt32, _ slot: UInt32
) -> CInt {
  box(context)?.recall(group: Int(group), slot: Int(slot)) == true ? 0 : -1
}

private func discardRecord(
  _ context: UnsafeMutableRawPointer?, _: OpaquePointer?, _ group: UInt32, _ slot: UInt32
) -> CInt {
  box(context)?.discard(group: Int(group), slot: Int(slot)) == true ? 0 : -1
}

private func recordCreated(_ context: UnsafeMutableRawPointer?, _: OpaquePointer?, _ group: UInt32, _ slot: UInt32) {
  box(context)?.created(group: Int(group), slot: Int(slot))
}

private func packetMirrored(
  _ context: UnsafeMutableRawPointer?, _ data: UnsafePointer<UInt8>?, _ length: UInt32, _ port: UInt32
) {
  guard let context else { return }
  let box = Unmanaged<OwnerBox>.fromOpaque(context).takeUnretainedValue()
  let bytes = UnsafeRawBufferPointer(start: data, count: Int(length))
  if let emissions = box.emissions { return emissions.mirror(bytes, port: Int(port)) }
  box.half?.onMirror?(bytes, Int(port))
}

private func recordExported(
  _ context: UnsafeMutableRawPointer?, _ stream: UInt32, _ values: UnsafePointer<UInt64>?, _ count: UInt32
) {
  guard let context else { return }
  let box = Unmanaged<OwnerBox>.fromOpaque(context).takeUnretainedValue()
  let values = UnsafeBufferPointer(start: values, count: Int(count))
  if let emissions = box.emissions { return emissions.export(stream: Int(stream), values) }
  box.half?.onExport?(Int(stream), values)
}
