internal import ArgusRules

/// This is one rule with all its patterns compiled by PCRE2; it exists only when every one of them is sound.
struct RuleCompilation {
  let allowed: [PCRE2Regex]
  private let searched: [(regex: PCRE2Regex, groups: [Int])]

  /// This is every fault of one rule, at least one: whoever mends a rule wants to see them all at once.
  struct Faults: Error {
    var first: Diagnostic
    var others: [Diagnostic]
  }

  /// - Parameter regexes: where compiled patterns come from.
  init(rule: Rule, regexes: RegexShelf) throws(Faults) {
    var faults: [Diagnostic] = []
    var searched: [(regex: PCRE2Regex, groups: [Int])] = []
    for pattern in rule.patterns {
      do throws(Diagnostic) {
        let regex = try Self.compile(pattern, of: rule, regexes)
        if regex.mayMatchEmpty {
          faults.append(Self.emptyMatch(pattern, of: rule, "the pattern can match the empty string"))
        }
        searched.append((regex, try Self.groups(rule.value, in: regex, pattern, of: rule)))
      } catch {
        faults.append(error)
      }
    }
    var allowed: [PCRE2Regex] = []
    for pattern in rule.allow.patterns {
      do throws(Diagnostic) {
        let regex = try Self.compile(pattern, of: rule, regexes)
        if regex.matchesEmptyText {
          faults.append(
            Self.emptyMatch(
              pattern, of: rule, "the allow pattern matches the empty string, so it allows every value"))
        }
        allowed.append(regex)
      } catch {
        faults.append(error)
      }
    }
    if let first = faults.first { throw Faults(first: first, others: Array(faults.dropFirst())) }
    self.searched = searched
    self.allowed = allowed
  }

  /// The patterns, not yet in any automaton.
  func patterns(rule: Int) -> [CompiledPattern] {
    searched.enumerated().map { index, entry in
      CompiledPattern(rule: rule, pattern: index, regex: entry.regex, valueGroups: entry.groups, trigger: .always)
    }
  }

  private static func compile(
    _ pattern: RulePattern, of rule: Rule, _ regexes: RegexShelf
  ) throws(Diagnostic) -> PCRE2Regex {
    do {
      return try regexes.regex(for: pattern)
    } catch {
      throw Diagnostic(
        code: MatcherDiagnosticCode.patternDoesNotCompile.rawValue,
        location: location(of: error.offset, in: pattern),
        message: "the pattern does not compile: \(error.message) at offset \(error.offset)",
        hint: "patterns are PCRE2 on bytes, without UTF mode", ruleID: rule.id)
    }
  }

  private static func emptyMatch(_ pattern: RulePattern, of rule: Rule, _ message: String) -> Diagnostic {
    Diagnostic(
      code: MatcherDiagnosticCode.matchesEmptyString.rawValue, location: pattern.location, message: message,
      hint: "demand at least one byte, such as `+` instead of `*`", ruleID: rule.id)
  }

  private static func groups(
    _ selector: CaptureSelector, in regex: PCRE2Regex, _ pattern: RulePattern, of rule: Rule
  ) throws(Diagnostic) -> [Int] {
    var missing: String
    switch selector {
    case .automatic:
      let named = regex.groups(named: "value")
      return named.isEmpty ? (regex.captureCount > 0 ? [1] : []) : named
    case .group(let number):
      if (0...regex.captureCount).contains(number) { return number == 0 ? [] : [number] }
      missing = "group \(number)"
    case .named(let name):
      let named = regex.groups(named: name)
      if !named.isEmpty { return named }
      missing = "a group named `\(name)`"
    }
    throw Diagnostic(
      code: MatcherDiagnosticCode.missingGroup.rawValue, location: pattern.location,
      message: "`value` asks for \(missing), which the pattern does not have",
      hint: regex.captureCount == 0
        ? "put the secret in parentheses, or leave `value` out" : "the pattern has \(regex.captureCount) groups",
      ruleID: rule.id)
  }

  /// The place of a byte of the pattern, where the pattern stands on one line; else of its start.
  private static func location(of offset: Int, in pattern: RulePattern) -> SourceLocation {
    var location = pattern.location
    guard !pattern.source.utf8.contains(0x0A) else { return location }
    location.column += String(decoding: pattern.source.utf8.prefix(offset), as: UTF8.self).unicodeScalars.count
    return location
  }
}
