/// This is the text of the files that were read, line by line, so that diagnostics found later can show their place.
public struct SourceLines: Sendable {
  private var files: [String: [String]] = [:]

  public init() {}

  mutating func add(_ lines: [String], of file: String) { files[file] = lines }

  /// The text of the line at `location`; nil where the file or the line is unknown.
  public func line(at location: SourceLocation) -> String? {
    guard let lines = files[location.file], location.line >= 1, location.line <= lines.count else { return nil }
    return lines[location.line - 1]
  }

  /// `diagnostics` with their source lines filled in where they had none.
  public func attached(to diagnostics: [Diagnostic]) -> [Diagnostic] {
    diagnostics.map { diagnostic in
      guard diagnostic.sourceLine == nil, let location = diagnostic.location else { return diagnostic }
      var diagnostic = diagnostic
      diagnostic.sourceLine = line(at: location)
      return diagnostic
    }
  }
}
