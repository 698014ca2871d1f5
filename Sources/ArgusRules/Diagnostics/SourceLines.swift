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

  /// The place of the byte at `offset` of a pattern, where the pattern stands on one line, plain or in single quotes;
  /// else the place where the pattern begins.
  public func location(ofByte offset: Int, in pattern: RulePattern) -> SourceLocation {
    guard let line = line(at: pattern.location) else { return pattern.location }
    var rest = line.unicodeScalars.dropFirst(pattern.location.column - 1)
    let isQuoted = rest.first == "'"
    if isQuoted { rest = rest.dropFirst() }
    var column = pattern.location.column + (isQuoted ? 1 : 0)
    var byte = 0
    for scalar in pattern.source.unicodeScalars where byte < offset {
      // Within single quotes a quote is written twice.
      let width = isQuoted && scalar == "'" ? 2 : 1
      guard rest.first == scalar, rest.count >= width else { return pattern.location }
      rest = rest.dropFirst(width)
      column += width
      byte += UTF8.width(scalar)
    }
    return SourceLocation(file: pattern.location.file, line: pattern.location.line, column: column)
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
