import ArgusInspection
import ArgusKit
import ArgusRules
import Testing

@Suite struct ContextTests {
  private func inspector(_ distance: ContextRequirement.Distance) throws -> Inspector {
    try TestRules.inspector([
      TestRules.rule("t.ctx", "[0-9]{6}") {
        $0.context = ContextRequirement(any: ["AWS", "amazon"], distance: distance)
      }
    ])
  }

  @Test func wordsCountWithinTheDistanceOnly() throws {
    let inspector = try inspector(.bytes(8))
    #expect(!inspector.inspect(#"["aws 123456"]"#).types.isEmpty)
    #expect(!inspector.inspect(#"["123456 is aWs"]"#).types.isEmpty)
    #expect(!inspector.inspect(#"["aws:    123456"]"#).types.isEmpty)
    #expect(inspector.inspect(#"["aws:          123456"]"#).types.isEmpty)
    #expect(inspector.inspect(#"["123456          aws"]"#).types.isEmpty)
    #expect(inspector.inspect(#"["123456"]"#).types.isEmpty)
  }

  @Test func aWordCutByTheWindowDoesNotCount() throws {
    #expect(try inspector(.bytes(2)).inspect(#"["aws123456"]"#).types.isEmpty)
    #expect(try !inspector(.bytes(3)).inspect(#"["aws123456"]"#).types.isEmpty)
  }

  @Test func linesAreCountedFromTheMatch() throws {
    let own = try inspector(.lines(0))
    #expect(!own.inspect(#"["x\naws 123456\ny"]"#).types.isEmpty)
    #expect(own.inspect(#"["aws\n123456"]"#).types.isEmpty)
    #expect(own.inspect(#"["123456\naws"]"#).types.isEmpty)
    let near = try inspector(.lines(1))
    #expect(!near.inspect(#"["aws\n123456"]"#).types.isEmpty)
    #expect(!near.inspect(#"["123456\naws"]"#).types.isEmpty)
    #expect(near.inspect(#"["aws\n\n123456\n\naws"]"#).types.isEmpty)
  }

  @Test func theObjectKeyIsContextOfItsValue() throws {
    let inspector = try inspector(.bytes(8))
    #expect(!inspector.inspect(#"{"AWS_ID" : "123456"}"#).types.isEmpty)
    #expect(inspector.inspect(#"{"AWS_ID":[1,"123456"]}"#).types.isEmpty)
    #expect(inspector.inspect(#"{"AWS_ID":{"x":"123456"}}"#).types.isEmpty)
    #expect(inspector.inspect(#"{"AWS_ID":"y","z":"123456"}"#).types.isEmpty)
  }

  @Test func wordsOfOtherFieldsDoNotCount() throws {
    #expect(try inspector(.bytes(80)).inspect(#"["aws","123456"]"#).types.isEmpty)
  }
}

@Suite struct CompanionTests {
  private func rules(optional: Bool, raises: Confidence? = nil, shadow: Bool = false) -> [Rule] {
    [
      TestRules.rule("t.id", "ID[0-9]{2}", severity: .info),
      TestRules.rule("t.secret", "SEC[0-9]{2}") {
        $0.confidence = .low
        $0.requires = [
          CompanionRequirement(
            rule: "t.id", within: 5, isOptional: optional, raisesConfidenceTo: raises, location: TestRules.place)
        ]
      },
    ]
  }

