import ArgusReports

extension Score {
  var members: [(String, JSONValue)] {
    var members: [(String, JSONValue)] = [
      ("true_positives", .integer(truePositives)), ("false_positives", .integer(falsePositives)),
      ("false_negatives", knowsMisses ? .integer(falseNegatives) : .null),
    ]
    let (f1, interval) = f1
    for (name, value, interval) in [
      ("precision", precision.value, precision.interval), ("recall", recall.value, recall.interval),
      ("f1", f1, interval),
    ] {
      members.append((name, value.map(JSONValue.number) ?? .null))
      let bounds: [JSONValue] = [.number(interval.lowerBound), .number(interval.upperBound)]
      members.append((name + "_interval", value == nil ? .null : .array(bounds)))
    }
    return members
  }

  /// Counts, then precision, recall and F1 with their intervals.
  var cells: [String] {
    let (f1, interval) = f1
    return [
      String(truePositives), String(falsePositives), knowsMisses ? String(falseNegatives) : "–",
      Figure.percent(precision.value, precision.interval), Figure.percent(recall.value, recall.interval),
      Figure.percent(f1, interval),
    ]
  }
}

extension CorpusReport {
  var members: [(String, JSONValue)] {
    [
      ("documents", .integer(documentCount)), ("bytes", .integer(byteCount)), ("clean_bytes", .integer(cleanByteCount)),
      ("clean_false_positives", .integer(cleanFalsePositives)),
      ("false_positives_per_mib", falsePositivesPerMiB.map(JSONValue.number) ?? .null),
      ("unjudged", .integer(unjudgedCount)), ("overall", .object(overall.members)),
    ]
  }

  var json: JSONValue {
    func scores(_ scores: [String: Score]) -> JSONValue {
      .object(scores.sorted { $0.key < $1.key }.map { ($0.key, .object($0.value.members)) })
    }
    return .object(
      members + [
        ("rules", scores(byRule)), ("peer_rules", scores(byPeerRule)), ("providers", scores(byProvider)),
        ("missed", .strings(missedSamples)),
        (
          "wrong",
          .array(wrongSamples.map { .object([("id", .string($0.id)), ("rules", .strings($0.rules))]) })
        ),
      ])
  }

  private static let headings = ["TP", "FP", "FN", "precision (95 %)", "recall (95 %)", "F1 (95 %)"]

  /// Aligned columns: one line a rule, groups where samples name them, the sum at the end.
  var tableLines: [String] {
    var rows = [["rule"] + Self.headings]
    rows += byRule.sorted { $0.key < $1.key }.map { [$0.key] + $0.value.cells }
    for (title, groups) in [("provider", byProvider), ("peer rule", byPeerRule)] {
      let faulty = groups.filter { $0.value.falseNegatives + $0.value.falsePositives > 0 }
      rows += faulty.sorted { $0.key < $1.key }.map { ["\(title) \($0.key)"] + $0.value.cells }
    }
    rows.append(["all"] + overall.cells)
    var lines = TextColumns.lines(rows)
    let rate = falsePositivesPerMiB.map { ", \(Figure.fixed($0, 2)) false positives per MiB of clean text" } ?? ""
    let unjudged = unjudgedCount > 0 ? ", \(unjudgedCount) samples cannot be judged" : ""
    lines.append("corpus: \(documentCount) texts, \(byteCount) bytes\(rate)\(unjudged)")
    return lines
  }

  var markdown: String {
    var table = MarkdownTable(
      headings: [("Rule", .left)] + Self.headings.map { ($0, .right) })
    table.rows = byRule.sorted { $0.key < $1.key }.map { [$0.key] + $0.value.cells }
    table.rows.append(["all"] + overall.cells)
    let rate = falsePositivesPerMiB.map { ", \(Figure.fixed($0, 2)) false positives per MiB of clean text" } ?? ""
    return "### Corpus\n\n\(documentCount) texts, \(byteCount) bytes\(rate).\n\n" + table.text
  }
}

/// This is text in columns: the first on the left, all others on the right.
enum TextColumns {
  static func lines(_ rows: [[String]]) -> [String] {
    var widths: [Int] = []
    for row in rows {
      for (index, cell) in row.enumerated() {
        if index < widths.count { widths[index] = max(widths[index], cell.count) } else { widths.append(cell.count) }
      }
    }
    return rows.map { row in
      let cells = row.enumerated().map { index, cell in
        let blanks = String(repeating: " ", count: widths[index] - cell.count)
        return index == 0 ? cell + blanks : blanks + cell
      }
      return cells.joined(separator: "  ")
    }
  }
}
