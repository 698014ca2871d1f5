extension Diagnostic {
  /// The widest piece of a source line that is shown, in characters.
  private static let width = 120

  /// `file:line:column: AR0011: what is wrong`; a warning or note says so after the code. For logs and status pages.
  public var oneLine: String {
    var text = ""
    if let location { text += "\(location.file):\(location.line):\(location.column): " }
    text += "\(code): "
    if severity != .error { text += "\(severity.rawValue): " }
    return text + message
  }

  /// The diagnostic for people: the one-line form, the source line with a caret under the fault, and the hint.
  ///
  /// - Parameter color: with ANSI colours, for a terminal.
  public func rendered(color: Bool = false) -> String {
    let paint = Paint(isOn: color)
    var lines = [paint.headline(oneLine, severity)]
    if let location, let sourceLine {
      let number = String(location.line)
      let gutter = String(repeating: " ", count: number.count)
      let excerpt = Excerpt(of: sourceLine, column: location.column, length: length, width: Self.width)
      lines.append(paint.dim("\(gutter) |"))
      lines.append(paint.dim("\(number) |") + excerpt.text.leadingSpace)
      lines.append(paint.dim("\(gutter) |") + excerpt.underline.leadingSpace.map(paint.caret))
    }
    if let hint { lines.append("  hint: \(hint)") }
    return lines.joined(separator: "\n")
  }
}

extension String {
  fileprivate var leadingSpace: String { isEmpty ? "" : " " + self }
  fileprivate func map(_ transform: (String) -> String) -> String { transform(self) }
}

/// This is the part of a source line that is shown, and the caret line below it.
private struct Excerpt {
  var text = ""
  var underline = ""

  init(of line: String, column: Int, length: Int, width: Int) {
    let scalars = Array(line.unicodeScalars)
    // A line may be as long as the file; the fault stays in the middle of what is shown.
    let fault = min(max(0, column - 1), scalars.count)
    let start = scalars.count <= width ? 0 : max(0, min(fault - width / 2, scalars.count - width))
    let end = min(scalars.count, start + width)
    if start > 0 { text += "…" }
    for scalar in scalars[start..<end] { text.unicodeScalars.append(QuotedText.visible(scalar)) }
    if end < scalars.count { text += "…" }
    let indent = fault - start + (start > 0 ? 1 : 0)
    let room = max(1, end - fault)
    underline = String(repeating: " ", count: indent) + "^" + String(repeating: "~", count: min(length, room) - 1)
  }
}

private struct Paint {
  var isOn: Bool

  func dim(_ text: String) -> String { isOn ? "\u{1B}[2m\(text)\u{1B}[0m" : text }
  func caret(_ text: String) -> String { isOn ? "\u{1B}[32m\(text)\u{1B}[0m" : text }
  func headline(_ text: String, _ severity: Diagnostic.Severity) -> String {
    guard isOn else { return text }
    let shade =
      switch severity {
      case .error: "31"
      case .warning: "33"
      case .note: "36"
      }
    return "\u{1B}[1;\(shade)m\(text)\u{1B}[0m"
  }
}
