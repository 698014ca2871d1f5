import ArgumentParser
import ArgusAuthoring
import ArgusDaemon
import ArgusRules
import FoundationEssentials

/// Where a command takes its rules from.
struct RuleOptions: ParsableArguments {
  @Option(
    name: .long, help: "The configuration file (default: $ARGUS_CONFIG, ~/.config/argus/config.yaml, /etc/argus).")
  var config: String?

  @Option(name: .customLong("rules"), help: "A rule pack or a directory of packs, loaded after the configured ones.")
  var rulePaths: [String] = []

  @Flag(name: .customLong("no-shipped-rules"), help: "Leave out the packs that come with argusd.")
  var omitsShippedRules = false

  var environment: [String: String] { ProcessInfo.processInfo.environment }

  var daemonOptions: DaemonOptions {
    var options = DaemonOptions()
    options.configurationFile = ConfigurationLocation.find(flag: config, environment: environment)
    options.rulePaths = rulePaths
    options.omitsShippedRules = omitsShippedRules
    return options
  }

  /// The configuration, or its diagnostics on standard error and an exit.
  func requireConfiguration() throws -> DaemonConfiguration {
    let (configuration, diagnostics) = daemonOptions.configuration()
    DiagnosticOutput.show(diagnostics)
    if diagnostics.contains(where: { $0.severity == .error }) { throw ExitStatus.faulty }
    return configuration
  }

  /// Builds the configured ruleset; a rule or pack that cannot be used ends the command.
  func requireGeneration(_ configuration: DaemonConfiguration) throws -> BuiltGeneration {
    let built = try RuleSelection.build(configuration.rules, environment: environment)
    // A failing example is the packs' affair (`rules test`), not this command's.
    DiagnosticOutput.show(built.faults)
    // Half of the rules would pass what the other half stops, and nobody reads warnings of a hook.
    if !built.faults.isEmpty { throw ExitStatus.faulty }
    return built
  }
}
