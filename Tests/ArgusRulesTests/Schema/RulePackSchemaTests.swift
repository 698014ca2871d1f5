import ArgusRules
import Foundation
import Testing

@Suite struct RulePackSchemaTests {
  @Test func theCheckedInSchemaIsTheOneOfTheCode() throws {
    let url = ProjectTree.root.appending(path: "rules/schema/argus.rules.v1.schema.json")
    try Golden.expect(RulePackSchema.json(), equals: url)
  }

  @Test func theSchemaIsJSONAndRefusesUnknownKeysEverywhere() throws {
    let whole = try JSONSerialization.jsonObject(with: Data(RulePackSchema.json().utf8))
    let schema = try #require(whole as? [String: Any])
    let definitions = try #require(schema["$defs"] as? [String: [String: Any]])
    for (name, definition) in definitions {
      #expect(definition["additionalProperties"] as? Bool == false, "\(name)")
    }
    #expect(schema["additionalProperties"] as? Bool == false)
  }
}
