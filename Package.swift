// swift-tools-version: 6.1
import Foundation
import PackageDescription

/// The runtime half needs DPDK's headers. Where they are missing, or with `CORA_DPDK=0`, only the compiler half is built.
let dpdkIncludes = ["/usr/include/dpdk", "/usr/local/include/dpdk"]
let environment = ProcessInfo.processInfo.environment
let dpdkInclude = environment["CORA_DPDK"] == "0"
  ? nil
  : dpdkIncludes.first { FileManager.default.fileExists(atPath: $0 + "/rte_ethdev.h") }

#if arch(arm64)
  let triple = "aarch64-linux-gnu"
  let dpdkMarch = "-march=armv8-a+crc"
#else
  let triple = "x86_64-linux-gnu"
  let dpdkMarch = "-march=corei7"
#endif

let argumentParser: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")
let yams: Target.Dependency = .product(name: "Yams", package: "Yams")
let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")

/// Optimised in debug builds too: tests run millions of packets through these, and plan hundreds of programs. Their own tests still see internals
/// (`-enable-testing` stays on), overflow and bounds checks stay; a debugger shows fewer locals there, and `assert` is off.
let optimised: [SwiftSetting] = [.unsafeFlags(["-O"], .when(configuration: .debug))]

var products: [Product] = [.executable(name: "cora", targets: ["cora"])]

