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

  /// The place of the byte at `offset` of a pattern; where the two cannot be brought together, that of its beginning.
  public func location(ofByte offset: Int, in pattern: RulePattern) -> SourceLocation {
    let start = pattern.location
    guard let lines = files[start.file], start.line >= 1, start.line <= lines.count,
      let place = ScalarPlaces.place(
        ofByte: offset, of: pattern.source, in: lines[(start.line - 1)...], column: max(0, start.column - 1))
    else { return start }
    return SourceLocation(file: start.file, line: start.line + place.line, column: place.column + 1)
  }

  /// Places `diagnostic` at the bytes of the pattern it is about, and underlines them as far as they share a line.
  func located(_ diagnostic: Diagnostic) -> Diagnostic {
    guard let place = diagnostic.patternPlace else { return diagnostic }
    var diagnostic = diagnostic
    let start = location(ofByte: place.bytes.lowerBound, in: place.pattern)
    diagnostic.location = start
    if place.bytes.count > 1 {
      let end = location(ofByte: place.bytes.upperBound, in: place.pattern)
      if end.line == start.line, end.column > start.column { diagnostic.length = end.column - start.column }
    }
    return diagnostic
  }

  /// `diagnostics` with their source lines filled in where they had none, and placed within their patterns.
  public func attached(to diagnostics: [Diagnostic]) -> [Diagnostic] {
    diagnostics.map { diagnostic in
      var diagnostic = located(diagnostic)
      guard diagnostic.sourceLine == nil, let location = diagnostic.location else { return diagnostic }
      diagnostic.sourceLine = line(at: location)
      return diagnostic
    }
  }
}
