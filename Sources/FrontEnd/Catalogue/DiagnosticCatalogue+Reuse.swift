extension DiagnosticCatalogue {
  static let reuse = Section(title: "Imports, functions, machines and chains", entries: [])
}
