public import ArgusKit
public import ArgusProxy

/// This is one named origin as the operator writes it: a URL and how to trust it.
public struct UpstreamSetting: Sendable, Hashable {
  public var name: String
  public var provider: Provider
  public var upstream: Upstream

  /// The three providers whose requests are recognised by path and headers.
  public static let defaults: [UpstreamSetting] = [
    .official("anthropic", .anthropic, host: "api.anthropic.com"),
    .official("openai", .openai, host: "api.openai.com"),
    .official("gemini", .gemini, host: "generativelanguage.googleapis.com"),
  ]

  private static func official(_ name: String, _ provider: Provider, host: String) -> UpstreamSetting {
    UpstreamSetting(
      name: name, provider: provider,
      upstream: Upstream(name: name, provider: provider, host: host, port: 443, isTLS: true))
  }

  init(name: String, provider: Provider, upstream: Upstream) {
    self.name = name
    self.provider = provider
    self.upstream = upstream
  }

  /// Reads `url` as `http(s)://host[:port][/prefix]`.
  ///
  /// - Throws: ``URLFault`` saying what is wrong, in words for the operator.
  public init(
    name: String, url: String, provider: Provider? = nil, caFile: String? = nil, verifiesCertificate: Bool = true
  ) throws(URLFault) {
    let parts = try OriginURL(url)
    let known = Self.defaults.first { $0.name == name }?.provider
    self.name = name
    self.provider = provider ?? known ?? .generic
    self.upstream = Upstream(
      name: name, provider: self.provider, host: parts.host, port: parts.port, isTLS: parts.isTLS,
      pathPrefix: parts.pathPrefix, caFile: caFile, verifiesCertificate: verifiesCertificate)
  }
}

/// This is why a text is no origin.
public struct URLFault: Error, Sendable, Hashable, CustomStringConvertible {
  public var description: String
}

/// This is the part of RFC 3986 that names an origin: scheme, host, port and a path prefix.
struct OriginURL: Sendable, Hashable {
  var host: String
  var port: Int
  var isTLS: Bool
  var pathPrefix: String

  init(_ text: String) throws(URLFault) {
    let rest: Substring
    if text.hasPrefix("https://") {
      isTLS = true
      rest = text.dropFirst(8)
    } else if text.hasPrefix("http://") {
      isTLS = false
      rest = text.dropFirst(7)
    } else {
      throw URLFault(description: "the URL begins with neither `https://` nor `http://`")
    }
    guard !rest.contains(where: { "?#@ \\".contains($0) || !$0.isASCII }) else {
      throw URLFault(description: "the URL may hold only scheme, host, port and a path")
    }
    let authority = rest.prefix { $0 != "/" }
    var path = String(rest.dropFirst(authority.count))
    while path.hasSuffix("/") { path.removeLast() }
    pathPrefix = path

    var hostText = authority
    var portText: Substring?
    if authority.hasPrefix("[") {
      guard let close = authority.firstIndex(of: "]") else {
        throw URLFault(description: "the IPv6 address has no closing bracket")
      }
      hostText = authority[authority.index(after: authority.startIndex)..<close]
      let tail = authority[authority.index(after: close)...]
      if tail.hasPrefix(":") { portText = tail.dropFirst() }
    } else if let colon = authority.lastIndex(of: ":") {
      hostText = authority[..<colon]
      portText = authority[authority.index(after: colon)...]
    }
    guard !hostText.isEmpty else { throw URLFault(description: "the URL has no host") }
    host = String(hostText)
    if let portText {
      guard let number = Int(portText), (1...65_535).contains(number) else {
        throw URLFault(description: "the port is not a number from 1 to 65535")
      }
      port = number
    } else {
      port = isTLS ? 443 : 80
    }
  }
}
