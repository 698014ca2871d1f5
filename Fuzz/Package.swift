// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "argus-fuzz",
  dependencies: [.package(name: "argus", path: ".."), .package(path: "../SDK")],
  targets: [
    .executableTarget(
      name: "argus-fuzz",
      dependencies: [
        .product(name: "ArgusAuthoring", package: "argus"),
        .product(name: "ArgusInspection", package: "argus"),
        .product(name: "ArgusMatcher", package: "argus"),
        .product(name: "ArgusOracle", package: "argus"),
        .product(name: "ArgusRules", package: "argus"),
        .product(name: "ArgusScan", package: "argus"),
        .product(name: "ArgusKit", package: "SDK"),
      ],
      swiftSettings: [
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("InternalImportsByDefault"),
      ])
  ],
  swiftLanguageModes: [.v6]
)
