/// This is the registry of everything that can be said about a file; numbers are stable and never used twice.
///
/// Codes below 30 belong to YAML and to typed reading; packs use them as `AR0007`, the configuration as `AC0007`.
public enum DiagnosticCode: Int, Sendable, Hashable, CaseIterable {
  case unreadableFile = 1
  case fileTooLarge
  case invalidUTF8
  case forbiddenCharacter
  case syntax
  case severalDocuments
  case duplicateKey
  case keyIsNotText
  case tagRefused
  case unknownAlias
  case tooManyAliases
  case tooDeep
  case tooManyNodes
  case tooManyDiagnostics

  case unknownKey = 20
  case missingKey
  case wrongType
  case noValue
  case unknownWord
  case outOfRange
  case malformedAmount

  case emptyFile = 30
  case wrongSchema
  case engineTooOld
  case noPacks
  case duplicatePack
  case tooManyRules
  case tooManyFiles

  case malformedID = 40
  case duplicateRule
  case malformedWord
  case conflictingKeys
  case empty
  case unusablePattern
  case missingExample
  case malformedCheck
  case impossibleCheck
  case unknownRule
  case unusableCompanion
  case emptyOverride

  case noLiteral = 101
  case boundaryAfterNonWord
  case unboundedGap
  case allowsOwnExample
  case noDescription
  case noReferences
  case shadowed
  case companionIsOff
  case hugeRepeat

  case absentCapture = 120
  case deadCheck
  case unclearValue
  case uselessContext
  case lostBackslash
  case lineBreakInPattern
  case letterRange
  case anchoredPattern
  case unfitExample
  case excludesEverything
  case unescapedDot
  case unreachableBranch
  case explodingRepeat
  case fallbackTier

  /// The code as diagnostics carry it, such as `AR0007`.
  public func identifier(prefix: String = "AR") -> String {
    let digits = String(rawValue)
    return prefix + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }
}
