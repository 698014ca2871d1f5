import Synchronization

/// This is the count of what all requests together hold, and the refusal of what would be too much.
package final class AdmissionLimits: Sendable {
  /// Bytes of request bodies that may be held at once, by all connections.
  package static let minimumBodyBudget = 512 << 20

  private let connections = Atomic<Int>(0)
  private let heldBodyBytes = Atomic<Int>(0)
  private let requests = Atomic<Int>(0)

  package init() {}

  /// Counts one more connection unless `maximum` are open.
  package func admitConnection(maximum: Int) -> Bool {
    let count = connections.wrappingAdd(1, ordering: .relaxed).newValue
    guard count > maximum else { return true }
    connections.wrappingSubtract(1, ordering: .relaxed)
    return false
  }

  package func releaseConnection() { connections.wrappingSubtract(1, ordering: .relaxed) }

  /// Counts `bytes` of a body unless the budget is spent. The budget holds at least four bodies of the largest size.
  package func admitBody(bytes: Int, limits: RequestLimits) -> Bool {
    let (fourBodies, overflow) = limits.maximumBodyBytes.multipliedReportingOverflow(by: 4)
    let budget = max(Self.minimumBodyBudget, overflow ? Int.max : fourBodies)
    let held = heldBodyBytes.wrappingAdd(bytes, ordering: .relaxed).newValue
    guard held > budget else { return true }
    heldBodyBytes.wrappingSubtract(bytes, ordering: .relaxed)
    return false
  }

  package func releaseBody(bytes: Int) { heldBodyBytes.wrappingSubtract(bytes, ordering: .relaxed) }

  func beginRequest() { requests.wrappingAdd(1, ordering: .relaxed) }
  func endRequest() { requests.wrappingSubtract(1, ordering: .relaxed) }

  var activeRequests: Int { requests.load(ordering: .relaxed) }
  var openConnections: Int { connections.load(ordering: .relaxed) }
}
