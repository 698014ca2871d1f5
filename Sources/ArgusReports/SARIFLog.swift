import Glibc

/// This is a SARIF 2.1.0 log with one run: what code-scanning services and editors read.
///
/// Lines and columns are 1-based and columns count Unicode code points; byte offsets count from the start of the file.
public struct SARIFLog: Sendable {
  public enum Level: String, Sendable { case none, note, warning, error }

  /// This is one entry of the tool's catalogue; results point to it by id.
  public struct Rule: Sendable {
    public var id: String
    public var name: String
    public var description: String
    public var level: Level
    public var helpURI: String?
    public var tags: [String]

    public init(
      id: String, name: String, description: String, level: Level, helpURI: String? = nil, tags: [String] = []
    ) {
      self.id = id
      self.name = name
      self.description = description
      self.level = level
      self.helpURI = helpURI
      self.tags = tags
    }
  }

  /// This is a place in a file; 0 and nil mean that the part is unknown.
  public struct Place: Sendable {
    public var path: String
    public var line = 0
    public var column = 0
    public var endLine = 0
    public var endColumn = 0
    public var byteOffset: Int?
    public var byteLength: Int?

    public init(path: String, line: Int = 0, column: Int = 0) {
      self.path = path
      self.line = line
      self.column = column
    }
  }

  public enum SuppressionKind: String, Sendable {
    /// By a comment beside it.
    case inSource
    /// By a list elsewhere, such as a baseline.
    case external
  }

  public struct Result: Sendable {
    public var ruleID: String
    public var level: Level
    public var message: String
    public var place: Place?
    /// Names and values that stay equal when lines move, such as `argus/v1`.
    public var fingerprints: [(String, String)] = []
    /// Why the result is accepted; nil where it is not.
    public var suppression: String?
    public var suppressionKind = SuppressionKind.inSource
    public var properties: [(String, JSONValue)] = []

    public init(ruleID: String, level: Level, message: String, place: Place? = nil) {
      self.ruleID = ruleID
      self.level = level
      self.message = message
      self.place = place
    }
  }

  public var toolName = "argusd"
  public var toolVersion: String
  public var informationURI: String?
  public var rules: [Rule] = []
  public var results: [Result] = []
  /// What the run could not do, such as a file that cannot be read.
  public var failures: [Result] = []

  /// What relative paths start from.
  private let workingDirectory: String

  public init(toolVersion: String, workingDirectory: String = SARIFLog.currentDirectory) {
    self.toolVersion = toolVersion
    self.workingDirectory = workingDirectory
  }

  /// The process's working directory.
  public static var currentDirectory: String {
    // Safe: `getcwd` allocates the result, which is copied and freed here.
    guard let path = getcwd(nil, 0) else { return "/" }
    defer { free(path) }
    return String(cString: path)
  }

  public var json: JSONValue {
    var driver: [(String, JSONValue)] = [("name", .string(toolName)), ("version", .string(toolVersion))]
    if let informationURI { driver.append(("informationUri", .string(informationURI))) }
    driver.append(("rules", .array(rules.map(Self.value))))
    var indexes: [String: Int] = [:]
    for (index, rule) in rules.enumerated() { indexes[rule.id] = index }
    var run: [(String, JSONValue)] = [
      ("tool", .object([("driver", .object(driver))])), ("columnKind", .string("unicodeCodePoints")),
      ("results", .array(results.map { value($0, index: indexes[$0.ruleID]) })),
    ]
    if (results + failures).contains(where: { $0.place.map { isBelowBase(artifactPath($0)) } ?? false }) {
      let base = JSONValue.object([("uri", .string(URIText.file(baseDirectory)))])
      run.append(("originalUriBaseIds", .object([(Self.baseID, base)])))
    }
    let notifications = failures.map(notification)
    run.append(
      (
        "invocations",
        .array([
          .object([
            ("executionSuccessful", .boolean(failures.isEmpty)),
            ("toolExecutionNotifications", .array(notifications)),
          ])
        ])
      ))
    return .object([
      ("$schema", .string("https://json.schemastore.org/sarif-2.1.0.json")), ("version", .string("2.1.0")),
      ("runs", .array([.object(run)])),
    ])
  }

  private static func value(_ rule: Rule) -> JSONValue {
    var members: [(String, JSONValue)] = [
      ("id", .string(rule.id)), ("name", .string(rule.name)), ("shortDescription", text(rule.name)),
      ("fullDescription", text(rule.description.isEmpty ? rule.name : rule.description)),
      ("defaultConfiguration", .object([("level", .string(rule.level.rawValue))])),
    ]
    if let uri = rule.helpURI { members.append(("helpUri", .string(uri))) }
    if !rule.tags.isEmpty { members.append(("properties", .object([("tags", .strings(rule.tags))]))) }
    return .object(members)
  }

  private func value(_ result: Result, index: Int?) -> JSONValue {
    var members: [(String, JSONValue)] = [("ruleId", .string(result.ruleID))]
    if let index { members.append(("ruleIndex", .integer(index))) }
    members += [("level", .string(result.level.rawValue)), ("message", Self.text(result.message))]
    if let place = result.place { members.append(("locations", .array([location(place)]))) }
    if !result.fingerprints.isEmpty {
      members.append(("partialFingerprints", .object(result.fingerprints.map { ($0.0, .string($0.1)) })))
    }
    if let reason = result.suppression {
      members.append(
        (
          "suppressions",
          .array([
            .object([("kind", .string(result.suppressionKind.rawValue)), ("justification", .string(reason))])
          ])
        ))
    }
    if !result.properties.isEmpty { members.append(("properties", .object(result.properties))) }
    return .object(members)
  }

  private func notification(_ result: Result) -> JSONValue {
    var members: [(String, JSONValue)] = [
      ("level", .string(result.level.rawValue)), ("message", Self.text(result.message)),
    ]
    if let place = result.place { members.append(("locations", .array([location(place)]))) }
    return .object(members)
  }

  private func location(_ place: Place) -> JSONValue {
    var region: [(String, JSONValue)] = []
    for (name, number) in [
      ("startLine", place.line), ("startColumn", place.column), ("endLine", place.endLine),
      ("endColumn", place.endColumn),
    ] where number > 0 {
      region.append((name, .integer(number)))
    }
    if let offset = place.byteOffset { region.append(("byteOffset", .integer(offset))) }
    if let length = place.byteLength { region.append(("byteLength", .integer(length))) }
    let path = artifactPath(place)
    var artifact: [(String, JSONValue)] = [("uri", .string(URIText.file(path)))]
    if isBelowBase(path) { artifact.append(("uriBaseId", .string(Self.baseID))) }
    var physical: [(String, JSONValue)] = [("artifactLocation", .object(artifact))]
    if !region.isEmpty { physical.append(("region", .object(region))) }
    return .object([("physicalLocation", .object(physical))])
  }

  /// The name that code-scanning services know for the root of the sources.
  private static let baseID = "%SRCROOT%"

  private var baseDirectory: String { workingDirectory.hasSuffix("/") ? workingDirectory : workingDirectory + "/" }

  /// Services compare a reference with the names of a repository's files, letter by letter.
  private func artifactPath(_ place: Place) -> String {
    for prefix in [baseDirectory, "./"] where place.path.hasPrefix(prefix) && place.path != prefix {
      return String(place.path.dropFirst(prefix.count))
    }
    return place.path
  }

  /// Standard input, `-`, is no file below any directory.
  private func isBelowBase(_ path: String) -> Bool { !path.hasPrefix("/") && path != "-" }

  private static func text(_ text: String) -> JSONValue { .object([("text", .string(text))]) }
}