var targets: [Target] = [
  // What everything rests on.
  .target(name: "Diagnostics"),
  .target(name: "Wire", swiftSettings: optimised),
  .target(name: "Plan"),
  .target(name: "CNFABI"),
  .target(name: "CBurst", dependencies: ["CNFABI"]),
  .target(name: "CPcap", linkerSettings: [.linkedLibrary("pcap")]),
  .target(name: "CBPF", linkerSettings: [.linkedLibrary("bpf")]),
  .target(name: "CCrypto", linkerSettings: [.linkedLibrary("crypto")]),
  .target(name: "Bundle", dependencies: ["Plan", "CCrypto"]),

  // The compiler.
  .target(name: "IR", dependencies: ["Diagnostics"], swiftSettings: optimised),
  .target(
    name: "FrontEnd", dependencies: ["IR", "Diagnostics"],
    resources: [.embedInCode("Library/net.nf"), .embedInCode("Library/tcp.nf")]),
  .target(name: "Interpreter", dependencies: ["IR", "Wire"], swiftSettings: optimised),
  .target(name: "TraceGenerator", dependencies: ["IR", "Interpreter", "Wire"], swiftSettings: optimised),
  .target(name: "Traffic", dependencies: ["Wire", "CPcap", yams], swiftSettings: optimised),
  .target(
    name: "PerfModel", dependencies: ["IR", "Traffic", "Diagnostics", yams],
    resources: [
      .embedInCode("Devices/xdp.yaml"), .embedInCode("Devices/agilio-cx-1x40.yaml"),
      .embedInCode("Devices/agilio-cx-2x40.yaml"), .embedInCode("Devices/bluefield-2.yaml"),
      .embedInCode("Devices/host-x86.yaml"), .embedInCode("Devices/xdp-lab-2018.yaml"),
    ], swiftSettings: optimised),
  .target(name: "Planner", dependencies: ["IR", "PerfModel", "Plan", "Traffic", "Diagnostics"], swiftSettings: optimised),
  .target(name: "Simulator", dependencies: ["IR", "PerfModel", "Plan", "Traffic", "Wire"], swiftSettings: optimised),
  .target(name: "CodeGenSupport", dependencies: ["IR", "Plan"]),
  .target(
    name: "CodeGenEBPF", dependencies: ["IR", "Plan", "CodeGenSupport"],
    resources: [.embedInCode("Runtime/cora_punt.h"), .embedInCode("Runtime/cora_port.bpf.c")]),
  .target(
    name: "CodeGenHostC", dependencies: ["IR", "Plan", "CodeGenSupport"],
    resources: [
      .embedInCode("Runtime/cora_nf.h"), .embedInCode("Runtime/cora_punt.h"), .embedInCode("Runtime/cora_layout.h"),
      .embedInCode("Runtime/cora_index.h"), .embedInCode("Runtime/cora_expiry.h"), .embedInCode("Runtime/cora_table.h"),
      .embedInCode("Runtime/cora_pool.h"), .embedInCode("Runtime/cora_bucket.h"), .embedInCode("Runtime/cora_rows.h"),
      .embedInCode("Runtime/cora_queue.h"), .embedInCode("Runtime/cora_tally.h"), .embedInCode("Runtime/cora_bytes.h"),
    ]),

  // What a card's driver and firmware make of a compiled eBPF object.
  .target(name: "Offload", swiftSettings: optimised),

  // Both halves, loaded and run: by `cora replay`, by the tests, by corad.
  .target(name: "Halves", dependencies: ["CBPF", "CNFABI", "Plan", "Wire"], swiftSettings: optimised),

  // What primitives of both halves take on this machine, as a device file.
  .target(
    name: "Calibration", dependencies: ["CBPF", "Halves", "PerfModel"],
    resources: [
      .embedInCode("Primitives/primitives.bpf.c"), .embedInCode("Primitives/primitives.c"),
      .embedInCode("Primitives/player.bpf.c"),
    ]),

  .target(
    name: "Driver",
    dependencies: [
      "Diagnostics", "IR", "FrontEnd", "Interpreter", "Traffic", "Wire", "PerfModel", "Planner", "Plan",
      "CodeGenSupport", "CodeGenEBPF", "CodeGenHostC", "Halves", "Offload", "Calibration", "Bundle", "TraceGenerator",
      "Simulator", yams,
    ]),
  .executableTarget(name: "cora", dependencies: ["Driver", "Simulator", "Diagnostics", "Plan", "Bundle", "Traffic", "Wire", argumentParser]),

  // Every execution of a program beside the interpreter, over the same packets: the differential tests and `make soak`.
  .target(
    name: "Agreement",
    dependencies: [
      "Driver", "Halves", "Interpreter", "IR", "Plan", "Planner", "Bundle", "Wire", "Traffic", "TraceGenerator",
    ],
    swiftSettings: optimised),
  .executableTarget(name: "cora-soak", dependencies: ["Agreement", argumentParser]),

  // The claims on our own programs: `make evaluation`.
  .target(
    name: "Evaluation",
    dependencies: ["Diagnostics", "FrontEnd", "IR", "PerfModel", "Plan", "Planner", "Traffic"]),
  .executableTarget(name: "cora-evaluate", dependencies: ["Evaluation", argumentParser]),

  // Inputs that nobody would write, for the parts that take some from outside.
  .executableTarget(
    name: "cora-fuzz", dependencies: ["FrontEnd", "IR", "Diagnostics", "Interpreter", "Traffic", "Wire", argumentParser]),

  // Hosts, commands and daemons for the demo and the tests.
  .target(name: "Testbed", dependencies: ["Driver", "Plan"]),

  .testTarget(name: "ArchitectureTests"),
  .testTarget(name: "FrontEndTests", dependencies: ["FrontEnd", "IR", "Diagnostics"], exclude: ["Cases"]),
  .testTarget(name: "IRTests", dependencies: ["IR", "Diagnostics", "Wire"]),
  .testTarget(name: "InterpreterTests", dependencies: ["Interpreter", "IR", "Wire"]),
  .testTarget(name: "TraceGeneratorTests", dependencies: ["TraceGenerator", "Interpreter", "IR", "Wire"]),
  .testTarget(name: "TrafficTests", dependencies: ["Traffic", "Wire"], exclude: ["Cases"]),
  .testTarget(
    name: "PlannerTests",
    dependencies: ["Planner", "FrontEnd", "PerfModel", "Plan", "IR", "Traffic", "Diagnostics", "Wire"], exclude: ["Cases"]),
  .testTarget(
    name: "SimulatorTests",
    dependencies: ["Simulator", "FrontEnd", "PerfModel", "Planner", "Plan", "IR", "Traffic", "Wire", "Diagnostics"]),
  .testTarget(
    name: "CodeGenTests", dependencies: [
      "Agreement", "CBPF", "CNFABI", "CodeGenEBPF", "CodeGenHostC", "CodeGenSupport", "Diagnostics", "FrontEnd", "IR", "Plan",
      "Halves", "Interpreter", "TraceGenerator", "Wire",
    ],
    exclude: ["Cases"]),
  .testTarget(
    name: "ProgramTests", dependencies: ["Driver", "FrontEnd", "Interpreter", "IR", "Wire", "Diagnostics"],
    exclude: ["Traces"]),
  .testTarget(name: "PropertyTests", dependencies: ["Driver", "TraceGenerator", "Interpreter", "IR", "Wire"]),
  .testTarget(
    name: "DifferentialTests",
    dependencies: ["Agreement", "Driver", "Halves", "IR", "PerfModel", "Plan", "TraceGenerator", "Wire"],
    exclude: ["Cases"]),
  .testTarget(name: "OffloadTests", dependencies: ["Offload", "Driver", "Plan"], exclude: ["Cases"]),
  .testTarget(name: "EvaluationTests", dependencies: ["Evaluation", "Plan"]),
  .testTarget(name: "FuzzTests", dependencies: ["Testbed", "cora-fuzz"], exclude: ["Corpus"]),
  .testTarget(name: "CommandTests", dependencies: ["Driver", "Calibration", "PerfModel", "Testbed", "Traffic"]),
]

