import std.net
struct Visit { count: u32, port: u16 }
const limit: u32 = 100

fn visit(port: u16) -> Visit { return Visit(count: limit, port: port) }
