public import ArgusInspection
import ArgusKit
public import ArgusMatcher
public import ArgusProxy

extension DaemonConfiguration {
  /// What operators decided about inspection, as the inspector takes it.
  public var inspectionSettings: InspectionSettings {
    InspectionSettings(
      policy: policy,
      allowlist: AllowlistMatcher(values: allowlistValues, paths: allowlistPaths),
      failMode: failMode,
      uninspectable: uninspectable, decoding: decoding)
  }

  /// Everything a request needs, bound to `generation`.
  ///
  /// - Parameter loopbackPort: where the built-in upstream of `argusd try` listens; nil leaves it out.
  public func proxyPolicy(generation: RulesetGeneration, loopbackPort: Int?) -> ProxyPolicy {
    var byProvider: [Provider: Upstream] = [:]
    var byName: [String: Upstream] = [:]
    for setting in upstreams {
      byName[setting.name] = setting.upstream
      // Only the three well-known names take traffic by recognition; others are named in the path.
      if UpstreamSetting.defaults.contains(where: { $0.name == setting.name }) {
        byProvider[setting.provider] = setting.upstream
      }
    }
    if let loopbackPort {
      byName[Self.loopbackName] = Upstream(
        name: Self.loopbackName, provider: .generic, host: "127.0.0.1", port: loopbackPort, isTLS: false)
    }
    return ProxyPolicy(
      inspector: Inspector(generation: generation, settings: inspectionSettings),
      upstreams: UpstreamTable(byProvider: byProvider, byName: byName),
      limits: limits,
      block: block)
  }

  /// The name under which `argusd try` reaches the built-in upstream of a running proxy.
  public static let loopbackName = "loopback"
}
