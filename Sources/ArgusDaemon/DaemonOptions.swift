import ArgusAuthoring
import ArgusProxy
public import ArgusRules

/// This is what the command line says; it wins over the file, at the start and at every reload.
public struct DaemonOptions: Sendable {
  public var configurationFile: String?
  public var host: String?
  public var port: Int?
  /// Loaded after the configured paths.
  public var rulePaths: [String] = []
  public var omitsShippedRules = false
  public var upstreams: [UpstreamSetting] = []
  public var isQuiet = false
  public var logLevel: LogSetting.Level?
  public var logFormat: LogSetting.Format?

  public init() {}

  /// Reads the file and lays the command line over it.
  public func configuration() -> (DaemonConfiguration, [Diagnostic]) {
    var (configuration, diagnostics) = ConfigurationReader().read(path: configurationFile)
    if let host { configuration.server.host = host }
    if let port { configuration.server.port = port }
    configuration.rules.paths += rulePaths
    if omitsShippedRules { configuration.rules.usesShipped = false }
    for upstream in upstreams { configuration.setUpstream(upstream) }
    if let logLevel { configuration.log.level = logLevel }
    if let logFormat { configuration.log.format = logFormat }
    return (configuration, diagnostics)
  }
}
