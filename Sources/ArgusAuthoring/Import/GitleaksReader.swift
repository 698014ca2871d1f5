import ArgusRules

/// This is the reader of Gitleaks' rule files (TOML).
enum GitleaksReader {
  static func read(_ text: String, file: String) -> Result<ForeignPack, Diagnostic> {
    let root: TOMLTable
    do throws(TOMLReader.Fault) {
      root = try TOMLReader.read(text)
    } catch {
      let place = SourceLocation(file: file, line: error.line, column: error.column)
      return .failure(
        Diagnostic(code: ImportCode.unreadable, location: place, message: "this is not TOML: \(error.message)"))
    }
    var pack = ForeignPack()
    for (index, table) in tables(root["rules"]).enumerated() {
      var rule = rule(table)
      rule.line = table.line
      if rule.id.isEmpty { rule.id = "rule-\(index + 1)" }
      pack.rules.append(rule)
    }
    applyGlobal(tables(root["allowlist"]) + tables(root["allowlists"]), to: &pack)
    for key in root.keys
    where !["title", "description", "rules", "allowlist", "allowlists", "minVersion"].contains(key) {
      let reason =
        key == "extend" ? "name the extended packs in `rules.paths`, and disabled rules in `overrides`" : "unknown key"
      pack.notes.append(ImportNote(.dropped, key, reason))
    }
    return .success(pack)
  }

  private static func rule(_ table: TOMLTable) -> ForeignRule {
    var rule = ForeignRule(id: table["id"]?.string ?? "")
    rule.description = table["description"]?.string ?? ""
    rule.pattern = table["regex"]?.string
    if let group = table["secretGroup"]?.int, group > 0 { rule.group = group }
    rule.entropy = table["entropy"]?.double.flatMap { $0 > 0 ? $0 : nil }
    rule.keywords = strings(table["keywords"])
    rule.tags = strings(table["tags"])
    if let path = table["path"]?.string { rule.paths = [path] }
    if table["skipReport"]?.bool == true { rule.isHidden = true }
    for list in tables(table["allowlist"]) + tables(table["allowlists"]) { apply(list, to: &rule) }
    let known = [
      "id", "description", "regex", "secretGroup", "entropy", "keywords", "tags", "path", "allowlist", "allowlists",
      "skipReport",
    ]
    for key in table.keys where !known.contains(key) {
      let reason = key == "required" ? "write `requires` with a distance in bytes" : "there is nothing like it here"
      rule.notes.append(ImportNote(.dropped, key, reason))
    }
    return rule
  }

  private static func apply(_ list: TOMLTable, to rule: inout ForeignRule) {
    let parts = [
      ("regexes", strings(list["regexes"])), ("paths", strings(list["paths"])),
      ("stopwords", strings(list["stopwords"])),
    ]
    .filter { !$0.1.isEmpty }
    if list["condition"]?.string?.uppercased() == "AND", parts.count > 1 {
      rule.notes.append(
        ImportNote(
          .dropped, "allowlists", "an allow list whose parts must all hold: \(parts.map(\.0).joined(separator: ", "))"))
      return
    }
    for (key, values) in parts {
      switch key {
      case "regexes":
        let target = list["regexTarget"]?.string ?? "secret"
        if target == "secret" || target.isEmpty {
          rule.allowedValues += values
        } else {
          rule.notes.append(
            ImportNote(
              .dropped, "allowlists.regexes",
              "\(values.count) expressions over the whole \(target); ours look at the value"))
        }
      case "paths": rule.allowedPaths += values
      default: rule.stopwords += values
      }
    }
    if !strings(list["commits"]).isEmpty {
      rule.notes.append(ImportNote(.dropped, "allowlists.commits", "use a baseline of `argusd scan`"))
    }
  }

  /// A list that names no rules holds for all of them.
  private static func applyGlobal(_ lists: [TOMLTable], to pack: inout ForeignPack) {
    for list in lists {
      let targets = strings(list["targetRules"])
      for index in pack.rules.indices where targets.isEmpty || targets.contains(pack.rules[index].id) {
        apply(list, to: &pack.rules[index])
      }
    }
  }

  private static func tables(_ value: TOMLValue?) -> [TOMLTable] { value?.allTables ?? [] }

  private static func strings(_ value: TOMLValue?) -> [String] { value?.strings ?? [] }
}

/// This is what can be wrong with a file that is to be imported.
enum ImportCode {
  static let unreadable = "AR0501"
}
