/// This is who and what is behind a request, as far as it is known; unknown facts are empty.
public struct SessionContext: Sendable, Hashable {
  public var accountID = ""
  /// A keyed hash; the key itself never appears.
  public var apiKeyHash = ""
  public var sessionID = ""
  public var deviceID = ""
  public var sourceIP = ""
  public var workingDirectory = ""
  public var gitBranch = ""
  public var osPlatform = ""
  public var hostname = ""
  public var username = ""
  public var clientName = ""
  public var clientVersion = ""
  public var clientType = ""
  public var rawUserAgent = ""
  public var apiFormat = ""
  public var sdkName = ""
  public var sdkVersion = ""
  public var runtime = ""
  public var interceptMode = ""
  public var originalHost = ""

  public init() {}
}
