// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

let package = Package(
  name: "came-lab-benchmarks",
  platforms: [.macOS(.v26)],
  dependencies: [
    .package(name: "came-lab", path: ".."),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
  ],
  targets: [
    .systemLibrary(
      name: "CSystemMPFR", pkgConfig: "mpfr",
      providers: [.apt(["libmpfr-dev", "libgmp-dev"]), .brew(["mpfr", "gmp"])]),
    .target(name: "CRawMPFR", dependencies: ["CSystemMPFR"]),
    .target(name: "Timing", swiftSettings: strict),
    .executableTarget(
      name: "bench-step", dependencies: ["Timing", .product(name: "CAMECore", package: "came-lab")],
      swiftSettings: strict),
    .executableTarget(
      name: "bench-formats", dependencies: ["Timing", .product(name: "Formats", package: "came-lab")],
      swiftSettings: strict),
    // Ours and the C it is measured against, built as often as there are instruction sets to compare; and what runs them
    // beside PyTorch.
    .target(name: "CHandCAME", cSettings: [.unsafeFlags(["-O3"])]),
    .target(name: "CCountedAllocations"),
    .executableTarget(
      name: "bench-contestant",
      dependencies: ["CHandCAME", "CCountedAllocations", .product(name: "CAMECore", package: "came-lab")],
      swiftSettings: strict),
    .executableTarget(
      name: "bench",
      dependencies: ["Timing", .product(name: "ArgumentParser", package: "swift-argument-parser")],
      swiftSettings: strict),
    .executableTarget(
      name: "bench-harness",
      dependencies: [
        "Timing", .product(name: "PropertyKit", package: "came-lab"),
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: strict),
    // Run by `swift test`, as its users run it: what a case costs there.
    .testTarget(
      name: "HarnessSpeed",
      dependencies: [
        "Timing", .product(name: "PropertyKit", package: "came-lab"),
        .product(name: "PropertyTesting", package: "came-lab"),
      ],
      swiftSettings: strict),
    .executableTarget(
      name: "bench-mpfr",
      dependencies: [
        "CRawMPFR", "Timing",
        .product(name: "BigRealModule", package: "came-lab"),
        .product(name: "CAMECore", package: "came-lab"),
        .product(name: "PropertyKit", package: "came-lab"),
      ],
      swiftSettings: strict),
  ],
  swiftLanguageModes: [.v6]
)
