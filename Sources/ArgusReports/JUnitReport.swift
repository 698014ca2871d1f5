/// This is a JUnit XML report, which nearly every CI service shows as tests.
public struct JUnitReport: Sendable {
  public struct Case: Sendable {
    public var name: String
    /// The group it is shown under, such as a rule's id or a file.
    public var className: String
    public var failure: Failure?
    /// Why the test could not be made, which says nothing about what it is for.
    public var error: Failure?
    public var skipped: String?
    public var seconds: Double

    public init(
      name: String, className: String, failure: Failure? = nil, error: Failure? = nil, skipped: String? = nil,
      seconds: Double = 0
    ) {
      self.name = name
      self.className = className
      self.failure = failure
      self.error = error
      self.skipped = skipped
      self.seconds = seconds
    }
  }

  public struct Failure: Sendable {
    /// One line.
    public var message: String
    public var details: String

    public init(message: String, details: String = "") {
      self.message = message
      self.details = details
    }
  }

  public var suite: String
  public var cases: [Case]

  public init(suite: String, cases: [Case] = []) {
    self.suite = suite
    self.cases = cases
  }

  /// The whole document, with a line break at the end.
  public var xml: String {
    let failed = cases.count { $0.failure != nil }
    let errors = cases.count { $0.error != nil }
    let skipped = cases.count { $0.skipped != nil }
    let seconds = cases.reduce(0) { $0 + $1.seconds }
    var lines = [
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>",
      "<testsuites tests=\"\(cases.count)\" failures=\"\(failed)\" errors=\"\(errors)\" skipped=\"\(skipped)\">",
      "  <testsuite name=\"\(MarkupText.escaped(suite))\" tests=\"\(cases.count)\" failures=\"\(failed)\""
        + " skipped=\"\(skipped)\" errors=\"\(errors)\" time=\"\(seconds)\">",
    ]
    for entry in cases {
      let head =
        "    <testcase name=\"\(MarkupText.escaped(entry.name))\" classname=\"\(MarkupText.escaped(entry.className))\""
        + " time=\"\(entry.seconds)\""
      if let (tag, fault) = entry.error.map({ ("error", $0) }) ?? entry.failure.map({ ("failure", $0) }) {
        lines.append(head + ">")
        lines.append(
          "      <\(tag) message=\"\(MarkupText.escaped(fault.message))\">\(MarkupText.escaped(fault.details))</\(tag)>"
        )
        lines.append("    </testcase>")
      } else if let reason = entry.skipped {
        lines.append(head + "><skipped message=\"\(MarkupText.escaped(reason))\"/></testcase>")
      } else {
        lines.append(head + "/>")
      }
    }
    lines += ["  </testsuite>", "</testsuites>", ""]
    return lines.joined(separator: "\n")
  }
}
