import ArgusMatcher
import ArgusOracle
import ArgusRules
import Dispatch
import Foundation
import Synchronization
import Testing

@Suite struct LifetimeTests {
  private static func generation(_ number: Int) throws -> RulesetGeneration {
    let rules = [
      Rule.test("key", "key_[a-z]{4,8}"), Rule.test("near", "(?<![a-z])x\\d{2}"),
      Rule.test("generation", "g\(number)\\b"),
    ]
    return try RulesetCompiler().compile(RuleSet(rules: rules, packs: []), number: UInt64(number))
  }

  /// Counts through weak references, because other tests hold generations of their own meanwhile.
  private final class Watch: Sendable {
    private struct Weak: Sendable { weak let generation: RulesetGeneration? }
    private let watched = Mutex<[Weak]>([])

    func add(_ generation: RulesetGeneration) { watched.withLock { $0.append(Weak(generation: generation)) } }
    var alive: Int { watched.withLock { list in list.count { $0.generation != nil } } }
    var all: Int { watched.withLock { $0.count } }
  }

  @Test func reloadsUnderScanLeaveOneGeneration() throws {
    let active = ActiveRuleset(generation: try Self.generation(0), bound: "policy 0")
    let watch = Watch()
    watch.add(active.lease().generation)
    let isDone = Atomic<Bool>(false)
    let scans = Atomic<Int>(0)
    let failures = Atomic<Int>(0)
    // Threads of their own: a shared pool may run the workers one after the other. Reloads wait for every scanner.
    let hasScanned = DispatchSemaphore(value: 0)
    let ended = DispatchGroup()
    for _ in 0..<3 {
      ended.enter()
      Thread.detachNewThread {
        defer { ended.leave() }
        var arena = FieldArena()
        var isFirst = true
        while isFirst || !isDone.load(ordering: .acquiring) {
          let lease = active.lease()
          arena.reset()
          arena.append(field: Array("key_abcdef x12".utf8))
          arena.append(field: Array("g\(lease.generation.number)".utf8))
          let report = try? lease.generation.scan(arena)
          // The rules and what is bound to them belong together.
          let isWhole = report?.matches.map(\.rule) == [0, 1, 2] && lease.bound == "policy \(lease.generation.number)"
          if !isWhole { failures.wrappingAdd(1, ordering: .relaxed) }
          scans.wrappingAdd(1, ordering: .relaxed)
          if isFirst { hasScanned.signal() }
          isFirst = false
        }
      }
    }
    for _ in 0..<3 { hasScanned.wait() }
    for number in 1...200 {
      guard let next = try? Self.generation(number) else {
        failures.wrappingAdd(1, ordering: .relaxed)
        continue
      }
      watch.add(next)
      active.install(next, bound: "policy \(number)")
    }
    isDone.store(true, ordering: .releasing)
    ended.wait()
    #expect(failures.load(ordering: .relaxed) == 0)
    #expect(scans.load(ordering: .relaxed) >= 3)
    #expect(watch.all == 201)
    #expect(watch.alive == 1)
    #expect(RulesetGeneration.liveCount >= 1)
  }

  /// A thousand reloads, each a delta on the one before, every fourth followed by its consolidation, under scans.
  @Test func aThousandDeltasAndConsolidationsUnderScanLeaveOneGeneration() throws {
    let compiler = RulesetCompiler(delta: DeltaLimits(maximumChanges: 8, minimumPatterns: 0))
    @Sendable func rules(_ number: Int) -> RuleSet {
      let fixed = (0..<6).map { Rule.test("fixed\($0)", "fixed\($0)_[a-z]{4}") }
      return RuleSet(rules: fixed + [Rule.test("generation", "g\(number)\\b")], packs: [])
    }
    let active = ActiveRuleset(generation: try compiler.compile(rules(0), number: 0), bound: 0)
    let watch = Watch()
    watch.add(active.lease().generation)
    let isDone = Atomic<Bool>(false)
    let most = Atomic<Int>(0)
    let failures = Atomic<Int>(0)
    DispatchQueue.concurrentPerform(iterations: 3) { worker in
      guard worker > 0 else {
        for number in 1...1_000 {
          guard
            let next = try? compiler.compile(
              rules(number), number: UInt64(number), previous: active.lease().generation)
          else {
            failures.wrappingAdd(1, ordering: .relaxed)
            continue
          }
          watch.add(next)
          active.install(next, bound: number)
          if number % 4 == 0, let whole = try? compiler.consolidate(next), whole.isConsolidated {
            watch.add(whole)
            active.install(whole, bound: number)
          }
          most.max(watch.alive, ordering: .relaxed)
        }
        isDone.store(true, ordering: .releasing)
        return
      }
      var arena = FieldArena()
      while !isDone.load(ordering: .acquiring) {
        let lease = active.lease()
        arena.reset()
        arena.append(field: Array("fixed3_abcd g\(lease.bound) g\(lease.bound + 1)".utf8))
        let report = try? lease.generation.scan(arena)
        if report?.matches.map(\.rule) != [3, 6] { failures.wrappingAdd(1, ordering: .relaxed) }
      }
    }
    #expect(failures.load(ordering: .relaxed) == 0)
    // The live one, the one being swapped in, this loop's own two and what each scanning thread leases.
    #expect(most.load(ordering: .relaxed) <= 4 + 2)
    #expect(watch.all == 1_251 && watch.alive == 1)
  }

  @Test func aLeaseKeepsItsGeneration() throws {
    let active = ActiveRuleset(generation: try Self.generation(1), bound: 1)
    let watch = Watch()
    var lease: ActiveRuleset<Int>.Lease? = active.lease()
    if let generation = lease?.generation { watch.add(generation) }
    active.install(try Self.generation(2), bound: 2)
    #expect(watch.alive == 1)
    #expect(try lease?.generation.scan(FieldArena.of("g1")).matches.count == 1)
    lease = nil
    #expect(watch.alive == 0)
    #expect(active.lease().bound == 2)
  }
}
