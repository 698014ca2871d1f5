import ArgusRules

/// This is the pack reader on any bytes: it never traps, and every fault it names lies inside the file.
enum PackTarget {
  static func run(_ bytes: [UInt8]) {
    let result = RulePackLoader().load(bytes: bytes, file: "fuzz.yaml")
    let lines = lineCount(of: bytes)
    for diagnostic in result.diagnostics {
      if let location = diagnostic.location, location.line < 1 || location.column < 1 || location.line > lines {
        fatalError("\(diagnostic.code) points outside the file: \(location)")
      }
    }
  }

  /// As many as there can be: each byte that ends a line break counts. Beside those of ASCII, YAML has U+0085, U+2028 and
  /// U+2029.
  private static func lineCount(of bytes: [UInt8]) -> Int {
    1 + bytes.count { [0x0A, 0x0D, 0x85, 0xA8, 0xA9].contains($0) }
  }
}
