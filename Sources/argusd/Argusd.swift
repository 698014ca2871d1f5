import ArgumentParser

@main
struct Argusd: AsyncParsableCommand {
  static let configuration = CommandConfiguration(commandName: "argusd")
  func run() async throws {}
}
