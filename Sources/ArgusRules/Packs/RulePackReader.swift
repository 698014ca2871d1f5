/// This is one entry of `rules`: whole, or rejected for the faults that are reported.
enum RuleReading {
  case whole(Rule)
  /// The id as it is written and its place; the entry's place where the id is missing or malformed.
  case rejected(id: String?, at: SourceLocation)
}

/// This is one pack as it was read: what is whole, and what is not.
struct RulePackReading {
  var info: PackInfo?
  var packLocation: SourceLocation?
  /// In file order, so that of two rules with one id the first can be told, even if it is faulty.
  var rules: [RuleReading] = []
  var overrides: [RuleOverride] = []
  /// True when something is wrong outside single rules and overrides.
  var hasFileFault = false
}

/// This is the reader of one pack file of schema `argus.rules/v1`.
struct RulePackReader {
  let document: YAMLDocument
  let collector: DiagnosticCollector
  private var reading = RulePackReading()

  static func read(_ document: YAMLDocument, collector: DiagnosticCollector) -> RulePackReading {
    var reader = RulePackReader(document: document, collector: collector)
    reader.read()
    return reader.reading
  }

  private init(document: YAMLDocument, collector: DiagnosticCollector) {
    self.document = document
    self.collector = collector
  }

  private mutating func read() {
    guard let root = document.root else {
      readNothing()
      return
    }
    let entries = Entries(root)
    var faultyRules: Set<SourceLocation> = []
    for (index, var diagnostic) in document.diagnostics.enumerated() {
      let containers = index < document.faultContainers.count ? document.faultContainers[index] : []
      if let entry = containers.first(where: entries.contains) {
        diagnostic.ruleID = entries.id(of: entry)
        faultyRules.insert(entry)
      } else {
        reading.hasFileFault = true
      }
      collector.add(diagnostic)
    }

    let before = collector.errorCount
    guard var reader = MappingReader(root, document: document, collector: collector, context: "") else {
      reading.hasFileFault = true
      return
    }
    guard hasKnownSchema(&reader) else {
      reading.hasFileFault = true
      return
    }
    readHeader(&reader)
    let defaults = reader.mapping("defaults").map(RuleDefaults.init) ?? RuleDefaults()
    let rules = reader.nodes("rules")
    let overrides = reader.nodes("overrides")
    reader.finish(PackKeys.file)
    if !reader.contains("rules"), !reader.contains("overrides") {
      reader.reportMissing("rules", hint: "or `overrides`")
    }
    if collector.errorCount > before { reading.hasFileFault = true }

    for node in rules ?? [] { readRule(node, defaults, isFaulty: faultyRules.contains(node.location)) }
    for (index, node) in (overrides ?? []).enumerated() where !faultyRules.contains(node.location) {
      let override = RuleOverride.read(
        node, document: document, collector: collector, context: "overrides[\(index)]")
      if let override { reading.overrides.append(override) }
    }
  }

  private mutating func readNothing() {
    reading.hasFileFault = true
    collector.add(contentsOf: document.diagnostics)
    guard document.diagnostics.isEmpty else { return }
    collector.add(
      Diagnostic(
        code: DiagnosticCode.emptyFile.identifier(prefix: document.codePrefix),
        location: SourceLocation(file: document.file, line: 1, column: 1), message: "the file is empty",
        hint: "a pack begins with `schema: \(PackKeys.schema)`", sourceLine: document.lines.first))
  }

  private func hasKnownSchema(_ reader: inout MappingReader) -> Bool {
    guard let schema = reader.requiredString("schema") else { return false }
    if schema == PackKeys.schema { return true }
    let place = reader.location(of: "schema") ?? reader.location
    reader.fault(
      .wrongSchema, at: place, length: schema.unicodeScalars.count, "the schema \(QuotedText(schema)) is not known",
      hint: "this program reads `\(PackKeys.schema)`")
    return false
  }

  private mutating func readHeader(_ reader: inout MappingReader) {
    if !reader.contains("pack") { reader.reportMissing("pack", hint: "pack: {id: my.pack, version: 1.0.0}") }
    guard var pack = reader.mapping("pack") else { return }
    let id = pack.identifier("id")
    let version = pack.requiredString("version")
    let description = pack.string("description") ?? ""
    let license = pack.string("license") ?? ""
    if let demand = pack.string("requires_engine") { check(demand, in: pack) }
    pack.finish(PackKeys.pack)
    guard let id, let version else { return }
    reading.packLocation = pack.location(of: "id")
    reading.info = PackInfo(
      id: id, version: version, description: description, license: license, file: document.file)
  }

  private func check(_ demand: String, in pack: MappingReader) {
    let place = pack.location(of: "requires_engine") ?? pack.location
    let length = demand.unicodeScalars.count
    guard demand.hasPrefix(">="), let version = EngineVersion(demand.dropFirst(2).drop { $0 == " " }) else {
      pack.fault(
        .malformedAmount, at: place, length: length, "\(QuotedText(demand)) is no demand on the engine",
        hint: "write `\">=\(EngineVersion.current)\"`")
      return
    }
    if version > .current {
      pack.fault(
        .engineTooOld, at: place, length: length,
        "the pack needs engine \(version) or newer; this is \(EngineVersion.current)", hint: "update the program")
    }
  }

  private mutating func readRule(_ node: YAMLNode, _ defaults: RuleDefaults, isFaulty: Bool) {
    let idNode = RuleReader.idNode(of: node)
    let id = idNode?.text
    collector.ruleID = id
    defer { collector.ruleID = nil }
    var reader = RuleReader(
      node, document: document, collector: collector, pack: reading.info?.id ?? "", defaults: defaults)
    if let rule = reader?.read(), !isFaulty {
      reading.rules.append(.whole(rule))
    } else {
      reading.rules.append(.rejected(id: id, at: idNode?.location ?? node.location))
    }
  }
}

/// This is where the entries of `rules` and `overrides` begin: faults of the YAML inside one are that entry's.
private struct Entries {
  private var ids: [SourceLocation: String?] = [:]

  init(_ root: YAMLNode) {
    guard case .mapping(let pairs, _) = root else { return }
    for (key, value) in pairs where key.text == "rules" || key.text == "overrides" {
      guard case .sequence(let items, _) = value else { continue }
      for item in items { ids[item.location] = RuleReader.id(of: item) }
    }
  }

  func contains(_ location: SourceLocation) -> Bool { ids.keys.contains(location) }

  func id(of location: SourceLocation) -> String? { ids[location].flatMap(\.self) }
}
