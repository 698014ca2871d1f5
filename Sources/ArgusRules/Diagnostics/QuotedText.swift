/// This is a piece of a file made fit for a message: short, on one line, without control characters.
struct QuotedText: CustomStringConvertible {
  /// Texts are cut after so many characters.
  static let limit = 60

  /// The longest path the system takes.
  static let pathLimit = 4_096

  private let text: String
  private let limit: Int

  init(_ text: String, limit: Int = Self.limit) {
    self.text = text
    self.limit = limit
  }

  /// A path is shown whole: cut, it would hide the one thing that tells two files apart.
  init(path: String) { self.init(path, limit: Self.pathLimit) }

  var description: String {
    var result = "`"
    var count = 0
    for scalar in text.unicodeScalars {
      if count == limit {
        result += "…"
        break
      }
      result.unicodeScalars.append(Self.visible(scalar))
      count += 1
    }
    return result + "`"
  }

  /// Stands for `scalar` on a terminal: control and formatting characters could move the cursor or reorder the line.
  static func visible(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    switch scalar.properties.generalCategory {
    case .control:
      if scalar == "\t" { return " " }
      // The picture of a control character lies 0x2400 above it.
      return scalar.value < 0x20 ? Unicode.Scalar(0x2400 + scalar.value) ?? "�" : "�"
    case .format, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned: return "�"
    default: return scalar
    }
  }
}
