import ArgusKit
import ArgusRules

extension PackNode {
  /// A whole rule in the order of the format's keys; what has its default is left out.
  static func rule(_ rule: Rule) -> PackNode {
    var members = [PackMember("id", .text(rule.id))]
    func add(_ key: String, _ node: PackNode?) {
      if let node { members.append(PackMember(key, node)) }
    }
    if rule.type != Rule.defaultType(of: rule.id) { add("type", .text(rule.type)) }
    if rule.name != rule.id { add("name", .text(rule.name)) }
    if !rule.description.isEmpty { add("description", .text(rule.description)) }
    add("category", .text(rule.category))
    add("severity", .bare(rule.severity.rawValue))
    if rule.confidence != .high { add("confidence", .bare(rule.confidence.rawValue)) }
    if rule.mode != .live { add("mode", .bare(rule.mode.rawValue)) }
    add("action", (rule.action?.rawValue).map { .bare($0) })
    if rule.patterns.count == 1 {
      add("pattern", .pattern(rule.patterns[0].source))
    } else {
      add("patterns", .list(rule.patterns.map { PackEntry(.pattern($0.source)) }, .block))
    }
    add("flags", rule.patterns.first.flatMap { list($0.flags.words) })
    switch rule.value {
    case .automatic: break
    case .group(let number): add("value", .bare(String(number)))
    case .named(let name): add("value", .text(name))
    }
    add("context", rule.context.map(context))
    add("requires", rule.requires.isEmpty ? nil : .list(rule.requires.map { PackEntry(companion($0)) }, .block))
    add("checks", rule.checks.isEmpty ? nil : .list(rule.checks.map { PackEntry(check($0)) }, .block))
    add("scope", scope(rule.scope))
    add("allow", allow(rule.allow))
    add("references", list(rule.references))
    add("tags", list(rule.tags))
    add("examples", examples(rule.examples))
    return .mapping(members, .block)
  }

  private static func list(_ texts: [String]) -> PackNode? { texts.isEmpty ? nil : .texts(texts) }

  private static func context(_ context: ContextRequirement) -> PackNode {
    let distance =
      switch context.distance {
      case .bytes(let count): PackMember("within", .bare(String(count)))
      case .lines(let count): PackMember("lines", .bare(String(count)))
      }
    return .mapping([PackMember("any", .texts(context.any)), distance])
  }

  private static func companion(_ companion: CompanionRequirement) -> PackNode {
    var members = [
      PackMember("rule", .text(companion.rule)), PackMember("within", .bare(String(companion.within))),
    ]
    if companion.isOptional { members.append(PackMember("optional", .bare("true"))) }
    if let confidence = companion.raisesConfidenceTo {
      members.append(PackMember("raises_confidence_to", .text(confidence.rawValue)))
    }
    return .mapping(members)
  }

  private static func check(_ check: Check) -> PackNode {
    let member =
      switch check {
      case .entropy(let minimum): PackMember("entropy", .mapping([PackMember("min", .bare("\(minimum)"))]))
      case .length(let minimum, let maximum): PackMember("length", numbers([("min", minimum), ("max", maximum)]))
      case .characters(let digits, let upper, let lower, let special):
        PackMember(
          "characters",
          numbers(
            [("digits", digits), ("upper", upper), ("lower", lower), ("special", special)]
              .map { ($0.0, $0.1 == 0 ? nil : $0.1) }))
      case .checksum(let kind): PackMember("checksum", .bare(kind.rawValue))
      case .not(let exclusion): PackMember("not", self.exclusion(exclusion))
      }
    return .mapping([member], .block)
  }

  private static func numbers(_ numbers: [(String, Int?)]) -> PackNode {
    .mapping(numbers.compactMap { name, number in number.map { PackMember(name, .bare(String($0))) } })
  }

  private static func exclusion(_ exclusion: Check.Exclusion) -> PackNode {
    var members: [PackMember] = []
    if let words = list(exclusion.words) { members.append(PackMember("words", words)) }
    for (name, isOn) in [
      ("hash_like", exclusion.hashLike), ("uuid", exclusion.uuid), ("placeholder", exclusion.placeholder),
    ] where isOn {
      members.append(PackMember(name, .bare("true")))
    }
    return .mapping(members)
  }

  private static func scope(_ scope: RuleScope) -> PackNode? {
    func globs(_ include: [String], _ exclude: [String]) -> PackNode? {
      let members = [("include", list(include)), ("exclude", list(exclude))].compactMap { name, node in
        node.map { PackMember(name, $0) }
      }
      return members.isEmpty ? nil : .mapping(members)
    }
    let members = [
      ("directions", list(scope.directions.map(\.rawValue))),
      ("fields", globs(scope.includeFields, scope.excludeFields)),
      ("files", globs(scope.includeFiles, scope.excludeFiles)),
    ].compactMap { name, node in node.map { PackMember(name, $0) } }
    return members.isEmpty ? nil : .mapping(members)
  }

  private static func allow(_ allow: RuleAllowlist) -> PackNode? {
    var members: [PackMember] = []
    if !allow.values.isEmpty {
      members.append(PackMember("values", .list(allow.values.map { PackEntry(TextPieces.node(of: $0)) })))
    }
    if !allow.patterns.isEmpty {
      members.append(PackMember("patterns", .list(allow.patterns.map { PackEntry(.pattern($0.source)) })))
    }
    if let files = list(allow.files) { members.append(PackMember("files", files)) }
    return members.isEmpty ? nil : .mapping(members)
  }

  private static func examples(_ examples: RuleExamples) -> PackNode {
    let match = examples.match.map { example -> PackEntry in
      var members = [PackMember("text", TextPieces.node(of: example.text))]
      if let value = example.value { members.append(PackMember("value", TextPieces.node(of: value))) }
      return PackEntry(.mapping(members))
    }
    let noMatch = examples.noMatch.map { example -> PackEntry in
      var members = [PackMember("text", TextPieces.node(of: example.text))]
      if !example.why.isEmpty { members.append(PackMember("why", .text(example.why))) }
      return PackEntry(.mapping(members))
    }
    return .mapping(
      [PackMember("match", .list(match, .block)), PackMember("no_match", .list(noMatch, .block))], .block)
  }
}
