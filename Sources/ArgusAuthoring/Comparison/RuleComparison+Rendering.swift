public import ArgusReports
import ArgusRules

/// The comparison for people, review comments and machines.
extension RuleComparison {
  public var text: String {
    var lines = faults.map { $0.rendered() }
    lines.append(headline)
    if !changes.isEmpty {
      let rows = [["rule", "change", "gained", "new FP", "lost", "for good", "ns/byte"]] + changes.map(cells)
      lines += TextColumns.lines(rows + unchangedIDs.map(cells))
    }
    lines += examples.map { "new false positive: \($0.rule) at \($0.place)" }
    if documentCount > 0 { lines.append(corpusLine) }
    lines += violations.map { "violated: \($0)" }
    return lines.joined(separator: "\n") + "\n"
  }

  public var markdown: String {
    var text = "## Rule changes: \(MarkdownTable.escaped(base)) → \(MarkdownTable.escaped(head))\n\n"
    text +=
      violations.isEmpty ? "Within the limits.\n\n" : violations.map { "- **\(Self.inline($0))**\n" }.joined() + "\n"
    text += headline + ".\n\n"
    if documentCount > 0 { text += corpusLine + ".\n\n" }
    if !changes.isEmpty || !unchangedIDs.isEmpty {
      var table = MarkdownTable(headings: [
        ("Rule", .left), ("Change", .left), ("Gained", .right), ("New FP", .right), ("Lost", .right),
        ("For good", .right), ("ns/byte", .right),
      ])
      table.rows = changes.map(cells) + unchangedIDs.map(cells)
      text += table.text + "\n"
    }
    if !examples.isEmpty {
      text += "New false positives:\n\n" + examples.map { "- `\($0.rule)` at `\($0.place)`\n" }.joined() + "\n"
    }
    if !faults.isEmpty { text += faults.map { "- \(Self.inline($0.oneLine))\n" }.joined() }
    return text
  }

  private static func inline(_ text: String) -> String {
    text.split(whereSeparator: \.isNewline).joined(separator: " ")
  }

  public var json: JSONValue {
    func counts(_ counts: FindingDelta.Counts) -> JSONValue {
      .object([
        ("right", .integer(counts.right)), ("wrong", .integer(counts.wrong)), ("unknown", .integer(counts.unknown)),
      ])
    }
    func delta(_ delta: FindingDelta) -> [(String, JSONValue)] {
      [
        ("gained", counts(delta.gained)), ("lost", counts(delta.lost)),
        ("new_false_positives", .integer(delta.newFalsePositives)),
        ("new_false_positives_per_mib", perMiB(delta.newFalsePositives).map(JSONValue.number) ?? .null),
        ("lost_for_good", .integer(delta.lostForGood)),
      ]
    }
    let rules = changes.map { change -> JSONValue in
      var members: [(String, JSONValue)] = [
        ("id", .string(change.id)), ("change", .string(change.kind.rawValue)), ("keys", .strings(change.keys)),
      ]
      members += delta(findings[change.id] ?? FindingDelta())
      if let cost = costs[change.id] {
        members += [
          ("cost_before", cost.before.map { .number($0.nanosecondsPerByte) } ?? .null),
          ("cost_after", .number(cost.after.nanosecondsPerByte)),
        ]
      }
      return .object(members)
    }
    let others = unchangedIDs.map { id in
      JSONValue.object([("id", .string(id)), ("change", .string("none"))] + delta(findings[id] ?? FindingDelta()))
    }
    return .object([
      ("base", .string(base)), ("head", .string(head)), ("rules", .array(rules + others)),
      ("total", .object(delta(total))),
      (
        "corpus",
        .object([
          ("documents", .integer(documentCount)), ("bytes", .integer(byteCount)),
          ("clean_bytes", .integer(cleanByteCount)), ("base_false_positives", .integer(baseFalsePositives)),
          ("head_false_positives", .integer(headFalsePositives)),
        ])
      ),
      (
        "examples",
        .array(examples.map { .object([("rule", .string($0.rule)), ("place", .string($0.place))]) })
      ),
      ("violations", .strings(violations)), ("diagnostics", .array(faults.map(DiagnosticJSON.value))),
    ])
  }

  // MARK: - Parts

  private var headline: String {
    let count = { (kind: RuleChange.Kind) in changes.count { $0.kind == kind } }
    return "\(count(.added)) rules added, \(count(.removed)) removed, \(count(.changed)) changed"
  }

  private var corpusLine: String {
    let rate = { (count: Int) in perMiB(count).map { " (\(Figure.fixed($0, 2)) per MiB)" } ?? "" }
    return "corpus: \(documentCount) texts, \(byteCount) bytes; false positives before \(baseFalsePositives)"
      + "\(rate(baseFalsePositives)), now \(headFalsePositives)\(rate(headFalsePositives)); \(total.newFalsePositives) new,"
      + " \(total.lostForGood) findings lost"
  }

  /// Rules that did not change and find something else all the same: another rule took their place, or left it.
  private var unchangedIDs: [String] {
    let changed = Set(changes.map(\.id))
    return findings.keys.filter { !changed.contains($0) }.sorted()
  }

  private func cells(_ change: RuleChange) -> [String] {
    let what = change.kind == .changed ? change.keys.joined(separator: " ") : change.kind.rawValue
    return [change.id, what] + figures(change.id)
  }

  private func cells(_ id: String) -> [String] { [id, "none"] + figures(id) }

  private func figures(_ id: String) -> [String] {
    let delta = findings[id] ?? FindingDelta()
    var cost = ""
    if let measured = costs[id] {
      cost = Figure.fixed(measured.after.nanosecondsPerByte, 3)
      if let before = measured.before { cost = Figure.fixed(before.nanosecondsPerByte, 3) + " → " + cost }
    }
    return [
      String(delta.gained.total), String(delta.newFalsePositives), String(delta.lost.total), String(delta.lostForGood),
      cost,
    ]
  }
}
