/// This is the operator's list of values and paths that are never reported.
///
/// Each entry is a shell glob (`*` any run, `?` one character) that must match the whole value,
/// case-sensitively. An empty list allows nothing.
public struct AllowlistMatcher: Sendable {
  /// The globs that exempt values, by ``Finding/detector``; the key `*` holds those for every detector.
  public let values: [String: [String]]
  /// The globs that exempt file names and field paths.
  public let paths: [String]

  public init(values: [String: [String]] = [:], paths: [String] = []) {
    self.values = values
    self.paths = paths
  }

  public func allows(value: Sensitive<String>, detector: String) -> Bool {
    value.withExposed { text in
      let globs = (values[detector] ?? []) + (values["*"] ?? [])
      return globs.contains { Glob.matches($0, text) }
    }
  }

  public func allows(path: String) -> Bool { paths.contains { Glob.matches($0, path) } }
}
