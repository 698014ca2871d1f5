/// This is a rule of another tool, as far as such rules say the same things.
struct ForeignRule: Sendable {
  var id: String
  var name = ""
  var description = ""
  /// nil for a rule that only looks at file names.
  var pattern: String?
  /// The group that is the finding: a number, or a name that has to exist.
  var group: Int?
  /// Words of which one must stand somewhere in the text.
  var keywords: [String] = []
  var entropy: Double?
  var minimums: (digits: Int, upper: Int, lower: Int, special: Int) = (0, 0, 0, 0)
  var confidence: String?
  var tags: [String] = []
  var references: [String] = []
  var matching: [String] = []
  var notMatching: [String] = []
  /// Regular expressions over file names: only these, and never these.
  var paths: [String] = []
  var allowedPaths: [String] = []
  var allowedValues: [String] = []
  /// Parts of a value that rule it out.
  var stopwords: [String] = []
  /// True for a helper whose findings are not reported.
  var isHidden = false
  /// The line it begins on; 0 where that is not known.
  var line = 0
  /// What the reader could not take over.
  var notes: [ImportNote] = []
}

/// This is something that an imported rule says otherwise than its source, or no longer.
public struct ImportNote: Sendable, Hashable {
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    /// Said in other words.
    case converted
    /// Made up, for the author to replace.
    case added
    /// Not carried over.
    case dropped
  }

  public var kind: Kind
  /// The source's key, such as `validation`.
  public var key: String
  public var text: String

  public init(_ kind: Kind, _ key: String, _ text: String) {
    self.kind = kind
    self.key = key
    self.text = text
  }
}

/// This is what a file of another tool holds.
struct ForeignPack: Sendable {
  var rules: [ForeignRule] = []
  /// What concerns the whole file.
  var notes: [ImportNote] = []
}
