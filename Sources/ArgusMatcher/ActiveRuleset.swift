import Synchronization

/// This is the live generation, together with what was bound to it (policy, allow lists, upstreams): both are
/// swapped by one pointer, so no request sees the rules of one configuration and the policy of another.
public final class ActiveRuleset<Bound: Sendable>: Sendable {
  /// This is one request's hold on a generation; the generation lives at least as long.
  public final class Lease: Sendable {
    public let generation: RulesetGeneration
    public let bound: Bound

    init(generation: RulesetGeneration, bound: Bound) {
      self.generation = generation
      self.bound = bound
    }
  }

  private let current: Mutex<Lease>

  public init(generation: RulesetGeneration, bound: Bound) {
    current = Mutex(Lease(generation: generation, bound: bound))
  }

  /// Pins the live generation for one request and its response.
  public func lease() -> Lease { current.withLock { $0 } }

  /// Makes `generation` live for requests that lease from now on; running ones keep theirs.
  public func install(_ generation: RulesetGeneration, bound: Bound) {
    let next = Lease(generation: generation, bound: bound)
    // The old lease is released outside the lock: freeing a database takes milliseconds.
    let previous = current.withLock { lease -> Lease in
      let old = lease
      lease = next
      return old
    }
    withExtendedLifetime(previous) {}
  }
}