  @Test(arguments: [
    (#"["ID12 SEC34"]"#, true), (#"["SEC34 ID12"]"#, true), (#"["ID12-----SEC34"]"#, true),
    (#"["ID12------SEC34"]"#, false), (#"["SEC34"]"#, false), (#"["ID12","SEC34"]"#, false),
    (#"["ID12                SEC34 ID56"]"#, true), (#"["ID12 x ID34          SEC34"]"#, false),
  ])
  func aDemandedCompanionMustBeNear(text: String, isFound: Bool) throws {
    let outcome = try TestRules.inspector(rules(optional: false)).inspect(text)
    #expect(outcome.types.contains("t.secret") == isFound)
  }

  @Test func anOptionalCompanionRaisesConfidence() throws {
    let inspector = try TestRules.inspector(rules(optional: true, raises: .high))
    let alone = inspector.inspect(#"["SEC34"]"#).decision.findings
    #expect(alone.map(\.confidence) == [.low])
    let paired = inspector.inspect(#"["SEC34 ID12"]"#).decision.findings.first { $0.type == "t.secret" }
    #expect(paired?.confidence == .high)
  }

  @Test func anAbsentCompanionRuleIsNeverNear() throws {
    let rules = Array(rules(optional: false).dropFirst())
    #expect(try TestRules.inspector(rules).inspect(#"["ID12 SEC34"]"#).types.isEmpty)
  }
}

@Suite struct ScopeTests {
  private func inspector(_ scope: RuleScope) throws -> Inspector {
    try TestRules.inspector([TestRules.rule("t.scoped", "HIT[0-9]", type: "hit") { $0.scope = scope }])
  }

  @Test func directionsLimitARule() throws {
    let inspector = try inspector(RuleScope(directions: [.response]))
    #expect(inspector.inspect(#"["HIT1"]"#).types.isEmpty)
    #expect(inspector.inspect(#"["HIT1"]"#, direction: .response).types == ["hit"])
  }

  @Test func fieldGlobsLimitARule() throws {
    let text = #"{"messages":[{"content":"HIT1"}],"tools":[{"description":"HIT2"}]}"#
    #expect(try inspector(RuleScope(includeFields: ["messages*"])).inspect(text).locations == ["messages[0].content"])
    #expect(try inspector(RuleScope(excludeFields: ["messages*"])).inspect(text).locations == ["tools[0].description"])
  }

  @Test func fileGlobsLimitARule() throws {
    let inspector = try inspector(RuleScope(includeFiles: ["*.env"], excludeFiles: ["test/*"]))
    #expect(inspector.inspect("HIT1", type: "text/plain", filename: "a/prod.env").types == ["hit"])
    #expect(inspector.inspect("HIT1", type: "text/plain", filename: "test/a.env").types.isEmpty)
    #expect(inspector.inspect("HIT1", type: "text/plain", filename: "a.txt").types.isEmpty)
    #expect(inspector.inspect("HIT1", type: "text/plain").types.isEmpty)
  }
}

@Suite struct AllowTests {
  @Test func aRulesOwnAllowListIsHonoured() throws {
    let rule = TestRules.rule("t.allow", "HIT-[a-z0-9]+", type: "hit") {
      $0.allow = RuleAllowlist(
        values: ["HIT-demo"], patterns: [RulePattern(source: "^HIT-ex", location: TestRules.place)], files: ["*.md"])
    }
    let inspector = try TestRules.inspector([rule])
    #expect(inspector.inspect(#"["HIT-demo"]"#).types.isEmpty)
    #expect(inspector.inspect(#"["HIT-example"]"#).types.isEmpty)
    #expect(inspector.inspect(#"["HIT-demos"]"#).types == ["hit"])
    #expect(inspector.inspect(#"["HIT-1"]"#, filename: "README.md").types.isEmpty)
  }

  @Test func theOperatorsAllowListIsHonoured() throws {
    func found(_ allowlist: AllowlistMatcher, filename: String = "") throws -> Bool {
      let inspector = try TestRules.inspector(settings: InspectionSettings(allowlist: allowlist))
      return !inspector.inspect("{\"note\":\"\(canary)\"}", filename: filename).types.isEmpty
    }
    #expect(try !found(AllowlistMatcher(values: ["secrets": ["CANARY-*"]])))
    #expect(try !found(AllowlistMatcher(values: ["*": [canary]])))
    #expect(try found(AllowlistMatcher(values: ["pii": ["*"], "*": ["CANARY"]])))
    #expect(try !found(AllowlistMatcher(paths: ["no*"])))
    #expect(try !found(AllowlistMatcher(paths: ["fixtures/*"]), filename: "fixtures/a.json"))
    #expect(try found(AllowlistMatcher(paths: ["other"])))
  }
}

@Suite struct OverlapTests {
  private func rules(_ change: (inout Rule) -> Void) -> [Rule] {
    [
      TestRules.rule("t.generic", "[a-z]+=([a-z0-9]+)", type: "generic", severity: .high, configure: change),
      TestRules.rule("t.special", "tok[0-9]{4}", type: "special", severity: .critical),
    ]
  }

  @Test func theMoreSevereOfTwoNamesIsReported() throws {
    let outcome = try TestRules.inspector(rules { _ in }).inspect(#"["key=tok1234"]"#)
    #expect(outcome.types == ["special"])
  }

  @Test func aWiderValueIsKeptBesideTheBetterOne() throws {
    let outcome = try TestRules.inspector(rules { _ in }).inspect(#"["key=tok1234extra"]"#)
    #expect(Set(outcome.types) == ["special", "generic"])
  }

  @Test func anotherCategoryIsKept() throws {
    let outcome = try TestRules.inspector(rules { $0.category = "pii" }).inspect(#"["key=tok1234"]"#)
    #expect(Set(outcome.types) == ["special", "generic"])
  }

  @Test func whatActsMoreStronglyIsKept() throws {
    let outcome = try TestRules.inspector(rules { $0.action = .block }).inspect(#"["key=tok1234"]"#)
    #expect(outcome.isBlocked)
  }

  @Test func shadowRulesDoNotHideLiveOnes() throws {
    var rules = rules { _ in }
    rules[1].mode = .shadow
    let outcome = try TestRules.inspector(rules).inspect(#"["key=tok1234"]"#)
    #expect(Set(outcome.types) == ["special", "generic"])
  }
}
