public import ArgusKit

/// This is where requests may go: nothing but what stands here is ever connected to.
public struct UpstreamTable: Sendable {
  /// By provider, for requests that are recognised by path and headers.
  public var byProvider: [Provider: Upstream]
  /// By name, for `/_upstream/<name>/…`.
  public var byName: [String: Upstream]

  public init(byProvider: [Provider: Upstream], byName: [String: Upstream] = [:]) {
    self.byProvider = byProvider
    self.byName = byName
  }
}

/// This is one origin.
public struct Upstream: Sendable, Hashable {
  public var name: String
  public var provider: Provider
  public var host: String
  public var port: Int
  public var isTLS: Bool
  /// Put before the request's path; empty or begins with `/` and does not end with one.
  public var pathPrefix: String
  /// Trust anchors in PEM; nil for the system's.
  public var caFile: String?
  public var verifiesCertificate: Bool

  public init(
    name: String, provider: Provider, host: String, port: Int, isTLS: Bool, pathPrefix: String = "",
    caFile: String? = nil, verifiesCertificate: Bool = true
  ) {
    self.name = name
    self.provider = provider
    self.host = host
    self.port = port
    self.isTLS = isTLS
    self.pathPrefix = pathPrefix
    self.caFile = caFile
    self.verifiesCertificate = verifiesCertificate
  }
}
