import ArgusAuthoring
public import ArgusInspection
import ArgusKit
import ArgusMatcher
import ArgusRules

/// This is what an operator reads first: where to connect, what is live, what happens to findings.
struct Banner {
  var version: String
  var url: String
  var built: BuiltGeneration
  var configuration: DaemonConfiguration

  /// The first line is an interface: scripts read the address from it.
  var firstLine: String { "argusd \(version) listening on \(url)" }

  var text: String {
    let generation = built.generation
    let quarantined = built.quarantined
    var lines = [firstLine]
    lines.append(
      "  rules     \(generation.rules.count) loaded, \(quarantined.count) quarantined"
        + " (generation \(generation.number), digest \(generation.digest.short))")
    for entry in quarantined.prefix(10) { lines.append("            ! \(entry.ruleID): \(entry.reason)") }
    lines.append("  policy    \(configuration.policy.summary)")
    lines.append("  health    \(url)/health    metrics  \(url)/metrics")
    lines.append("  clients   Claude Code, anthropic   export ANTHROPIC_BASE_URL=\(url)")
    lines.append("            openai                   export OPENAI_BASE_URL=\(url)/v1")
    lines.append("            Codex                    codex -c openai_base_url=\(url)/v1")
    lines.append("            google-genai             export GOOGLE_GEMINI_BASE_URL=\(url)")
    lines.append("  proof     argusd try --url \(url)")
    return lines.joined(separator: "\n")
  }
}

extension Policy {
  /// The policy in one line.
  public var summary: String {
    let levels = Severity.allCases.reversed().compactMap { severity in
      bySeverity[severity].map { "\(severity.rawValue): \($0.rawValue)" }
    }
    let own = entries.isEmpty ? [] : ["\(entries.count) own entries first"]
    return (own + levels + ["everything else: \(defaultAction.rawValue)"]).joined(separator: ", ")
  }
}
