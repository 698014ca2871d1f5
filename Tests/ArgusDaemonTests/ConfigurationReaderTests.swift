import ArgusAuthoring
import ArgusDaemon
import ArgusInspection
import ArgusKit
import ArgusProxy
import ArgusRules
import Testing

@Suite struct ConfigurationReaderTests {
  private func read(_ text: String) -> (configuration: DaemonConfiguration, diagnostics: [Diagnostic]) {
    ConfigurationReader().read(bytes: Array(text.utf8), file: "dir/argus.yaml")
  }

  @Test func theFileThatInitWritesIsValidAndSaysTheDefaults() {
    let written = read(DefaultConfiguration.text)
    #expect(written.diagnostics.isEmpty)
    let defaults = DaemonConfiguration()
    #expect(written.configuration.server.host == defaults.server.host)
    #expect(written.configuration.server.port == defaults.server.port)
    #expect(written.configuration.server.threads == defaults.server.threads)
    #expect(written.configuration.server.drainTimeout == defaults.server.drainTimeout)
    #expect(written.configuration.limits == defaults.limits)
    #expect(written.configuration.upstreams == defaults.upstreams)
    #expect(written.configuration.rules == defaults.rules)
    #expect(written.configuration.policy == defaults.policy)
    #expect(written.configuration.allowlistPaths == defaults.allowlistPaths)
    #expect(written.configuration.failMode == defaults.failMode)
    #expect(written.configuration.uninspectable == defaults.uninspectable)
    #expect(written.configuration.block == defaults.block)
    #expect(written.configuration.log == defaults.log)
  }

  @Test func everyKeyTakesEffect() {
    let text = """
      schema: argus.config/v1
      proxy: {host: "::1", port: 9, threads: 3, drain_timeout: 5s}
      limits:
        body: 1MiB
        header_bytes: 2KiB
        header_count: 20
        uri: 100
        inline_inspection: 1KiB
        connections: 7
        timeouts: {header: 1s, body_idle: 2s, connect: 3s, first_byte: 4s, stream_idle: 250ms}
      upstreams:
        openai: {url: "http://127.0.0.1:9000/base/"}
        gw: {url: "https://gw.example:8443", provider: anthropic, ca_file: /ca.pem, verify: false}
      rules: {shipped: false, paths: [packs, /abs], on_error: quarantine}
      policy:
        default: log
        severities: {high: block}
        entries:
          - {rules: ["aws.*"], types: [a], categories: [pii], severities: [info], confidences: [low], providers: [openai],
             directions: [response], fields: ["x*"], action: redact}
      allowlists: {values: {secrets: ["a*"]}, paths: [p]}
      inspection: {fail_mode: open, uninspectable: forward}
      block: {anthropic_status: 400, openai_status: 451, gemini_status: 422}
      log: {level: debug, format: json}
      """
    let (configuration, diagnostics) = read(text)
    #expect(diagnostics.isEmpty)
    #expect(configuration.server.host == "::1")
    #expect(configuration.server.port == 9)
    #expect(configuration.server.threads == 3)
    #expect(configuration.server.drainTimeout == .seconds(5))
    #expect(
      configuration.limits
        == RequestLimits(
          maximumBodyBytes: 1 << 20, maximumHeaderBytes: 2048, maximumHeaderCount: 20, maximumURIBytes: 100,
          inlineInspectionBytes: 1024, headerTimeout: .seconds(1), bodyIdleTimeout: .seconds(2),
          connectTimeout: .seconds(3), firstByteTimeout: .seconds(4), streamIdleTimeout: .milliseconds(250),
          maximumConnections: 7))
    let openai = configuration.upstreams.first { $0.name == "openai" }
    #expect(openai?.upstream.host == "127.0.0.1")
    #expect(openai?.upstream.port == 9000)
    #expect(openai?.upstream.isTLS == false)
    #expect(openai?.upstream.pathPrefix == "/base")
    #expect(openai?.provider == .openai)
    let gateway = configuration.upstreams.first { $0.name == "gw" }
    #expect(gateway?.upstream.port == 8443)
    #expect(gateway?.upstream.caFile == "/ca.pem")
    #expect(gateway?.upstream.verifiesCertificate == false)
    #expect(gateway?.provider == .anthropic)
    #expect(configuration.rules.usesShipped == false)
    #expect(configuration.rules.paths == ["dir/packs", "/abs"])
    #expect(configuration.rules.onError == .quarantine)
    #expect(
      configuration.policy
        == Policy(
          defaultAction: .log, bySeverity: [.high: .block],
          entries: [
            Policy.Entry(
              rules: ["aws.*"], types: ["a"], categories: ["pii"], severities: [.info], confidences: [.low],
              providers: [.openai], directions: [.response], fields: ["x*"], action: .redact)
          ]))
    #expect(configuration.allowlistValues == ["secrets": ["a*"]])
    #expect(configuration.allowlistPaths == ["p"])
    #expect(configuration.failMode == .open)
    #expect(configuration.uninspectable == .forward)
    #expect(configuration.block == BlockStyle(anthropicStatus: 400, openaiStatus: 451, geminiStatus: 422))
    #expect(configuration.log.level == .debug)
    #expect(configuration.log.format == .json)
  }

  @Test(
    arguments: [
      ("prxy: {}", 1, 1, "proxy"),
      ("proxy: {port: 70000}", 1, 15, nil),
      ("proxy:\n  prot: 1", 2, 3, "port"),
      ("policy:\n  default: blok", 2, 12, "block"),
      ("policy:\n  entries:\n    - {rules: [a]}", 3, 7, "log, alert, redact, block"),
      ("upstreams:\n  openai: {url: api.openai.com}", 2, 17, "https://"),
      ("schema: argus.config/v2", 1, 9, "argus.config/v1"),
      ("proxy: {port: 1, port: 2}", 1, 18, nil),
      ("limits: {timeouts: {header: soon}}", 1, 29, nil),
    ] as [(String, Int, Int, String?)])
  func aFaultIsToldWithItsPlaceAndAWayOut(text: String, line: Int, column: Int, hint: String?) throws {
    let fault = try #require(read(text).diagnostics.first { $0.severity == .error })
    #expect(fault.code.hasPrefix("AC"))
    #expect(fault.location == SourceLocation(file: "dir/argus.yaml", line: line, column: column))
    if let hint { #expect(fault.hint?.contains(hint) == true, "hint: \(fault.hint ?? "none")") }
  }

  @Test func allFaultsOfAFileAreToldInOneRun() {
    let faults = read("proxy: {port: x, hots: y}\nlog: {level: loud}\nnope: 1").diagnostics
    #expect(faults.count == 4)
  }

  @Test func aMissingFileIsAnErrorAndNoFileMeansDefaults() {
    #expect(ConfigurationReader().read(path: "/nonexistent/argus.yaml").diagnostics.count == 1)
    #expect(ConfigurationReader().read(path: nil).diagnostics.isEmpty)
  }
}
