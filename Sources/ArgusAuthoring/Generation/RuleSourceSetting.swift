/// This is where rules come from and what a reload does about errors.
public struct RuleSourceSetting: Sendable, Hashable {
  public enum OnError: String, Sendable, Hashable, CaseIterable {
    /// Any error of a reload keeps the running generation whole.
    case keepPrevious = "keep_previous"
    /// Faulty rules are left out by name and the rest goes live.
    case quarantine
  }

  /// Whether the packs beside the program are loaded first.
  public var usesShipped = true
  /// Files and directories, loaded in order after the shipped packs.
  public var paths: [String] = []
  public var onError = OnError.keepPrevious

  public init() {}
}
