// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "SDK",
  products: [
    // Dynamic on purpose: a type that crosses `dlopen` must exist once in the process.
    .library(name: "ArgusKit", type: .dynamic, targets: ["ArgusKit"])
  ],
  targets: [
    .target(
      name: "ArgusKit",
      swiftSettings: [
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("InternalImportsByDefault"),
      ])
  ],
  swiftLanguageModes: [.v6]
)
