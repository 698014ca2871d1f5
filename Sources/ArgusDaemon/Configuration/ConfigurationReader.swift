import ArgusAuthoring
import ArgusInspection
import ArgusKit
import ArgusProxy
public import ArgusRules
import FoundationEssentials

/// This is the step from a YAML file to a ``DaemonConfiguration``, with every fault of the file in one run.
public struct ConfigurationReader: Sendable {
  static let schema = "argus.config/v1"

  public init() {}

  /// Reads the file at `path`, or gives the defaults for nil.
  public func read(path: String?) -> (configuration: DaemonConfiguration, diagnostics: [Diagnostic]) {
    guard let path else { return (DaemonConfiguration(), []) }
    guard let data = FileManager.default.contents(atPath: path) else {
      let diagnostic = Diagnostic(
        code: "AC0501", location: SourceLocation(file: path, line: 1, column: 1),
        message: "the configuration file cannot be read",
        hint: "write one with `argusd init`, or name another with `--config`")
      return (DaemonConfiguration(), [diagnostic])
    }
    return read(bytes: Array(data), file: path)
  }

  /// Reads a configuration from bytes; `file` names it in diagnostics.
  public func read(bytes: [UInt8], file: String) -> (configuration: DaemonConfiguration, diagnostics: [Diagnostic]) {
    let document = YAMLDocument(bytes: bytes, file: file, codePrefix: "AC")
    let collector = DiagnosticCollector()
    collector.add(contentsOf: document.diagnostics)
    var configuration = DaemonConfiguration()
    guard let root = document.root else { return (configuration, collector.diagnostics) }
    guard var reader = MappingReader(root, document: document, collector: collector, context: "") else {
      return (configuration, collector.diagnostics)
    }
    if let schema = reader.string("schema"), schema != Self.schema {
      reader.report(
        code: "AC0502", key: "schema", message: "the schema `\(schema)` is not known",
        hint: "write `schema: \(Self.schema)`")
    }
    readProxy(&reader, &configuration)
    readLimits(&reader, &configuration)
    readUpstreams(&reader, &configuration)
    readRules(&reader, &configuration, file: file)
    readPolicy(&reader, &configuration)
    readAllowlists(&reader, &configuration)
    readInspection(&reader, &configuration)
    readBlock(&reader, &configuration)
    readLog(&reader, &configuration)
    reader.finish()
    return (configuration, collector.diagnostics)
  }

  private func readProxy(_ root: inout MappingReader, _ configuration: inout DaemonConfiguration) {
    guard var reader = root.mapping("proxy") else { return }
    if let host = reader.string("host") { configuration.server.host = host }
    if let port = reader.integer("port", range: 0...65_535) { configuration.server.port = port }
    if let threads = reader.integer("threads", range: 0...256) {
      configuration.server.threads = threads == 0 ? nil : threads
    }
    if let drain = reader.duration("drain_timeout") { configuration.server.drainTimeout = drain }
    reader.finish()
  }

  private func readLimits(_ root: inout MappingReader, _ configuration: inout DaemonConfiguration) {
    guard var reader = root.mapping("limits") else { return }
    if let bytes = reader.byteCount("body", range: 1024...(1 << 30)) { configuration.limits.maximumBodyBytes = bytes }
    if let bytes = reader.byteCount("header_bytes", range: 1024...(1 << 20)) {
      configuration.limits.maximumHeaderBytes = bytes
    }
    if let count = reader.integer("header_count", range: 8...10_000) { configuration.limits.maximumHeaderCount = count }
    if let bytes = reader.byteCount("uri", range: 64...(1 << 16)) { configuration.limits.maximumURIBytes = bytes }
    if let bytes = reader.byteCount("inline_inspection", range: 0...(1 << 20)) {
      configuration.limits.inlineInspectionBytes = bytes
    }
    if let count = reader.integer("connections", range: 1...1_000_000) {
      configuration.limits.maximumConnections = count
    }
    if var timeouts = reader.mapping("timeouts") {
      if let value = timeouts.duration("header") { configuration.limits.headerTimeout = value }
      if let value = timeouts.duration("body_idle") { configuration.limits.bodyIdleTimeout = value }
      if let value = timeouts.duration("connect") { configuration.limits.connectTimeout = value }
      if let value = timeouts.duration("first_byte") { configuration.limits.firstByteTimeout = value }
      if let value = timeouts.duration("stream_idle") { configuration.limits.streamIdleTimeout = value }
      timeouts.finish()
    }
    reader.finish()
  }

