// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "argus",
  products: [
    .executable(name: "argusd", targets: ["argusd"]),
    .library(name: "ArgusAuthoring", targets: ["ArgusAuthoring"]),
    .library(name: "ArgusDaemon", targets: ["ArgusDaemon"]),
    .library(name: "ArgusInspection", targets: ["ArgusInspection"]),
    .library(name: "ArgusMatcher", targets: ["ArgusMatcher"]),
    .library(name: "ArgusOracle", targets: ["ArgusOracle"]),
    .library(name: "ArgusRules", targets: ["ArgusRules"]),
    .library(name: "ArgusScan", targets: ["ArgusScan"]),
  ],
  dependencies: [
    .package(path: "SDK"),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
  ],
  targets: [
    .systemLibrary(
      name: "CHyperscan", pkgConfig: "libhs", providers: [.apt(["libhyperscan-dev"])]),
    .systemLibrary(
      name: "CPCRE2", pkgConfig: "libpcre2-8", providers: [.apt(["libpcre2-dev"])]),
    .systemLibrary(
      name: "CLibYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .systemLibrary(name: "CZstd", pkgConfig: "libzstd", providers: [.apt(["libzstd-dev"])]),
    .systemLibrary(
      name: "CBrotli", pkgConfig: "libbrotlidec", providers: [.apt(["libbrotli-dev"])]),
    .systemLibrary(name: "CByteClasses"),

    .target(name: "ArgusReports"),
    .target(
      name: "ArgusRules",
      dependencies: [
        "ArgusReports", "CLibYAML",
        .product(name: "ArgusKit", package: "SDK"),
        .product(name: "Crypto", package: "swift-crypto"),
      ]),
    .target(
      name: "ArgusMatcher",
      dependencies: [
        "ArgusRules", "CHyperscan", "CPCRE2",
        .product(name: "ArgusKit", package: "SDK"),
        .product(name: "Crypto", package: "swift-crypto"),
      ]),
    .target(
      name: "ArgusInspection",
      dependencies: [
        "ArgusMatcher", "ArgusRules", "CByteClasses", "CZlib",
        .product(name: "ArgusKit", package: "SDK"),
      ]),
    .target(
      name: "ArgusAuthoring",
      dependencies: [
        "ArgusInspection", "ArgusMatcher", "ArgusReports", "ArgusRules",
        .product(name: "ArgusKit", package: "SDK"),
      ]),
    .target(
      name: "ArgusScan",
      dependencies: [
        "ArgusInspection", "ArgusMatcher", "ArgusReports", "ArgusRules",
        .product(name: "ArgusKit", package: "SDK"),
        .product(name: "Crypto", package: "swift-crypto"),
      ]),
    .target(
      name: "ArgusProxy",
      dependencies: [
        "ArgusInspection", "ArgusMatcher", "ArgusReports", "CZstd", "CBrotli",
        .product(name: "ArgusKit", package: "SDK"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "NIOSSL", package: "swift-nio-ssl"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
      ]),
    .target(
      name: "ArgusDaemon",
      dependencies: [
        "ArgusAuthoring", "ArgusProxy", "ArgusInspection", "ArgusMatcher", "ArgusReports", "ArgusRules",
        .product(name: "ArgusKit", package: "SDK"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "NIOSSL", package: "swift-nio-ssl"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
        .product(name: "UnixSignals", package: "swift-service-lifecycle"),
      ]),
    .executableTarget(
      name: "argusd",
      dependencies: [
        "ArgusAuthoring", "ArgusDaemon", "ArgusProxy", "ArgusInspection", "ArgusMatcher", "ArgusReports", "ArgusRules",
        "ArgusScan",
        .product(name: "ArgusKit", package: "SDK"),
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Logging", package: "swift-log"),
      ]),

    .testTarget(
      name: "ArgusKitTests", dependencies: [.product(name: "ArgusKit", package: "SDK")]),
    .testTarget(name: "ArgusReportsTests", dependencies: ["ArgusReports"]),
    .testTarget(
      name: "ArgusRulesTests",
      dependencies: ["ArgusReports", "ArgusRules", .product(name: "ArgusKit", package: "SDK")],
      exclude: ["Fixtures"]),
    // What the engine is compared with; shared by tests, fuzzing and benchmarks, never part of the program.
    .target(
      name: "ArgusOracle",
      dependencies: [
        "ArgusMatcher", "ArgusRules", "CPCRE2", .product(name: "ArgusKit", package: "SDK"),
      ],
      path: "Tests/ArgusOracle"),
    .testTarget(
      name: "ArgusMatcherTests",
      dependencies: [
        "ArgusOracle",
        "ArgusMatcher", "ArgusRules", "CPCRE2", .product(name: "ArgusKit", package: "SDK"),
      ]),
    .testTarget(
      name: "ArgusInspectionTests",
      dependencies: [
        "ArgusInspection", "ArgusMatcher", "ArgusRules", "CZlib",
        .product(name: "ArgusKit", package: "SDK"),
      ]),
    .testTarget(
      name: "ArgusAuthoringTests",
      dependencies: [
        "ArgusAuthoring", "ArgusInspection", "ArgusMatcher", "ArgusReports", "ArgusRules",
        .product(name: "ArgusKit", package: "SDK"),
      ]),
    .testTarget(
      name: "ArgusScanTests",
      dependencies: [
        "ArgusScan", "ArgusInspection", "ArgusMatcher", "ArgusReports", "ArgusRules",
        .product(name: "ArgusKit", package: "SDK"),
      ]),
    .testTarget(
      name: "ArgusProxyTests",
      dependencies: [
        "ArgusProxy", "ArgusInspection", "ArgusMatcher", "ArgusRules",
        .product(name: "ArgusKit", package: "SDK"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
      ]),
    .testTarget(
      name: "ArgusDaemonTests",
      dependencies: [
        "ArgusAuthoring", "ArgusDaemon", "ArgusProxy", "ArgusInspection", "ArgusMatcher", "ArgusRules",
        .product(name: "ArgusKit", package: "SDK"),
        .product(name: "Logging", package: "swift-log"),
      ]),
  ],
  swiftLanguageModes: [.v6]
)

// One settings array for every Swift target; strict memory safety only where unsafe code may live.
let settings: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InternalImportsByDefault"),
]
for target in package.targets where target.type != .system {
  target.swiftSettings = settings
  if target.name == "ArgusMatcher" { target.swiftSettings?.append(.strictMemorySafety()) }
}
