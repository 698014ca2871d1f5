package import ArgusKit
package import NIOHTTP1

/// This is the decision where a request goes: by the name in its path, else by a path that only one provider has,
/// else by the headers of one provider. What stays undecided is refused: a guess could send a body to the wrong
/// company.
package struct Route: Equatable {
  package var upstream: Upstream
  /// The dialect of the request: it names fields and shapes refusals.
  package var provider: Provider
  /// What follows the upstream's prefix: path and query as the client sent them.
  package var target: String

  static let namePrefix = "/_upstream/"

  package static func decide(_ head: HTTPRequestHead, table: UpstreamTable) throws(Refusal) -> Route {
    let path = RequestFacts.splitTarget(head.uri).path
    if path.hasPrefix(namePrefix) { return try named(head, table: table) }
    guard let provider = recognise(path: path, headers: head.headers) else {
      throw unknown("No provider is recognised by this path and its headers.", table)
    }
    guard let upstream = table.byProvider[provider] else {
      throw unknown("No upstream is configured for \(provider).", table)
    }
    return Route(upstream: upstream, provider: provider, target: head.uri)
  }

  private static func named(_ head: HTTPRequestHead, table: UpstreamTable) throws(Refusal) -> Route {
    let rest = head.uri.dropFirst(namePrefix.count)
    let nameEnd = rest.utf8.firstIndex { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "?") } ?? rest.endIndex
    guard let upstream = table.byName[String(rest[..<nameEnd])] else {
      throw unknown("No upstream has that name.", table)
    }
    let tail = rest[nameEnd...]
    let target = tail.hasPrefix("/") ? String(tail) : "/" + tail
    var provider = upstream.provider
    if provider == .generic {
      let path = RequestFacts.splitTarget(target).path
      provider = recognise(path: path, headers: head.headers) ?? .generic
    }
    return Route(upstream: upstream, provider: provider, target: target)
  }

  private static func unknown(_ sentence: String, _ table: UpstreamTable) -> Refusal {
    let providers = table.byProvider.keys.map(\.rawValue).sorted().joined(separator: ", ")
    let names = table.byName.keys.sorted().map { namePrefix + $0 + "/…" }.joined(separator: ", ")
    return Refusal(
      .notFound, "no_route",
      "\(sentence) Known by path and headers: \(providers.isEmpty ? "none" : providers). "
        + "Known by name: \(names.isEmpty ? "none" : names).")
  }
}

extension Route {
  /// The provider that owns the path, else the one that the headers speak of, else nil.
  static func recognise(path: Substring, headers: HTTPHeaders) -> Provider? {
    byPath(path) ?? byHeaders(headers)
  }

  /// Only paths that no other provider has: `/v1/models`, `/v1/files` and the like are left to the headers.
  private static func byPath(_ path: Substring) -> Provider? {
    for (root, provider) in ownedRoots where path.hasPrefix(root) {
      let rest = path.dropFirst(root.count)
      if rest.isEmpty || rest.hasPrefix("/") { return provider }
    }
    if path.hasPrefix("/v1beta/") || path.hasPrefix("/v1alpha/") || path.hasPrefix("/upload/v1beta/") { return .gemini }
    if let colon = path.utf8.lastIndex(of: UInt8(ascii: ":")) {
      if geminiVerbs.contains(String(path[path.utf8.index(after: colon)...])) { return .gemini }
    }
    return nil
  }

  private static let ownedRoots: [(String, Provider)] = [
    ("/v1/messages", .anthropic), ("/v1/complete", .anthropic),
    ("/v1/chat/completions", .openai), ("/v1/responses", .openai), ("/v1/completions", .openai),
    ("/v1/embeddings", .openai), ("/v1/images", .openai), ("/v1/audio", .openai), ("/v1/moderations", .openai),
    ("/v1/conversations", .openai), ("/v1/realtime", .openai), ("/v1/vector_stores", .openai),
    ("/v1/assistants", .openai), ("/v1/threads", .openai), ("/v1/fine_tuning", .openai), ("/v1/uploads", .openai),
  ]

  private static let geminiVerbs: Set<String> = [
    "generateContent", "streamGenerateContent", "countTokens", "embedContent", "batchEmbedContents",
    "batchGenerateContent", "predict", "predictLongRunning",
  ]

  /// One provider only: headers that speak of two decide nothing.
  private static func byHeaders(_ headers: HTTPHeaders) -> Provider? {
    var seen: Provider?
    var isContradictory = false
    for (name, value) in headers {
      guard let provider = provider(ofHeader: name.lowercased(), value: value) else { continue }
      if let other = seen, other != provider { isContradictory = true }
      seen = provider
    }
    return isContradictory ? nil : seen
  }

  private static func provider(ofHeader name: String, value: String) -> Provider? {
    switch name {
    case "anthropic-version", "anthropic-beta", "x-api-key": return .anthropic
    case "x-goog-api-key", "x-goog-api-client": return .gemini
    case "openai-organization", "openai-project", "openai-beta": return .openai
    case "authorization":
      let scheme = "bearer "
      guard value.lowercased().hasPrefix(scheme) else { return nil }
      let token = value.dropFirst(scheme.count)
      if token.hasPrefix("sk-ant-") { return .anthropic }
      return token.hasPrefix("sk-") ? .openai : nil
    default: return nil
    }
  }
}
