/// This is a table in GitHub's Markdown, for review comments.
public struct MarkdownTable: Sendable {
  public enum Alignment: Sendable { case left, right }

  public var headings: [(text: String, alignment: Alignment)]
  public var rows: [[String]]

  public init(headings: [(text: String, alignment: Alignment)], rows: [[String]] = []) {
    self.headings = headings
    self.rows = rows
  }

  /// The whole table, with a line break at the end.
  public var text: String {
    var lines = [
      line(headings.map(\.text)),
      "|" + headings.map { $0.alignment == .left ? "---|" : "--:|" }.joined(),
    ]
    lines += rows.map(line)
    return lines.joined(separator: "\n") + "\n"
  }

  private func line(_ cells: [String]) -> String {
    "| " + cells.map(Self.escaped).joined(separator: " | ") + " |"
  }

  /// A cell cannot end its column, its line, or begin markup of its own.
  public static func escaped(_ text: String) -> String {
    var result = ""
    for character in text {
      switch character {
      case "|", "\\", "*", "_", "<", "[", "]": result += "\\" + String(character)
      case "\n", "\r", "\r\n": result += " "
      default: result.append(character)
      }
    }
    return result
  }
}
