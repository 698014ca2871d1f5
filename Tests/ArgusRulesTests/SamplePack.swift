/// This is the text of packs for tests.
enum SamplePack {
  static func pack(id: String = "test.pack", _ body: String) -> String {
    "schema: argus.rules/v1\npack: {id: \(id), version: 1.0.0}\n\(body)"
  }

  /// A pack of one valid rule with some more lines in it.
  static func rule(id: String = "test.token", pattern: String = #"\b(tok_[a-z]{8})\b"#, _ lines: String...) -> String {
    pack(id: "test." + id, "rules:\n" + entry(id: id, pattern: pattern, lines))
  }

  static func entry(id: String, pattern: String = #"\b(tok_[a-z]{8})\b"#, _ lines: [String] = []) -> String {
    """
      - id: \(id)
        category: secrets
        severity: high
        pattern: '\(pattern)'
    \(lines.map { "    \($0)\n" }.joined())    examples:
          match: [{text: tok_abcdefgh, value: tok_abcdefgh}]
          no_match: [{text: tok_abc, why: too short}]

    """
  }

  /// Every key of the format, each with a value that is not its default.
  static let complete = """
    schema: argus.rules/v1
    pack: {id: test.complete, version: 2.1.0, description: All keys, license: Apache-2.0, requires_engine: ">=1.0"}
    defaults: {category: secrets, severity: info, confidence: low, mode: shadow, action: log}
    rules:
      - id: test.plain
        patterns: ['tok_[a-z]{8}', 'key_[a-z]{8}']
        examples:
          match: [{text: tok_abcdefgh}]
          no_match: [{text: tok}]
      - id: test.full-rule
        type: full_type
        name: Full rule
        description: Has everything.
        category: custom
        severity: critical
        confidence: medium
        mode: live
        action: redact
        pattern: '(?<token>tok_[a-z]{8})'
        flags: [caseless, multiline, dotall, extended]
        value: token
        context: {any: [token, key], lines: 3}
        requires:
          - {rule: test.plain, within: 400, optional: true, raises_confidence_to: high}
        checks:
          - entropy: {min: 2.5}
          - length: {min: 12, max: 12}
          - characters: {digits: 0, upper: 0, lower: 3, special: 1}
          - checksum: github-crc32
          - not: {words: [example], hash_like: true, uuid: true, placeholder: true}
        scope:
          directions: [request, mcp]
          fields: {include: ['messages[*].content*'], exclude: ['tools[*].*']}
          files: {include: ['*.env'], exclude: ['*.lock']}
        allow:
          values: [[tok_, zzzzzzzz], plain]
          patterns: ['test$']
          files: ['docs/**']
        references: ['https://example.com/token']
        tags: [one, two]
        examples:
          match:
            - {text: ['x tok_', abcdefgh], value: [tok_, abcdefgh]}
          no_match:
            - {text: [tok_, abc], why: too short}
    overrides:
      - id: test.plain
        severity: warning
        confidence: high
        mode: live
        action: block
        context: {any: [vault]}
        checks: [{length: {max: 12}}]
        scope: {directions: [request]}
        allow: {values: [never]}
        tags: [vault]

    """
}
