// swift-tools-version: 6.2
import PackageDescription

// A package of somebody else, with a CAME of its own that the catalogue is run on: only public products are used.
let package = Package(
  name: "their-came",
  platforms: [.macOS(.v26)],
  dependencies: [.package(name: "came-lab", path: "../..")],
  targets: [
    .target(name: "TheirCAME"),
    .testTarget(
      name: "TheirCAMETests",
      dependencies: [
        "TheirCAME",
        .product(name: "CAMECore", package: "came-lab"),
        .product(name: "CAMEProperties", package: "came-lab"),
        .product(name: "PropertyTesting", package: "came-lab"),
      ]),
  ]
)
