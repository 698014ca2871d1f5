import ArgusInspection
import ArgusKit
import ArgusRules

extension InspectionSubject {
  /// What an example of `rule` is inspected as: a text in a place where the rule looks, since examples name none.
  static func example(of rule: Rule) -> InspectionSubject {
    let scope = rule.scope
    var subject = InspectionSubject(
      provider: .generic, contentType: "text/plain",
      filename: place(in: scope.includeFiles, without: scope.excludeFiles, else: [""]))
    if let direction = scope.directions.first { subject.direction = direction }
    subject.textPath = place(
      in: scope.includeFields, without: scope.excludeFields, else: [subject.textPath, "messages[0].content"])
    return subject
  }

  /// A place that one of `included` matches and none of `excluded`, so far as there is one.
  private static func place(in included: [String], without excluded: [String], else others: [String]) -> String {
    let candidates = included.isEmpty ? others : included.flatMap { glob in ["0", "x"].map { filled(glob, $0) } }
    return candidates.first { place in !excluded.contains { Glob.matches($0, place) } } ?? candidates[0]
  }

  private static func filled(_ glob: String, _ wildcard: Unicode.Scalar) -> String {
    String(String.UnicodeScalarView(glob.unicodeScalars.map { $0 == "*" || $0 == "?" ? wildcard : $0 }))
  }
}
