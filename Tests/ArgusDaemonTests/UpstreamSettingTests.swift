import ArgusDaemon
import ArgusKit
import ArgusProxy
import Testing

@Suite struct UpstreamSettingTests {
  @Test(arguments: [
    ("https://api.example.com", "api.example.com", 443, true, ""),
    ("http://127.0.0.1:9000/", "127.0.0.1", 9000, false, ""),
    ("https://[::1]:8443/a/b/", "::1", 8443, true, "/a/b"),
    ("http://[::1]", "::1", 80, false, ""),
  ])
  func originsAreRead(url: String, host: String, port: Int, isTLS: Bool, prefix: String) throws {
    let upstream = try UpstreamSetting(name: "x", url: url).upstream
    #expect(upstream.host == host)
    #expect(upstream.port == port)
    #expect(upstream.isTLS == isTLS)
    #expect(upstream.pathPrefix == prefix)
  }

  @Test(arguments: [
    "", "api.example.com", "ftp://x", "https://", "https://:443", "http://h:0", "http://h:65536", "http://h:x",
    "https://user:pw@h", "https://h?x=1", "https://h#f", "https://[::1", "http://h/a b",
  ])
  func anythingElseIsRefused(url: String) {
    #expect(throws: URLFault.self) { try UpstreamSetting(name: "x", url: url) }
  }

  @Test func aWellKnownNameKnowsItsProvider() throws {
    #expect(try UpstreamSetting(name: "gemini", url: "http://h").provider == .gemini)
    #expect(try UpstreamSetting(name: "own", url: "http://h").provider == .generic)
    #expect(try UpstreamSetting(name: "own", url: "http://h", provider: .openai).provider == .openai)
  }
}
