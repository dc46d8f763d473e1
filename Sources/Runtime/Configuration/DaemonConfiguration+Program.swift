public import Plan

extension DaemonConfiguration {
  /// One value per program parameter: the default, or what the file says.
  public func parameterValues(for layout: ProgramLayout, file: String) throws(ConfigurationError) -> [UInt64] {
    var values = layout.defaultParameters
    let fields = ConfigFields(layout.parameters.map { ($0.name, $0.bits) })
    for (name, scalar) in parameters.sorted(by: { $0.key < $1.key }) {
      do {
        for (index, value) in try fields.assign(scalar, to: name, "parameter of \(layout.program)") {
          values[index] = value
        }
      } catch {
        throw ConfigurationError(error, file: file)
      }
    }
    return values
  }

  /// What goes into the program's config tables.
  public func contents(for layout: ProgramLayout, file: String) throws(ConfigurationError) -> ConfigContents {
    do {
      return try layout.contents(of: tables)
    } catch {
      throw ConfigurationError(error, file: file)
    }
  }
}

extension ConfigurationError {
  init(_ error: ConfigRowError, file: String) { self.init(file: file, line: error.line, reason: error.reason) }
}
