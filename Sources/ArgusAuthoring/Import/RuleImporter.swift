public import ArgusMatcher
import ArgusRules

/// This is the way from another tool's rule files to a pack of ours: what can be carried over is, what cannot is told,
/// and the result loads and passes its own examples.
public struct RuleImporter: Sendable {
  public enum Source: String, Sendable, CaseIterable {
    case gitleaks, kingfisher, noseyparker

    /// What the ids of its rules begin with, where they have no family of their own.
    var prefix: String { rawValue }
  }

  private let source: Source
  private let builder: GenerationBuilder

  public init(from source: Source) {
    self.source = source
    builder = GenerationBuilder(environment: ["ARGUS_CACHE_DIR": ""], executable: nil)
  }

  /// - Parameter files: each file's name and bytes.
  /// - Throws: ``MatcherError`` when the engine itself fails.
  public func convert(_ files: [(name: String, bytes: [UInt8])], pack: String) throws(MatcherError) -> ImportReport {
    var report = ImportReport(source: source.rawValue, pack: pack)
    var read: [(foreign: ForeignRule, conversion: RuleConversion)] = []
    var taken: Set<String> = []
    for (name, bytes) in files {
      report.files.append(name)
      switch self.read(bytes, file: name) {
      case .failure(let fault): report.faults.append(fault)
      case .success(let foreign):
        report.notes += foreign.notes
        for rule in foreign.rules {
          var conversion = RuleConversion(rule, prefix: source.prefix, file: name)
          let id = conversion.rule.id
          var number = 2
          while !taken.insert(conversion.rule.id).inserted {
            conversion.rename(to: "\(id)-\(number)")
            number += 1
          }
          read.append((rule, conversion))
        }
      }
    }
    let usable = read.filter { $0.conversion.obstacle == nil }.map(\.conversion.rule)
    // A rule that is off or hidden is tried like any other.
    let tried = usable.map { rule in
      var rule = rule
      rule.mode = .live
      return rule
    }
    let set = RuleSet(rules: tried, packs: [])
    let generation = try builder.build(RuleLoadResult(ruleSet: set), number: 1).generation
    let refused = Dictionary(
      generation.quarantined.map { ($0.ruleID, $0.diagnostic.message) }, uniquingKeysWith: { first, _ in first })
    let examples = ImportedExamples(generation: generation)
    for (foreign, conversion) in read {
      let obstacle = conversion.obstacle ?? refused[conversion.rule.id]
      var entry = ImportReport.Entry(
        id: conversion.rule.id, sourceID: foreign.id, location: conversion.rule.location, notes: conversion.notes)
      entry.pattern = foreign.pattern
      if let obstacle {
        entry.obstacle = obstacle
      } else {
        let (rule, notes) = examples.proven(conversion.rule, foreign)
        entry.rule = rule
        entry.notes += notes
      }
      report.entries.append(entry)
    }
    leaveOutWhatDoesNotLoad(of: &report)
    return report
  }

  /// The pack reader has the last word on what may stand in a pack.
  private func leaveOutWhatDoesNotLoad(of report: inout ImportReport) {
    let loaded = RulePackLoader().load(bytes: Array(report.yaml.utf8), file: report.pack)
    for fault in loaded.diagnostics where fault.severity == .error {
      guard let index = report.entries.firstIndex(where: { $0.id == fault.ruleID && $0.rule != nil }) else { continue }
      report.entries[index].rule = nil
      report.entries[index].obstacle = fault.message
    }
  }

  private func read(_ bytes: [UInt8], file: String) -> Result<ForeignPack, Diagnostic> {
    switch source {
    case .gitleaks:
      guard let text = String(validating: bytes, as: UTF8.self) else {
        return .failure(Diagnostic(code: ImportCode.unreadable, message: "\(file) is not UTF-8"))
      }
      return GitleaksReader.read(text, file: file)
    case .kingfisher, .noseyparker: return KingfisherReader.read(bytes, file: file)
    }
  }
}
