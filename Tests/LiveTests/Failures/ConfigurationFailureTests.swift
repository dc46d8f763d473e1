import Foundation
import Testbed
import Testing

extension LiveTests {
  /// Mistakes in the configuration and damage to the bundle: told before anything is touched.
  @Suite struct ConfigurationFailureTests {
    @Test func mistakesInTheConfigurationAreToldWithTheirLine() throws {
      let scratch = try Scratch()
      let start = try DaemonStart(scratch, try scratch.bundle("nat"), as: "cfg")
      let good = { start.configuration($0, inside: "lo", outside: "lo0") }
      try start.expectRefusal(good("hugepagez: none"), status: 2, saying: ["corad.yaml:6:", "'hugepagez'", "hugepages"])
      try start.expectRefusal(good("idle: sometimes"), status: 2, saying: ["corad.yaml:6:", "'sometimes'", "adaptive"])
      try start.expectRefusal(good("replan: {interval: 5}"), status: 2, saying: ["corad.yaml:6:", "interval"])
      try start.expectRefusal(
        good("parameters: {privat: 1}"), status: 2, saying: ["corad.yaml:6:", "'privat'", "public"])
      try start.expectRefusal(
        good("").replacing("name: outside", with: "name: dmz"), status: 2,
        saying: ["corad.yaml:5:", "'dmz'", "inside, outside"])
      try start.expectRefusal("instance: x\nports: []\n", status: 2, saying: ["corad.yaml:2:", "'ports'"])
      try start.expectRefusal("", status: 2, saying: ["corad.yaml", "empty"])
      try start.expectRefusal("instance: [", status: 2, saying: ["corad.yaml:", "YAML"])
    }

    @Test func aMissingInterfaceIsNamed() throws {
      let scratch = try Scratch()
      let start = try DaemonStart(scratch, try scratch.bundle("nat"), as: "mis")
      let missing = start.configuration(inside: "lo", outside: "nosuchif0")
      try start.expectRefusal(missing, status: 1, saying: ["'nosuchif0'"])
    }

    @Test func aMissingConfigurationAndBundleAreNamed() throws {
      let scratch = try Scratch()
      let bundle = try scratch.bundle("nat")
      let config = scratch.file("nowhere.yaml")
      let result = try Command.run([try BuiltProgram.path("corad"), "--bundle", bundle, "--config", config])
      #expect(result.status == 2 && result.errors.contains(config), "\(result)")
      let start = try DaemonStart(scratch, scratch.file("nowhere.cora"), as: "nob")
      try start.expectRefusal(
        start.configuration(inside: "lo", outside: "lo0"), status: 1, saying: ["nowhere.cora", "no such bundle"])
    }

    @Test func aBundleWithOneChangedByteIsRefused() throws {
      let scratch = try Scratch()
      let bundle = try scratch.bundle("nat")
      let start = try DaemonStart(scratch, bundle, as: "byt")
      let configuration = start.configuration(inside: "lo", outside: "lo0")
      for name in try FileManager.default.contentsOfDirectory(atPath: bundle) where name != "manifest.json" {
        let file = URL(fileURLWithPath: bundle + "/" + name)
        let whole = try Data(contentsOf: file)
        var changed = whole
        changed[changed.count / 2] ^= 1
        try changed.write(to: file)
        try start.expectRefusal(configuration, status: 1, saying: [name])
        try whole.write(to: file)
      }
      try FileManager.default.removeItem(atPath: bundle + "/host.so")
      try start.expectRefusal(configuration, status: 1, saying: ["host.so"])
    }

    @Test func checkSaysThatAllIsGood() throws {
      let scratch = try Scratch()
      let start = try DaemonStart(scratch, try scratch.bundle("nat"), as: "chk")
      let result = try start.run(start.configuration(inside: "lo", outside: "lo0"), ["--check"])
      #expect(result.succeeded && result.errors == "", "\(result)")
      #expect(result.output.contains(start.instance))
    }
  }
}
