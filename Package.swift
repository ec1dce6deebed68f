// swift-tools-version: 6.2
import PackageDescription

/// The strictest set the compiler offers; a warning is a build failure here, and ignored where the package is a dependency.
let strict: [SwiftSetting] = [
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

let real = Target.Dependency.product(name: "RealModule", package: "swift-numerics")

let package = Package(
  name: "came-lab",
  platforms: [.macOS(.v26)],
  products: [
    .library(name: "CAMECore", targets: ["CAMECore"]),
    .library(name: "BigRealModule", targets: ["BigRealModule"]),
    .library(name: "Formats", targets: ["Formats"]),
    .library(name: "PropertyKit", targets: ["PropertyKit"]),
    .library(name: "PropertyTesting", targets: ["PropertyTesting"]),
    .library(name: "Objectives", targets: ["Objectives"]),
    .library(name: "CAMEProperties", targets: ["CAMEProperties"]),
    .executable(name: "came-lab", targets: ["came-lab"]),
  ],
  traits: [
    .default(enabledTraits: ["MPFR"]),
    .trait(
      name: "MPFR",
      description:
        "Arbitrary precision through MPFR. Without it CAMECore still builds, but nothing can be compared with the truth."
    ),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-numerics", from: "1.1.1"),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
    .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2"),
  ],
  targets: [
    // The algorithm, and nothing that it does not need.
    .target(name: "CAMECore", dependencies: [real], swiftSettings: strict),

    // Numbers.
    .systemLibrary(
      name: "CMPFR", pkgConfig: "mpfr",
      providers: [.apt(["libmpfr-dev", "libgmp-dev"]), .brew(["mpfr", "gmp"])]),
    .target(
      name: "BigRealModule",
      dependencies: [real, .target(name: "CMPFR", condition: .when(traits: ["MPFR"]))],
      swiftSettings: strict),
    .target(name: "Formats", dependencies: [real, "BigRealModule"], swiftSettings: strict),

    // Property testing: the engine, which needs nothing, and its Swift Testing side.
    // It imports nothing; on Linux the standard library's rounding calls libm.
    .target(
      name: "PropertyKit", swiftSettings: strict, linkerSettings: [.linkedLibrary("m", .when(platforms: [.linux]))]),
    .target(name: "PropertyTesting", dependencies: ["PropertyKit"], swiftSettings: strict),

    // Recorded runs, the drift of a run, the records that leave it, and their pages.
    .target(
      name: "Traces", dependencies: [real, "CAMECore"],
      resources: [.copy("Resources")], swiftSettings: strict),
    .target(
      name: "Drift", dependencies: [real, "CAMECore", "BigRealModule", "Formats", "Traces", "LabRecords"],
      swiftSettings: strict),
    // What is proved, as the manifest of Proofs has it, and a trait for tests that rest on it.
    .target(name: "Theorems", swiftSettings: strict),
    .target(name: "ProofTesting", dependencies: ["Theorems"], swiftSettings: strict),
    // What must hold of CAME, and wrong optimizers that the catalogue must notice.
    .target(
      name: "CAMEProperties",
      dependencies: [real, "CAMECore", "BigRealModule", "Formats", "PropertyKit", "LabRecords", "Theorems"],
      swiftSettings: strict),
    // Functions to be minimised, with their gradients and what is known of their minima.
    .target(
      name: "Objectives", dependencies: [real, "CAMECore", "Formats"], resources: [.copy("Resources")],
      swiftSettings: strict),
    .target(name: "LabRecords", swiftSettings: strict),
    .target(
      name: "Reports",
      dependencies: ["LabRecords", .product(name: "Mustache", package: "swift-mustache")],
      resources: [.copy("Resources")], swiftSettings: strict),
    // The accuracy of the functions themselves.
    .target(
      name: "Audit", dependencies: [real, "BigRealModule", "Formats", "LabRecords"], swiftSettings: strict),
    // Whether an implementation elsewhere is CAME.
    .target(
      name: "Ports",
      dependencies: [
        real, "CAMECore", "BigRealModule", "Formats", "PropertyKit", "CAMEProperties", "Traces", "LabRecords",
        .product(name: "Subprocess", package: "swift-subprocess"),
      ],
      swiftSettings: strict),
    .executableTarget(
      name: "came-lab",
      dependencies: [
        "Audit", "CAMECore", "Ports", "Formats", "Traces", "Drift", "CAMEProperties", "LabRecords", "Reports",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: strict),

    .testTarget(
      name: "CAMECoreTests",
      dependencies: ["CAMECore", "BigRealModule", "Formats", "PropertyKit", "PropertyTesting", real],
      exclude: ["Fixtures/record-optimizers.py"], resources: [.copy("Fixtures/optimizers.json")],
      swiftSettings: strict),
    .testTarget(name: "PropertyKitTests", dependencies: ["PropertyKit", "BigRealModule", real], swiftSettings: strict),
    .testTarget(name: "PropertyTestingTests", dependencies: ["PropertyTesting", "PropertyKit"], swiftSettings: strict),
    .testTarget(
      name: "BigRealModuleTests", dependencies: ["BigRealModule", "PropertyKit", "PropertyTesting", real],
      resources: [.copy("Fixtures")], swiftSettings: strict),
    .testTarget(
      name: "FormatsTests",
      dependencies: ["Formats", "BigRealModule", "ProofTesting", "PropertyKit", "PropertyTesting", real],
      resources: [.copy("Fixtures")],
      swiftSettings: strict),
    .testTarget(name: "TracesTests", dependencies: ["Traces", "CAMECore", "PropertyKit", real], swiftSettings: strict),
    .testTarget(
      name: "ObjectivesTests", dependencies: ["Objectives", "CAMECore", "BigRealModule", "Formats", real],
      swiftSettings: strict),
    .testTarget(
      name: "DriftTests",
      dependencies: ["Drift", "BigRealModule", "CAMECore", "Formats", "Traces", "LabRecords", real],
      swiftSettings: strict),
    .testTarget(
      name: "AuditTests", dependencies: ["Audit", "Formats", "LabRecords", real], swiftSettings: strict),
    .testTarget(
      name: "CAMEPropertiesTests",
      dependencies: [
        "CAMEProperties", "CAMECore", "BigRealModule", "Formats", "PropertyKit", "PropertyTesting", "LabRecords", real,
      ],
      swiftSettings: strict),
    .testTarget(
      name: "AgreementTests", dependencies: ["CAMECore", "CAMEProperties", "Drift", "Formats", "Traces", real],
      swiftSettings: strict),
    .testTarget(
      name: "ProofsTests",
      dependencies: [
        "Theorems", "ProofTesting", "CAMEProperties", "CAMECore", "BigRealModule", "Formats", "LabRecords", "Reports",
        real,
      ],
      resources: [.copy("Vectors")], swiftSettings: strict),
    .testTarget(
      name: "PortsTests",
      dependencies: ["Ports", "CAMECore", "CAMEProperties", "Formats", "LabRecords", "PropertyKit", "Traces", real],
      swiftSettings: strict),
    .testTarget(
      name: "ReportsTests", dependencies: ["Reports", "LabRecords"], exclude: ["browser-check.py"],
      swiftSettings: strict),
    .testTarget(name: "LabTests", dependencies: ["came-lab", "LabRecords"], swiftSettings: strict),
  ],
  swiftLanguageModes: [.v6]
)
