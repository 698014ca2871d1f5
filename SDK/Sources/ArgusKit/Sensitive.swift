/// This is a value that must never leave memory: a matched secret, a credential.
///
/// It prints, interpolates, dumps and reflects as `‹redacted›`, and it is not `Codable`, so the compiler
/// refuses to write it to a file, a log or a table. Read it only with ``withExposed(_:)``, in a scope that a
/// reviewer can see.
///
/// ```swift
/// let key = Sensitive("s3cr3t")
/// print(key)                            // ‹redacted›
/// let n = key.withExposed { $0.count }  // 6
/// ```
public struct Sensitive<Value: Sendable>: Sendable {
  private let value: Value

  public init(_ value: Value) { self.value = value }

  /// Runs `body` on the value. What `body` returns must not contain the value.
  public func withExposed<Result: ~Copyable, Failure: Error>(
    _ body: (Value) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try body(value)
  }
}

extension Sensitive: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  public var description: String { "‹redacted›" }
  public var debugDescription: String { "‹redacted›" }
  public var customMirror: Mirror { Mirror(self, children: EmptyCollection<Mirror.Child>()) }
}

extension Sensitive: Equatable where Value: Equatable {}
extension Sensitive: Hashable where Value: Hashable {}
