/// This is one parsed YAML file with its source lines, or what is wrong with it.
public struct YAMLDocument: Sendable {
  public var file: String
  /// nil for an empty file or one that is not YAML.
  public var root: YAMLNode?
  public var lines: [String]
  public var diagnostics: [Diagnostic]
  /// `AR` for rule packs, `AC` for the configuration; what codes of diagnostics about this file begin with.
  public var codePrefix: String
  /// For each diagnostic of a file with a root, the places of the values it lies in, innermost first.
  var faultContainers: [[SourceLocation]] = []

  /// Parses `bytes`. Caps: 4 MiB, depth 64, 1,000 aliases, 100,000 nodes after expansion.
  ///
  /// - Parameter codePrefix: `AR` for rule packs, `AC` for the configuration.
  public init(bytes: [UInt8], file: String, codePrefix: String = "AR") {
    self.file = file
    self.codePrefix = codePrefix
    let text = YAMLText(bytes)
    lines = text.lines
    diagnostics = []
    if let (fault, line, column) = text.fault {
      diagnostics = [diagnostic(for: fault, at: SourceLocation(file: file, line: line + 1, column: column + 1))]
      return
    }
    var builder = YAMLTreeBuilder(file: file, lines: lines, codePrefix: codePrefix)
    root = builder.build(from: text.bytes)
    diagnostics = builder.collector.diagnostics
    faultContainers = builder.faultContainers
  }

  /// The text of the line at `location`; nil outside this file.
  public func sourceLine(at location: SourceLocation) -> String? {
    guard location.file == file, location.line >= 1, location.line <= lines.count else { return nil }
    return lines[location.line - 1]
  }

  private func diagnostic(for fault: YAMLText.Fault, at location: SourceLocation) -> Diagnostic {
    let code: DiagnosticCode
    let message: String
    let hint: String
    switch fault {
    case .tooLarge(let count):
      code = .fileTooLarge
      message = "the file has \(count) bytes; at most \(YAMLText.byteLimit) are read"
      hint = "split it into several files"
    case .invalidUTF8(let byte):
      code = .invalidUTF8
      message = "the byte 0x\(String(byte, radix: 16, uppercase: true)) is not UTF-8"
      hint = "save the file as UTF-8"
    case .forbiddenCharacter(let scalar):
      code = .forbiddenCharacter
      message = "the character U+\(Self.fourDigits(scalar.value)) is not allowed in YAML"
      hint = "write it as an escape in double quotes, such as \"\\x\(Self.twoDigits(scalar.value))\""
    }
    return Diagnostic(
      code: code.identifier(prefix: codePrefix), location: location, message: message, hint: hint,
      sourceLine: sourceLine(at: location))
  }

  private static func fourDigits(_ value: UInt32) -> String { padded(value, to: 4) }
  private static func twoDigits(_ value: UInt32) -> String { padded(value, to: 2) }
  private static func padded(_ value: UInt32, to count: Int) -> String {
    let digits = String(value, radix: 16, uppercase: true)
    return String(repeating: "0", count: max(0, count - digits.count)) + digits
  }
}
