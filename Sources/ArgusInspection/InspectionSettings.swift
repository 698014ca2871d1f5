public import ArgusKit

/// This is what the operator decided about inspection; one value per configuration.
public struct InspectionSettings: Sendable {
  public var policy: Policy
  public var allowlist: AllowlistMatcher
  /// What happens when a rule's outcome is unknown or a detector throws.
  public var failMode: FailMode
  /// What happens to a body that cannot be read as what it claims to be.
  public var uninspectable: UninspectableVerdict
  /// Detectors that run before the rules, then those that run after them.
  public var prioritisedDetectors: [any Detector]
  public var detectors: [any Detector]
  /// How far encodings within texts are undone.
  public var decoding: DecodingSettings

  public init(
    policy: Policy = Policy(), allowlist: AllowlistMatcher = AllowlistMatcher(), failMode: FailMode = .closed,
    uninspectable: UninspectableVerdict = .block, prioritisedDetectors: [any Detector] = [],
    detectors: [any Detector] = [], decoding: DecodingSettings = DecodingSettings()
  ) {
    self.policy = policy
    self.allowlist = allowlist
    self.failMode = failMode
    self.uninspectable = uninspectable
    self.prioritisedDetectors = prioritisedDetectors
    self.detectors = detectors
    self.decoding = decoding
  }
}

/// This is what an unknown outcome counts as.
public enum FailMode: String, Sendable, Hashable, CaseIterable {
  /// As a match: the request is blocked.
  case closed
  /// As no match: the request goes on; a `scan_error` finding records it.
  case open
}

public enum UninspectableVerdict: String, Sendable, Hashable, CaseIterable {
  case block, forward
}
