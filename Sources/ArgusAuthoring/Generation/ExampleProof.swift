import ArgusMatcher
import ArgusRules
import Synchronization

/// This is the note that the examples of a set of rules hold, so that the next start need not run them again.
///
/// It is of the whole set: what an example shows depends on every rule that reports something in its text, so the proof
/// of one rule would fall with a change of any other. The program counts as well, because its checks decide too. A note
/// is a file of the cache directory under the same conditions as a database; anything wrong with it, and the examples
/// are run.
struct ExampleProof {
  private static let maximumFiles = 16
  private static let suffix = ".proof"

  private let digest: String
  private let memory: ProofMemory
  private let directory: OwnedDirectory?

  init(rules: [Rule], program: String, memory: ProofMemory, directory: OwnedDirectory?) {
    digest = RuleSetDigest.ofExamples(rules, program: program).hexadecimal
    self.memory = memory
    self.directory = directory
  }

  /// Whether these examples held before, for this program.
  var isKnown: Bool { memory.last == digest || directory?.read(digest + Self.suffix) == content }

  /// Remembers that they hold.
  func keep() {
    memory.last = digest
    directory?.write(digest + Self.suffix, content)
    directory?.prune(keeping: Self.maximumFiles, suffix: Self.suffix)
  }

  private var content: [UInt8] { Array("argus.examples/1 \(digest)\n".utf8) }
}

/// This is what a process proved last.
final class ProofMemory: Sendable {
  private let digest = Mutex<String?>(nil)

  var last: String? {
    get { digest.withLock { $0 } }
    set { digest.withLock { $0 = newValue } }
  }
}
