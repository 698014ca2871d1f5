public import ArgusInspection

/// This is everything one request needs that a reload may change; swapped together with the ruleset.
public struct ProxyPolicy: Sendable {
  public var inspector: Inspector
  public var upstreams: UpstreamTable
  public var limits: RequestLimits
  public var block: BlockStyle

  public init(inspector: Inspector, upstreams: UpstreamTable, limits: RequestLimits, block: BlockStyle) {
    self.inspector = inspector
    self.upstreams = upstreams
    self.limits = limits
    self.block = block
  }
}

/// This is how a refusal is answered.
public struct BlockStyle: Sendable, Hashable {
  /// HTTP status per provider shape. Measured with the real clients: Claude Code shows our text after one request
  /// only for 451, Codex only for 400.
  public var anthropicStatus: Int
  public var openaiStatus: Int
  public var geminiStatus: Int

  public init(anthropicStatus: Int = 451, openaiStatus: Int = 400, geminiStatus: Int = 400) {
    self.anthropicStatus = anthropicStatus
    self.openaiStatus = openaiStatus
    self.geminiStatus = geminiStatus
  }
}

/// This is what one request may cost.
public struct RequestLimits: Sendable, Hashable {
  public var maximumBodyBytes: Int
  public var maximumHeaderBytes: Int
  public var maximumHeaderCount: Int
  public var maximumURIBytes: Int
  /// Bodies up to this size are inspected on the event loop, larger ones on the workers.
  public var inlineInspectionBytes: Int
  public var headerTimeout: Duration
  public var bodyIdleTimeout: Duration
  public var connectTimeout: Duration
  public var firstByteTimeout: Duration
  public var streamIdleTimeout: Duration
  public var maximumConnections: Int

  public init(
    maximumBodyBytes: Int = 32 << 20, maximumHeaderBytes: Int = 64 << 10, maximumHeaderCount: Int = 100,
    maximumURIBytes: Int = 8 << 10, inlineInspectionBytes: Int = 64 << 10, headerTimeout: Duration = .seconds(10),
    bodyIdleTimeout: Duration = .seconds(30), connectTimeout: Duration = .seconds(10),
    firstByteTimeout: Duration = .seconds(600), streamIdleTimeout: Duration = .seconds(300),
    maximumConnections: Int = 4096
  ) {
    self.maximumBodyBytes = maximumBodyBytes
    self.maximumHeaderBytes = maximumHeaderBytes
    self.maximumHeaderCount = maximumHeaderCount
    self.maximumURIBytes = maximumURIBytes
    self.inlineInspectionBytes = inlineInspectionBytes
    self.headerTimeout = headerTimeout
    self.bodyIdleTimeout = bodyIdleTimeout
    self.connectTimeout = connectTimeout
    self.firstByteTimeout = firstByteTimeout
    self.streamIdleTimeout = streamIdleTimeout
    self.maximumConnections = maximumConnections
  }
}
