extension DiagnosticCode {
  /// The code in a few words.
  public var title: String { explanation.title }

  /// What the code means, why it is one, and what to do; a paragraph for the documentation.
  public var paragraph: String { explanation.paragraph }

  private var explanation: (title: String, paragraph: String) {
    switch self {
    case .unreadableFile:
      (
        "unreadable file",
        "The path does not exist, is no regular file, or the program may not read it. Mend the path or its permissions."
      )
    case .fileTooLarge: ("file too large", "A file may have 4 MiB. Split the pack; several files may share a family.")
    case .invalidUTF8:
      (
        "not UTF-8",
        "Packs are UTF-8 text, with or without a byte order mark. Convert the file; write other bytes of a pattern as `\\xNN`."
      )
    case .forbiddenCharacter:
      (
        "forbidden character",
        "YAML allows no control characters but tab and line breaks. Write the character as an escape."
      )
    case .syntax:
      (
        "not YAML",
        "The text breaks YAML's syntax at the marked place; the hint names the construct that was being read. Nothing behind it was read."
      )
    case .severalDocuments:
      ("several documents", "A file holds exactly one YAML document. Remove the `---` or split the file.")
    case .duplicateKey:
      (
        "duplicate key",
        "A key stands twice in one mapping, so one of the values would be lost. Remove one; where the two lie in a rule, the rule is rejected."
      )
    case .keyIsNotText:
      ("key is not a word", "A list or mapping stands where a key is expected. Quote it if it is meant as text.")
    case .tagRefused:
      ("tag", "YAML tags such as `!!binary` are not part of the format. Remove the tag; quote what is meant as text.")
    case .unknownAlias:
      ("alias without anchor", "An alias names an anchor that does not stand above it, or the very value it stands in.")
    case .tooManyAliases: ("too many aliases", "A file may use 1,000 aliases. Write the values out.")
    case .tooDeep: ("nested too deep", "Values may be nested 64 deep, aliases expanded.")
    case .tooManyNodes: ("too many values", "A file may hold 100,000 values after aliases are expanded.")
    case .tooManyDiagnostics:
      ("too many diagnostics", "Only the first 1,000 diagnostics of a run are shown. Mend those and run again.")
    case .unknownKey:
      (
        "unknown key",
        "The format has no such key at this place. Keys are never ignored: a misspelt one would silently change what a rule does."
      )
    case .missingKey: ("missing key", "A key that must be there is absent.")
    case .wrongType:
      (
        "wrong type",
        "The value has another type than the key demands. Text that YAML would read as a number, a truth value or null needs quotes."
      )
    case .noValue: ("no value", "The key has no value (YAML's null). Give it one or remove the key.")
    case .unknownWord: ("unknown word", "The value is not one of the words the key allows.")
    case .outOfRange: ("out of range", "The number lies outside the range the key allows.")
    case .malformedAmount:
      ("malformed amount", "The value is no version demand, size or time in the form the key demands.")
    case .emptyFile: ("empty file", "A pack file has no content. Remove it or give it a pack.")
    case .wrongSchema:
      (
        "unknown schema",
        "`schema` names a version of the format that this program does not read. Nothing else of the file was read."
      )
    case .engineTooOld: ("engine too old", "`requires_engine` demands a newer program.")
    case .noPacks:
      (
        "no packs",
        "A directory was named that holds no file named `*.yaml` or `*.yml`, which is most likely a wrong path."
      )
    case .duplicatePack:
      (
        "pack id is taken",
        "Two files claim one pack id. Both are loaded; give each its own id so that reports can tell them apart."
      )
    case .tooManyRules: ("too many rules", "A rule set may hold 10,000 rules.")
    case .tooManyFiles: ("too many files", "A directory may hold 2,000 packs, at most 32 directories deep.")
    case .malformedID:
      (
        "malformed id",
        "Ids are lower-case words of letters, digits, `_` and `-`, joined by dots, at most 128 bytes long."
      )
    case .duplicateRule:
      (
        "rule id is taken",
        "Two rules claim one id; the hint names the first. The first stays, the second is rejected. To change a shipped rule use `overrides`."
      )
    case .malformedWord:
      ("malformed word", "Types and categories are lower-case letters, digits, `_` and `-`; group names follow PCRE2.")
    case .conflictingKeys:
      ("conflicting keys", "Two keys exclude each other: `pattern` and `patterns`, or `within` and `lines`.")
    case .empty: ("empty list or word", "A list that must say something is empty, or one of its words is.")
    case .unusablePattern:
      ("unusable pattern", "The pattern is empty, longer than 32,768 bytes, or contains a NUL byte.")
    case .missingExample:
      (
        "missing example",
        "Every rule proves itself by at least one `match` and one `no_match` example. They are run by tests and at every reload."
      )
    case .malformedCheck:
      ("malformed check", "An entry of `checks` is a mapping with exactly one key, the check's name.")
    case .impossibleCheck: ("pointless check", "The check can never pass, or can never fail.")
    case .unknownRule:
      (
        "unknown rule",
        "No rule of this id exists, or for an override: none was read before it. Packs are read in order."
      )
    case .unusableCompanion:
      (
        "unusable companion",
        "A rule requires itself or a rule that was rejected, so it could never find anything. It is rejected too."
      )
    case .emptyOverride: ("empty override", "The override names a rule and changes nothing.")
    case .noLiteral:
      (
        "no literal",
        "No text of four bytes was found that every match must contain, so the automaton follows the pattern on every byte. Put a prefix or keyword into the pattern. Three bytes are noted, fewer are a warning."
      )
    case .boundaryAfterNonWord:
      (
        "boundary after a non-word character",
        "`\\b` behind `-`, `=`, `.` and their like demands a word character next. Consume or assert the end of the value's own alphabet instead, such as `(?:[^A-Za-z0-9_-]|$)`."
      )
    case .unboundedGap:
      (
        "unbounded gap",
        "`.*`, `[^x]+` and their like may span a whole text: they are slow, join unrelated things, and bar the rule from streams. Give the gap a bound."
      )
    case .allowsOwnExample:
      (
        "example is allowed",
        "The rule's own `allow` list or `not.words` swallows the value of one of its `match` examples."
      )
    case .noDescription:
      ("no description", "A description tells the person who sees the finding what was found and what it opens.")
    case .noReferences: ("no references", "A link to the format's documentation lets reviewers check the pattern.")
    case .shadowed: ("same pattern", "An earlier rule has the same pattern, and nothing that tells the two apart.")
    case .companionIsOff:
      (
        "companion is off",
        "A required rule is `off`, so this rule finds nothing. `shadow` keeps the other one matching without acting."
      )
    case .hugeRepeat:
      (
        "huge repeat",
        "Repeats above 32,767 fit no automaton; the rule would run in the slowest tier or be quarantined. Use a smaller bound and a `length` check."
      )
    case .absentCapture, .deadCheck, .unclearValue, .uselessContext, .lostBackslash, .lineBreakInPattern, .letterRange,
      .anchoredPattern, .unfitExample, .excludesEverything, .unescapedDot, .unreachableBranch, .explodingRepeat,
      .fallbackTier:
      explanationOfDeepLint
    }
  }
}
