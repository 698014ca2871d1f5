import ArgusDaemon
import ArgusKit
import ArgusMatcher
import ArgusRules
import Dispatch
import Synchronization
import Testing

/// Which generations are compiled into one database, and which results are delivered.
@Suite struct ConsolidationTests {
  fileprivate static let compiler = RulesetCompiler(delta: DeltaLimits(maximumChanges: 9, minimumPatterns: 0))

  private static func rule(_ pattern: String) -> Rule {
    let place = SourceLocation(file: "test.yaml", line: 1, column: 1)
    return Rule(
      id: "test.\(pattern)", type: "test", name: pattern, category: "custom", severity: .high,
      patterns: [RulePattern(source: pattern, location: place)], location: place)
  }

  private static func set(_ patterns: [String]) -> RuleSet { RuleSet(rules: patterns.map(rule), packs: []) }

  /// Generations 1, 2, 3 with a delta on one base.
  private static func deltas() throws -> [RulesetGeneration] {
    let base = try compiler.compile(set(["abc", "def"]), number: 0)
    return try (1...3).map { number in
      try compiler.compile(set(["abc", "def", "new\(number)"]), number: UInt64(number), previous: base)
    }
  }

  /// A compilation that waits for a sign, and remembers what it was asked for.
  private final class Recorder: Sendable {
    let started = DispatchSemaphore(value: 0)
    let mayEnd = DispatchSemaphore(value: 0)
    let delivered = DispatchSemaphore(value: 0)
    private let state = Mutex((compiled: [UInt64](), delivered: [UInt64](), running: 0, most: 0))

    func consolidation() -> Consolidation {
      Consolidation(pause: .zero) { generation in
        self.state.withLock {
          $0.compiled.append(generation.number)
          $0.running += 1
          $0.most = max($0.most, $0.running)
        }
        self.started.signal()
        self.mayEnd.wait()
        self.state.withLock { $0.running -= 1 }
        do throws(MatcherError) {
          return .success(try ConsolidationTests.compiler.consolidate(generation))
        } catch {
          return .failure(error)
        }
      } deliver: { original, outcome in
        if case .success(let whole) = outcome, whole.isConsolidated, whole.digest == original.digest {
          self.state.withLock { $0.delivered.append(whole.number) }
        }
        self.delivered.signal()
      }
    }

    var compiled: [UInt64] { state.withLock { $0.compiled } }
    var results: [UInt64] { state.withLock { $0.delivered } }
    var most: Int { state.withLock { $0.most } }
  }

  private static func wait(for event: DispatchSemaphore) -> Bool { event.wait(timeout: .now() + 60) == .success }

  @Test func generationsThatCameMeanwhileAreOneMoreCompilation() throws {
    let generations = try Self.deltas()
    let recorder = Recorder()
    let consolidation = recorder.consolidation()
    consolidation.consider(generations[0])
    #expect(Self.wait(for: recorder.started))
    consolidation.consider(generations[1])
    consolidation.consider(generations[2])
    recorder.mayEnd.signal()
    #expect(Self.wait(for: recorder.started))
    recorder.mayEnd.signal()
    #expect(Self.wait(for: recorder.delivered))
    #expect(recorder.compiled == [1, 3])
    #expect(recorder.results == [3])
    #expect(recorder.most == 1)
  }

  @Test func aGenerationThatNeedsNothingTakesTheWaitingOnesPlace() throws {
    let generations = try Self.deltas()
    let recorder = Recorder()
    let consolidation = recorder.consolidation()
    consolidation.consider(generations[0])
    #expect(Self.wait(for: recorder.started))
    consolidation.consider(try Self.compiler.compile(Self.set(["abc"]), number: 9))
    recorder.mayEnd.signal()
    consolidation.consider(generations[1])
    #expect(Self.wait(for: recorder.started))
    recorder.mayEnd.signal()
    #expect(Self.wait(for: recorder.delivered))
    #expect(recorder.compiled == [1, 2])
    #expect(recorder.results == [2])
  }

  @Test func theSameGenerationCanBeConsideredAgainLater() throws {
    let generations = try Self.deltas()
    let recorder = Recorder()
    let consolidation = recorder.consolidation()
    for turn in 1...2 {
      consolidation.consider(generations[0])
      recorder.mayEnd.signal()
      #expect(Self.wait(for: recorder.delivered))
      #expect(recorder.compiled.count == turn)
    }
  }
}
