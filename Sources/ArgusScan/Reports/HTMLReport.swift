import ArgusKit
import ArgusReports
import ArgusRules

/// This is one page that needs nothing else: no scripts, no other files, nothing loaded from anywhere.
struct HTMLReport: ScanReport {
  private let rules: [String: Rule]
  private let version: String
  private var counts: [Severity: Int] = [:]

  init(rules: [Rule], version: String) {
    self.rules = Dictionary(rules.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    self.version = version
  }

  func head() -> String {
    """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
    <title>argusd scan</title>
    <style>
    body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 80rem; padding: 0 1rem; color: #1b1f24; background: #fff; }
    table { border-collapse: collapse; width: 100%; }
    th, td { text-align: left; padding: .35rem .6rem; border-bottom: 1px solid #d0d7de; vertical-align: top; overflow-wrap: anywhere; }
    th { position: sticky; top: 0; background: #f6f8fa; }
    code { font: 13px/1.4 ui-monospace, monospace; }
    .critical { color: #a40e26; font-weight: 600; }
    .high { color: #953800; font-weight: 600; }
    .warning { color: #7d4e00; }
    .info { color: #57606a; }
    tr.allowed td { color: #57606a; }
    small { color: #57606a; }
    @media (prefers-color-scheme: dark) {
      body { color: #e6edf3; background: #0d1117; }
      th { background: #161b22; }
      th, td { border-color: #30363d; }
      .critical { color: #ff7b72; } .high { color: #ffa657; } .warning { color: #e3b341; }
      .info, small, tr.allowed td { color: #8b949e; }
    }
    </style>
    </head>
    <body>
    <h1>argusd scan</h1>
    <table>
    <thead><tr><th>place</th><th>severity</th><th>what</th><th>value</th><th>action</th></tr></thead>
    <tbody>

    """
  }

  mutating func text(for record: ScanRecord) -> String {
    let finding = record.finding
    if record.counts { counts[finding.severity, default: 0] += 1 }
    let place = record.line > 0 ? "\(record.path):\(record.line):\(record.column)" : record.path
    var remarks: [String] = []
    if !record.location.isEmpty, record.location != "body" { remarks.append(record.location) }
    if !record.decoding.isEmpty { remarks.append(record.decoding.joined(separator: " > ")) }
    if let note = record.note { remarks.append(note) }
    switch record.suppression?.kind {
    case .baseline: remarks.append("known to the baseline")
    case .comment: remarks.append("allowed: \(record.suppression?.reason ?? "")")
    case nil: if finding.isShadow { remarks.append("the rule is on trial") }
    }
    let notes = remarks.map { "<br><small>\(Self.escaped($0))</small>" }.joined()
    let name = rules[record.ruleID]?.name ?? finding.type
    let action = record.counts ? finding.action?.rawValue ?? "none" : "none"
    return """
      <tr\(record.counts ? "" : " class=\"allowed\"")><td><code>\(Self.escaped(place))</code>\(notes)</td>\
      <td class="\(finding.severity.rawValue)">\(finding.severity.rawValue)</td>\
      <td>\(Self.escaped(name))<br><small>\(Self.escaped(record.ruleID))</small></td>\
      <td><code>\(Self.escaped(finding.valuePreview))</code></td><td>\(action)</td></tr>

      """
  }

  func tail(_ summary: ScanSummary) -> String {
    var lines = ["</tbody>", "</table>", "<p>\(Self.escaped(summary.text)).</p>"]
    let severities = Severity.allCases.reversed().compactMap { severity in
      counts[severity].map { "<span class=\"\(severity.rawValue)\">\($0) \(severity.rawValue)</span>" }
    }
    if !severities.isEmpty { lines.append("<p>\(severities.joined(separator: ", "))</p>") }
    if !summary.unreadable.isEmpty {
      lines.append("<h2>Unreadable</h2>")
      lines.append("<ul>")
      for (path, reason) in summary.unreadable {
        lines.append("<li><code>\(Self.escaped(path))</code>: \(Self.escaped(reason))</li>")
      }
      lines.append("</ul>")
    }
    lines.append("<p><small>argusd \(Self.escaped(version)). Values are masked.</small></p>")
    return lines.joined(separator: "\n") + "\n</body>\n</html>\n"
  }

  private static func escaped(_ text: String) -> String { MarkupText.escaped(PrintablePath.text(text)) }
}
