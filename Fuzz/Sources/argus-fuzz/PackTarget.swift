import ArgusRules

/// This is the pack reader on any bytes: it never traps, and every fault it names lies inside the file.
enum PackTarget {
  static func run(_ bytes: [UInt8]) -> Int32 {
    let result = RulePackLoader().load(bytes: bytes, file: "fuzz.yaml")
    let lines = bytes.count { $0 == 0x0A || $0 == 0x0D } + 3
    for diagnostic in result.diagnostics {
      if let location = diagnostic.location, location.line < 1 || location.column < 1 || location.line > lines * 2 {
        fatalError("\(diagnostic.code) points outside the file: \(location)")
      }
    }
    return 0
  }
}