  private func readUpstreams(_ root: inout MappingReader, _ configuration: inout DaemonConfiguration) {
    guard var table = root.mapping("upstreams"), case .mapping(let pairs, _)? = root.node("upstreams") else { return }
    for (key, _) in pairs {
      let name = key.text
      guard var reader = table.mapping(name) else { continue }
      let provider = reader.string("provider").map(Provider.init(rawValue:))
      let caFile = reader.string("ca_file")
      let verify = reader.boolean("verify") ?? true
      if let url = reader.requiredString("url") {
        do {
          configuration.setUpstream(
            try UpstreamSetting(
              name: name, url: url, provider: provider, caFile: caFile, verifiesCertificate: verify))
        } catch {
          reader.report(
            code: "AC0503", key: "url", message: "the upstream `\(name)` has no usable URL: \(error)",
            hint: "write `https://host[:port][/prefix]`")
        }
      }
      reader.finish()
    }
    table.finish()
  }

  private func readRules(_ root: inout MappingReader, _ configuration: inout DaemonConfiguration, file: String) {
    guard var reader = root.mapping("rules") else { return }
    if let shipped = reader.boolean("shipped") { configuration.rules.usesShipped = shipped }
    if let paths = reader.strings("paths") {
      // Relative paths are the file's neighbours, wherever the program was started.
      let directory = file.lastIndex(of: "/").map { String(file[...$0]) } ?? ""
      configuration.rules.paths = paths.map { $0.hasPrefix("/") ? $0 : directory + $0 }
    }
    if let mode = reader.enumeration("on_error", as: RuleSourceSetting.OnError.self) {
      configuration.rules.onError = mode
    }
    reader.finish()
  }

  private func readAllowlists(_ root: inout MappingReader, _ configuration: inout DaemonConfiguration) {
    guard var reader = root.mapping("allowlists") else { return }
    if var values = reader.mapping("values"), case .mapping(let pairs, _)? = reader.node("values") {
      for (key, _) in pairs { configuration.allowlistValues[key.text] = values.strings(key.text) ?? [] }
      values.finish()
    }
    if let paths = reader.strings("paths") { configuration.allowlistPaths = paths }
    reader.finish()
  }

  private func readInspection(_ root: inout MappingReader, _ configuration: inout DaemonConfiguration) {
    guard var reader = root.mapping("inspection") else { return }
    if let depth = reader.integer("decoding_depth", range: 0...DecodingSettings.maximumDepth) {
      configuration.decoding = DecodingSettings(depth: depth)
    }
    if let mode = reader.enumeration("fail_mode", as: FailMode.self) { configuration.failMode = mode }
    if let verdict = reader.enumeration("uninspectable", as: UninspectableVerdict.self) {
      configuration.uninspectable = verdict
    }
    reader.finish()
  }

  private func readBlock(_ root: inout MappingReader, _ configuration: inout DaemonConfiguration) {
    guard var reader = root.mapping("block") else { return }
    if let status = reader.integer("anthropic_status", range: 400...599) {
      configuration.block.anthropicStatus = status
    }
    if let status = reader.integer("openai_status", range: 400...599) { configuration.block.openaiStatus = status }
    if let status = reader.integer("gemini_status", range: 400...599) { configuration.block.geminiStatus = status }
    reader.finish()
  }

  private func readLog(_ root: inout MappingReader, _ configuration: inout DaemonConfiguration) {
    guard var reader = root.mapping("log") else { return }
    if let level = reader.enumeration("level", as: LogSetting.Level.self) { configuration.log.level = level }
    if let format = reader.enumeration("format", as: LogSetting.Format.self) { configuration.log.format = format }
    reader.finish()
  }
}
