/// This is a detector written in code, for what a pattern cannot say.
///
/// It runs before the rules when registered with `priority: true`, else after them. It may be called from
/// several threads at once. What it throws is isolated: the other findings stand, and the configured fail
/// mode decides about the request.
public protocol Detector: Sendable {
  /// A short stable name; it becomes ``Finding/detector``.
  var name: String { get }

  /// Looks at all fields of one request.
  func scan(_ fields: [ScanField], allowlist: AllowlistMatcher) throws -> [Finding]
}
