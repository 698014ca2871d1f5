/// This is what connections are shared by: two upstreams that differ only in name or prefix use the same ones.
struct UpstreamOrigin: Hashable {
  var host: String
  var port: Int
  var isTLS: Bool
  var caFile: String?
  var verifiesCertificate: Bool
  /// The ruleset generation whose trust the connection was made with; 0 without TLS. A reload may mean another
  /// certificate authority under the same file name: what was trusted before is not used again.
  var generation: UInt64

  init(_ upstream: Upstream, generation: UInt64) {
    host = upstream.host
    port = upstream.port
    isTLS = upstream.isTLS
    caFile = upstream.caFile
    verifiesCertificate = upstream.verifiesCertificate
    self.generation = upstream.isTLS ? generation : 0
  }
}

extension Upstream {
  /// The value of `Host` for requests to this upstream: the port only where it is not the scheme's own.
  var authority: String {
    let name = host.utf8.contains(UInt8(ascii: ":")) ? "[\(host)]" : host
    return port == (isTLS ? 443 : 80) ? name : "\(name):\(port)"
  }
}
