internal import CAMECore
internal import CAMEProperties
internal import Formats
internal import PropertyKit

/// A case, and how it was drawn, so that it can be made smaller.
public struct DrawnCase: Sendable {
  public let question: PortCase
  /// The family and its number there; nil for a case from a file or one that stands by itself.
  let origin: (family: CaseFamily, number: Int)?
  /// What the case is there to show.
  public var aim: String { origin?.family.aim ?? "a case by itself" }

  init(_ question: PortCase, origin: (family: CaseFamily, number: Int)? = nil) {
    (self.question, self.origin) = (question, origin)
  }
}

/// The cases of a validation, the same each time.
public enum CaseLibrary {
  /// The cases for ports that take these types.
  public static func cases(for elements: [ElementType] = [.f32]) -> [DrawnCase] {
    ElementType.allCases.filter(elements.contains).flatMap { element in
      CaseFamily.all.filter { element == .f32 || $0.isInEveryType }.flatMap { $0.cases(element) }
        + (element == .f32 ? [DrawnCase(large())] : [])
    }
  }

  /// A case from a file; one of the library's knows its family.
  public static func drawn(_ question: PortCase) -> DrawnCase {
    DrawnCase(question, origin: origin(of: question.name))
  }

  /// How a case of the library was drawn, by its name.
  private static func origin(of name: String) -> (family: CaseFamily, number: Int)? {
    let parts = name.split(separator: "-")
    guard let last = parts.last, let number = Int(last) else { return nil }
    let id = parts.dropLast().joined(separator: "-")
    let plain = ElementType.allCases.map { "\($0.rawValue.lowercased())-" }.first { id.hasPrefix($0) }
    let family = CaseFamily.all.first { $0.id == String(id.dropFirst(plain?.count ?? 0)) }
    return family.map { ($0, number) }
  }

  /// A matrix as large as those of models, one step, gradients N(0, 1): what a sum over a million squares loses.
  private static func large() -> PortCase {
    let side = 1024
    let options = MatrixOptions<Float>(kinds: [.normal], exponents: 0...0)
    let draw = Generator<Matrix<Float>>.matrices(rows: side...side, columns: side...side, options)
    let gradient = draw.value(ofCase: 0, seed: 1)!.elements.map { Double($0) }
    return PortCase(
      name: "large", element: .f32, hyperparameters: try! CAMEHyperparameters(learningRate: 0.001),
      parameters: [
        .init(
          name: "a", initial: try! Tensor(repeating: 0, shape: [side, side]),
          gradients: [try! Tensor(shape: [side, side], values: gradient)])
      ])
  }
}

extension CaseFamily {
  /// The number from which cases are as large as they get.
  private static let fullSize = 100

  /// What is drawn.
  var generator: Generator<Trial<Float>> { trials.generator(Subject<Float>.reference) }

  func cases(_ element: ElementType) -> [DrawnCase] {
    let generator = generator
    // Cases grow with their number up to the hundredth: some are small, most are not.
    return (0..<count).map { index in
      var number = index * Self.fullSize / max(1, count / 2)
      while true {
        if let trial = generator.value(ofCase: number, seed: seed) {
          return DrawnCase(PortCase(trial, role, element, name: name(element, number)), origin: (self, number))
        }
        number += 1
      }
    }
  }

  private func name(_ element: ElementType, _ number: Int) -> String {
    (element == .f32 ? "" : "\(element.rawValue.lowercased())-") + "\(id)-\(number)"
  }
}
