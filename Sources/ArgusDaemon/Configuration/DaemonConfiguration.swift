public import ArgusAuthoring
public import ArgusInspection
public import ArgusProxy

/// This is everything the operator decides, read from one file and the command line.
public struct DaemonConfiguration: Sendable {
  public var server = ProxyServer.Configuration()
  public var limits = RequestLimits()
  public var upstreams: [UpstreamSetting] = UpstreamSetting.defaults
  public var rules = RuleSourceSetting()
  public var policy = Policy()
  public var allowlistValues: [String: [String]] = [:]
  public var allowlistPaths: [String] = []
  public var failMode = FailMode.closed
  public var uninspectable = UninspectableVerdict.block
  public var decoding = DecodingSettings()
  public var block = BlockStyle()
  public var log = LogSetting()

  public init() {}

  /// Adds an upstream or replaces the one of the same name.
  public mutating func setUpstream(_ setting: UpstreamSetting) {
    if let index = upstreams.firstIndex(where: { $0.name == setting.name }) {
      upstreams[index] = setting
    } else {
      upstreams.append(setting)
    }
  }
}

public struct LogSetting: Sendable, Hashable {
  public enum Level: String, Sendable, Hashable, CaseIterable {
    case trace, debug, info, notice, warning, error, critical
  }

  public enum Format: String, Sendable, Hashable, CaseIterable {
    case text, json
  }

  public var level = Level.info
  public var format = Format.text

  public init() {}
}
