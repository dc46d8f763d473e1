import Diagnostics
import IR

/// Blocks that can be left from inside.
extension Lowering {
  mutating func lower(_ label: Int, _ inner: TypedBlock, _ results: [TypedExpression], _ result: Int?) {
    let outer = builder.flow.map { Set($0.variables.keys) } ?? []
    body.exits[label] = LoweredBody.Exit(results: results)
    lower(inner)
    var arriving = body.exits.removeValue(forKey: label)?.arriving ?? []
    if let here = builder.flow { arriving.append(GraphBuilder.Arrival(flow: here)) }
    for index in arriving.indices {
      arriving[index].flow.variables = arriving[index].flow.variables.filter { outer.contains($0.key) }
    }
    let values = builder.merge(arriving, label: body.label + ".after")
    if let result { body.values[result] = values }
  }

  mutating func lowerLeave(_ label: Int, _ result: Int?, _ span: SourceSpan) {
    guard let exit = body.exits[label] else { return }
    let values = result.map { lower(exit.results[$0]) } ?? []
    if let here = builder.flow {
      body.exits[label]?.arriving.append(GraphBuilder.Arrival(flow: here, values: values, span: span))
    }
    builder.flow = nil
  }
}
