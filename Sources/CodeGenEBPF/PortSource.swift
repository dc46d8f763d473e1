/// The program that stands at a port, for `port.bpf.o` in a bundle: it calls the NIC half in slot 0 of its program array, so that the
/// half can be exchanged without detaching. The same for every program and plan.
public var portSource: String { String(decoding: PackageResources.cora_port_bpf_c, as: UTF8.self) }
