import ArgusInspection
import ArgusKit
import ArgusRules

extension InspectionSubject {
  /// What an example of `rule` is inspected as: a text, in a file of the kind that the rule demands, if it demands one.
  static func example(of rule: Rule) -> InspectionSubject {
    let name = rule.scope.includeFiles.first.map { glob in
      String(String.UnicodeScalarView(glob.unicodeScalars.map { $0 == "*" || $0 == "?" ? "x" : $0 }))
    }
    return InspectionSubject(provider: .generic, contentType: "text/plain", filename: name ?? "")
  }
}
