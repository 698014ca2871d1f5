/// This is what connections are shared by: two upstreams that differ only in name or prefix use the same ones.
struct UpstreamOrigin: Hashable {
  var host: String
  var port: Int
  var isTLS: Bool
  var caFile: String?
  var verifiesCertificate: Bool

  init(_ upstream: Upstream) {
    host = upstream.host
    port = upstream.port
    isTLS = upstream.isTLS
    caFile = upstream.caFile
    verifiesCertificate = upstream.verifiesCertificate
  }
}

extension Upstream {
  /// The value of `Host` for requests to this upstream: the port only where it is not the scheme's own.
  var authority: String {
    let name = host.utf8.contains(UInt8(ascii: ":")) ? "[\(host)]" : host
    return port == (isTLS ? 443 : 80) ? name : "\(name):\(port)"
  }
}