if let dpdkInclude {
  products += [.executable(name: "corad", targets: ["corad"]), .executable(name: "cora-demo", targets: ["cora-demo"])]
  targets += [
    .target(
      name: "CDataPlane", dependencies: ["CBurst", "CNFABI"],
      cSettings: [
        .unsafeFlags(["-I\(dpdkInclude)", "-I/usr/include/\(triple)/dpdk", "-include", "rte_config.h", dpdkMarch, "-O3"])
      ],
      linkerSettings: [
        "rte_eal", "rte_ethdev", "rte_mbuf", "rte_mempool", "rte_ring", "rte_bus_vdev", "rte_net_af_packet",
        "rte_net_af_xdp", "rte_net_pcap", "rte_net_null", "rte_mempool_ring", "rte_kvargs",
      ].map { .linkedLibrary($0) }),
    .target(name: "DataPlane", dependencies: ["CBurst", "CNFABI", "Wire"]),
    .target(name: "DataPlaneDPDK", dependencies: ["DataPlane", "CDataPlane", "CBurst"]),
    .target(
      name: "Runtime",
      dependencies: [
        "DataPlane", "Halves", "Bundle", "Plan", "Wire", "CBurst", "CNFABI", "CBPF",
        yams, logging,
      ]),
    .executableTarget(
      name: "corad", dependencies: ["Runtime", "DataPlaneDPDK", "DataPlane", "Plan", argumentParser, logging]),
    .testTarget(
      name: "RuntimeTests",
      dependencies: [
        "Runtime", "DataPlane", "DataPlaneDPDK", "Halves", "Plan", "Bundle", "Wire", "CBurst", "CNFABI", "FrontEnd", "IR",
        "Diagnostics", "CodeGenHostC", "CodeGenSupport", "CodeGenEBPF", "Interpreter", "Testbed", "Traffic",
      ]),
    .executableTarget(
      name: "cora-demo", dependencies: ["Testbed", "Driver", "Plan", "Traffic", "Wire", argumentParser]),
    .testTarget(name: "LiveTests", dependencies: ["Testbed", "Driver", "Bundle", "Wire", "Traffic", "Plan"]),
  ]
}

let package = Package(
  name: "cora",
  products: products,
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
  ],
  targets: targets,
  swiftLanguageModes: [.v6]
)
