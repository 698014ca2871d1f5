import ArgusOracle
import Testing

extension Differential {
  func expectAgreement(_ name: String, _ location: Testing.SourceLocation = #_sourceLocation) {
    print(
      "differential (\(name)): \(pairs) pairs, \(matches) matches, \(differences) differences, \(undecided) undecided")
    for description in descriptions { Issue.record(Comment(rawValue: description), sourceLocation: location) }
    #expect(differences == 0, sourceLocation: location)
    #expect(pairs > 0 && undecided * 100 <= pairs, sourceLocation: location)
  }
}
