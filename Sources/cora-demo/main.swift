import Testbed

if let reason = Testbed.unavailable { print(reason) }
