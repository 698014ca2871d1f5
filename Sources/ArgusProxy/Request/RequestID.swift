import Synchronization

/// This is a request's name in logs and error documents: unique in this process, unlikely to repeat in another.
struct RequestID: Hashable, CustomStringConvertible {
  let value: UInt64

  var description: String {
    let digits = String(value, radix: 16)
    return "argus-" + String(repeating: "0", count: 16 - digits.count) + digits
  }

  /// This is where names come from: a random start, then one step of a permutation per request.
  final class Source: Sendable {
    private let start = UInt64.random(in: .min ... .max)
    private let count = Atomic<UInt64>(0)

    func next() -> RequestID {
      // An odd factor makes the step a permutation of all 64-bit numbers; wrapping around is meant.
      let step = count.wrappingAdd(1, ordering: .relaxed).newValue &* 0x9E37_79B9_7F4A_7C15
      return RequestID(value: start &+ step)
    }
  }
}
