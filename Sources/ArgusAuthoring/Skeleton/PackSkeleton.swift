/// This is a first pack for an author: commented, whole, and right as it is written.
public enum PackSkeleton {
  /// - Parameters:
  ///   - pack: the pack's id.
  ///   - rule: the id of its one rule.
  public static func text(pack: String, rule: String) -> String {
    """
    # For editors: argusd rules schema > argus.rules.v1.schema.json, then
    # yaml-language-server: $schema=argus.rules.v1.schema.json
    # Check it:  argusd rules lint FILE      Prove it:  argusd rules test FILE
    schema: argus.rules/v1
    pack:
      id: \(pack)
      version: 0.1.0
      description: Credentials of our own services.
    # What rules say that do not say it themselves.
    defaults: {category: secrets, severity: high}
    rules:
      # The id is what policies, allow lists and metrics name: choose it well, it should never change.
      - id: \(rule)
        name: Example token
        description: Opens the example service until it is revoked.
        references: [https://docs.example.com/tokens]
        # PCRE2 in single quotes. Begin with a literal of four letters or more, bound every repeat, and say what may not
        # follow. The group is the value that is reported and redacted. `\\\\[nrt]` is an escaped line break in JSON.
        pattern: '(?:\\b|\\\\[nrt])(exmpl_[A-Za-z0-9]{32})\\b'
        # Every check must pass; they drop what only looks like the value.
        checks:
          - entropy: {min: 3.0}
          - not: {words: [example, sample], placeholder: true}
        # Further keys, all optional: context, requires, scope, allow, action, mode, confidence, tags.
        # mode: shadow     finds and counts, but never acts: a good beginning on live traffic
        # action: block    instead of what the policy does about its severity
        # context: {any: [deploy, vault], within: 80}
        examples:
          # Texts that must be found, with the value. In pieces, so that no scanner takes the pack for a leak.
          match:
            - {text: ['token = ex', 'mpl_Zk3vQ8sT1wY6rB4nM9cL2xH7dG5jF0aP'], value: ['ex', 'mpl_Zk3vQ8sT1wY6rB4nM9cL2xH7dG5jF0aP']}
          # Near misses that must not be found, and why.
          no_match:
            - {text: ['token = ex', 'mpl_Zk3vQ8sT1wY6rB4nM9cL2xH7dG5jF0a'], why: 31 characters instead of 32}
            - {text: 'token = exmpl_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx', why: a placeholder}

    """
  }
}
