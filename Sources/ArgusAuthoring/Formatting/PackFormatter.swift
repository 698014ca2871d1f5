import ArgusRules

/// This is the canonical form of a pack: keys in the order of the format, patterns in single quotes, one line for what fits
/// on one, texts that look like credentials in pieces. Comments keep their place, and nothing changes its meaning.
///
/// The parser drops comments, so they are found in the text beside it: one on a line of its own stays above what follows it,
/// one behind a value stays behind the first line of what it stood behind. What was formatted is read again and compared
/// with what was there; where the two differ in anything but layout, the file is left alone.
public struct PackFormatter: Sendable {
  /// This is why a file is left as it is.
  public struct Refusal: Error, Sendable, Hashable {
    public var reason: String
  }

  public init() {}

  /// The canonical text of the pack in `bytes`; formatting it again changes nothing.
  public func format(_ bytes: [UInt8], file: String) throws(Refusal) -> String {
    let document = YAMLDocument(bytes: bytes, file: file)
    let before = RulePackLoader().load(bytes: bytes, file: file)
    if let error = before.diagnostics.first(where: { $0.severity == .error && !$0.isAboutOtherPacks }) {
      throw Refusal(reason: "mend its errors first (`argusd rules lint`): \(error.oneLine)")
    }
    guard let root = document.root else { throw Refusal(reason: "it is empty") }
    let layout = YAMLLayout(of: document, bytes: bytes)
    if let obstacle = layout.obstacle { throw Refusal(reason: obstacle) }
    var builder = PackNodeBuilder(layout: layout)
    let members = builder.members(of: root, PackKeys.file)
    var text = PackWriter.text(of: members)
    for comment in builder.leftOver { text += comment + "\n" }
    try compare(before, bytes: bytes, text: text, layout: layout, file: file)
    return text
  }

  private func compare(
    _ before: RuleLoadResult, bytes: [UInt8], text: String, layout: YAMLLayout, file: String
  ) throws(Refusal) {
    let after = RulePackLoader().load(bytes: Array(text.utf8), file: file)
    let isEqual =
      after.ruleSet.digest == before.ruleSet.digest && after.ruleSet.packs == before.ruleSet.packs
      && after.diagnostics.map(\.code).sorted() == before.diagnostics.map(\.code).sorted()
      && after.ruleSet.rules.map(PlainRule.init) == before.ruleSet.rules.map(PlainRule.init)
    guard isEqual else { throw Refusal(reason: "formatting would change what it means; please report this") }
    let document = YAMLDocument(bytes: Array(text.utf8), file: file)
    let comments = YAMLLayout(of: document, bytes: Array(text.utf8)).comments.map(\.text).sorted()
    guard comments == layout.comments.map(\.text).sorted() else {
      throw Refusal(reason: "formatting would lose a comment; please report this")
    }
  }
}

extension Diagnostic {
  /// Overrides and companions may belong to packs that are not read here.
  fileprivate var isAboutOtherPacks: Bool { code == DiagnosticCode.unknownRule.identifier() }
}

/// This is what a rule says, without the places where it says it.
private struct PlainRule: Equatable {
  private var texts: [String]

  init(_ rule: Rule) {
    texts = [rule.id, rule.name, rule.description] + rule.tags + rule.references
    for example in rule.examples.match {
      texts += ["match", example.text, example.value ?? "", example.value == nil ? "" : "v"]
    }
    for example in rule.examples.noMatch { texts += ["no", example.text, example.why] }
  }
}
