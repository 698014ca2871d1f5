public import ArgumentParser
public import ArgusAuthoring
public import ArgusKit
public import ArgusMatcher
public import ArgusRules

// The words of rules are words of the command line, too.
extension Severity: @retroactive ExpressibleByArgument {}
extension RuleMode: ExpressibleByArgument {}
extension EngineAssignment.Tier: ExpressibleByArgument {}
extension RuleImporter.Source: ExpressibleByArgument {}
