import ArgusReports
public import ArgusRules

/// This is what an import made of another tool's rules: the pack, and what the pack does not say.
public struct ImportReport: Sendable {
  /// This is what became of one rule.
  public struct Entry: Sendable {
    public var id: String
    public var sourceID: String
    public var location: SourceLocation
    public var notes: [ImportNote]
    /// nil where it could not be carried over.
    public var rule: Rule?
    public var obstacle: String?
    var pattern: String?
  }

  public var source: String
  public var pack: String
  public var files: [String] = []
  public var entries: [Entry] = []
  /// What concerns whole files.
  public var notes: [ImportNote] = []
  /// Files that could not be read.
  public var faults: [Diagnostic] = []

  public var carriedCount: Int { entries.count { $0.rule != nil } }
  public var leftOut: [Entry] { entries.filter { $0.rule == nil } }
  public var hasDropped: Bool {
    !leftOut.isEmpty || (notes + entries.flatMap(\.notes)).contains { $0.kind == .dropped }
  }

  public var summary: String {
    let modes = entries.compactMap(\.rule?.mode)
    return "\(entries.count) rules read, \(carriedCount) carried over"
      + " (\(modes.count { $0 == .live }) live, \(modes.count { $0 == .shadow }) shadow, \(modes.count { $0 == .off }) off),"
      + " \(leftOut.count) left out"
  }

  /// The pack, with a comment above each rule that says what its source said and it does not.
  public var yaml: String {
    let header = [
      PackMember("schema", .text("argus.rules/v1")),
      PackMember("pack", .mapping([PackMember("id", .text(pack)), PackMember("version", .text("0.1.0"))])),
    ]
    var rules: [PackEntry] = []
    for entry in entries {
      guard let rule = entry.rule else { continue }
      var item = PackEntry(.rule(rule))
      item.leading = entry.notes.map { "# \($0.kind.rawValue): \(Self.oneLine($0.key)): \(Self.oneLine($0.text))" }
      rules.append(item)
    }
    var text =
      "# Converted from \(files.map(Self.oneLine).joined(separator: ", ")) (\(source)); the licence of the source holds.\n"
    for note in notes { text += "# \(note.kind.rawValue): \(Self.oneLine(note.key)): \(Self.oneLine(note.text))\n" }
    text += PackWriter.text(of: header + [PackMember("rules", .list(rules, .block))])
    for entry in leftOut {
      text += "# left out: \(entry.id) (\(entry.location)): \(Self.oneLine(entry.obstacle ?? ""))\n"
      if let pattern = entry.pattern {
        text += pattern.split(separator: "\n").map { "#   \(Self.oneLine(String($0)))\n" }.joined()
      }
    }
    return text
  }

  private static func oneLine(_ text: String) -> String {
    String(
      String.UnicodeScalarView(
        text.unicodeScalars.map { scalar in
          switch scalar.properties.generalCategory {
          case .control, .format, .lineSeparator, .paragraphSeparator: " "
          default: scalar
          }
        }))
  }

  public var text: String {
    var lines = notes.map { "\(files.joined(separator: ", ")): \($0.kind.rawValue): \($0.key): \($0.text)" }
    for entry in entries {
      if let obstacle = entry.obstacle {
        lines.append("\(entry.location.file):\(entry.location.line): \(entry.id): left out: \(obstacle)")
      }
      for note in entry.notes {
        lines.append(
          "\(entry.location.file):\(entry.location.line): \(entry.id): \(note.kind.rawValue): \(note.key): \(note.text)"
        )
      }
    }
    return (lines + [summary]).map { Self.oneLine($0) + "\n" }.joined()
  }

  public var markdown: String {
    var table = MarkdownTable(headings: [("rule", .left), ("result", .left), ("key", .left), ("what", .left)])
    for entry in entries {
      let result = entry.rule.map { $0.mode.rawValue } ?? "left out"
      if let obstacle = entry.obstacle { table.rows.append(["`\(entry.id)`", result, "", obstacle]) }
      for note in entry.notes {
        table.rows.append(["`\(entry.id)`", "\(result), \(note.kind.rawValue)", note.key, note.text])
      }
    }
    return "**Rule import**: \(MarkdownTable.escaped(summary))\n\n" + table.text
  }

  public var json: String {
    func value(_ note: ImportNote) -> JSONValue {
      .object([("kind", .string(note.kind.rawValue)), ("key", .string(note.key)), ("text", .string(note.text))])
    }
    let rules = entries.map { entry -> JSONValue in
      var members: [(String, JSONValue)] = [
        ("id", .string(entry.id)), ("source_id", .string(entry.sourceID)), ("file", .string(entry.location.file)),
        ("line", .integer(entry.location.line)), ("result", .string(entry.rule?.mode.rawValue ?? "left_out")),
      ]
      if let obstacle = entry.obstacle { members.append(("reason", .string(obstacle))) }
      members.append(("notes", .array(entry.notes.map(value))))
      return .object(members)
    }
    return JSONValue.object([
      ("source", .string(source)), ("pack", .string(pack)), ("read", .integer(entries.count)),
      ("carried_over", .integer(carriedCount)), ("left_out", .integer(leftOut.count)),
      ("notes", .array(notes.map(value))), ("rules", .array(rules)),
      ("faults", .array(faults.map { DiagnosticJSON.value($0) })),
    ]).indented
  }
}
