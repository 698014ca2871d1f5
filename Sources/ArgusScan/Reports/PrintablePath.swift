/// This is a name of a file, or of a place in it, as a line of text shows it: it cannot move the cursor or forge a line.
public enum PrintablePath {
  public static func text(_ path: String) -> String {
    guard path.unicodeScalars.contains(where: isControl) else { return path }
    return String(String.UnicodeScalarView(path.unicodeScalars.map { isControl($0) ? "?" : $0 }))
  }

  /// The controls of ASCII and Latin 1, and the marks that turn the direction of text.
  private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x20, 0x7F..<0xA0, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069, 0x2028, 0x2029: true
    default: false
    }
  }
}
