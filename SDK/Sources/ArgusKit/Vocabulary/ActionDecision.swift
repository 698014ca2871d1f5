/// This is the one verdict on a request, taken after every finding is in.
public struct ActionDecision: Sendable, Hashable {
  /// The strongest action of all findings; nil when nothing was found that acts.
  public var action: Action?
  /// The finding that decided, as `type (location)`; empty when nothing did.
  public var reason: String
  public var findings: [Finding]

  public init(action: Action?, reason: String = "", findings: [Finding] = []) {
    self.action = action
    self.reason = reason
    self.findings = findings
  }
}
