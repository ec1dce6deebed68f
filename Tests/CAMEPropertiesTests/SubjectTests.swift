import CAMECore
import CAMEProperties
import Formats
import PropertyKit
import Testing

/// An implementation with as little as the protocol asks for: it shows nothing, and knows matrices only.
private struct Bare: CAMEImplementation {
  let came: CAME<Float>
  var fails = false

  struct Broken: Error, CustomStringConvertible { let description = "out of memory" }

  func initialState(shape: [Int]) throws -> CAMEState<Float> { try came.initialState(shape: shape) }
  func step(_ parameter: inout Tensor<Float>, gradient: Tensor<Float>, state: inout CAMEState<Float>) throws {
    if fails { throw Broken() }
    came.step(&parameter, gradient: gradient, state: &state)
  }
  func supports(shape: [Int]) -> Bool { shape.count == 2 }
}

@Suite("An implementation under test")
struct SubjectTests {
  private let bare = Subject("bare") { Bare(came: CAME<Float>($0)) }

  @Test("is asked for no more than it can do")
  func abilities() {
    #expect(bare.abilities == [])
    #expect(Subject<Float>.reference.abilities == Set(Ability.allCases))
    let applicable = bare.properties
    #expect(applicable.allSatisfy { $0.needs.isEmpty })
    #expect(applicable.count >= 15, "parameters alone say much")
  }

  @Test("that supports only some shapes is judged by those")
  func someShapes() throws {
    var settings = Settings(seed: 1)
    settings.cases = 50
    let outcome = try CAMEProperty.named("sums-equal-means").of(bare).run(settings)
    #expect(outcome.simplest == nil && outcome.cases == 50 && outcome.discards == 0)
    #expect(bare.shapes == [.matrix, .square, .row, .column])
    let ids = bare.properties.map(\.id)
    #expect(!ids.contains("leading-dimensions") && !ids.contains("bounded-on-any-quadratic"))
  }

  @Test("that throws fails the property with its error")
  func throwing() throws {
    let broken = Subject("broken") { Bare(came: CAME<Float>($0), fails: true) }
    let outcome = try CAMEProperty.named("finite-in-finite-out").of(broken).run(Settings(seed: 1))
    #expect(outcome.simplest?.cause == "out of memory")
  }

  @Test("in the paper's form, with its factors shown as means, has every property but those of range")
  func sums() {
    let sums = Subject("sums") { SumsForm(came: CAME<Double>($0, form: .sums)) }
    for property in sums.properties where property.id != "finite-in-finite-out" {
      var settings = Settings(seed: 3)
      (settings.cases, settings.searchEvaluations) = (60, 0)
      let outcome = property.of(sums).run(settings)
      #expect(outcome.simplest == nil, "\(property.id): \(outcome.simplest?.value ?? "")")
    }
  }
}

/// Algorithm 2 as printed; its factors are shown as means.
private struct SumsForm: CAMEImplementation {
  let came: CAME<Double>

  func initialState(shape: [Int]) throws -> CAMEState<Double> { try came.initialState(shape: shape) }

  func step(_ parameter: inout Tensor<Double>, gradient: Tensor<Double>, state: inout CAMEState<Double>) throws {
    guard gradient.shape == parameter.shape else {
      throw ShapeRefused(expected: parameter.shape, got: gradient.shape)
    }
    came.step(&parameter, gradient: gradient, state: &state)
  }

  func named(_ state: CAMEState<Double>) -> [String: Tensor<Double>]? {
    let (rows, columns) = (Double(state.m.rows), Double(state.m.columns))
    return Dictionary(
      uniqueKeysWithValues: state.named.map { name, x in
        let count = name.hasSuffix("_row") ? columns : name.hasSuffix("_col") ? rows : 1
        return (name, x.map { $0 / count })
      })
  }

  var refusesWrongShapes: Bool { true }
}
