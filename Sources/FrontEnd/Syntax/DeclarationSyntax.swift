import Diagnostics

/// What a source holds.
struct FileSyntax: Sendable {
  var imports: [ImportSyntax] = []
  /// Declarations outside of the nfs.
  var shared: [MemberSyntax] = []
  var functions: [NetworkFunctionSyntax] = []
  var chain: ChainSyntax?
}

/// `import "common.nf"` or `import std.tcp`.
struct ImportSyntax: Sendable {
  enum Kind: Sendable {
    case file(String)
    case library(String)
  }
  var kind: Kind
  var span: SourceSpan
}

/// `chain Gateway { port inside, outside  Tracker -> Firewall }`.
struct ChainSyntax: Sendable {
  var name: Name
  var ports: [Name]
  var members: [Name]
  var span: SourceSpan
}

/// `enum Color: u8 { red, green = 3 }`.
struct EnumSyntax: Sendable {
  struct Case: Sendable {
    var name: Name
    var value: ExpressionSyntax?
  }
  var name: Name
  /// Nil where the narrowest of u8, u16, u32, u64 will do.
  var type: TypeSyntax?
  var cases: [Case]
}

/// `fn lower(a: u32, b: u32) -> u32 { … }`.
struct FunctionSyntax: Sendable {
  var name: Name
  var parameters: [FunctionParameterSyntax]
  /// Nil for a procedure.
  var result: TypeSyntax?
  var body: BlockSyntax
}

/// `machine TcpLife(tcp: tcp) { opening 30s { when tcp.rst -> closed }  closed }`.
struct MachineSyntax: Sendable {
  struct State: Sendable {
    var name: Name
    /// Nil for a final state.
    var timeout: ExpressionSyntax?
    var transitions: [Transition]
  }
  struct Transition: Sendable {
    var condition: ExpressionSyntax
    var target: Name
  }
  var name: Name
  var parameters: [FunctionParameterSyntax]
  var states: [State]
}

/// A value, or a header of one of the kinds that are listed.
struct FunctionParameterSyntax: Sendable {
  enum Kind: Sendable {
    case value(TypeSyntax)
    case header([Name])
  }
  var name: Name
  var kind: Kind
}
