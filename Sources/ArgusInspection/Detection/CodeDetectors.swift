import ArgusKit
import ArgusMatcher

/// This is the run of the detectors written in code, each isolated from the others.
struct CodeDetectors {
  let detectors: [any Detector]
  let allowlist: AllowlistMatcher

  /// This is one place where a detector's finding stands.
  struct Sighting {
    /// Index into ``Result/findings``.
    var finding: Int
    /// Index into the arena's fields; nil where the detector names a place that does not hold the value.
    var field: Int?
    var value: Range<Int>
    var location: String
  }

  struct Result {
    var findings: [Finding] = []
    var sightings: [Sighting] = []
    /// Names of the detectors that threw.
    var failed: [String] = []
  }

  /// Detectors only see text, so each value is looked up again in the field that the detector names; every place
  /// of it there counts.
  func run(_ fields: [ScanField], _ scratch: borrowing InspectionScratch) -> Result {
    var result = Result()
    guard !detectors.isEmpty else { return result }
    var byPath: [String: [Int]] = [:]
    for (index, field) in fields.enumerated() { byPath[field.path, default: []].append(index) }
    for detector in detectors {
      let found: [Finding]
      do {
        found = try detector.scan(fields, allowlist: allowlist)
      } catch {
        result.failed.append(detector.name)
        continue
      }
      for var finding in found {
        finding.detector = detector.name
        if allowlist.allows(value: finding.matchedValue, detector: detector.name) { continue }
        result.findings.append(finding)
        locate(finding, byPath, fields, scratch, &result)
      }
    }
    return result
  }

  private func locate(
    _ finding: Finding, _ byPath: [String: [Int]], _ fields: [ScanField], _ scratch: borrowing InspectionScratch,
    _ result: inout Result
  ) {
    let needle = finding.matchedValue.withExposed { Array($0.utf8) }
    let number = result.findings.count - 1
    for location in Set(finding.occurrences.map(\.location)).sorted() {
      if allowlist.allows(path: location) { continue }
      var isFound = false
      for field in byPath[location] ?? [] where !allowlist.allows(path: fields[field].sourceFilename) {
        let text = scratch.arena.bytes.span.extracting(scratch.arena.fields[field])
        var start = 0
        while let at = ByteSearch.first(of: needle, in: text, from: start) {
          isFound = true
          start = at + needle.count
          result.sightings.append(Sighting(finding: number, field: field, value: at..<start, location: location))
        }
      }
      if !isFound { result.sightings.append(Sighting(finding: number, field: nil, value: 0..<0, location: location)) }
    }
  }
}
