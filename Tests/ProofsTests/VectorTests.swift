import CAMECore
import CAMEProperties
import Foundation
import Formats
import ProofTesting
import RealModule
import Testing

/// A case of the oracle that was extracted from `Proofs`: hexadecimal bit patterns.
struct VectorFile: Decodable {
  let provenance: String
  let format: String
  let values: Int
  let cases: [Case]

  struct Case: Decodable, CustomTestStringConvertible {
    let kind: String
    let order: String
    let rows: Int
    let columns: Int
    let `gradients are`: String
    let hyperparameters: Hyperparameters
    let constants: String
    let parameter: String
    let gradients: [String]
    let steps: [String]

    var shape: [Int] { kind == "vector" ? [columns] : [rows, columns] }
    var summation: Summation { order == "tree" ? .blockedTree : .sequential }
    var testDescription: String { "\(kind) \(shape), \(order), \(`gradients are`)" }
  }

  struct Hyperparameters: Decodable {
    let lr: String
    let betas: [String]
    let eps: [String]
    let d: String
    let decay: String

    func make() throws -> CAMEHyperparameters {
      func decimal(_ text: String) throws -> ExactDecimal { try ExactDecimal(text) }
      return try CAMEHyperparameters(
        learningRate: decimal(lr), beta1: decimal(betas[0]), beta2: decimal(betas[1]), beta3: decimal(betas[2]),
        epsilon1: decimal(eps[0]), epsilon2: decimal(eps[1]), clipThreshold: decimal(d), weightDecay: decimal(decay))
    }
  }

  static func read<File: Decodable>(_ name: String, as type: File.Type = File.self) throws -> File {
    let url = try #require(Bundle.module.url(forResource: name, withExtension: "json", subdirectory: "Vectors"))
    return try JSONDecoder().decode(type, from: Data(contentsOf: url))
  }
}

/// The reference step beside the IEEE operations of Flocq, from which the oracle is extracted: they share no code.
@Suite("The reference is the proved model, bit for bit")
struct VectorTests {
  /// Runs the cases of a format; a number is compared by its pattern, and every NaN is one.
  private func match<Scalar: Refereed, Bits: FixedWidthInteger & UnsignedInteger>(
    _ name: String, _ number: @escaping (Bits) -> Scalar, _ pattern: @escaping (Scalar) -> Bits
  ) throws {
    let file: VectorFile = try VectorFile.read(name)
    #expect(file.values >= 2000)
    func numbers(_ text: String) throws -> [Scalar] {
      try text.split(separator: " ").map { number(try #require(Bits($0, radix: 16))) }
    }
    var seen = 0
    for item in file.cases {
      let came = CAME<Scalar>(
        try item.hyperparameters.make(), rounding: .throughDouble, evaluation: Evaluation(summation: item.summation))
      let k = came.coefficients
      let constants = [k.β1, k.oneMinusβ1, k.β2, k.oneMinusβ2, k.β3, k.oneMinusβ3, k.ε1, k.ε2, k.d, k.λη, k.η]
      #expect(try constants.map(pattern) == numbers(item.constants).map(pattern), "\(item.testDescription)")
      var θ = try Tensor(shape: item.shape, values: numbers(item.parameter))
      var state = try came.initialState(shape: item.shape)
      for (t, gradient) in item.gradients.enumerated() {
        var direction: [Scalar] = []
        came.step(&θ, gradient: try Tensor(shape: item.shape, values: numbers(gradient)), state: &state) {
          quantity, x in
          if quantity == .update { direction = x.values }
        }
        let ours: [Scalar]
        switch state.moments {
        case .factored(let s):
          ours = s.r.values + s.c.values + state.m.values + s.R.values + s.C.values + direction + θ.values
        case .whole(let v): ours = v.values + state.m.values + θ.values
        }
        let theirs = try numbers(item.steps[t])
        let isSame =
          ours.count == theirs.count
          && zip(ours, theirs).allSatisfy { pattern($0) == pattern($1) || $0.isNaN && $1.isNaN }
        #expect(isSame, "\(name), \(item.testDescription), step \(t + 1)")
        seen += theirs.count
      }
    }
    #expect(seen == file.values)
  }

  @Test func binary16() throws { try match("binary16", Float16.init(bitPattern:), \.bitPattern) }
  @Test func bfloat16() throws {
    try match(
      "bfloat16", { (bits: UInt16) in BFloat16(Double(Float(bitPattern: UInt32(bits) << 16))) },
      { UInt16(Float($0).bitPattern >> 16) })
  }
  @Test func binary32() throws { try match("binary32", Float.init(bitPattern:), \.bitPattern) }
  @Test func binary64() throws { try match("binary64", Double.init(bitPattern:), \.bitPattern) }
}
